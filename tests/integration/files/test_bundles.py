"""Files inside files, each taken out as it came; and all files of a record in one zip."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.policy import Actor
from app.files.models import RecordFile
from app.files.service.bundling import CHUNK_BYTES, names_in_zip, zipped
from app.incoming import service as incoming
from tests.documents.document_files import docx_bytes, pdf_bytes
from tests.documents.todays import eml_bytes
from tests.factories.office import Office
from tests.integration.files.test_uploads import send
from tests.integration.incoming.making import entry_of

SignIn = Callable[[Actor], FlaskClient]
FILES = {"Tờ trình số 5.pdf": pdf_bytes("mot"), "Biểu.docx": docx_bytes("hai"), "máy.exe": b"MZ"}
MAIL = eml_bytes("Kính gửi", FILES)


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


def test_what_is_not_taken_here_does_not_leave_a_mail(
    client_of: SignIn, office: Office, session: Session
) -> None:
    client = client_of(office.clerk)
    [mail] = registered(session, office, client, ("thư.eml", MAIL))
    refused = client.get(f"/files/{mail}/inside/3")
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
    client_of: SignIn, office: Office, session: Session
) -> None:
    client = client_of(office.clerk)
    one, two = pdf_bytes("1"), pdf_bytes("2")
    sent = ("Công văn đường sá.pdf", one), ("công văn ĐƯỜNG SÁ.pdf", two)
    ids = registered(session, office, client, *sent)
    answer = client.get(f"/files/{ids[1]}/all")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["Công văn đường sá.pdf", "công văn ĐƯỜNG SÁ (2).pdf"]
        assert list(map(archive.read, archive.namelist())) == [one, two]
    told = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "files.all_downloaded")
    ).one()
    assert (told.actor_id, told.values) == (office.clerk.person_id, {"count": 2})
    session.commit()
    assert client_of(office.other_clerk).get(f"/files/{ids[0]}/all").status_code == 404


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

    pieces = zipped(files())
    assert len(next(pieces)) <= CHUNK_BYTES
    assert asked == 1
    rest = io.BytesIO()
    assert max(map(rest.write, pieces)) <= CHUNK_BYTES + 4096
