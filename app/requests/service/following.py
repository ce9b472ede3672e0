"""What follows by itself: documents that cite a request, and bodies that were merged."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.files.queries import files_of, text_of
from app.organisation.queries import name_index
from app.records.rules import ASKED, Ground
from app.records.service import let_read
from app.requests import queries
from app.requests.models import Request, RequestLine
from app.requests.policy import token_of
from app.requests.rules import places_cited, sentence_citing
from app.requests.service.answering import propose
from app.requests.service.asking import lines_of
from app.requests.service.common import in_hand, line_in_hand, note
from app.requests.service.officers import take_from_officer
from app.requests.service.papers import let_own_read


def propose_citing(session: Session, payload: Mapping[str, Any]) -> None:
    """Handler of files that were read: an arriving document that names a request of its agency,
    and comes from one who was asked, may be the answer. Whoever asked decides."""
    document = queries.arrived(session, payload["record_id"])
    if document is None:
        return
    read = (text_of(session, one.sha256) for one in files_of(session, document.id))
    text = unicodedata.normalize("NFC", "\n\n".join(filter(None, read)))
    places = places_cited(text)
    for request_id, key in queries.cited(session, document, places.keys()):
        asked = queries.find(session, request_id)
        if _line_of(session, asked, document.issuer) is None:
            continue
        request = in_hand(session, request_id)
        line = _line_of(session, request, document.issuer)
        sentence = sentence_citing(text, *places[key].span())
        if line is not None and propose(session, request, line, document.id, sentence):
            values = {"name": line.name, "reference": document.reference}
            note(session, None, "requests.proposed", request, **values)


def _line_of(session: Session, request: Request, issuer: str) -> RequestLine | None:
    """The line of whoever issued the document, by its name; a guess is not made."""
    index = name_index(session, request.agency_id)
    meant = index.identity(issuer)
    for line in lines_of(session, request.id):
        if line.state != "off" and index.identity(line.name, line.agency_id) == meant:
            return line
    return None


def pass_on(session: Session) -> int:
    """Lines of units and agencies that are no more go to their successors, the names stay."""
    behind = queries.left_behind(session)
    for line_id, unit_id, agency_id, successor in behind:
        request, line = line_in_hand(session, line_id)
        take_from_officer(session, None, line)
        line.unit_id, line.agency_id, line.is_passed_on = unit_id, agency_id, True
        session.flush()
        token = token_of(line)
        if token is not None:
            _let_answer(session, request, line, token)
        values = {"name": line.name, "successor": successor}
        note(session, None, "requests.passed_on", request, **values)
    return len(behind)


def _let_answer(session: Session, request: Request, line: RequestLine, token: str) -> None:
    """It reads what is asked, unless that was withdrawn, and what was answered in its place."""
    if request.state != "withdrawn":
        let_read(session, request.record_id, [token], Ground(ASKED, line.id))
    for answer in queries.with_papers(session, line.id):
        let_own_read(session, line, answer)
