"""Who may read a document, once for a row and once for SQL."""

from typing import TypeVar

from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.policy import Actor
from app.correspondence.models import Document
from app.records import policy
from app.records.queries import readers_of

D = TypeVar("D", bound=Document)


IS_READABLE = policy.is_readable(Document.id)
"""True for documents the actor may read; put it into every query that shows documents."""
AMONG_FEW = policy.among_few(Document.id)
"""The same where it is asked for somebody who reads a few."""
readable = policy.readable_in(Document.id)
"""The same for a long list, by actor."""


def get_document(session: Session, model: type[D], document_id: int, actor: Actor) -> D:
    """The document, or NotFound when there is none that this actor may read."""
    document = session.get(model, document_id)
    if document is None or not policy.may_read(actor, readers_of(session, document_id)):
        raise NotFound
    return document
