"""Who may do what with an incoming document."""

from app.core.policy import Actor
from app.correspondence.models import Document
from app.incoming.models import IncomingDocument
from app.incoming.rules import OPEN_STATES


def directs(actor: Actor, document: Document) -> bool:
    """Leaders of the document's agency, or of the one that succeeded it, and whoever it was
    presented to, while it is open."""
    if not isinstance(document, IncomingDocument) or document.state not in OPEN_STATES:
        return False
    if not actor.works_for(document.agency_id):
        return False
    return actor.may("assignments.direct") or document.presented_to_id in actor.person_ids
