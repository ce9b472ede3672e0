"""Two people at one thing: the second keeps what they typed, sees both, and decides."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.correspondence.models import Document
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of, form_of, registered

SignIn = Callable[[Actor], FlaskClient]
MINE, THEIRS = "Trích yếu của tôi", "Trích yếu của người kia"


def test_the_form_comes_back_with_both_and_goes_on_top_when_sent_again(
    client_of: SignIn, session: Session, office: Office
) -> None:
    document_id = registered(session, office.clerk).id
    entry = entry_of(session, office.clerk)
    session.rollback()
    client, url = client_of(office.clerk), f"/incoming/{document_id}/correct"
    client.post(url, data=form_of(entry, subject=THEIRS, version="1"))
    overtaken = client.post(url, data=form_of(entry, subject=MINE, version="1", _once="a" * 24))
    assert overtaken.status_code == 409
    both = re.search(r"<tbody>.*?</tbody>", overtaken.text, re.DOTALL)
    assert both
    assert MINE in both.group()
    assert THEIRS in both.group()
    assert "Nội dung bạn gõ vẫn còn đây" in overtaken.text
    field = re.search(r'<textarea[^>]*name="subject".*?</textarea>', overtaken.text, re.DOTALL)
    assert field
    assert MINE in field.group(), "the form holds what was typed"
    version = re.search(r'name="version"[^>]*value="(\d+)"', overtaken.text)
    assert version
    assert version.group(1) == "2"
    assert subject_of(session, document_id) == THEIRS
    again = client.post(url, data=form_of(entry, subject=MINE, version="2", _once="a" * 24))
    assert again.status_code == 302
    assert subject_of(session, document_id) == MINE


def test_the_version_that_was_opened_first_never_overwrites(
    client_of: SignIn, session: Session, office: Office
) -> None:
    """Back, and save: as often as one likes."""
    document_id = registered(session, office.clerk).id
    entry = entry_of(session, office.clerk)
    session.rollback()
    client, url = client_of(office.clerk), f"/incoming/{document_id}/correct"
    client.post(url, data=form_of(entry, subject=THEIRS, version="1"))
    answers = [client.post(url, data=form_of(entry, subject=MINE, version="1")) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [409] * 3
    assert subject_of(session, document_id) == THEIRS


def test_what_has_no_form_to_come_back_to_is_told_on_a_page_of_its_own(
    client_of: SignIn, session: Session, office: Office
) -> None:
    """A button alone: the act is not done, and who was quicker is named."""
    document_id = registered(session, office.clerk).id
    entry = entry_of(session, office.clerk)
    session.rollback()
    client = client_of(office.clerk)
    correct = form_of(entry, subject=THEIRS, version="1")
    client.post(f"/incoming/{document_id}/correct", data=correct)
    answer = client.post(f"/incoming/{document_id}/follow-recall", data={"version": "1"})
    assert answer.status_code == 409
    assert office.clerk.name in answer.text


def subject_of(session: Session, document_id: int) -> str:
    with Session(session.get_bind()) as own:
        return own.get_one(Document, document_id).subject
