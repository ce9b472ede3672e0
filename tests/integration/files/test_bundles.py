"""Files inside files, each taken out as it came; and all files of a record in one zip."""

import hashlib
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.policy import Actor
from app.files import serving
from app.files.models import RecordFile
from app.files.service import open_inside
from app.files.service.bundling import CHUNK_BYTES, Missing, names_in_zip, zip_name, zipped
from app.incoming import service as incoming
from documents.sandbox import Sandbox
from documents.storage import Storage
from tests.documents.document_files import docx_bytes, pdf_bytes, zip_bytes
from tests.documents.todays import eml_bytes
from tests.factories.office import Office
from tests.integration.files.test_uploads import send
from tests.integration.incoming.making import entry_of

SignIn = Callable[[Actor], FlaskClient]
FILES = {"Tờ trình số 5.pdf": pdf_bytes("mot"), "Biểu.docx": docx_bytes("hai"), "máy.exe": b"MZ"}
MAIL = eml_bytes("Kính gửi", FILES)


@pytest.fixture(autouse=True)
def waited(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine of the tests is."""
    monkeypatch.setattr(serving, "WAITED_SECONDS", 60)


def test_nobody_waits_for_what_takes_seconds_inside(
    client_of: SignIn, office: Office, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page answers at once and asks again; what was begun meanwhile is done once."""
    client, may_go_on, begun = client_of(office.clerk), Event(), []
    [mail] = registered(session, office, client, ("thư.eml", MAIL))
    whole = open_inside

    def slowly(*asked: Any) -> Any:
        begun.append(asked)
        assert may_go_on.wait(60)
        return whole(*asked)

    monkeypatch.setattr(serving, "open_inside", slowly)
    monkeypatch.setattr(serving, "WAITED_SECONDS", 0)
    address = f"/files/{mail}/inside/1"
    for _ in range(2):
        coming = client.get(f"{address}/view")
        assert "Tờ trình số 5.pdf" in coming.text
        assert coming.headers["Refresh"] == "3"
    assert client.get(f"{address}/pages/1").status_code == 503
    assert len(begun) == 1
    monkeypatch.setattr(serving, "WAITED_SECONDS", 60)
    may_go_on.set()
    shown = client.get(f"{address}/view")
    assert "<p>mot</p>" in shown.text
    assert "Refresh" not in shown.headers


def registered(
    session: Session, office: Office, client: FlaskClient, *files: tuple[str, bytes]
) -> list[int]:
    """The ids of these files, now of one incoming document."""
    tokens = tuple(send(client, content, name)[1]["token"] for name, content in files)
    document = incoming.register(
        session, office.clerk, entry_of(session, office.clerk, uploads=tokens)
    )
    rows = select(RecordFile.id).where(RecordFile.record_id == document.id)
    ids = list(session.scalars(rows.order_by(RecordFile.position)))
    session.commit()
    return ids


def test_a_file_with_a_mail_is_downloaded_under_its_own_name(
    client_of: SignIn, office: Office, session: Session
) -> None:
    client = client_of(office.clerk)
    [mail] = registered(session, office, client, ("thư.eml", MAIL))
    page = client.get(f"/files/{mail}/inside/1")
    assert page.data == FILES["Tờ trình số 5.pdf"]
    assert "T%E1%BB%9D%20tr%C3%ACnh" in page.headers["Content-Disposition"]
    assert client.get(f"/files/{mail}").data == MAIL
    assert client.get(f"/files/{mail}/inside/4").status_code == 404
    assert client_of(office.other_clerk).get(f"/files/{mail}/inside/1").status_code == 404


def test_a_file_with_a_mail_is_read_in_place_as_its_mail_is(
    client_of: SignIn, office: Office, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, other = client_of(office.clerk), client_of(office.other_clerk)
    [mail] = registered(session, office, client, ("thư.eml", MAIL))
    shown = client.get(f"/files/{mail}/inside/1/view").text
    assert "<h1>Tờ trình số 5.pdf</h1>" in shown
    assert "<p>mot</p>" in shown
    assert f'href="/files/{mail}/inside/2/view"' in shown
    address = f"/files/{mail}/inside/1/pages/1?w=320"
    monkeypatch.setattr(Sandbox, "taken_out", None)  # what was opened once is kept
    picture = client.get(address)
    assert (picture.status_code, str(picture.mimetype)[:6]) == (200, "image/")
    assert picture.headers["Cache-Control"] == "private, no-cache"
    tagged = {"If-None-Match": picture.headers["ETag"]}
    assert client.get(address, headers=tagged).status_code == 304
    assert client.get(f"/files/{mail}/inside/1/pages/2").status_code == 404
    for closed in (address, f"/files/{mail}/inside/1/view"):
        assert other.get(closed, headers=tagged).status_code == 404


def test_a_word_file_in_a_zip_is_read_in_place_before_its_form_is_sent(
    client_of: SignIn, office: Office
) -> None:
    client = client_of(office.clerk)
    zipped_files = zip_bytes({"Thư mục/Biểu.docx": docx_bytes("hai"), "b.txt": b"ba"})
    token = send(client, zipped_files, "gửi.zip")[1]["token"]
    assert (
        f'href="/uploads/{token}/inside/1/view" data-upload-view'
        in client.get(f"/uploads/{token}/preview").text
    )
    shown = client.get(f"/uploads/{token}/inside/1/view")
    assert "Biểu.docx" in shown.text
    assert "hai" in shown.text
    assert f'href="/uploads/{token}/preview"' in shown.text
    other = client_of(office.leader)
    assert other.get(f"/uploads/{token}/inside/1/view").status_code in (403, 404)


def test_what_is_not_taken_here_does_not_leave_a_mail(
    client_of: SignIn, office: Office, session: Session
) -> None:
    client = client_of(office.clerk)
    [mail] = registered(session, office, client, ("thư.eml", MAIL))
    for address in (f"/files/{mail}/inside/3", f"/files/{mail}/inside/3/view"):
        refused = client.get(address)
        assert refused.status_code == 422
        assert "máy.exe" in refused.text


def test_a_file_with_a_mail_becomes_a_file_of_the_form(client_of: SignIn, office: Office) -> None:
    client = client_of(office.clerk)
    token = send(client, MAIL, "thư.eml")[1]["token"]
    assert "Tờ trình số 5.pdf" in client.get(f"/uploads/{token}/preview").text
    taken = client.post(f"/uploads/{token}/inside/1", headers={"Accept": "application/json"})
    assert taken.status_code == 201
    told = taken.get_json()
    assert (told["name"], told["pages"]) == ("Tờ trình số 5.pdf", 1)
    assert client.get(f"/uploads/{told['token']}").data == FILES["Tờ trình số 5.pdf"]
    refused = client.post(f"/uploads/{token}/inside/3", headers={"Accept": "application/json"})
    assert refused.status_code == 422
    assert "máy.exe" in refused.get_json()["problems"][0]
    other = client_of(office.leader)
    assert other.post(f"/uploads/{token}/inside/1").status_code in (403, 404)


def test_all_files_come_in_one_zip_and_the_trail_says_so(
    client_of: SignIn, office: Office, session: Session, storage: Storage
) -> None:
    client = client_of(office.clerk)
    one, two = pdf_bytes("1"), pdf_bytes("2")
    sent = ("Công văn đường sá.pdf", one), ("công văn ĐƯỜNG SÁ.pdf", two)
    ids = registered(session, office, client, *sent)
    answer = client.get(f"/files/{ids[1]}/all")
    assert answer.status_code == 200
    name = unquote(answer.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])
    assert name == "1947-SXD-HTĐT, V-v rà soát hiện trạng hệ thống thoát nước đô thị.zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["Công văn đường sá.pdf", "công văn ĐƯỜNG SÁ (2).pdf"]
        assert list(map(archive.read, archive.namelist())) == [one, two]
    told = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "files.all_downloaded")
    ).one()
    assert (told.actor_id, told.values) == (office.clerk.person_id, {"count": 2})
    session.commit()
    assert client_of(office.other_clerk).get(f"/files/{ids[0]}/all").status_code == 404
    storage.remove(hashlib.sha256(two).hexdigest(), unused_seconds=0)
    answer = client.get(f"/files/{ids[1]}/all")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["Công văn đường sá.pdf", "Tệp không đọc được.txt"]
        assert "công văn ĐƯỜNG SÁ (2).pdf" in archive.read("Tệp không đọc được.txt").decode()


