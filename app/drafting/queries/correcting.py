"""What a letter of correction is proposed to say, and to whom."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.correspondence.models import Document
from app.correspondence.rules import Passage
from app.drafting.inputs import DraftEntry
from app.drafting.queries.drafts import request_of
from app.drafting.queries.editor import offered, proposal_of
from app.drafting.rules.content import RecipientPlan
from app.drafting.rules.proposals import LETTER, correction_subject, correction_wording
from app.outgoing.queries import recipients_of


def correction(
    session: Session,
    document: Document,
    agency_id: int,
    unit_id: int | None,
    passages: Sequence[Passage],
) -> DraftEntry:
    """A công văn to everybody who received the document, with both wordings of each passage."""
    begun = proposal_of(LETTER, offered(session, agency_id, unit_id, template_only=True))
    cited, rows = request_of(session, document), recipients_of(session, [document.id])
    have_it = [row for row in rows[document.id] if row.state in ("sent", "delivered", "accepted")]
    return DraftEntry(
        type_code=LETTER,
        subject=correction_subject(cited),
        recipients=tuple(RecipientPlan(row.name, row.agency_id) for row in have_it),
        signer_post_id=begun.signer_post_id,
        wording=correction_wording(begun.wording, cited, passages, [row.name for row in have_it]),
    )
