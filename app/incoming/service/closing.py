"""When nothing more is to be done on a document, and when it turns out otherwise."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import refuse_for
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.workflow import target_of
from app.correspondence.queries import has_reply
from app.correspondence.queries.sequels import is_recalled
from app.incoming import rules
from app.incoming.models import IncomingDocument
from app.incoming.queries import open_line_count, was_directed
from app.incoming.service.common import must_be, note, take_in_hand, touched
from app.records.service import take_turn
from app.requests.queries import has_open_for
from app.work.events import record_of
from app.work.service import close_lines, open_unanswered

CLOSE = "incoming.close"


def close(
    session: Session,
    actor: Actor,
    document: IncomingDocument,
    reason: str,
    version: int | None = None,
) -> None:
    """Close it, with whatever work is still open on it.

    One that requires a reply needs the issued reply, or a stated reason; so does open work.
    """
    take_in_hand(session, actor, document, CLOSE, version)
    target_of(rules.MOVES, "close", document.state)
    refuse_for(
        rules.closing_problems(
            reason,
            reply_required=document.reply_required,
            has_reply=has_reply(session, document.id),
            open_lines=open_line_count(session, document.id),
        )
    )
    close_lines(session, actor, document.id, reason, right=CLOSE)
    _close(session, actor, document, reason)


def _close(session: Session, actor: Actor | None, document: IncomingDocument, reason: str) -> None:
    document.state = target_of(rules.MOVES, "close", document.state)
    document.closed_at, document.closed_reason = clock.now(), reason
    action = "incoming.closed_for_reason" if reason else "incoming.closed"
    note(session, actor, document, action, **({"reason": reason} if reason else {}))
    touched(session, actor, document)


def note_finished(session: Session, payload: Mapping[str, Any]) -> None:
    """The last line of work was finished: the document closes by itself, unless a reply is owed."""
    _close_if_over(session, record_of(payload), ("directed",))


def request_closed(session: Session, payload: Mapping[str, Any]) -> None:
    """All answers that were asked for its sake are approved: it closes by itself too."""
    if payload["made_for_id"] is not None:
        _close_if_over(session, payload["made_for_id"], rules.OPEN_STATES)


def _close_if_over(session: Session, record_id: int, states: Collection[str]) -> None:
    """Unless work is open on it, a reply is owed, or answers are awaited for its sake."""
    take_turn(session, record_id)
    document = session.get(IncomingDocument, record_id, populate_existing=True)
    if document is None or document.state not in states:
        return
    if open_line_count(session, document.id) or has_open_for(session, document.id):
        return
    if document.reply_required and not has_reply(session, document.id):
        return
    _close(session, None, document, "")


def request_reopened(session: Session, payload: Mapping[str, Any]) -> None:
    """An answer asked for its sake is awaited again: what had closed by itself since is open."""
    if payload["made_for_id"] is None:
        return
    take_turn(session, payload["made_for_id"])
    document = session.get(IncomingDocument, payload["made_for_id"], populate_existing=True)
    if document is None or document.state != "closed" or document.closed_reason:
        return
    since = datetime.fromisoformat(payload["closed_at"])
    if document.closed_at is None or document.closed_at < since:
        return
    if has_open_for(session, document.id):
        _open(session, document)
        note(session, None, document, "incoming.request_reopened")
        touched(session, None, document)


def _open(session: Session, document: IncomingDocument) -> None:
    document.state = "directed" if was_directed(session, document.id) else "registered"
    document.closed_at, document.closed_reason = None, ""


def answer_recalled(session: Session, payload: Mapping[str, Any]) -> None:
    """The reply that answered it was called back: what the reply had carried out is open again."""
    if payload.get("answers_id") is None:
        return
    take_turn(session, payload["answers_id"])
    document = session.get(IncomingDocument, payload["answers_id"], populate_existing=True)
    if not is_recalled(session, payload["document_id"]):
        return  # that was taken back meanwhile
    if document is None or document.state not in ("closed", *rules.OPEN_STATES):
        return
    reference = payload["reference"]
    if not open_unanswered(session, document.id, reference):
        return
    document.state, document.closed_at, document.closed_reason = "directed", None, ""
    note(session, None, document, "incoming.answer_recalled", reference=reference)
    touched(session, None, document)


def reopen(
    session: Session,
    actor: Actor,
    document: IncomingDocument,
    reason: str,
    version: int | None = None,
) -> None:
    """Take up again what was closed, or put away as its sender asked; the reason is needed."""
    take_in_hand(session, actor, document, CLOSE, version)
    must_be(document, {"closed", "recalled"} if document.number is not None else {"closed"})
    refuse_for(reason_problems(reason))
    _open(session, document)
    note(session, actor, document, "incoming.reopened", reason=reason)
    touched(session, actor, document)
