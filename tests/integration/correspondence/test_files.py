"""Files of documents: who may have them, how they leave, how they are read in place."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.correspondence.queries import links_of
from app.files.models import RecordFile
from app.files.service import check_files, remove_file, share_files
from app.incoming.models import IncomingDocument
from app.records.service import link
from documents.media import DOCX, PDF
from documents.storage import Storage
from tests.documents.document_files import docx_bytes, pdf_bytes, xlsx_bytes, zip_bytes
from tests.factories.office import Office
from tests.integration.incoming.making import registered
from tests.sandboxing import taken

SignIn = Callable[[Actor], FlaskClient]


def document_with(
    session: Session, storage: Storage, actor: Actor, *files: tuple[str, bytes], number: str = "1"
) -> IncomingDocument:
    tokens = tuple(
        taken(session, storage, io.BytesIO(content), name, actor).token for name, content in files
    )
    document = registered(session, actor, number=number, uploads=tokens)
    assert len(document.files) == len(files)
    session.commit()  # so that no transaction of the test stands in the way of the application's
    return document


def test_a_file_leaves_as_a_download_and_never_as_a_page(
    session: Session, storage: Storage, client_of: SignIn, office: Office
) -> None:
    name = 'Công văn "số 5"\r\nX-Evil: 1.pdf'
    document = document_with(session, storage, office.clerk, (name, pdf_bytes("Một")))
    [file] = document.files
    response = client_of(office.clerk).get(f"/files/{file.id}")
    assert response.status_code == 200
    assert response.data == pdf_bytes("Một") or response.data.startswith(b"%PDF")
    assert response.mimetype == PDF
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "\n" not in disposition
    assert "filename*=UTF-8''C%C3%B4ng%20v%C4%83n" in disposition
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "X-Evil" not in response.headers


def test_what_cannot_read_vietnamese_names_gets_each_letter_without_its_marks(
    session: Session, storage: Storage, client_of: SignIn, office: Office
) -> None:
    document = document_with(
        session, storage, office.clerk, ("Đơn của bà Đào đường.pdf", pdf_bytes())
    )
    [file] = document.files
    disposition = client_of(office.clerk).get(f"/files/{file.id}").headers["Content-Disposition"]
    assert 'filename="Don cua ba Dao duong.pdf"' in disposition
    assert "filename*=UTF-8''%C4%90%C6%A1n%20" in disposition


def test_what_is_not_a_known_type_leaves_as_bytes(
    session: Session, storage: Storage, client_of: SignIn, office: Office
) -> None:
    document = document_with(session, storage, office.clerk, ("a.pdf", pdf_bytes()))
    [file] = document.files
    session.get_one(RecordFile, file.id).media_type = "text/html"
    session.commit()
    response = client_of(office.clerk).get(f"/files/{file.id}")
    assert response.mimetype == "application/octet-stream"


def test_a_foreign_file_is_not_there(
    session: Session, storage: Storage, client_of: SignIn, office: Office
) -> None:
    document = document_with(session, storage, office.clerk, ("a.pdf", pdf_bytes()))
    [file] = document.files
    for stranger in (office.other_clerk, office.officer, office.admin):
        client = client_of(stranger)
        for path in ("", "/pages/1", "/text"):
            assert client.get(f"/files/{file.id}{path}").status_code == 404
    assert client_of(office.leader).get(f"/files/{file.id}").status_code == 200
    assert client_of(office.leader).get(f"/files/{file.id + 1000}").status_code == 404


def test_a_page_is_drawn_once_and_the_browser_asks_before_it_shows_it_again(
    session: Session, storage: Storage, client_of: SignIn, office: Office
) -> None:
    document = document_with(session, storage, office.clerk, ("a.pdf", pdf_bytes("Một", "Hai")))
    [file] = document.files
    client = client_of(office.clerk)
    first = client.get(f"/files/{file.id}/pages/2?w=600")
    assert first.status_code == 200
    assert first.mimetype in ("image/webp", "image/png")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get(
        f"/files/{file.id}/pages/2?w=600", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    for path in ("pages/3", "pages/0", "pages/99"):
        assert client.get(f"/files/{file.id}/{path}").status_code == 404
    assert client.get(f"/files/{file.id}/pages/1?w=99999999").status_code == 200


def test_files_keep_their_order_and_one_is_the_main_one(
    session: Session, storage: Storage, office: Office
) -> None:
    files = [
        ("a.pdf", pdf_bytes("a")),
        ("b.docx", docx_bytes("b")),
        ("c.zip", zip_bytes({"x.pdf": pdf_bytes()})),
    ]
    document = document_with(session, storage, office.clerk, *files)
    assert [(f.name, f.kind) for f in document.files] == [
        ("a.pdf", "main"),
        ("b.docx", "attachment"),
        ("c.zip", "attachment"),
    ]
    remove_file(session, document.id, document.files[0].id)
    session.commit()
    session.expire_all()
    assert [(f.name, f.kind) for f in document.files] == [
        ("b.docx", "main"),
        ("c.zip", "attachment"),
    ]


def test_a_removed_file_is_not_there_any_more(
    session: Session, storage: Storage, client_of: SignIn, office: Office
) -> None:
    document = document_with(session, storage, office.clerk, ("a.pdf", pdf_bytes()))
    [file] = document.files
    remove_file(session, document.id, file.id)
    session.commit()
    assert client_of(office.clerk).get(f"/files/{file.id}").status_code == 404


def test_shared_files_are_the_same_content(
    session: Session, storage: Storage, office: Office
) -> None:
    source = document_with(session, storage, office.clerk, ("a.pdf", pdf_bytes()))
    target = registered(session, office.other_clerk)
    share_files(session, source.id, target.id, office.clerk.person_id)
    session.commit()
    session.expire_all()
    assert [f.sha256 for f in target.files] == [f.sha256 for f in source.files]
    assert target.files[0].id != source.files[0].id


def test_links_show_only_what_their_reader_may_read(session: Session, office: Office) -> None:
    request = registered(session, office.clerk, number="1")
    reply = registered(session, office.clerk, number="2", subject="Báo cáo kết quả")
    foreign = registered(session, office.other_clerk, number="3", subject="Văn bản nơi khác")
    link(session, reply.id, request.id, "reply", office.clerk)
    link(session, reply.id, request.id, "reply", office.clerk)
    link(session, foreign.id, request.id, "related", None)
    session.commit()
    seen = links_of(session, office.clerk, request.id)
    assert [one.id for one in seen.replies] == [reply.id]
    assert seen.related == ()
    assert [one.id for one in links_of(session, office.leader, reply.id).requests] == [request.id]
    assert links_of(session, office.other_clerk, request.id).replies == ()
    assert links_of(session, office.officer, request.id).replies == ()


def test_every_stored_byte_is_checked(session: Session, storage: Storage, office: Office) -> None:
    document = document_with(session, storage, office.clerk, ("a.pdf", pdf_bytes("nguyên vẹn")))
    [file] = document.files
    assert check_files(session, storage).is_whole
    place = storage.path(file.sha256)
    place.chmod(0o600)
    content = bytearray(place.read_bytes())
    content[40] ^= 1
    place.write_bytes(content)
    report = check_files(session, storage)
    assert report.altered == [file.sha256]
    place.unlink()
    assert check_files(session, storage).missing == [file.sha256]


def test_a_zip_lists_its_members_and_a_word_file_its_words(
    session: Session, storage: Storage, client_of: SignIn, office: Office
) -> None:
    content = zip_bytes({"Biểu 1.pdf": pdf_bytes(), "phụ lục/b.docx": docx_bytes()})
    document = document_with(session, storage, office.clerk, ("kem.zip", content))
    page = client_of(office.clerk).get(f"/documents/{document.id}").get_data(as_text=True)
    assert "Có 2 tệp bên trong" in page
    assert "Biểu 1.pdf</a>" in page
    assert "phụ lục/b.docx</a>" in page
    assert "một lát nữa" not in page, "a zip has no pages to wait for"
    word = document_with(
        session, storage, office.clerk, ("thu.docx", docx_bytes("Kính gửi <i>ông</i>")), number="2"
    )
    assert word.files[0].media_type == DOCX
    page = client_of(office.clerk).get(f"/documents/{word.id}").get_data(as_text=True)
    assert "Kính gửi &lt;i&gt;ông&lt;/i&gt;" in page
    book = ("bieu.xlsx", xlsx_bytes(("STT",)))
    sheet = document_with(session, storage, office.clerk, book, number="3")
    page = client_of(office.clerk).get(f"/documents/{sheet.id}").get_data(as_text=True)
    assert "một lát nữa" in page
    assert "không xem được" not in page, "it will be"
