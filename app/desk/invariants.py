"""What the tiles of the desk count is what their lists show."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.access.queries.presence import one_of_each_role
from app.core.asking import given
from app.core.feature import Breach, Found, Invariant, Repair, Tile, Watching
from app.core.lists import Listing
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.queries import horizon_of
from app.watchdog.service import look_again

TILES = "desk.tiles_as_lists"


def _tiles(watching: Watching) -> Found:
    wrong: dict[str, Breach] = {}
    for person_id in one_of_each_role(watching.session):
        actor = actor_of(watching.session, person_id)
        for tile, counted, listed in _counts(watching.session, watching.features, actor):
            if counted != listed:
                wrong[tile.label] = Breach(
                    words=N_("“%(tile_word)s” counts %(counted)s, its list has %(listed)s"),
                    values={"tile_word": tile.label, "counted": counted, "listed": listed},
                )
    return Found.of(list(wrong.values()))


def _counts(
    session: Session, features: Any, actor: Actor
) -> Iterator[tuple[Tile, int | None, int]]:
    """What each tile of this person says that leads to a list, and how many rows that shows."""
    lists = {tile: features.lists.get(tile.endpoint) for tile in features.tiles}
    tiles = [tile for tile, found in lists.items() if found and actor.may(tile.permission)]
    moments = horizon_of(session, actor.agency_id).moments
    counts = features.figures.ask(session, tiles, given(actor, moments))
    for tile in tiles:
        listing: Listing[Any] = lists[tile]
        wanted = listing.filter.from_args({name: str(said) for name, said in tile.args.items()})
        rows = listing.rows.where(*listing.conditions(actor, wanted)).with_only_columns(
            listing.id, maintain_column_froms=True
        )
        listed = select(func.count()).select_from(rows.order_by(None).subquery())
        found = counts[tile]
        yield tile, found and found[0], session.scalar(listed, given(actor, moments)) or 0


INVARIANTS = (
    Invariant(
        name=TILES,
        words=N_("Tiles count the rows of their lists"),
        hurts=N_("Whoever trusts the number. Until it is right the tile shows “–”."),
        check=_tiles,
        repair=Repair(
            label=N_("Count again"),
            changes=N_(
                "Tile and list are counted anew; the tile shows its number once they agree."
            ),
            act=lambda mending: look_again(mending.session, TILES),
        ),
        every=timedelta(minutes=30),
    ),
)
