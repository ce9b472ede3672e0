"""What work brings: directives and lines of work."""

from collections.abc import Mapping

from app.core.feature import (
    HANDLING,
    CountedDates,
    Entry,
    Feature,
    Named,
    Permission,
    Reading,
)
from app.core.policy import ANYBODY, Actor
from app.core.text import N_
from app.leave.queries import falls_due
from app.work import models
from app.work.filters import WorkFilter
from app.work.holdings import HOLDINGS
from app.work.invariants import INVARIANTS
from app.work.jobs import JOBS
from app.work.messages import MESSAGES
from app.work.queries import HAS_UNREAD, WORK
from app.work.queries.counted import LINES, said_of_lines, units_of_lines
from app.work.queries.people import names_of_holders
from app.work.queries.said import passages
from app.work.queries.stranded import due_within
from app.work.sentences import TRAIL
from app.work.service import open_lines
from app.work.service.moving import keep_promised, move_dates
from app.work.tiles import FIRST, PANELS, TILES


def _work_of_all(actor: Actor) -> Mapping[str, str]:
    """Who directs gives work out and seldom holds any: with none, the work of all is opened."""
    return WorkFilter(whose="agency").to_args() if actor.may("assignments.direct") else {}


FEATURE = Feature(
    name="work",
    blueprint=Named("app.work.views:blueprint"),
    models=(models,),
    permissions=(
        Permission(
            "assignments.direct",
            N_("Write directives and give out work in the agency"),
            ("leader",),
        ),
        Permission(
            "assignments.work",
            N_("Hold lines of work, pass them on, return and finish them"),
            HANDLING,
        ),
    ),
    trail=(TRAIL,),
    tiles=TILES,
    lists=(WORK,),
    exports={"work.index": Named("app.work.presenters.export:EXPORT")},
    first=FIRST,
    panels=PANELS,
    names_in_index=names_of_holders,
    passages=passages,
    on_record=Named("app.work.presenters.record:on_record"),
    whys=Named("app.work.presenters.lines:whys_on"),
    reading=(Reading(HAS_UNREAD, open_lines),),
    navigation=(
        Entry(
            label=N_("Work"),
            endpoint="work.index",
            permissions=("assignments.work",),
            icon="list-check",
            section="daily",
            place=20,
            in_bar=True,
            counting=lambda: WORK.counting(ANYBODY, WorkFilter()),
            with_none=_work_of_all,
        ),
    ),
    counted=(
        CountedDates(
            LINES.across, LINES.fixed, said_of_lines, units_of_lines, move_dates, keep_promised
        ),
    ),
    holdings=HOLDINGS,
    answers={falls_due: due_within},
    invariants=INVARIANTS,
    messages=MESSAGES,
    jobs=JOBS,
)