def test_the_zip_is_named_by_number_and_subject() -> None:
    named = {
        "12/UBND-VX, V/v rà soát: đợt 1?": "12-UBND-VX, V-v rà soát- đợt 1.zip",
        "COM1/x\\y.": "COM1-x-y.zip",
        "con": "_con.zip",
        "": "van-ban.zip",
        unicodedata.normalize("NFD", "Sở Y tế"): "Sở Y tế.zip",
        "1/A, " + "đường " * 40: "1-A, " + " ".join(["đường"] * 11) + ".zip",
        "ế" * 100: "ế" * 38 + ".zip",
    }
    assert {title: zip_name(title) for title in named} == named
    assert all(len(name.encode()) <= 120 for name in named.values())


def test_names_in_a_zip_unpack_side_by_side_on_windows() -> None:
    given = ["a.pdf", "A.PDF", "a.pdf", "a (2).pdf", "CON.pdf", "x:y?.pdf", "cuối. ", "e\u0301.pdf"]
    assert names_in_zip(given) == [
        "a.pdf",
        "A (2).PDF",
        "a (3).pdf",
        "a (2) (2).pdf",
        "_CON.pdf",
        "x-y-.pdf",
        "cuối",
        "é.pdf",
    ]


def test_a_zip_is_sent_piece_by_piece(tmp_path: Path) -> None:
    """Nothing of it is made before it is asked for; no piece is larger than one that is read."""
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(40 * CHUNK_BYTES)
    asked = 0

    def files() -> Iterator[tuple[str, Path]]:
        nonlocal asked
        for number in range(20):
            asked += 1
            yield f"{number}.bin", path

    pieces = zipped(files(), Missing("thiếu.txt", ""))
    assert len(next(pieces)) <= CHUNK_BYTES
    assert asked == 1
    rest = io.BytesIO()
    assert max(map(rest.write, pieces)) <= CHUNK_BYTES + 4096
