"""What the tiles of the desk count is what their lists show."""

from collections.abc import Iterator
from datetime import timedelta
from time import monotonic
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
SECONDS = 2.0
"""So long each look goes on to the next person; in most offices all are looked at in one."""


def _tiles(watching: Watching) -> Found:
    """For one person of each role: those for whom a tile was wrong, then as many as there is time
    for; the next look goes on behind them, and from the first again after the last."""
    ends_at, done = monotonic() + SECONDS, int(watching.before.mark or 0)
    people = one_of_each_role(watching.session)
    bad = {one.values["person"] for one in watching.before.breaches} & set(people)
    ahead = [one for one in people if one > done and one not in bad]
    wrong: dict[str, Breach] = {}
    for person_id in (*sorted(bad), *ahead):
        wrong |= _wrong_for(watching, person_id)
        done = done if person_id in bad else person_id
        if monotonic() > ends_at and ahead and done >= ahead[0]:
            break
    mark = str(done) if ahead and done < ahead[-1] else ""
    return Found.of(list(wrong.values()), mark=mark)


def _wrong_for(watching: Watching, person_id: int) -> dict[str, Breach]:
    actor = actor_of(watching.session, person_id)
    return {
        tile.label: Breach(
            words=N_("“%(tile_word)s” counts %(counted)s, its list has %(listed)s"),
            values={
                "tile_word": tile.label,
                "counted": counted,
                "listed": listed,
                "person": person_id,
            },
        )
        for tile, counted, listed in _counts(watching.session, watching.features, actor)
        if counted != listed
    }


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
        every=timedelta(minutes=10),
    ),
)
