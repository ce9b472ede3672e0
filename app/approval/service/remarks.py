"""Remarks on a version, beside any turn."""

from sqlalchemy.orm import Session

from app.approval.models import Remark
from app.approval.policy import get_matter
from app.approval.service.rounds import tell
from app.core import clock
from app.core.errors import Problem, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.records.policy import reads_for
from app.records.queries import readers_of


def remark(
    session: Session, actor: Actor, record_id: int, version_number: int, text: str
) -> Remark:
    """Leave a remark on one version; whoever may read the record may read it."""
    about = get_matter(session, record_id, actor)
    problems = []
    if not text:
        problems.append(Problem(N_("Write your comment."), field="text"))
    if not 1 <= version_number <= about.proposed.version:
        problems.append(Problem(N_("There is no such version."), field="text"))
    refuse_for(problems)
    said = Remark(
        record_id=record_id,
        version_number=version_number,
        author_id=actor.person_id,
        text=text,
        at=clock.now(),
    )
    session.add(said)
    session.flush()
    name = reads_for(actor, readers_of(session, record_id))
    tell(session, actor, "drafting.commented", about, on_behalf_of=name, number=version_number)
    return said
