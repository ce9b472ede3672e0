"""What the worker finds out about new files: text, pages, and why there are none."""

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core import jobs, outbox
from app.core.db import session_factory
from app.core.policy import Actor
from app.files.jobs import reading
from app.files.models import FileText, RecordFile, Rendition
from app.files.queries import files_of, text_of
from app.files.service import read_again
from app.search.queries import indexed_documents
from documents.extraction import READER
from documents.media import DOC
from documents.rendition.converter import Printed
from documents.sandbox import Sandbox
from documents.storage import Storage
from tests.databases import TestDatabase
from tests.documents.document_files import docx_bytes, image_bytes, pdf_bytes, xlsx_bytes, zip_bytes
from tests.factories.office import Office
from tests.integration.incoming.making import registered
from tests.sandboxing import sandbox, sandbox_without_office, taken


@pytest.fixture(scope="module")
def libreoffice() -> Sandbox:
    if not sandbox().converts:
        pytest.skip("LibreOffice is not installed")
    return sandbox()


def read(database: TestDatabase, storage: Storage, opened_by: Sandbox) -> int:
    handlers = jobs.Handlers([reading(storage, opened_by)])
    return jobs.drain(session_factory(database.engine), handlers)


def add(session: Session, storage: Storage, office: Office, name: str, content: bytes) -> int:
    token = taken(session, storage, io.BytesIO(content), name, office.clerk).token
    return registered(session, office.clerk, number=name, uploads=(token,), is_different=True).id


def test_office_files_become_pages_and_words(
    database: TestDatabase,
    session: Session,
    storage: Storage,
    office: Office,
    libreoffice: Sandbox,
) -> None:
    word = add(session, storage, office, "thu.docx", docx_bytes("Kính gửi: Ủy ban nhân dân xã"))
    sheet = add(session, storage, office, "bieu.xlsx", xlsx_bytes(("STT", "Họ và tên")))
    read(database, storage, libreoffice)
    for document_id, words in ((word, "Ủy ban nhân dân xã"), (sheet, "Họ và tên")):
        [file] = files_of(session, document_id)
        assert file.page_count == 1
        assert storage.path(file.pdf_sha256 or "").read_bytes().startswith(b"%PDF")
        assert words in text_of(session, file.sha256)


class Counting(Sandbox):
    """Writes down how many were converted by each start."""

    def __init__(self) -> None:
        given = sandbox()
        super().__init__(given._line.folder, office=given._office)
        self.starts: list[int] = []

    def printed(self, path: Path, media_type: str) -> Printed:
        self.starts.append(1)
        return super().printed(path, media_type)

    def printed_together(self, paths: Sequence[Path], media_type: str) -> dict[int, Printed]:
        self.starts.append(len(paths))
        return super().printed_together(paths, media_type)


def test_what_one_person_brought_is_converted_by_one_start(
    database: TestDatabase,
    session: Session,
    storage: Storage,
    office: Office,
    libreoffice: Sandbox,
) -> None:
    """And what fails among others is converted alone, to know why; the others are readable."""
    names = ("một", "hai", "hỏng", "ba")
    ids = {n: add(session, storage, office, f"{n}.docx", docx_bytes(n)) for n in names}
    _damage(session, storage, ids["hỏng"])
    counting = Counting()
    assert read(database, storage, counting) == 4
    assert counting.starts == [4, 1]
    session.expire_all()
    for name, document_id in ids.items():
        [file] = files_of(session, document_id)
        assert file.is_converted
        assert (file.pdf_sha256 is None) == (name == "hỏng")
        assert name == "hỏng" or name in text_of(session, file.sha256)


def test_files_of_two_persons_never_meet_in_one_process(
    database: TestDatabase,
    session: Session,
    storage: Storage,
    office: Office,
    libreoffice: Sandbox,
) -> None:
    ids = [add(session, storage, office, f"{n}.docx", docx_bytes(n)) for n in ("an", "bình")]
    [second] = session.scalars(select(RecordFile).where(RecordFile.record_id == ids[1]))
    second.added_by_id = office.leader.person_id
    session.commit()
    counting = Counting()
    assert read(database, storage, counting) == 2
    assert counting.starts == [1, 1]


def _damage(session: Session, storage: Storage, document_id: int) -> None:
    damaged = storage.put(io.BytesIO(b"no Word document")).sha256
    [file] = session.scalars(select(RecordFile).where(RecordFile.record_id == document_id))
    for row in session.scalars(select(outbox.OutboxRow)):
        if row.payload.get("sha256") == file.sha256:
            row.payload = {**row.payload, "sha256": damaged}
    file.sha256 = damaged
    session.commit()


def test_reading_twice_changes_nothing(
    database: TestDatabase, session: Session, storage: Storage, office: Office
) -> None:
    content = pdf_bytes("Bao cao mot", "Bao cao hai")
    first = add(session, storage, office, "a.pdf", content)
    add(session, storage, office, "b.pdf", content)
    read(database, storage, sandbox_without_office())
    [file] = files_of(session, first)
    assert text_of(session, file.sha256).split("\f") == ["Bao cao mot", "Bao cao hai"]
    assert len(session.scalars(select(FileText)).all()) == 1
    assert session.scalars(select(Rendition)).all() == []


