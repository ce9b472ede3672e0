"""Signed documents for tests, as the approval circuit hands them over."""

import html
import io
import re
from datetime import UTC, date, datetime

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.core.policy import agency_token, person_token
from app.files.service import FileContent
from app.incoming.models import IncomingDocument
from app.outgoing import service
from app.outgoing.inputs import IssueEntry, RecipientEntry, SignedDraft
from app.outgoing.models import OutgoingDocument
from app.records.rules import ENTERED, Ground
from app.records.service import let_read
from documents.drafting import Letter, Signature, compose, paragraph
from documents.storage import MemoryStorage, Storage
from tests.documents.document_files import pdf_bytes
from tests.factories.office import Office
from tests.sandboxing import stamps_for

SIGNED_AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # Friday, 10:00 in Viet Nam
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def composed(storage: Storage, type_code: str = "CV", symbol: str = "UBND-VHXH") -> FileContent:
    """A letter laid out by the office's own engine, with places for number and date."""
    letter = Letter(
        type_code=type_code,
        agency="ỦY BAN NHÂN DÂN PHƯỜNG TÂN KHÊ",
        symbol=symbol,
        place="Tân Khê",
        subject="trả lời kiến nghị",
        signature=Signature(("CHỦ TỊCH",), "Lưu Đình Thuận"),
        body=(paragraph("Nội dung trả lời."),),
        year=2026,
    )
    blob = storage.put(io.BytesIO(compose(letter)))
    return FileContent("tra-loi.docx", blob.sha256, DOCX, blob.size, 1)


def scan(storage: Storage) -> FileContent:
    blob = storage.put(io.BytesIO(pdf_bytes("Bản quét")))
    return FileContent("ban-quet.pdf", blob.sha256, "application/pdf", blob.size, 2)


def to_other_agency(office: Office, **changes: object) -> RecipientEntry:
    values = {"name": "UBND xã Hữu Lũng Thượng", "agency_id": office.other_agency_id, **changes}
    return RecipientEntry(**values)  # type: ignore[arg-type]


def signed(
    session: Session, office: Office, storage: Storage | None = None, **changes: object
) -> OutgoingDocument:
    """A signed công văn of the culture unit to the other agency, unless told otherwise."""
    storage = storage or MemoryStorage()
    values: dict[str, object] = {
        "draft_id": 0,
        "agency_id": office.agency_id,
        "unit_id": office.culture_id,
        "drafter_id": office.officer.person_id,
        "type_code": "CV",
        "subject": "V/v trả lời kiến nghị của cử tri",
        "answers_id": None,
        "replaces_id": None,
        "urgency": 0,
        "recipients": (to_other_agency(office),),
        "signer_name": "Lưu Đình Thuận",
        "signer_title": "CHỦ TỊCH",
        "signed_at": SIGNED_AT,
        "main": composed(storage),
        "attachments": (),
        **changes,
    }
    return service.accept_signed(session, office.leader, SignedDraft(**values))  # type: ignore[arg-type]


def issue(
    session: Session,
    office: Office,
    document: OutgoingDocument,
    storage: Storage | None = None,
    **changes: object,
) -> OutgoingDocument:
    entry = IssueEntry(**{"version": document.version, **changes})  # type: ignore[arg-type]
    stamps = stamps_for(session, storage or MemoryStorage(), document.id)
    return service.issue(session, office.clerk, document, entry, stamps)


def request_of(session: Session, office: Office, number: int = 7) -> IncomingDocument:
    """A registered request that asks for a reply, read by the officer and the agency."""
    document = IncomingDocument(
        agency_id=office.agency_id,
        register_id=office.incoming_register_id,
        year=2026,
        number=number,
        reference=f"{number}/SNV-TCCB",
        reference_key=f"{number}/SNV-TCCB",
        type_code="CV",
        subject="V/v báo cáo",
        issuer="Sở Nội vụ",
        issued_on=date(2026, 11, 20),
        arrived_on=date(2026, 11, 20),
        reply_required=True,
        pages=3,
        created_by_id=office.clerk.person_id,
        state="registered",
    )
    session.add(document)
    session.flush()
    tokens = [agency_token(office.agency_id), person_token(office.officer.person_id)]
    let_read(session, document.id, tokens, Ground(ENTERED))
    session.flush()
    return document


def pressed(client: FlaskClient, document_id: int, form: dict[str, str]) -> TestResponse:
    """Issue on its page, and say yes to what that asks."""
    asked = client.post(f"/outgoing/{document_id}/issue", data=form)
    assert asked.status_code == 200, asked.text
    return client.post(f"/outgoing/{document_id}/issue", data=form | {"sure": asked_in(asked)})


def asked_in(page: TestResponse) -> str:
    """What the page asks the clerk to agree to."""
    [said] = re.findall(r'<input[^>]*name="sure"[^>]*value="([^"]*)"', page.text)
    return html.unescape(said)
