"""Who comes to see a draft. What was once shown is not taken back."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.policy import person_token, unit_token
from app.drafting.models import Draft, DraftReader
from app.work.models import Assignment


def let_read(session: Session, draft_id: int, tokens: Iterable[str]) -> None:
    """Give the holders of these tokens the right to read the draft."""
    known = set(session.scalars(select(DraftReader.token).where(DraftReader.draft_id == draft_id)))
    for token in sorted(set(tokens) - known):
        session.add(DraftReader(token=token, draft_id=draft_id))


def let_first_readers(session: Session, draft: Draft) -> None:
    """The author, the head of their unit, and whoever leads the work on the request."""
    tokens = {person_token(draft.author_id), *leading_tokens(session, draft)}
    if draft.unit_id is not None:
        tokens.add(unit_token(draft.unit_id))
    let_read(session, draft.id, tokens)


def leading_tokens(session: Session, draft: Draft) -> set[str]:
    """Holders of the lead lines of the request, as the author's agency gave them out."""
    if draft.answers_id is None:
        return set()
    lines = select(Assignment.holder).where(
        Assignment.document_id == draft.answers_id,
        Assignment.agency_id == draft.agency_id,
        Assignment.role == "lead",
        Assignment.state.in_(("open", "done")),
    )
    return set(session.scalars(lines))
