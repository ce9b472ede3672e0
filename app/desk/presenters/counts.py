"""What waits for a person, by kind, all of it counted in one statement."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.counting import Counting, figures, together
from app.core.feature import Features, Tile
from app.core.policy import Actor
from app.desk.presenters import stranded
from app.work.queries import Horizon


def tiles_for(brought: Features, actor: Actor) -> list[Tile]:
    """The tiles of this person, in their order."""
    tiles = sorted((*brought.tiles, stranded.tile(brought)), key=lambda tile: tile.place)
    return [tile for tile in tiles if actor.may(tile.permission)]


def counted(
    session: Session, brought: Features, actor: Actor, at: Horizon, known: Mapping[Tile, int]
) -> dict[Tile, int | None]:
    """The tiles of this person with their counts; None for one that cannot be had.

    Not asked for are those `known` from another part of the page.
    """
    tiles, counts, row = _asked(brought, actor, frozenset(known), clock.today())
    asked = zip(tiles, figures(session, row, counts, at.moments), strict=True)
    found = {**dict(asked), **known}
    return {tile: found[tile] for tile in tiles_for(brought, actor)}


@lru_cache(maxsize=32)
def _asked(
    brought: Features, actor: Actor, known: frozenset[Tile], _today: date
) -> tuple[list[Tile], list[Counting], Select[Any]]:
    """Kept for the day, as the conditions are."""
    tiles = [tile for tile in tiles_for(brought, actor) if tile not in known]
    counts = [tile.counting(actor) for tile in tiles]
    return tiles, counts, together(counts)


def is_minor(tile: Tile, actor: Actor) -> bool:
    return any(actor.may(permission) for permission in tile.minor_for)
