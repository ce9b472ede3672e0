"""Reading the file is opening; whoever takes work back sees who has read it; on both databases."""

from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records.models import RecordOpening
from app.work import service
from app.work.models import Assignment
from app.work.service import Receiver
from tests.documents.document_files import pdf_bytes
from tests.integration.correspondence.test_files import document_with
from tests.integration.work.making import lines, unit


@pytest.fixture
def given_out(session, storage, office):
    """A letter with its file, led by culture, of which economy is informed."""
    document = document_with(session, storage, office.clerk, ("den.pdf", pdf_bytes("Một")))
    receivers = [
        Receiver(unit(office.culture_id), "lead"), Receiver(unit(office.economy_id), "information"),
    ]  # fmt: skip
    written = service.direct(session, office.leader, document.id, "Giao.", receivers)
    given, [file] = lines(session, written), document.files
    session.commit()
    session.expunge_all()  # what the pages do is read anew, and nobody waits for the test
    return document.id, file.id, given


@pytest.fixture
def now(database):
    """How these lines stand."""

    def read(*lines):
        with Session(database.engine) as session:
            return [session.get_one(Assignment, line.id) for line in lines]

    return read


@pytest.mark.parametrize("way", ["", "/pages/1", "/text"])
def test_reading_the_file_is_reading_the_letter(database, office, client_of, given_out, now, way):
    document_id, file_id, given = given_out
    assert client_of(office.officer).get(f"/files/{file_id}{way}").status_code == 404
    assert client_of(office.head).get(f"/files/{file_id}{way}").status_code == 200
    assert client_of(office.economy_head).get(f"/files/{file_id}{way}").status_code == 200
    lead, told = now(*given)
    assert (lead.state, lead.opened_by_id) == ("open", office.head.person_id)
    assert (told.state, told.opened_by_id) == ("done", office.economy_head.person_id)
    opened = select(RecordOpening.person_id).where(RecordOpening.record_id == document_id)
    with Session(database.engine) as session:
        openers = set(session.scalars(opened))
    assert {office.head.person_id, office.economy_head.person_id} <= openers


def said(client, address):
    return unescape(client.get(address).text)


def test_who_opened_it_stands_where_it_is_taken_back(office, client_of, given_out, now):
    document_id, _file_id, (lead, told) = given_out
    leader, page = client_of(office.leader), f"/documents/{document_id}"
    undo = f"/directives/{lead.directive_id}/recall"
    assert "Chưa ai mở xem." in said(leader, page)
    assert "Chưa ai mở xem." in said(leader, undo)
    client_of(office.head).get(page)
    opened = f"{office.head.name} đã mở xem lúc"
    for address in (page, undo, f"/lines/{lead.id}/withdraw"):
        assert opened in said(leader, address)
    shown = leader.post(undo)
    assert (shown.status_code, opened in unescape(shown.text)) == (200, True)
    assert now(lead)[0].state == "open", "who undoes it in passing is first told who has read it"
    assert leader.post(undo, data={"seen": "1"}).location == page
    assert [one.state for one in now(lead, told)] == ["recalled"] * 2


def test_undone_in_time_it_is_undone_at_once(office, client_of, given_out, now):
    document_id, _file_id, (lead, told) = given_out
    undo = f"/directives/{lead.directive_id}/recall"
    assert client_of(office.leader).post(undo).location == f"/documents/{document_id}"
    assert [one.state for one in now(lead, told)] == ["recalled"] * 2
    assert client_of(office.head).get(undo).status_code == 404, "who cannot read it learns nothing"
