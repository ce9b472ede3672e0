"""What waits for a person, by kind, all of it counted in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.asking import given
from app.core.counting import figures, together
from app.core.feature import Features, Tile
from app.core.policy import Actor
from app.deadlines.rules.colours import WORST_FIRST, Horizon
from app.desk.presenters import stranded


def tiles_for(brought: Features, actor: Actor) -> list[Tile]:
    """The tiles of this person, in their order."""
    tiles = sorted((*brought.tiles, stranded.tile(brought)), key=lambda tile: tile.place)
    return [tile for tile in tiles if actor.may(tile.permission)]


@dataclass(frozen=True)
class Counted:
    """What a tile shows: None for a count that cannot be had."""

    count: int | None
    colour: str


def counted(
    session: Session, brought: Features, actor: Actor, at: Horizon, known: Mapping[Tile, int]
) -> dict[Tile, Counted]:
    """The tiles of this person, each in the colour of the worst of its rows.

    Not asked for are those `known` from another part of the page.
    """
    tiles, asked, row = _asked(brought, actor, frozenset(known), clock.today())
    found = figures(session, row, asked, given(actor, at.moments))
    counts = {**dict(zip(tiles, found, strict=False)), **known}
    coloured = [tile for tile in tiles if tile.worst is not None]
    ranks = dict(zip(coloured, found[len(tiles) :], strict=True))
    return {
        tile: Counted(counts[tile], _colour(tile, ranks.get(tile)))
        for tile in tiles_for(brought, actor)
    }


def _colour(tile: Tile, rank: int | None) -> str:
    return tile.colour if rank is None else WORST_FIRST[rank]


@lru_cache(maxsize=32)
def _asked(
    brought: Features, actor: Actor, known: frozenset[Tile], _today: date
) -> tuple[list[Tile], list[Select[Any]], Select[Any]]:
    """The counts of these tiles, then the ranks of those that have some; kept for the day, as the
    conditions are."""
    tiles = [tile for tile in tiles_for(brought, actor) if tile not in known]
    counts = [tile.counting(actor) for tile in tiles]
    ranks = [tile.worst(actor) for tile in tiles if tile.worst is not None]
    return tiles, [*counts, *ranks], together([*counts, *ranks])


def is_minor(tile: Tile, actor: Actor) -> bool:
    return any(actor.may(permission) for permission in tile.minor_for)
