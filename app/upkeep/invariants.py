"""What must never be false of what works behind the pages."""

from sqlalchemy import bindparam, func, select

from app.core import clock
from app.core.feature import Breach, Found, Invariant, Repair, Watching
from app.core.jobs import Job, is_stuck
from app.core.jobs.models import STUCK_AFTER
from app.core.outbox import OutboxRow
from app.core.text import N_
from app.upkeep import service
from app.upkeep.rules import LANE_WORDS

_STUCK = (
    select(Job.lane, func.count(), func.min(func.coalesce(Job.started_at, Job.turn_at)))
    .where(is_stuck())
    .group_by(Job.lane)
    .order_by(func.count().desc(), Job.lane)
)
_UNSPREAD = select(func.count(), func.min(OutboxRow.created_at)).where(
    OutboxRow.spread_at.is_(None), OutboxRow.not_before < bindparam("long_ago")
)


def _stuck(watching: Watching) -> Found:
    rows = watching.session.execute(_STUCK).all()
    stuck = [
        Breach(
            words=N_("%(lane_word)s: %(jobs)s do not come about"),
            values={"lane_word": LANE_WORDS.get(lane, lane), "jobs": count},
            since=since.isoformat() if since else "",
        )
        for lane, count, since in rows
    ]
    long_ago = {"long_ago": clock.now() - STUCK_AFTER}
    waiting, since = watching.session.execute(_UNSPREAD, long_ago).one()
    if waiting:
        words, told = N_("Changes that no worker has taken up: %(changes)s"), {"changes": waiting}
        stuck.append(Breach(words=words, values=told, since=since.isoformat()))
    return Found.of(stuck)


INVARIANTS = (
    Invariant(
        name="upkeep.effects_come_about",
        words=N_("What follows a change comes about: outbox and lanes go on"),
        hurts=N_("Whoever waits for a notice, a message, a file to be read or a delivery."),
        check=_stuck,
        repair=Repair(
            label=N_("Try all again now"),
            changes=N_("Each is tried as often as a new one; what was done is not done twice."),
            act=lambda mending: service.try_all_again(mending.session, mending.actor),
        ),
        opens="upkeep.outbox",
    ),
)