def test_without_a_converter_the_reason_stands_where_the_pages_would(
    database: TestDatabase, session: Session, storage: Storage, office: Office
) -> None:
    document_id = add(session, storage, office, "thu.docx", docx_bytes("Kính gửi"))
    read(database, storage, sandbox_without_office())
    [file] = files_of(session, document_id)
    assert (file.is_converted, file.pdf_sha256, file.page_count) == (True, None, None)
    assert file.conversion_error == "This server has no converter to PDF installed."
    assert "Kính gửi" in text_of(session, file.sha256)


def test_a_file_that_cannot_be_converted_says_so_and_does_not_come_back(
    database: TestDatabase,
    session: Session,
    storage: Storage,
    office: Office,
    libreoffice: Sandbox,
) -> None:
    document_id = add(session, storage, office, "thu.docx", docx_bytes("Kính gửi"))
    damaged = storage.put(io.BytesIO(b"no Word document"))
    file = session.scalars(select(RecordFile)).one()
    file.sha256, file.media_type = damaged.sha256, DOC
    row = session.scalars(
        select(outbox.OutboxRow).where(outbox.OutboxRow.topic == "correspondence.file_added")
    ).one()
    row.payload = {**row.payload, "sha256": damaged.sha256, "media_type": "application/pdf+x"}
    session.commit()
    read(database, storage, libreoffice)
    session.expire_all()
    assert session.scalars(select(jobs.Job.state).where(jobs.Job.event_id == row.id)).all() == [
        "done"
    ]
    assert text_of(session, damaged.sha256) == ""
    assert files_of(session, document_id)[0].pdf_sha256 is None


def test_what_failed_is_tried_again_once_a_converter_is_there(
    database: TestDatabase,
    session: Session,
    storage: Storage,
    office: Office,
    libreoffice: Sandbox,
) -> None:
    document_id = add(session, storage, office, "thu.docx", docx_bytes("Kính gửi"))
    read(database, storage, sandbox_without_office())
    assert read_again(session) == 1
    session.commit()
    read(database, storage, libreoffice)
    session.expire_all()
    [file] = files_of(session, document_id)
    assert (file.page_count, file.conversion_error) == (1, "")


def test_what_an_older_reader_found_is_read_again(
    database: TestDatabase,
    session: Session,
    storage: Storage,
    office: Office,
    libreoffice: Sandbox,
) -> None:
    document_id = add(session, storage, office, "cu.pdf", pdf_bytes("moi"))
    read(database, storage, libreoffice)
    assert read_again(session) == 0
    session.execute(update(FileText).values(text="cũ", reader=READER - 1))
    assert read_again(session) == 1
    session.commit()
    read(database, storage, libreoffice)
    session.expire_all()
    [file] = files_of(session, document_id)
    assert text_of(session, file.sha256) == "moi"


def test_words_of_a_workbook_are_those_of_its_cells(
    database: TestDatabase,
    session: Session,
    storage: Storage,
    office: Office,
    libreoffice: Sandbox,
) -> None:
    document_id = add(session, storage, office, "bang.xlsx", hidden_sheet())
    read(database, storage, libreoffice)
    [file] = files_of(session, document_id)
    assert "\fNháp\nchâu chấu" in text_of(session, file.sha256)
    assert json.loads(file.remarks)[0][1] == {"sheets": "Nháp"}


def hidden_sheet() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes()))
    sheet = book.create_sheet("Nháp")
    sheet.append(["châu chấu"])
    sheet.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_names_of_files_and_members_are_found(
    database: TestDatabase, session: Session, storage: Storage, office: Office
) -> None:
    """Before a file is read, and where it has no words."""
    members = zip_bytes({"Khuổi Sắt/sơ đồ.png": image_bytes("PNG")})
    document_id = add(session, storage, office, "Phương án cứu hộ.zip", members)
    [before] = indexed_documents(session, [document_id])
    assert "Phương án cứu hộ.zip" in before.body
    session.commit()
    read(database, storage, sandbox_without_office())
    [after] = indexed_documents(session, [document_id])
    assert "Khuổi Sắt/sơ đồ.png" in after.body
    assert "Phương án cứu hộ.zip" in after.body


def test_cells_stand_apart_in_the_words_of_a_file(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    """A phone is too narrow for columns, and must not join what stands in two of them."""
    document = registered(session, office.clerk, uploads=[])
    file = RecordFile(
        record_id=document.id,
        name="bang.csv",
        sha256="ab" * 32,
        media_type="text/csv",
        size=1,
        added_by_id=office.clerk.person_id,
    )
    session.add_all([file, FileText(sha256=file.sha256, text="Số\tNgày\n12\t5/11", reader=READER)])
    session.commit()
    page = client_of(office.clerk).get(f"/files/{file.id}/text").text
    assert "<p><span>12</span>\t<span>5/11</span></p>" in page
