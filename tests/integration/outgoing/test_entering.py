"""Entering a document signed on paper: nothing is guessed, nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.core.policy import Actor
from app.correspondence.models import Document
from app.outgoing.models import OutgoingDocument
from app.outgoing.service.recipients import recipients_of
from tests.documents.document_files import image_bytes
from tests.factories.office import Office
from tests.integration.outgoing.making import request_of

pytestmark = pytest.mark.usefixtures("monday")

SignIn = Callable[[Actor], FlaskClient]


def enter(client: FlaskClient, **changes: object) -> TestResponse:
    values = {
        "type_code": "CV", "subject": "V/v trả lời", "urgency": "0", "version": "0",
        "signer_name": "Lưu Đình Thuận", "signed_on": "22/11/2026", "channel": "paper",
        "unit_id": "", **changes,
    }  # fmt: skip
    return client.post("/outgoing/enter", data=values)


@pytest.fixture
def look_alikes(session: Session, office: Office) -> list[int]:
    """Three requests whose references have one key, the last of another day."""
    requests = [request_of(session, office, number) for number in (7, 8, 9)]
    for request, reference in zip(requests, ("7/SNV", "07/SNV", "07/SNV"), strict=True):
        request.reference, request.reference_key = reference, "7/SNV"
    requests[2].issued_on = date(2026, 11, 2)
    session.commit()
    return [request.id for request in requests]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("7/SNV", 0), ("8", 1), ("7/snv, 02/11/2026", 2), ("7/SNV ngày 2/11/2026", 2)],
)
def test_the_request_is_the_one_that_was_named(
    session: Session,
    office: Office,
    client_of: SignIn,
    look_alikes: list[int],
    typed: str,
    meant: int,
) -> None:
    answer = enter(client_of(office.clerk), answers=typed)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert session.scalars(select(OutgoingDocument.answers_id)).one() == look_alikes[meant]


@pytest.mark.usefixtures("look_alikes")
def test_a_name_of_several_documents_is_not_guessed(
    session: Session, office: Office, client_of: SignIn
) -> None:
    answer = enter(client_of(office.clerk), answers="07/SNV")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "09, 07/SNV, 02/11/2026; 08, 07/SNV, 20/11/2026" in text
    assert session.scalars(select(OutgoingDocument)).all() == []


def test_a_number_longer_than_any_is_answered_in_words(office: Office, client_of: SignIn) -> None:
    answer = enter(client_of(office.clerk), answers="9" * 40)
    assert answer.status_code == 422
    assert "Không tìm thấy văn bản" in answer.get_data(as_text=True)


def test_the_page_of_a_document_names_it_beyond_doubt(
    office: Office, client_of: SignIn, look_alikes: list[int]
) -> None:
    page = client_of(office.clerk).get(f"/outgoing/enter?answers={look_alikes[2]}")
    assert 'value="07/SNV, 02/11/2026"' in page.get_data(as_text=True)


def test_a_request_without_number_is_the_one_that_was_opened(
    session: Session, office: Office, client_of: SignIn, look_alikes: list[int]
) -> None:
    for document_id in look_alikes[:2]:
        letter = session.get_one(Document, document_id)
        letter.reference = letter.reference_key = ""
        letter.subject = "Đơn kiến nghị của công dân về việc thi công đường giao thông " * 3
    session.commit()
    client = client_of(office.clerk)
    page = client.get(f"/outgoing/enter?answers={look_alikes[0]}").get_data(as_text=True)
    given = dict(re.findall(r'name="(answers\w*)" [^>]*value="([^"]*)"', page))
    assert enter(client, **given).status_code == 302
    document = session.scalars(select(OutgoingDocument)).one()
    assert document.answers_id == look_alikes[0]
    page = client.get(f"/outgoing/{document.id}/correct").get_data(as_text=True)
    assert re.findall(r'name="answers\w*" [^>]*value="([^"]*)"', page) == list(given.values())


def test_a_name_typed_anew_is_not_the_one_that_was_opened(
    session: Session, office: Office, client_of: SignIn, look_alikes: list[int]
) -> None:
    answer = enter(client_of(office.clerk), answers="8", answers_id=str(look_alikes[2]))
    assert answer.status_code == 302
    assert session.scalars(select(OutgoingDocument.answers_id)).one() == look_alikes[1]


def test_every_reason_is_said_at_once_and_sound_files_are_kept(
    office: Office, client_of: SignIn
) -> None:
    answer = enter(
        client_of(office.clerk),
        subject="",
        signed_on="31/02/2026",
        answers="999/SNV",
        outside="Sở Y tế",
        due_on="01/02/2026",
        files=[(BytesIO(b""), "rong.pdf"), (BytesIO(image_bytes("PNG")), "ban-quet.png")],
    )
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for reason in ("trích yếu", "Không có ngày “", "999/SNV", "Sở Y tế", "rong.pdf"):
        assert reason in text, reason
    assert "Có 5 điểm cần sửa" in text
    assert 'id="files-e"' in text, "what is wrong with a file stands where files are dropped"
    assert "ban-quet.png" in text
    assert re.search(r'name="uploads" value="[\w-]{43}"', text)


def test_whoever_is_given_a_date_is_to_answer(
    session: Session, office: Office, client_of: SignIn
) -> None:
    answer = enter(client_of(office.clerk), outside="Sở Y tế", due_on="30/11/2026")
    assert answer.status_code == 302
    document = session.scalars(select(OutgoingDocument)).one()
    (row,) = recipients_of(session, document.id)
    assert row.reply_required
    assert row.due_at is not None
