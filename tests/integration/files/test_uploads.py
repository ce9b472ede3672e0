"""What people send: taken when it is sound, else refused with every reason in Vietnamese."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Refused
from app.core.policy import Actor
from app.files.models import Upload
from app.files.service import discard_old_uploads
from app.incoming import service as incoming
from tests.documents.document_files import (
    docx_bytes,
    edit_zip,
    image_bytes,
    pdf_bytes,
    xlsx_bytes,
    zip_bytes,
)
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of

SignIn = Callable[[Actor], FlaskClient]
ZEROS = b"\0" * 40_000_000


def send(client: FlaskClient, content: bytes, name: str) -> tuple[int, dict[str, Any]]:
    data = {"file": (io.BytesIO(content), name)}
    response = client.post("/uploads", data=data, headers={"Accept": "application/json"})
    return response.status_code, response.get_json()


@pytest.mark.parametrize(
    ("content", "name", "pages"),
    [
        (pdf_bytes("Trang 1", "Trang 2"), "cv.pdf", 2),
        (docx_bytes(), "du thao.docx", None),
        (xlsx_bytes(), "bieu.xlsx", None),
        (image_bytes("JPEG"), "anh.jpg", 1),
        (image_bytes("PNG"), "anh.png", 1),
        (zip_bytes({"a.pdf": pdf_bytes(), "b.docx": docx_bytes()}), "kem.zip", None),
    ],
)
def test_sound_files_are_taken(
    client_of: SignIn, office: Office, content: bytes, name: str, pages: int | None
) -> None:
    status, told = send(client_of(office.clerk), content, name)
    assert status == 201
    assert (told["name"], told["pages"], told["problems"]) == (name, pages, [])
    assert told["token"]


BAD = [
    (b"", "rong.pdf", "“rong.pdf” là tệp rỗng."),
    (b"", "rong.docx", "“rong.docx” là tệp rỗng."),
    (pdf_bytes()[:-600], "cut.pdf", "Tệp PDF “cut.pdf” bị hỏng hoặc thiếu phần cuối."),
    (b"MZ" + b"\0" * 999, "virus.pdf", "“virus.pdf” mang đuôi .pdf nhưng nội dung"),
    (b"MZ" + b"\0" * 999, "virus.exe", "“virus.exe” không thuộc loại tệp được nhận."),
    (
        b"<html><script>alert(1)</script>",
        "trang.html",
        "Hãy mở bằng chương trình của nó rồi lưu thành PDF",
    ),
    (b"chu thuong", "du thao.docx", "“du thao.docx” mang đuôi .docx nhưng nội dung"),
    (zip_bytes({"a.txt": b"x"}), "gia.docx", "“gia.docx” mang đuôi .docx nhưng không có phần"),
    (edit_zip(docx_bytes(), {"word/vbaProject.bin": b"x"}), "macro.docx", "“macro.docx” có macro"),
    (zip_bytes({"bom.pdf": ZEROS}), "bom.zip", "“bom.zip” giải nén ra lớn gấp quá"),
    (zip_bytes({"../../etc/a.pdf": pdf_bytes()}), "leo.zip", "ra ngoài thư mục của nó"),
    (zip_bytes({"a.zip": zip_bytes({"b.pdf": pdf_bytes()})}), "long.zip", "tệp nén nằm trong"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "anh.png", "Ảnh “anh.png” bị hỏng"),
]


@pytest.mark.parametrize(("content", "name", "words"), BAD, ids=[name for _c, name, _w in BAD])
def test_bad_files_are_refused_in_plain_words(
    client_of: SignIn, office: Office, session: Session, content: bytes, name: str, words: str
) -> None:
    status, told = send(client_of(office.clerk), content, name)
    assert status == 422
    [problem] = told["problems"]
    assert words in problem
    assert session.scalar(select(Upload.token)) is None


def test_everything_wrong_with_a_zip_is_said_at_once(client_of: SignIn, office: Office) -> None:
    content = zip_bytes({"a.exe": b"MZ", "b.pdf": b"", "c.pdf": pdf_bytes()})
    status, told = send(client_of(office.clerk), content, "kem.zip")
    assert status == 422
    assert len(told["problems"]) == 2


def test_nothing_refused_lies_in_the_storage(app: Flask, client_of: SignIn, office: Office) -> None:
    before = set(app.extensions["engines"].storage.iterate())
    send(client_of(office.clerk), b"MZ no pdf", "virus.pdf")
    assert set(app.extensions["engines"].storage.iterate()) == before


def test_names_are_made_harmless(client_of: SignIn, office: Office) -> None:
    decomposed = unicodedata.normalize("NFD", "Công văn số 5.pdf")
    client = client_of(office.clerk)
    _status, told = send(client, pdf_bytes(), f"../../{decomposed}")
    assert told["name"] == "Công văn số 5.pdf"
    _status, told = send(client, pdf_bytes(), "a" * 300 + ".pdf")
    assert len(str(told["name"])) == 150


def test_a_form_without_a_file_is_told_so(client_of: SignIn, office: Office) -> None:
    headers = {"Accept": "application/json"}
    response = client_of(office.clerk).post("/uploads", data={}, headers=headers)
    assert response.status_code == 422
    assert response.get_json()["problems"] == ["Chưa gửi tệp nào."]


@pytest.mark.parametrize("who", ["admin"])
def test_who_sends_no_files_may_not_upload(client_of: SignIn, office: Office, who: str) -> None:
    status, _told = send(client_of(getattr(office, who)), pdf_bytes(), "a.pdf")
    assert status == 403


def test_an_upload_is_seen_by_its_own_sender_alone(client_of: SignIn, office: Office) -> None:
    clerk, other = client_of(office.clerk), client_of(office.officer)
    _status, told = send(clerk, pdf_bytes("Trang 1"), "cv.pdf")
    for path in ("", "/preview", "/pages/1?w=320"):
        assert clerk.get(f"/uploads/{told['token']}{path}").status_code == 200
        assert other.get(f"/uploads/{told['token']}{path}").status_code == 404
    assert clerk.get(f"/uploads/{told['token']}/pages/2").status_code == 404


def test_a_word_file_is_read_before_anything_was_converted(
    client_of: SignIn, office: Office
) -> None:
    client = client_of(office.clerk)
    content = docx_bytes("Kính gửi: <b>Ủy ban</b> & <script>alert(1)</script>")
    _status, told = send(client, content, "thu.docx")
    page = client.get(str(told["preview_url"])).get_data(as_text=True)
    assert "Kính gửi: &lt;b&gt;Ủy ban&lt;/b&gt; &amp; &lt;script&gt;" in page
    assert "<script>" not in page


def test_an_upload_serves_one_document_and_one_person(
    app: Flask, client_of: SignIn, session: Session, office: Office
) -> None:
    _status, told = send(client_of(office.clerk), pdf_bytes(), "cv.pdf")
    token = str(told["token"])
    with pytest.raises(Refused) as stolen:
        incoming.register(
            session, office.other_clerk, entry_of(session, office.other_clerk, uploads=(token,))
        )
    assert [problem.field for problem in stolen.value.problems] == ["files"]
    session.rollback()
    document = incoming.register(
        session, office.clerk, entry_of(session, office.clerk, uploads=(token,))
    )
    session.commit()
    assert [file.name for file in document.files] == ["cv.pdf"]
    again = entry_of(session, office.clerk, number="2", uploads=(token,))
    with pytest.raises(Refused):
        incoming.register(session, office.clerk, again)


def test_uploads_that_no_form_took_are_forgotten_after_two_days(
    client_of: SignIn, session: Session, office: Office
) -> None:
    client = client_of(office.clerk)
    send(client, pdf_bytes("cũ"), "cu.pdf")
    send(client, pdf_bytes("mới"), "moi.pdf")
    old = session.scalars(select(Upload).where(Upload.name == "cu.pdf")).one()
    old.created_at = clock.now() - timedelta(days=2, minutes=1)
    session.commit()
    assert discard_old_uploads(session) == 1
    session.commit()
    assert [upload.name for upload in session.scalars(select(Upload))] == ["moi.pdf"]


def test_a_file_too_large_for_the_server_is_told_so(
    app: Flask, client_of: SignIn, office: Office
) -> None:
    client = client_of(office.clerk)
    limit = app.config["MAX_CONTENT_LENGTH"]
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    try:
        status, told = send(
            client, zip_bytes({"a.pdf": b"1" * 90_000}, zipfile.ZIP_STORED), "a.zip"
        )
    finally:
        app.config["MAX_CONTENT_LENGTH"] = limit
    assert (status, told["title"]) == (413, "Tệp quá lớn")
