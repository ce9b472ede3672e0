"""What the worker finds out about new files: text, pages, and why there are none."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import jobs, outbox
from app.core.db import session_factory
from app.files.jobs import reading
from app.files.models import FileText, RecordFile, Rendition
from app.files.queries import files_of, text_of
from app.files.service import read_again
from documents.media import DOC
from documents.sandbox import Sandbox
from documents.storage import Storage
from tests.databases import TestDatabase
from tests.documents.document_files import docx_bytes, pdf_bytes, xlsx_bytes
from tests.factories.office import Office
from tests.integration.incoming.making import registered
from tests.sandboxing import sandbox, sandbox_without_office, taken


@pytest.fixture
def storage(app: Flask) -> Storage:
    kept: Storage = app.extensions["engines"].storage
    return kept


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
    return registered(session, office.clerk, number=name, uploads=(token,)).id


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

    def to_pdf(self, path: Path, media_type: str) -> bytes:
        self.starts.append(1)
        return super().to_pdf(path, media_type)

    def to_pdfs(self, paths: Sequence[Path], media_type: str) -> dict[int, bytes]:
        self.starts.append(len(paths))
        return super().to_pdfs(paths, media_type)


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
