"""What changes is written into the index in its own transaction, where the index can do so.

A change that was committed is found at once, one that was taken back never. The request for the
next round stays: it brings what a rebuild meanwhile missed, and mends what could not be written.
"""

import logging
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from app.core.outbox import OutboxRow
from app.correspondence.events import DocumentChanged
from app.files.events import FilesRead
from app.records.events import ReadersChanged, RecordChanged
from app.search.queries import indexed_documents
from search_index import PostgresBackend, SearchIndexError

_TOPICS = {one.topic for one in (DocumentChanged, ReadersChanged, RecordChanged, FilesRead)}
_CHANGED = "records to index"
_backends: dict[str, PostgresBackend] = {}


def write_within(url: str, backend: PostgresBackend) -> None:
    """Have transactions of the database of this URL write into this index."""
    _backends[url] = backend


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: Any) -> None:
    rows = (row for row in session.new if isinstance(row, OutboxRow) and row.topic in _TOPICS)
    ids = {row.payload.get("record_id", row.payload.get("document_id")) for row in rows}
    ids.discard(None)
    if ids:
        session.info.setdefault(_CHANGED, set()).update(ids)


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """Not with a savepoint: what was noted before it still holds, and what is looked at for
    nothing is written as it was."""
    if transaction.parent is None:
        session.info.pop(_CHANGED, None)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    if not _backends or session.in_nested_transaction():
        return
    session.flush()
    ids = sorted(session.info.pop(_CHANGED, ()))
    backend = _backends.get(session.get_bind().engine.url.render_as_string(hide_password=False))
    if not ids or backend is None:
        return
    documents = indexed_documents(session, ids)
    gone = set(ids) - {one.id for one in documents}
    connection = session.connection().connection.driver_connection
    assert connection is not None, "a transaction has one"
    try:
        backend.write_within(connection, documents, gone)
    except SearchIndexError:
        logging.getLogger(__name__).exception("left to the next round: records %s", ids)
