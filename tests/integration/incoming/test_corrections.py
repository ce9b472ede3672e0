"""Corrections say why, keep old and new, and reach whoever works on it; twins are linked."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.errors import Refused
from app.core.policy import Actor
from app.correspondence.queries import links_of
from app.incoming import service
from app.incoming.messages import MESSAGES
from app.incoming.models import Correction
from app.incoming.queries import likely_twins
from app.incoming.service.registering import likeness_of
from app.work.service import Receiver, direct
from documents.storage import MemoryStorage
from tests.documents.document_files import pdf_bytes
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of, registered
from tests.sandboxing import taken

SCAN = pdf_bytes("Công văn")
SignIn = Callable[[Actor], FlaskClient]


def test_a_correction_without_a_reason_is_refused(session: Session, office: Office) -> None:
    document = registered(session, office.clerk)
    entry = entry_of(session, office.clerk, subject="V/v khác", reason="")
    with pytest.raises(Refused) as refused:
        service.correct(session, office.clerk, document, entry)
    assert [problem.field for problem in refused.value.problems] == ["reason"]


def test_old_and_new_are_kept_with_the_reason_and_shown(
    client_of: SignIn, session: Session, office: Office
) -> None:
    document = registered(session, office.clerk)
    document_id, before = document.id, document.subject
    entry = entry_of(session, office.clerk, subject="V/v khác", reason="Ghi sai trích yếu")
    service.correct(session, office.clerk, document, entry)
    session.commit()
    [kept] = session.scalars(select(Correction)).all()
    assert kept.changes == [["subject", before, "V/v khác"]]
    assert (kept.reason, kept.after_closing) == ("Ghi sai trích yếu", False)
    session.rollback()
    page = client_of(office.clerk).get(f"/documents/{document_id}").get_data(as_text=True)
    assert f"<s>{before}</s>" in page
    assert "Ghi sai trích yếu" in page


def test_whoever_works_on_it_is_told_and_who_corrected_it_is_not(
    session: Session, office: Office
) -> None:
    document = registered(session, office.clerk)
    receiver = Receiver(f"p{office.officer.person_id}", "lead", None)
    direct(session, office.leader, document.id, "Xử lý", [receiver])
    entry = entry_of(session, office.clerk, subject="V/v khác", reason="Ghi sai")
    service.correct(session, office.clerk, document, entry)
    rows = select(outbox.OutboxRow.payload).where(outbox.OutboxRow.topic == "incoming.corrected")
    [payload] = session.scalars(rows)
    [kind] = [one for one in MESSAGES if one.name == "incoming.corrected"]
    told = kind.tell(session, payload)
    assert told is not None
    assert set(told.people) == {office.officer.person_id}
    assert "Ghi sai" in str(told.values)


def test_a_letter_of_another_number_is_said_and_linked_but_stops_nobody(
    session: Session, office: Office
) -> None:
    first = registered(session, office.clerk)
    entry = entry_of(session, office.clerk, number="1948")
    [twin] = likely_twins(session, office.clerk, likeness_of(entry))
    assert (twin.id, twin.is_sure) == (first.id, False)
    second = registered(session, office.clerk, number="1948")
    assert [one.id for one in links_of(session, office.clerk, second.id).twins] == [first.id]
    assert [one.id for one in links_of(session, office.clerk, first.id).twins] == [second.id]


def test_a_twin_entered_all_the_same_is_linked(session: Session, office: Office) -> None:
    first = registered(session, office.clerk)
    with pytest.raises(Refused):
        registered(session, office.clerk)
    session.rollback()
    second = registered(session, office.clerk, is_different=True)
    assert [one.id for one in links_of(session, office.clerk, second.id).twins] == [first.id]


def upload(session: Session, office: Office, storage: MemoryStorage, name: str) -> str:
    return taken(session, storage, io.BytesIO(SCAN), name, office.clerk).token


def test_the_same_bytes_under_another_number_are_a_twin(session: Session, office: Office) -> None:
    storage = MemoryStorage()
    first = registered(session, office.clerk, uploads=(upload(session, office, storage, "a.pdf"),))
    other = {"number": "55", "symbol": "STC", "issuer": "Sở Tài chính", "subject": "V/v giao vốn"}
    uploads = (upload(session, office, storage, "b.pdf"),)
    with pytest.raises(Refused):
        registered(session, office.clerk, **other, uploads=uploads)
    session.rollback()
    uploads = (upload(session, office, storage, "b.pdf"),)
    second = registered(session, office.clerk, **other, uploads=uploads, is_different=True)
    assert [one.id for one in links_of(session, office.clerk, second.id).twins] == [first.id]


def test_a_file_given_twice_is_said(session: Session, office: Office) -> None:
    storage = MemoryStorage()
    document = registered(
        session, office.clerk, uploads=(upload(session, office, storage, "a.pdf"),)
    )
    again = upload(session, office, storage, "b.pdf")
    with pytest.raises(Refused) as refused:
        service.add_files(session, office.clerk, document, [again])
    assert str(refused.value) == "“b.pdf” is here already, as “a.pdf”: take one of them off."
