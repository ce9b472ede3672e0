"""What becomes of documents after (or instead of) issuing: on both databases, news delivered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.db import session_factory
from app.core.errors import Forbidden, NotFound, Refused, Stale
from app.core.jobs import Handlers, Job, drain
from app.core.lists import Place
from app.core.memory import forget
from app.core.outbox import OutboxRow
from app.correspondence.queries import links_of
from app.files.service import attach_content
from app.incoming import jobs as receiving
from app.incoming import service as incoming
from app.incoming.models import IncomingDocument
from app.organisation.models import Agency
from app.outgoing import jobs as sending
from app.outgoing import queries, service
from app.outgoing.filters import OutgoingFilter
from app.outgoing.inputs import IssueEntry, PaperEntry, RecipientEntry
from app.outgoing.models import OutgoingDocument
from app.outgoing.queries import OUTGOING
from app.outgoing.service.delivering import note_refused
from app.outgoing.service.recipients import recipients_of
from app.registers.models import TakenNumber
from documents.storage import MemoryStorage
from tests.databases import TestDatabase
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.outgoing.making import issue, request_of, scan, signed, to_other_agency
from tests.sandboxing import stamps_for

pytestmark = pytest.mark.usefixtures("monday")

HANDLERS = Handlers((*receiving.JOBS, *sending.JOBS))


def deliver(session: Session, database: TestDatabase) -> None:
    """Commit, and let the worker bring the news until there is none left."""
    session.commit()
    while drain(session_factory(database.engine), HANDLERS):
        pass
    failed = select(Job.error).where(Job.state != "done")
    assert session.scalars(failed).all() == []
    session.expire_all()


def delivered_to(session: Session, agency_id: int) -> list[IncomingDocument]:
    rows = select(IncomingDocument).where(IncomingDocument.agency_id == agency_id)
    return list(session.scalars(rows.order_by(IncomingDocument.id)))


def states(session: Session, document: OutgoingDocument) -> list[str]:
    return [row.state for row in recipients_of(session, document.id)]


def test_it_arrives_and_its_sender_sees_that_it_waits(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = issue(session, office, signed(session, office, storage), storage)
    deliver(session, database)
    (copy,) = delivered_to(session, office.other_agency_id)
    assert (copy.state, copy.reference) == ("waiting", "01/UBND-VHXH")
    assert states(session, document) == ["delivered"]
    assert recipients_of(session, document.id)[0].delivered_id == copy.id


def test_a_refusal_is_shown_with_its_reason_and_can_be_answered_by_sending_again(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = issue(session, office, signed(session, office, storage), storage)
    deliver(session, database)
    copy = delivered_to(session, office.other_agency_id)[0]
    incoming.refuse(session, office.other_clerk, copy, "Gửi nhầm nơi")
    deliver(session, database)
    refused = recipients_of(session, document.id)[0]
    assert (refused.state, refused.reason) == ("refused", "Gửi nhầm nơi")
    assert OUTGOING.count(session, office.clerk, OutgoingFilter(tab="refused")) == 1
    service.resend(session, office.clerk, document, refused.id)
    deliver(session, database)
    assert states(session, document) == ["refused", "delivered"]
    assert OUTGOING.count(session, office.clerk, OutgoingFilter(tab="refused")) == 0
    assert len(delivered_to(session, office.other_agency_id)) == 2
    with pytest.raises(Refused, match="was sent it again"):
        service.resend(session, office.clerk, document, refused.id)


def test_a_recall_freezes_the_document_and_cancels_the_copies(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = issue(session, office, signed(session, office, storage), storage)
    deliver(session, database)
    service.recall(session, office.clerk, document, "Sai số liệu", document.version)
    deliver(session, database)
    assert (document.state, document.recall_reason) == ("recalled", "Sai số liệu")
    assert document.number == 1
    assert states(session, document) == ["recalled"]
    assert [copy.state for copy in delivered_to(session, office.other_agency_id)] == ["recalled"]
    for act in (
        lambda: service.recall(session, office.clerk, document, "lại", document.version),
        lambda: service.add_recipients(
            session, office.clerk, document, [RecipientEntry("Sở Y tế", channel="paper")]
        ),
    ):
        with pytest.raises(Refused, match="was recalled"):
            act()


def test_a_recall_that_overtakes_its_delivery_cancels_it_on_arrival(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = issue(session, office, signed(session, office, storage), storage)
    session.flush()
    service.recall(session, office.clerk, document, "Sai số liệu", document.version)
    deliver(session, database)
    assert [copy.state for copy in delivered_to(session, office.other_agency_id)] == ["recalled"]
    assert states(session, document) == ["recalled"]


def test_a_recall_needs_a_reason_and_a_fresh_page(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = issue(session, office, signed(session, office, storage), storage)
    with pytest.raises(Refused, match="Say why"):
        service.recall(session, office.clerk, document, "", document.version)
    with pytest.raises(Stale):
        service.recall(session, office.clerk, document, "Sai", document.version - 1)
    with pytest.raises(Forbidden):
        service.recall(session, office.leader, document, "Sai", document.version)


def test_a_replacement_stands_in_the_old_one_s_place_on_both_sides(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    old = issue(session, office, signed(session, office, storage), storage)
    deliver(session, database)
    new = issue(session, office, signed(session, office, storage, replaces_id=old.id), storage)
    deliver(session, database)
    assert (old.state, new.state) == ("replaced", "issued")
    assert [one.id for one in links_of(session, office.clerk, new.id).replaces] == [old.id]
    assert [one.id for one in links_of(session, office.clerk, old.id).replaced_by] == [new.id]
    first, second = delivered_to(session, office.other_agency_id)
    assert (first.state, first.closed_reason) == ("recalled", "→ 02/UBND-VHXH")
    assert second.state == "waiting"
    third = signed(session, office, storage, replaces_id=old.id)
    with pytest.raises(Refused, match="already replaced"):
        issue(session, office, third, storage)


def test_receivers_added_later_get_it_once(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    paper = (RecipientEntry("Sở Y tế", channel="paper"),)
    document = issue(session, office, signed(session, office, storage, recipients=paper), storage)
    service.add_recipients(session, office.clerk, document, [to_other_agency(office)])
    deliver(session, database)
    assert states(session, document) == ["sent", "delivered"]
    with pytest.raises(Refused, match="received it already"):
        service.add_recipients(session, office.clerk, document, [to_other_agency(office)])
    with pytest.raises(Refused, match="at least one"):
        service.add_recipients(session, office.clerk, document, [])


def test_a_signed_document_goes_back_with_the_reason_and_keeps_no_number(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = signed(session, office, storage)
    session.flush()
    with pytest.raises(Refused, match="Say why"):
        service.return_to_drafter(session, office.clerk, document, "", document.version)
    service.return_to_drafter(session, office.clerk, document, "Thiếu phụ lục", document.version)
    session.flush()
    assert (document.state, document.closed_reason) == ("returned", "Thiếu phụ lục")
    event = session.scalars(select(OutboxRow).where(OutboxRow.topic == "outgoing.returned")).one()
    assert event.payload == {
        "document_id": document.id,
        "reason": "Thiếu phụ lục",
        "by_id": office.clerk.person_id,
    }
    assert session.scalars(select(TakenNumber)).all() == []
    with pytest.raises(Refused, match="returned to its drafter"):
        issue(session, office, document, storage)


def test_answers_awaited_stand_by_their_due_dates_on_the_desk_and_in_the_list(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    """However urgent the questions were; those without a date come last."""
    for day in (date(2026, 11, 27), date(2026, 11, 25), None, date(2026, 12, 4)):
        asks = (to_other_agency(office, reply_required=True, due_on=day),)
        waiting = signed(session, office, storage, recipients=asks)
        waiting.urgency = 0 if day else 3
        issue(session, office, waiting, storage)
    box = [row.document_id for row in queries.awaited(session, office.clerk)]
    found = OUTGOING.page(session, office.clerk, OutgoingFilter(tab="awaited"), size=2)
    behind = Place(before=found.older)
    rest = OUTGOING.page(session, office.clerk, OutgoingFilter(tab="awaited"), behind)
    assert [row.id for row in (*found.rows, *rest.rows)] == box
    assert box == [box[0], box[0] - 1, box[0] + 2, box[0] + 1]


def asked_and_answered(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> tuple[OutgoingDocument, OutgoingDocument]:
    """A question to the other agency, and the reply that agency issued to it."""
    asks = (to_other_agency(office, reply_required=True, due_on=date(2026, 11, 30)),)
    question = issue(session, office, signed(session, office, storage, recipients=asks), storage)
    deliver(session, database)
    assert len(queries.awaited(session, office.clerk)) == 1
    assert [row.reference for row in queries.awaited(session, office.officer)] == ["01/UBND-VHXH"]
    request = delivered_to(session, office.other_agency_id)[0]
    entry = PaperEntry(
        *("BC", "Báo cáo", None, 0, "Ma Văn Hiến", "CHỦ TỊCH", date(2026, 11, 23)),
        answers_id=request.id,
        recipients=(RecipientEntry("UBND phường Tân Khê", office.agency_id),),
    )
    reply = service.enter_signed(session, office.other_clerk, entry)
    attach_content(session, reply.id, scan(storage), "main", office.other_clerk.person_id)
    stamps = stamps_for(session, storage, reply.id)
    service.issue(session, office.other_clerk, reply, IssueEntry(reply.version), stamps)
    deliver(session, database)
    return question, reply


def test_an_answer_from_inside_closes_the_sender_s_line(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    question, reply = asked_and_answered(database, session, office, storage)
    (row,) = queries.recipients_of(session, [question.id])[question.id]
    assert row.answered_at == MONDAY
    assert len(queries.awaited(session, office.clerk)) == 0
    request = delivered_to(session, office.other_agency_id)[0]
    assert [one.id for one in links_of(session, office.other_clerk, request.id).replies] == [
        reply.id
    ]


def test_an_answer_sent_back_is_awaited_again(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    question, _reply = asked_and_answered(database, session, office, storage)
    (copy,) = delivered_to(session, office.agency_id)
    incoming.refuse(session, office.clerk, copy, "Thiếu số liệu quý III")
    deliver(session, database)
    (row,) = queries.recipients_of(session, [question.id])[question.id]
    assert row.answered_at is None
    assert len(queries.awaited(session, office.clerk)) == 1


def test_whoever_succeeded_the_one_that_asked_sends_an_answer_back_as_well(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    question, reply = asked_and_answered(database, session, office, storage)
    heir = Agency(
        name="Ủy ban nhân dân xã Kỳ Sơn", short_name="UBND xã Kỳ Sơn", code="H49.9", symbol="UBND",
        place_name="Kỳ Sơn", valid_from=date(2025, 7, 1),
    )  # fmt: skip
    session.add(heir)
    session.flush()
    asked = session.get_one(Agency, office.agency_id)
    asked.successor_id, asked.valid_to = heir.id, MONDAY.date() - timedelta(days=1)
    session.flush()
    forget(session)
    (sent,) = recipients_of(session, reply.id)
    note_refused(session, {"recipient_id": sent.id, "reason": "Thiếu số liệu quý III"})
    (row,) = queries.recipients_of(session, [question.id])[question.id]
    assert row.answered_at is None


def test_an_answer_on_paper_is_noted_by_the_clerk(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    asks = (RecipientEntry("Sở Y tế", None, "paper", True, date(2026, 11, 30)),)
    document = issue(session, office, signed(session, office, storage, recipients=asks), storage)
    row = recipients_of(session, document.id)[0]
    with pytest.raises(Refused, match="how it answered"):
        service.note_answered(session, office.clerk, document, row.id, None, "")
    service.note_answered(session, office.clerk, document, row.id, None, "qua điện thoại")
    (fact,) = queries.recipients_of(session, [document.id])[document.id]
    assert fact.answer_note == "qua điện thoại"
    with pytest.raises(Refused, match="already noted"):
        service.note_answered(session, office.clerk, document, row.id, None, "lần nữa")
    service.take_answer_off(session, office.clerk, document, row.id)
    (fact,) = queries.recipients_of(session, [document.id])[document.id]
    assert (fact.answered_at, fact.answer_note, document.reply_required) == (None, None, True)
    answer = request_of(session, office)
    service.note_answered(session, office.clerk, document, row.id, answer.id, "")
    service.take_answer_off(session, office.clerk, document, row.id)
    assert links_of(session, office.clerk, document.id).replies == ()
    with pytest.raises(Refused, match="Nobody noted"):
        service.take_answer_off(session, office.clerk, document, row.id)


def test_another_document_s_receiver_is_not_found(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = issue(session, office, signed(session, office, storage), storage)
    other = issue(session, office, signed(session, office, storage), storage)
    strange = recipients_of(session, other.id)[0]
    with pytest.raises(NotFound):
        service.resend(session, office.clerk, document, strange.id)
    with pytest.raises(NotFound):
        service.note_answered(session, office.clerk, document, strange.id, None, "x")


def test_a_paper_document_is_entered_and_corrected(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    entry = PaperEntry(
        "CV", "V/v mời họp", office.culture_id, 1, "Lưu Đình Thuận", "CHỦ TỊCH", date(2026, 11, 20)
    )
    document = service.enter_signed(session, office.clerk, entry)
    session.flush()
    assert (document.state, document.archive_copy) == ("signed", "VT, VHXH")
    service.correct(
        session, office.clerk, document, replace(entry, subject="V/v mời dự họp"), document.version
    )
    assert document.subject == "V/v mời dự họp"
    with pytest.raises(Stale):
        service.correct(session, office.clerk, document, entry, document.version - 1)
    with pytest.raises(Refused) as refusal:
        service.enter_signed(session, office.clerk, PaperEntry("", "", None, 0, "", "", None))
    assert len(refusal.value.problems) == 4
    with pytest.raises(Forbidden):
        service.enter_signed(session, office.officer, entry)


def test_what_came_from_the_circuit_is_not_corrected_by_the_clerk(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = signed(session, office, storage)
    session.flush()
    entry = PaperEntry("CV", "x", None, 0, "A", "", date(2026, 11, 20))
    with pytest.raises(Refused, match="return it to its drafter"):
        service.correct(session, office.clerk, document, entry, document.version)


def test_a_unit_of_another_agency_is_refused(session: Session, office: Office) -> None:
    entry = PaperEntry("CV", "x", office.culture_id, 0, "A", "", date(2026, 11, 20))
    with pytest.raises(Refused, match="another agency"):
        service.enter_signed(session, office.other_clerk, entry)
