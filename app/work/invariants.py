"""What must never be false of lines of work."""

from datetime import time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.db import constant
from app.core.errors import Problem, Refused
from app.core.feature import Breach, Found, Invariant, Mending, Repair, Watching, records_breaking
from app.core.feature.watching import COUNTED
from app.core.text import N_
from app.work import service
from app.work.models import Assignment, Extension
from app.work.queries import untold
from app.work.queries.stranded import (
    NO_ACCOUNT,
    NO_HEAD,
    NO_POST,
    stranded_lines,
    uncovered_lines,
)

_below = aliased(Assignment)
TOLD_WITHIN, ANSWERED_WITHIN = timedelta(hours=1), timedelta(days=3)
LACKS = {
    NO_POST: N_("holds no post today"),
    NO_ACCOUNT: N_("has no account in use"),
    NO_HEAD: N_("has no head who can sign in"),
}


def _held(watching: Watching) -> Found:
    rows = stranded_lines(watching.session)
    return Found.of(
        [
            Breach(
                words=N_("%(name)s, %(agency)s, %(lacks_word)s: %(open)s open, %(late)s overdue"),
                values={
                    "name": row.name,
                    "agency": row.agency,
                    "lacks_word": LACKS[row.lacks],
                    "open": row.open,
                    "late": row.late,
                },
                records=row.records,
                person_id=None if row.lacks == NO_HEAD else row.holder_id,
                unit_id=row.holder_id if row.lacks == NO_HEAD else None,
                since=row.since.isoformat(),
            )
            for row in rows
        ],
        note=N_("Open lines with nobody there: %(lines)s"),
        values={"lines": sum(row.open for row in rows)},
    )


def _hand_over(mending: Mending) -> None:
    breaches = mending.found.breaches
    people = [one.person_id for one in breaches if one.person_id is not None]
    if not service.hand_to_heads(mending.session, mending.actor, people):
        raise Refused(
            Problem(
                N_("None of them was in a unit that has a head: hand their work over one by one.")
            )
        )


def _uncovered(watching: Watching) -> Found:
    """Of people who are away today and for whom nobody stands in."""
    return Found.of(
        [
            Breach(
                words=N_("%(name)s is away until %(until)s, nobody stands in: %(due)s fall due"),
                values={"name": row.name, "until": f"{row.until:%d/%m/%Y}", "due": row.due},
                person_id=row.person_id,
                since=clock.at(row.since, time.min).isoformat(),
            )
            for row in uncovered_lines(watching.session)
        ]
    )


def _unanswered(watching: Watching) -> Found:
    """Asked for longer than some days, or past the date that it was to put off."""
    now = clock.now()
    rows = (
        select(Assignment.record_id, Extension.asked_at)
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .where(
            Extension.state == constant("asked"),
            or_(Extension.asked_at < now - ANSWERED_WITHIN, Extension.old_due_at < now),
        )
        .order_by(Extension.asked_at)
    )
    return Found.of(
        [
            Breach(records=[record_id], since=asked_at.isoformat())
            for record_id, asked_at in watching.session.execute(rows.limit(COUNTED))
        ]
    )


def _told_of(watching: Watching) -> Found:
    """Lateness is told of within minutes; an hour later nobody has heard of these."""
    ids = untold(watching.session, clock.now() - TOLD_WITHIN)
    return Found.of([Breach(records=[one]) for one in ids])


INVARIANTS = (
    Invariant(
        name="work.somebody_is_there",
        words=N_("All open work is with people who are there, and units that have a head"),
        hurts=N_("Whoever waits for it: nobody works on it, and nobody is told that it is late."),
        check=_held,
        repair=Repair(
            label=N_("Give it to the heads of their units"),
            changes=N_(
                "The lines go to the head of the unit of each person's last post, with their due"
                " dates, histories and rights to read; each head gets one notice for each"
                " person, which leads to the lines. What was passed on from work of the head or the"
                " unit goes back to it. What nobody has acted on is taken back from the person's"
                " page, as every handing over. Units without a head stay here."
            ),
            right="organisation.manage",
            act=_hand_over,
        ),
    ),
    Invariant(
        name="work.away_is_covered",
        words=N_("No work falls due with somebody who is away and for whom nobody stands in"),
        hurts=N_("Whoever waits for it: it will be late, and nobody knows."),
        check=_uncovered,
        every=timedelta(hours=1),
    ),
    Invariant(
        name="work.extensions_are_answered",
        words=N_("Whoever asks for another date gets an answer within three days"),
        hurts=N_("Who asked: they do not know until when they have time."),
        check=_unanswered,
        every=timedelta(hours=1),
    ),
    Invariant(
        name="work.lateness_is_told",
        words=N_("Whoever holds work hears within an hour that it is overdue"),
        hurts=N_("The holders, who do not know that they are late, and those who gave the work."),
        check=_told_of,
        repair=Repair(
            label=N_("Tell them now"),
            changes=N_("Every holder gets the one notice that did not come; nobody gets a second."),
            act=lambda mending: service.remind(mending.session),
        ),
    ),
    Invariant(
        name="work.passed_on_within_the_record",
        words=N_("Lines that were passed on belong to the record of the line above them"),
        hurts=N_("Whoever gave the work: they see neither it nor its answer."),
        check=records_breaking(
            lambda: (
                select(_below.record_id)
                .join(Assignment, Assignment.id == _below.parent_id)
                .where(_below.record_id != Assignment.record_id)
            )
        ),
        every=timedelta(hours=1),
    ),
)
