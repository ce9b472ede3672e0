"""Who is told what of drafts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.approval.messages import DECIDED, tell_of
from app.core.feature import MessageKind, Telling
from app.core.text import N_
from app.drafting import events
from app.drafting.models import Draft


def _came_back(session: Session, payload: Mapping[str, Any]) -> Telling:
    """The clerk gave a signed document back to whoever wrote it."""
    draft = session.get_one(Draft, payload["draft_id"])
    words = N_("The clerk returned your signed draft: %(subject)s. %(reason)s")
    key = f"signed returned:{draft.id}:{payload['document_id']}"
    reason = payload["reason"]
    return tell_of(session, draft.record_id, {draft.author_id}, key, words, reason=reason)


MESSAGES = (MessageKind("drafting.came_back", events.CameBack.topic, _came_back, occasion=DECIDED),)
