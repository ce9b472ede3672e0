"""Drafts as a kind of record."""

from collections.abc import Collection

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.text import N_
from app.drafting.models import Draft
from app.drafting.policy import WRITE
from app.records.kinds import Face, RecordKind

_FACES = select(Draft.record_id, Draft.id, Draft.subject, Draft.urgency, Draft.due_at).where(
    Draft.record_id.in_(bindparam("ids", expanding=True))
)


def faces(session: Session, ids: Collection[int]) -> dict[int, Face]:
    """A draft has no number and no reference yet; its page is called by its own id."""
    return {
        record_id: Face(
            record_id, "draft", f"/drafts/{draft_id}", subject, urgency=urgency, due_at=due_at
        )
        for record_id, draft_id, subject, urgency, due_at in session.execute(
            _FACES, {"ids": list(ids)}
        )
    }


DRAFT = RecordKind(name="draft", label=N_("Draft"), permission=WRITE, faces=faces)
