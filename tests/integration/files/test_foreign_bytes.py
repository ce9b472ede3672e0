"""What people send is opened before anything is written, in the sandbox, once, and forgotten."""

import io
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core import clock, jobs
from app.core.db import (
    SessionFactory,
    WritingMeanwhile,
    create_engine,
    reading,
    refuse_while_writing,
    session_factory,
    transaction,
)
from app.core.policy import Actor
from app.drafting.models import CONTENTS
from app.files import rules
from app.files.events import UploadForgotten
from app.files.kept import Kept
from app.files.models import Upload
from app.files.service import content_remover, discard_old_uploads
from documents.sandbox import Sandbox, SandboxGone
from documents.storage import Storage
from tests.databases import TestDatabase
from tests.documents.document_files import docx_bytes, pdf_bytes
from tests.documents.hostile import bomb_on_page_two, nested_forms
from tests.factories.office import Office
from tests.integration.correspondence.test_files import document_with
from tests.integration.files.test_uploads import send
from tests.integration.incoming.making import registered

SignIn = Callable[[Actor], FlaskClient]


# -- Never inside a transaction that keeps others from writing -------------------------------------


@pytest.fixture
def factory(database: TestDatabase) -> Iterator[SessionFactory]:
    """Of an engine that is watched as the application's is."""
    engine = create_engine(database.url)
    yield session_factory(engine)
    engine.dispose()


def test_nothing_is_opened_inside_a_write_transaction(
    factory: SessionFactory, tmp_path: Path
) -> None:
    guarded = Sandbox(tmp_path / "never-started", guard=refuse_while_writing)
    with transaction(factory) as session:
        session.scalar(select(Upload.token))
        with pytest.raises(WritingMeanwhile):
            guarded.page_count(tmp_path / "a.pdf")
        session.rollback()
        refuse_while_writing()
    with reading(factory) as session:
        session.scalar(select(Upload.token))
        refuse_while_writing()
    with transaction(factory) as session:
        session.scalar(select(Upload.token))
    refuse_while_writing()


def test_another_thread_s_transaction_forbids_nothing(factory: SessionFactory) -> None:
    refused: list[BaseException] = []

    def ask() -> None:
        try:
            refuse_while_writing()
        except WritingMeanwhile as error:
            refused.append(error)

    with transaction(factory) as session:
        session.scalar(select(Upload.token))
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert refused == []


