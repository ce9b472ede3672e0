"""Who may read a document, once for a row and once for SQL."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import ColumnElement, false, literal_column, select
from sqlalchemy.orm import QueryableAttribute, Session

from app.core.errors import NotFound
from app.core.policy import Actor
from app.correspondence.models import Document, DocumentReader

D = TypeVar("D", bound=Document)
IdColumn = QueryableAttribute[int] | QueryableAttribute[int | None]


def readable(actor: Actor) -> ColumnElement[bool]:
    """True for documents the actor may read; put it into every query that shows documents.

    It is said in one of two ways that mean the same. Who reads a whole agency finds nearly every
    row readable: each row of a list is looked up among the readers as it comes, newest first. Who
    reads a few documents is better served by those few. A query that finds its few rows by
    something else, like the lines a person holds, asks with `reads`.
    """
    if "documents.read" not in actor.permissions:
        return Document.id.in_(())
    if "documents.read_agency" in actor.permissions:
        return _looked_up(actor.tokens, Document.id)
    return _among(actor.tokens)


def reads(actor: Actor, document_id: IdColumn) -> ColumnElement[bool]:
    """The same for rows that name a document in this column, without joining it."""
    if "documents.read" not in actor.permissions:
        return false()
    return _looked_up(actor.tokens, document_id)


@lru_cache(maxsize=512)
def _looked_up(tokens: frozenset[str], document_id: IdColumn) -> ColumnElement[bool]:
    """OFFSET 0 keeps PostgreSQL from joining all that was ever given to these tokens instead."""
    reader = select(DocumentReader.token).where(
        DocumentReader.document_id == document_id, DocumentReader.token.in_(tokens)
    )
    reader = reader.offset(literal_column("0"))
    return reader.correlate_except(DocumentReader).exists()


@lru_cache(maxsize=512)
def _among(tokens: frozenset[str]) -> ColumnElement[bool]:
    of_tokens = DocumentReader.token.in_(tokens)
    return Document.id.in_(select(DocumentReader.document_id).where(of_tokens))


def may_read(actor: Actor, readers: Iterable[str]) -> bool:
    """The same for one document whose reader tokens are known."""
    return "documents.read" in actor.permissions and not actor.tokens.isdisjoint(readers)


def get_document(session: Session, model: type[D], document_id: int, actor: Actor) -> D:
    """The document, or NotFound when there is none that this actor may read."""
    document = session.scalar(select(model).where(model.id == document_id, readable(actor)))
    if document is None:
        raise NotFound
    return document
