"""What must never be false of approvals."""

from sqlalchemy import exists, select

from app.approval.models import IS_CURRENT, Approval, CircuitStep
from app.approval.queries.stranded import NO_ACCOUNT, NO_POST, OTHER_POST, stranded_steps
from app.approval.rules import circuit
from app.core.feature import Breach, Found, Invariant, Watching, records_breaking
from app.core.text import N_

_AT_TURN = exists().where(
    CircuitStep.record_id == Approval.record_id,
    CircuitStep.round == Approval.round,
    IS_CURRENT,
    CircuitStep.is_live,
)
LACKS = {
    NO_POST: N_("holds no post today"),
    NO_ACCOUNT: N_("has no account in use"),
    OTHER_POST: N_("no longer holds the post they were asked in"),
}


def _turns(watching: Watching) -> Found:
    return Found.of(
        [
            Breach(
                words=N_("%(name)s, %(agency)s, %(lacks_word)s: %(step_word)s, by %(author)s"),
                values={
                    "name": row.name,
                    "agency": row.agency,
                    "author": row.author,
                    "lacks_word": LACKS[row.lacks],
                    "step_word": circuit.KINDS[row.kind],
                },
                records=[row.record_id],
                person_id=row.person_id,
                since=row.since.isoformat(),
            )
            for row in stranded_steps(watching.session)
        ]
    )


INVARIANTS = (
    Invariant(
        name="approval.somebody_can_take_the_turn",
        words=N_("Whoever a draft waits for can take their turn"),
        hurts=N_(
            "The author, whose draft waits in vain; only they can call it back and send it anew."
        ),
        check=_turns,
    ),
    Invariant(
        name="drafting.somebody_is_at_turn",
        words=N_("What is on its way round waits at somebody's step, and nothing else does"),
        hurts=N_("The author: the draft waits, and nobody is asked for it."),
        check=records_breaking(
            lambda: select(Approval.record_id).where((Approval.state == "circulating") != _AT_TURN)
        ),
    ),
)