def test_others_write_while_a_file_is_looked_at(
    app: Flask,
    client_of: SignIn,
    office: Office,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clerk, other = client_of(office.clerk), client_of(office.other_clerk)
    looking, go_on = threading.Event(), threading.Event()
    inspect = Sandbox.inspect

    def slowly(*args: object) -> object:
        looking.set()
        assert go_on.wait(30)
        return inspect(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Sandbox, "inspect", slowly)
    answers: list[int] = []
    sending = threading.Thread(
        target=lambda: answers.append(send(clerk, pdf_bytes("cham"), "cham.pdf")[0])
    )
    sending.start()
    assert looking.wait(30)
    discarded = other.post("/uploads/none/discard")
    go_on.set()
    sending.join()
    assert (discarded.status_code, answers) == (204, [201])


@pytest.mark.parametrize("once", ["", "a-key-of-the-form"])
def test_files_in_the_form_itself_are_looked_at_first(
    client_of: SignIn, office: Office, session: Session, once: str
) -> None:
    """The sandbox raises inside a write transaction, so a form that is taken proves the order."""
    document_id = registered(session, office.clerk).id
    session.commit()
    data = {"files": (io.BytesIO(pdf_bytes("kem theo")), "kem.pdf"), "_once": once}
    response = client_of(office.clerk).post(f"/incoming/{document_id}/files", data=data)
    assert response.status_code == 302


def test_a_form_that_comes_back_shows_its_word_file(
    client_of: SignIn, office: Office, session: Session
) -> None:
    """Refused for its other fields: the sound file stays, and is read in place."""
    data = {"files": (io.BytesIO(docx_bytes("Kính gửi Sở Nội vụ")), "thu.docx")}
    response = client_of(office.clerk).post("/incoming/register", data=data)
    assert response.status_code == 422
    assert "Kính gửi Sở Nội vụ" in response.get_data(as_text=True)
    assert session.scalars(select(Upload.name)).all() == ["thu.docx"]


# -- What is too much ------------------------------------------------------------------------------


def test_a_bomb_is_refused_with_its_reason(client_of: SignIn, office: Office) -> None:
    status, told = send(client_of(office.clerk), nested_forms(), "bom.pdf")
    assert status == 422
    [problem] = told["problems"]
    assert problem in ("Mở tệp này cần quá nhiều bộ nhớ.", "Mở tệp này mất quá nhiều thời gian.")


def test_a_poisonous_page_says_why_and_is_not_drawn_again(
    client_of: SignIn,
    office: Office,
    session: Session,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = document_with(session, storage, office.clerk, ("bom.pdf", bomb_on_page_two()))
    page, client = f"/files/{document.files[0].id}/pages", client_of(office.clerk)
    assert client.get(f"{page}/1").status_code == 200
    first = client.get(f"{page}/2")
    assert (first.status_code, first.mimetype) == (422, "image/svg+xml")
    assert "Không hiển thị được trang này." in first.get_data(as_text=True)
    assert "no-store" in first.headers["Cache-Control"]

    def never(*_: object) -> bytes:
        raise AssertionError("drawn again")

    monkeypatch.setattr(Sandbox, "page_image", never)
    again = client.get(f"{page}/2")
    assert (again.status_code, again.data) == (422, first.data)


def test_a_sandbox_that_is_gone_says_nothing_of_the_file(
    client_of: SignIn, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise SandboxGone("killed")

    client = client_of(office.clerk)
    with monkeypatch.context() as broken:
        broken.setattr(Sandbox, "inspect", gone)
        status, _told = send(client, pdf_bytes(), "a.pdf")
    assert status == 503
    assert send(client, pdf_bytes(), "a.pdf")[0] == 201


# -- What is left behind ---------------------------------------------------------------------------


def forget(
    database: TestDatabase,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
    kept: Kept,
) -> None:
    """An hour later the worker comes to what was forgotten."""
    monkeypatch.setattr("app.files.service.forgetting.UNUSED_SECONDS", 0.0)
    remove = content_remover(storage, kept, CONTENTS)
    handler = jobs.Handler("files.remove", jobs.NORMAL, (UploadForgotten.topic,), remove)
    with clock.stopped_at(clock.now() + timedelta(hours=1, minutes=1)):
        jobs.drain(session_factory(database.engine), jobs.Handlers([handler]))


def sha_of(session: Session, name: str) -> str:
    return session.scalars(select(Upload.sha256).where(Upload.name == name)).one()


def test_the_bytes_of_a_discarded_upload_go(
    database: TestDatabase,
    client_of: SignIn,
    office: Office,
    session: Session,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    client, kept = client_of(office.clerk), Kept(tmp_path)
    _status, told = send(client, pdf_bytes(f"nhầm {time.monotonic()}"), "nham.pdf")
    sha256 = sha_of(session, "nham.pdf")
    session.rollback()
    client.post(f"/uploads/{told['token']}/discard")
    kept.get(f"{sha256}-1-320", lambda: b"a page")
    Kept(kept.beside(sha256)).get("1", lambda: b"what lies inside")
    kept.get("another-1-320", lambda: b"a page")
    assert storage.exists(sha256)
    forget(database, storage, monkeypatch, kept)
    assert not storage.exists(sha256)
    left = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert left == ["another-1-320"]


def test_the_bytes_stay_while_somebody_has_the_same(
    database: TestDatabase,
    client_of: SignIn,
    office: Office,
    session: Session,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    content = pdf_bytes(f"cùng một tệp {time.monotonic()}")
    client = client_of(office.clerk)
    _status, told = send(client, content, "cua-toi.pdf")
    send(client_of(office.officer), content, "cua-ban.pdf")
    sha256 = sha_of(session, "cua-toi.pdf")
    session.rollback()
    client.post(f"/uploads/{told['token']}/discard")
    forget(database, storage, monkeypatch, Kept(tmp_path))
    assert storage.exists(sha256)
    session.execute(update(Upload).values(created_at=clock.now() - timedelta(days=3)))
    discard_old_uploads(session)
    session.commit()
    forget(database, storage, monkeypatch, Kept(tmp_path))
    assert not storage.exists(sha256)


def test_somebody_else_s_upload_is_not_discarded(
    client_of: SignIn, office: Office, session: Session
) -> None:
    _status, told = send(client_of(office.clerk), pdf_bytes(), "a.pdf")
    client_of(office.officer).post(f"/uploads/{told['token']}/discard")
    assert session.scalars(select(Upload.name)).all() == ["a.pdf"]


@pytest.mark.parametrize("name", ["MOST_UNFINISHED", "MOST_UNFINISHED_BYTES"])
def test_a_person_leaves_but_so_many_files(
    client_of: SignIn,
    office: Office,
    session: Session,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setattr(rules, name, 2 if name == "MOST_UNFINISHED" else 3_000)
    client = client_of(office.clerk)
    said = [send(client, pdf_bytes(str(n)), f"{n}.pdf") for n in range(2)]
    stored = set(storage.iterate())
    said.append(send(client, pdf_bytes(f"thừa {time.monotonic()}"), "thua.pdf"))
    assert set(storage.iterate()) == stored
    assert [status for status, _ in said] == [201, 201, 422]
    assert "tệp của bạn" in str(said[2][1]["problems"])
    assert send(client_of(office.officer), pdf_bytes("khác"), "khac.pdf")[0] == 201
    assert len(session.scalars(select(Upload)).all()) == 3


def test_what_waited_for_an_hour_gives_way_to_new_files(
    client_of: SignIn, office: Office, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forms that came back refused leave their files; whoever sent them goes on all the same."""
    monkeypatch.setattr(rules, "MOST_UNFINISHED", 2)
    client = client_of(office.clerk)
    for n in range(2):
        send(client, pdf_bytes(str(n)), f"{n}.pdf")
    first = session.scalars(select(Upload).where(Upload.name == "0.pdf")).one()
    first.created_at = clock.now() - timedelta(hours=1, minutes=1)
    session.commit()
    assert send(client, pdf_bytes("mới"), "moi.pdf")[0] == 201
    assert set(session.scalars(select(Upload.name))) == {"1.pdf", "moi.pdf"}
    session.rollback()
    assert send(client, pdf_bytes("thừa"), "thua.pdf")[0] == 422
