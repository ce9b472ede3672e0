"""What drafting does when it hears from the clerk's desk. Both are safe to do twice."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval.service import give_back
from app.core import outbox
from app.drafting.events import CameBack
from app.drafting.models import Draft
from app.drafting.policy import turn_of_draft
from app.drafting.service.changed import changed
from app.drafting.service.versions import latest_version


def note_issued(session: Session, payload: dict[str, Any]) -> None:
    """The document a draft became was issued (topic outgoing.issued)."""
    draft = _draft_of(session, payload["document_id"])
    if draft is not None and draft.state == "signed":
        draft.state = "issued"
        changed(session, draft)


def note_returned(session: Session, payload: dict[str, Any]) -> None:
    """The clerk gave it back before it had a number; it is written again, the reason beside it."""
    draft = _draft_of(session, payload["document_id"])
    if draft is None or draft.state != "signed":
        return
    outbox.publish(session, CameBack(draft.id, payload["document_id"], payload["reason"]))
    draft.state = "drafting"
    draft.document_id = None
    changed(session, draft)
    number = latest_version(session, draft.id).number
    give_back(session, draft.record_id, number, payload["by_id"], payload["reason"])


def _draft_of(session: Session, document_id: int) -> Draft | None:
    """Once its record's turn was taken."""
    record_id = session.scalar(select(Draft.record_id).where(Draft.document_id == document_id))
    return turn_of_draft(session, record_id) if record_id is not None else None
