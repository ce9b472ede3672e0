"""Every form that takes files says at the form what is wrong with one, and keeps all the rest."""

import io
from collections.abc import Callable

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.policy import Actor
from documents.storage import Storage
from tests.documents.document_files import docx_bytes, pdf_bytes
from tests.factories.office import Office
from tests.integration.drafting.making import make_draft
from tests.integration.outgoing.making import request_of

SignIn = Callable[[Actor], FlaskClient]
Form = tuple[Actor, str, dict[str, str]]
TYPED = "Giữ nguyên lời đã gõ"
BAD = (b"MZ" + b"\0" * 999, "virus.pdf", "“virus.pdf” mang đuôi .pdf nhưng nội dung")


def _register(session: Session, office: Office, storage: Storage) -> Form:
    return office.clerk, "/incoming/register", {"subject": TYPED}


def _add_files(session: Session, office: Office, storage: Storage) -> Form:
    document = request_of(session, office)
    return office.clerk, f"/incoming/{document.id}/files", {}


def _enter(session: Session, office: Office, storage: Storage) -> Form:
    return office.clerk, "/outgoing/enter", {"subject": TYPED}


def _draft(session: Session, office: Office, storage: Storage) -> Form:
    return office.officer, "/drafts/new", {"subject": TYPED, "do": "save", "type_code": "CV"}


def _draft_of_a_file(session: Session, office: Office, storage: Storage) -> Form:
    return office.officer, "/drafts/new?with=file", {"subject": TYPED, "do": "save"}


def _another_version(session: Session, office: Office, storage: Storage) -> Form:
    draft = make_draft(session, office, storage)
    return office.officer, f"/drafts/{draft.id}/upload", {"note": TYPED}


FORMS = (_register, _add_files, _enter, _draft, _draft_of_a_file, _another_version)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_refused_file_is_said_at_the_form_and_nothing_else_is_lost(
    form: Callable[[Session, Office, Storage], Form],
    session: Session,
    office: Office,
    app: Flask,
    client_of: SignIn,
) -> None:
    """Without script: all files come in the form itself; what waited from before travels on."""
    actor, address, typed = form(session, office, app.extensions["engines"].storage)
    session.commit()
    client = client_of(actor)
    before = client.post("/uploads", data={"file": (io.BytesIO(pdf_bytes()), "truoc.pdf")})
    content, name, said = BAD
    files = [(io.BytesIO(content), name), (io.BytesIO(docx_bytes()), "tot.docx")]
    data = {**typed, "uploads": before.get_json()["token"], "files": files}
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    page = lxml.html.fromstring(answer.text)
    (words,) = page.xpath("//*[@id='files-e']")
    assert said in words.text_content()
    assert page.get_element_by_id("files").get("aria-describedby").endswith("files-e")
    listed = [one.text_content() for one in page.xpath("//ul[@data-upload-list]//b")]
    assert listed == ["truoc.pdf", "tot.docx"]
    if TYPED in typed.values():
        assert TYPED in answer.text
    tokens = [one.get("value") for one in page.xpath("//input[@name='uploads']")]
    assert len(set(filter(None, tokens))) == 2


LETTER = (
    "UBND TỈNH HÀ SƠN", "SỞ NỘI VỤ", "Số: 807/SNV-CCHC", "Hà Sơn, ngày 05 tháng 11 năm 2026",
    "GIẤY MỜI", "Họp về cải cách hành chính", "HỎA TỐC", "Kính mời: Chủ tịch UBND xã",
    "Đề nghị xác nhận tham dự trước ngày 10/11/2026.",
)  # fmt: skip


def test_a_letter_proposes_its_line_of_the_register(office: Office, client_of: SignIn) -> None:
    """To its own clerk alone; a file without words, or of a foreign clerk, proposes nothing."""
    client = client_of(office.clerk)

    def proposed(content: bytes, name: str) -> dict[str, str]:
        sent = client.post("/uploads", data={"file": (io.BytesIO(content), name)}).get_json()
        answer = client.get(f"/incoming/proposed?upload={sent['token']}")
        foreign = client_of(office.other_clerk)
        assert foreign.get(f"/incoming/proposed?upload={sent['token']}").status_code == 404
        return {name: field["value"] for name, field in answer.get_json().items()}

    assert proposed(docx_bytes(*LETTER), "thu.docx") == {
        "number": "807",
        "symbol": "SNV-CCHC",
        "issued_on": "05/11/2026",
        "issuer": "Sở Nội vụ",
        "type_code": "GM",
        "subject": "Họp về cải cách hành chính",
        "urgency": "3",
        "due_on": "10/11/2026",
    }
    assert proposed(pdf_bytes(""), "anh.pdf") == {}
    assert "/incoming/proposed" in client.get("/incoming/register").text
