"""What waits for a person, by kind, all of it counted in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.counting import Figure
from app.core.feature import Features, Tile
from app.core.policy import Actor
from app.deadlines.rules.colours import WORST_FIRST, Horizon
from app.desk.invariants import TILES
from app.watchdog.queries import breaking


def tiles_for(brought: Features, actor: Actor) -> list[Tile]:
    """The tiles of this person, in their order."""
    return [tile for tile in brought.tiles if actor.may(tile.permission)]


@dataclass(frozen=True)
class Counted:
    """What a tile shows: None for a count that cannot be had, or that its list denies."""

    count: int | None
    colour: str


def counted(
    session: Session, brought: Features, actor: Actor, horizon: Horizon, known: Mapping[Tile, int]
) -> dict[Tile, Counted]:
    """The tiles of this person, each in the colour of the worst of its rows.

    Not asked for are those `known` from another part of the page.
    """
    tiles = tiles_for(brought, actor)
    to_ask = [tile for tile in tiles if tile not in known]
    found = brought.figures.ask(session, to_ask, given(actor, horizon.moments))
    found |= {tile: (count, None) for tile, count in known.items()}
    wrong = {one.values["tile_word"] for one in breaking(session, TILES).breaches}
    found |= {tile: None for tile in tiles if tile.label in wrong}
    return {tile: _counted(tile, found[tile]) for tile in tiles}


def _counted(tile: Tile, found: Figure | None) -> Counted:
    count, rank = found or (None, None)
    return Counted(count, tile.colour if rank is None else WORST_FIRST[rank])


def is_minor(tile: Tile, actor: Actor) -> bool:
    return any(actor.may(permission) for permission in tile.minor_for)
