"""What must never be false of leave."""

from datetime import timedelta

from app.core.feature import Breach, Found, Invariant, Watching
from app.core.text import N_
from app.leave.queries import LEFT_BEHIND, gone_stand_ins
from app.leave.rules import LACKS


def _there(watching: Watching) -> Found:
    return Found.of(
        [
            Breach(
                words=N_("%(stand_in)s, who stands in for %(name)s, %(lacks_word)s"),
                values={"stand_in": row.stand_in, "name": row.name, "lacks_word": LACKS[row.lacks]},
                person_id=row.person_id,
            )
            for row in gone_stand_ins(watching.session)
        ]
    )


def _over(watching: Watching) -> Found:
    """What a leave had made, and which should have gone when it was taken back."""
    return Found.of(
        [
            Breach(
                words=N_("%(name)s: the leave from %(day)s was taken back"),
                values={"name": name, "day": f"{day:%d/%m/%Y}"},
                person_id=person_id,
            )
            for person_id, name, day in watching.session.execute(LEFT_BEHIND)
        ]
    )


INVARIANTS = (
    Invariant(
        name="leave.over_is_over",
        words=N_("Nobody is away, or acted for, by a leave that does not hold"),
        hurts=N_("The person, past whom work goes; and whose post another still acts in."),
        check=_over,
        every=timedelta(hours=1),
    ),
    Invariant(
        name="leave.stand_ins_are_there",
        words=N_("Whoever stands in for people on leave is there on those days"),
        hurts=N_("Whoever gives out work: it goes to somebody who does not see it."),
        check=_there,
        opens="leave.index",
        every=timedelta(hours=1),
    ),
)
