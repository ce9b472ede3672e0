"""What follows by itself: documents that cite a request, and bodies that were merged."""

import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from app.core import clock
from app.correspondence.models import Document
from app.correspondence.rules import citations, cited_in, reference_key
from app.files.models import FileText, RecordFile
from app.organisation.models import Agency, Unit
from app.organisation.queries import name_index
from app.records.rules import ASKED, Ground
from app.records.service import let_read
from app.requests.models import Request, RequestLine
from app.requests.rules import AWAITED, sentence_citing
from app.requests.service.answering import propose
from app.requests.service.asking import lines_of, token_of
from app.requests.service.common import in_hand, note


def propose_citing(session: Session, payload: Mapping[str, Any]) -> None:
    """Handler of files that were read: an arriving document that names a request of its agency,
    and comes from one who was asked, may be the answer. Whoever asked decides."""
    document = session.get(Document, payload["record_id"])
    if document is None or document.kind != "incoming":
        return
    text = unicodedata.normalize("NFC", "\n\n".join(session.scalars(_TEXTS, {"id": document.id})))
    for request in session.scalars(_cited(document, cited_in(text))).all():
        request = in_hand(session, request.id)
        line = _line_of(session, request, document)
        if line is not None:
            sentence = _sentence(session, request, text)
            if propose(session, request, line, document.id, sentence) is not None:
                values = {"name": line.name, "reference": document.reference}
                note(session, None, "requests.proposed", request, **values)


_TEXTS = (
    select(FileText.text)
    .join(RecordFile, RecordFile.sha256 == FileText.sha256)
    .where(RecordFile.record_id == bindparam("id"), RecordFile.removed_at.is_(None))
    .order_by(RecordFile.position, RecordFile.id)
)


def _cited(document: Document, keys: Collection[str]) -> Select[Request]:
    asked = Document.__table__.alias("asked")
    return (
        select(Request)
        .join(asked, asked.c.id == Request.record_id)
        .where(
            Request.agency_id == document.agency_id,
            Request.state == "open",
            Request.record_id != document.id,
            asked.c.reference_key.in_(keys),
        )
        .order_by(Request.id)
    )


def _line_of(session: Session, request: Request, document: Document) -> RequestLine | None:
    """The line of whoever issued the document, by its name; a guess is not made."""
    index = name_index(session, request.agency_id)
    issuer = index.identity(document.issuer)
    for line in lines_of(session, request.id):
        if line.state != "off" and index.identity(line.name, line.agency_id) == issuer:
            return line
    return None


def _sentence(session: Session, request: Request, text: str) -> str:
    asked = session.get_one(Document, request.record_id).reference_key
    found = next(one for one in citations(text) if reference_key(one.group()) == asked)
    return sentence_citing(text, found.start(), found.end())


def pass_on(session: Session) -> int:
    """Lines of units and agencies that are no more go to their successors, the names stay."""
    given = {"ended_before": clock.today()}
    units, agencies = (session.execute(rows, given).all() for rows in (_OF_UNITS, _OF_AGENCIES))
    for line_id, successor_id in units:
        _pass(session, line_id, session.get_one(Unit, successor_id))
    for line_id, successor_id in agencies:
        _pass(session, line_id, session.get_one(Agency, successor_id))
    return len(units) + len(agencies)


def _left_behind(body: type[Unit] | type[Agency], column: Any) -> Select[int, int | None]:
    return (
        select(RequestLine.id, body.successor_id)
        .join(body, body.id == column)
        .where(
            RequestLine.state.in_((*AWAITED, "answered")),
            body.successor_id.is_not(None),
            body.valid_to < bindparam("ended_before"),
        )
        .order_by(RequestLine.id)
    )


_OF_UNITS = _left_behind(Unit, RequestLine.unit_id)
_OF_AGENCIES = _left_behind(Agency, RequestLine.agency_id)


def _pass(session: Session, line_id: int, successor: Unit | Agency) -> None:
    line = session.get_one(RequestLine, line_id)
    request = in_hand(session, line.request_id)
    session.refresh(line)
    if isinstance(successor, Unit):
        line.unit_id = successor.id
    else:
        line.agency_id = successor.id
    session.flush()
    token = token_of(line)
    if token is not None:
        let_read(session, request.record_id, [token], Ground(ASKED, line.id))
    note(
        session, None, "requests.passed_on", request,
        name=line.name, successor=successor.short_name,
    )  # fmt: skip
