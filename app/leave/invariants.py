"""What must never be false of leave."""

from datetime import timedelta

from app.core.feature import Breach, Found, Invariant, Watching
from app.core.text import N_
from app.leave.queries import gone_stand_ins
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


INVARIANTS = (
    Invariant(
        name="leave.stand_ins_are_there",
        words=N_("Whoever stands in for people on leave is there on those days"),
        hurts=N_("Whoever gives out work: it goes to somebody who does not see it."),
        check=_there,
        opens="leave.index",
        every=timedelta(hours=1),
    ),
)
