"""What the form says and the paper shows: ô 11 to 13, guests, law, copies and their numbers."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.policy import Actor
from app.core.words import COPY_TYPES
from app.drafting.models import Draft, DraftAttachment
from app.drafting.queries.editor import offered, proposal
from app.drafting.queries.sheets import sheet
from app.drafting.rules.content import Details, Invitation, Wording
from app.drafting.rules.layout import check
from app.drafting.service import start
from app.drafting.settings import DECISION_BASES, LETTER_FOOT
from app.files.service import attach_uploads
from app.organisation.models import Agency
from app.outgoing.models import OutgoingDocument
from app.registers import service as registers
from app.registers.models import SeriesType
from app.registers.queries import series_for
from app.settings.service import NewValue, set_value
from documents.storage import MemoryStorage
from tests.documents.document_files import pdf_bytes
from tests.factories.office import Office
from tests.integration.drafting.making import (
    approve,
    entry,
    make_draft,
    make_request,
    sent,
    step,
)
from tests.sandboxing import taken

ClientOf = Callable[[Actor], FlaskClient]
pytestmark = pytest.mark.usefixtures("monday")
WORDING = Wording(
    addressees="Sở Nội vụ",
    bases="Căn cứ Luật Tổ chức chính quyền địa phương",
    body="Nội dung.",
    filing_unit="VHXH",
    drafter="nvq",
    copies="12",
    circulation="LƯU HÀNH NỘI BỘ",
)


def opened(storage: MemoryStorage, draft: Draft) -> Any:
    return docx.Document(io.BytesIO(storage.path(draft.versions[-1].sha256).read_bytes()))


def words_of(part: Any) -> str:
    return " ".join(node.text for node in part._element.iter(qn("w:t")))


def body_of(storage: MemoryStorage, draft: Draft) -> str:
    return " ".join(node.text or "" for node in opened(storage, draft).element.iter(qn("w:t")))


def test_the_drafter_the_copies_the_circulation_and_the_address_are_printed(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    session.get_one(Agency, office.agency_id).address = "Số 12, đường Lê Lợi"
    draft = sent(session, office, storage, (step("sign", office.leader, 1),), wording=WORDING)
    document = opened(storage, draft)
    assert "- Lưu: VT, VHXH. NVQ.(12)" in body_of(storage, draft)
    assert words_of(document.sections[0].first_page_header) == "LƯU HÀNH NỘI BỘ"
    assert words_of(document.sections[0].first_page_footer) == "Địa chỉ: Số 12, đường Lê Lợi"
    [basis] = [run for run in document.element.iter(qn("w:i")) if "Căn cứ" in _said(run)]
    assert basis is not None, "in italics on a công văn too"
    approve(session, storage, office.leader, draft)
    assert session.get_one(OutgoingDocument, draft.document_id).copies == 12


def _said(mark: Any) -> str:
    return "".join(node.text or "" for node in mark.getparent().getparent().iter(qn("w:t")))


def test_the_foot_is_what_the_agency_set_and_on_official_letters_alone(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    lines = "Điện thoại: 0251 3 123 456\nEmail: ubnd@tankhe.gov.vn"
    set_value(session, office.admin, LETTER_FOOT, NewValue(office.agency_id, lines, clock.today()))
    letter = make_draft(session, office, storage, wording=WORDING)
    foot = words_of(opened(storage, letter).sections[0].first_page_footer)
    assert foot == lines.replace("\n", " ")
    report = make_draft(session, office, storage, type_code="BC", wording=WORDING)
    assert not words_of(opened(storage, report).sections[0].first_page_footer)


def test_guests_stand_one_to_a_line(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    guests = "Đồng chí Bí thư Đảng ủy\n- Các trưởng thôn; Lãnh đạo Công an xã"
    wording = Wording(invitation=Invitation(guests=guests, meeting="Họp", time="8 giờ", place="P1"))
    draft = make_draft(session, office, storage, type_code="GM", wording=wording)
    lines = [one.text for one in opened(storage, draft).paragraphs]
    first = next(n for n, line in enumerate(lines) if line.endswith("trân trọng kính mời:"))
    assert lines[first + 1 : first + 4] == [
        "- Đồng chí Bí thư Đảng ủy;",
        "- Các trưởng thôn;",
        "- Lãnh đạo Công an xã.",
    ]


def test_a_decision_begins_with_the_law_that_the_agency_set(
    session: Session, office: Office
) -> None:
    law = "Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2025"
    set_value(session, office.admin, DECISION_BASES, NewValue(office.agency_id, law, clock.today()))
    choices = offered(session, office.agency_id, None, template_only=True)
    assert proposal(session, office.officer, "QD", choices, None).wording.bases == law
    assert not proposal(session, office.officer, "KH", choices, None).wording.bases


def test_the_check_knows_what_was_typed_into_the_text(session: Session, office: Office) -> None:
    body = "Căn cứ Luật A;\nTheo đề nghị của B.\nĐiều 1. Giao việc.\nPhụ lục\nQuy chế\nĐiều 5. X:"
    details = Details("QD", "Về việc giao việc")
    looked_at = sheet(session, office.agency_id, None, details, Wording(body=body))
    found = {one.message: one.passed for one in check(looked_at)}
    assert found["Legal bases are named"]
    assert found["Articles are numbered in order"], "those of the appendix are its own"
    assert not found["The text does not speak of its appendices."]
    assert not any("colon" in message for message in found)


def test_copies_are_numbered_apart_from_everything_else(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    for _twice in range(2):
        registers.ensure_copies_apart(session)
    numbering = {
        series.name
        for code in COPY_TYPES
        if (series := series_for(session, office.agency_id, "outgoing", code))
    }
    assert numbering == {"Bản sao"}
    assert session.query(SeriesType).filter_by(type_code="SY").count() == 2, "once an agency"
    other = series_for(session, office.agency_id, "outgoing", "CV")
    assert other is not None
    assert other.name != "Bản sao"
    draft = make_draft(session, office, storage, type_code="SY", wording=Wording(filing_unit="VP"))
    text = body_of(storage, draft)
    assert "SAO Y" in text
    assert "/SY-UBND" in text
    assert "CỘNG HÒA" not in text


def test_a_copy_is_drafted_from_the_page_of_what_is_copied(
    session: Session, office: Office, storage: MemoryStorage, client_of: ClientOf
) -> None:
    request, _line = make_request(session, office)
    session.commit()
    client = client_of(office.officer)
    address = f"/drafts/new?copy_of={request.id}&amp;type=SY"
    assert address in client.get(f"/records/{request.id}", follow_redirects=True).text
    page = client.get(address.replace("&amp;", "&")).text
    assert f"Sao y Công văn {request.reference} về việc" in page
    assert client.get("/drafts/new?copy_of=9999&type=SY").status_code == 404
    with pytest.raises(Refused, match="A copy answers nothing"):
        start(
            session, storage, office.officer, entry(office, type_code="SY"), answers_id=request.id
        )


@pytest.mark.parametrize(("type_code", "names"), [("SY", ["xin.pdf"]), ("TRS", []), ("CV", [])])
def test_what_is_copied_whole_hangs_on_its_copy(
    session: Session, office: Office, storage: MemoryStorage, type_code: str, names: list[str]
) -> None:
    request, _line = make_request(session, office)
    upload = taken(session, storage, io.BytesIO(pdf_bytes("Xin ý kiến")), "xin.pdf", office.clerk)
    attach_uploads(session, request.id, [upload.token], office.clerk)
    written = entry(office, type_code=type_code)
    draft = start(session, storage, office.officer, written, copy_of_id=request.id)
    ids = draft.versions[0].details["attachments"]
    assert [session.get_one(DraftAttachment, one).name for one in ids] == names


def test_nobody_copies_what_they_may_not_read(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    request, _line = make_request(session, office)
    written = entry(office, type_code="SY")
    with pytest.raises(NotFound):
        start(session, storage, office.second_officer, written, copy_of_id=request.id)
