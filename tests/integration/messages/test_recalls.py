"""What a recall means for everybody whom the letter had reached: told, asked, undone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.errors import Refused
from app.core.policy import Actor
from app.correspondence.queries import has_reply, links_of
from app.incoming import service as incoming
from app.incoming.models import IncomingDocument
from app.messages.models import Notice
from app.outgoing import service as outgoing
from app.outgoing.models import OutgoingDocument
from app.outgoing.queries import recipients_of
from app.records.policy import may_read
from app.records.queries import readers_of
from app.records.rules import LINE, Ground
from app.records.service import end_ground, let_read
from app.work import service as work
from app.work.models import Assignment
from app.work.service import Receiver
from documents.storage import MemoryStorage
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of
from tests.integration.messages.conftest import Told
from tests.integration.outgoing.making import issue, signed, to_other_agency
from tests.integration.work.making import directed
from tests.sandboxing import stamps_for

pytestmark = pytest.mark.usefixtures("monday")


def copy_at(session: Session, agency_id: int) -> IncomingDocument:
    return session.scalars(
        select(IncomingDocument).where(IncomingDocument.agency_id == agency_id)
    ).one()


def unread(session: Session, actor: Actor) -> list[str]:
    rows = select(Notice).where(Notice.person_id == actor.person_id, Notice.read_at.is_(None))
    return [notice.message % notice.values for notice in session.scalars(rows)]


@pytest.fixture
def question(session: Session, office: Office, storage: MemoryStorage) -> OutgoingDocument:
    asks = (to_other_agency(office, reply_required=True, due_on=date(2026, 11, 30)),)
    return issue(session, office, signed(session, office, storage, recipients=asks), storage)


@pytest.fixture
def accepted(
    session: Session, office: Office, question: OutgoingDocument, told: Told
) -> IncomingDocument:
    """The copy at the other agency, whose leader gave it to the clerk."""
    told(office.other_clerk)
    copy = copy_at(session, office.other_agency_id)
    clerk = office.other_clerk
    incoming.accept(session, clerk, copy, entry_of(session, clerk))
    receiver = Receiver(f"p{clerk.person_id}", "lead", None)
    work.direct(session, office.other_leader, copy.id, "Xử lý", [receiver])
    return copy


def answer(
    session: Session, office: Office, storage: MemoryStorage, asked: IncomingDocument
) -> OutgoingDocument:
    reply = signed(
        session,
        office,
        storage,
        agency_id=office.other_agency_id,
        unit_id=None,
        drafter_id=None,
        answers_id=asked.id,
        recipients=(to_other_agency(office, name="UBND", agency_id=office.agency_id),),
    )
    entry = outgoing.IssueEntry(version=reply.version)
    stamps = stamps_for(session, storage, reply.id)
    return outgoing.issue(session, office.other_clerk, reply, entry, stamps)


def test_what_was_not_accepted_is_gone_and_its_clerk_hears_of_it(
    session: Session, office: Office, question: OutgoingDocument, told: Told
) -> None:
    told(office.other_clerk)
    assert "accept or refuse it" in unread(session, office.other_clerk)[0]
    outgoing.recall(session, office.clerk, question, "Sai số liệu", question.version)
    told(office.other_clerk)
    (said,) = unread(session, office.other_clerk)
    assert said.endswith("recalled 01/UBND-VHXH before it was accepted: Sai số liệu")
    copy = copy_at(session, office.other_agency_id)
    assert not may_read(office.other_clerk, readers_of(session, copy.id))


def test_the_agency_that_accepted_it_is_asked(
    session: Session, office: Office, question: OutgoingDocument, told: Told,
    accepted: IncomingDocument,
) -> None:  # fmt: skip
    outgoing.recall(session, office.clerk, question, "Sai số liệu", question.version)
    assert told(office.other_clerk)[-1].endswith("Sai số liệu. End the work on it, or go on.")
    assert (accepted.state, accepted.recall_reason) == ("directed", "Sai số liệu")
    incoming.follow_recall(session, office.other_clerk, accepted)
    assert [line.state for line in session.scalars(select(Assignment))] == ["called_off"]


def test_whoever_had_finished_is_asked_too_and_the_sender_hears_what_was_done(
    session: Session, office: Office, question: OutgoingDocument, told: Told,
    accepted: IncomingDocument,
) -> None:  # fmt: skip
    line = session.scalars(select(Assignment)).one()
    work.finish(session, office.other_clerk, line.id, "Đã xong.")
    incoming.close(session, office.other_leader, accepted, "Đã có văn bản khác.")
    outgoing.recall(session, office.clerk, question, "Sai số liệu", question.version)
    asked = "closed here: Sai số liệu. Put it away, or keep it."
    assert told(office.other_clerk)[-1].endswith(asked)
    incoming.follow_recall(session, office.other_leader, accepted)
    assert (line.state, accepted.state) == ("done", "recalled"), "what was done stays done"
    with pytest.raises(Refused):
        incoming.follow_recall(session, office.other_leader, accepted)
    told(office.clerk)
    assert "outgoing.recall_followed" in actions_on(session, question)


def test_accepted_in_the_moment_in_which_it_was_recalled_it_is_asked_for(
    session: Session, office: Office, question: OutgoingDocument, told: Told
) -> None:
    """The acceptance is not heard of yet when the sender calls it back."""
    told(office.other_clerk)
    copy = copy_at(session, office.other_agency_id)
    incoming.accept(session, office.other_clerk, copy, entry_of(session, office.other_clerk))
    outgoing.recall(session, office.clerk, question, "Sai số liệu", question.version)
    with pytest.raises(Refused):
        outgoing.recall(session, office.clerk, question, "Lần nữa", question.version)
    assert told(office.other_clerk)[-1].endswith("Sai số liệu. End the work on it, or go on.")
    assert may_read(office.other_clerk, readers_of(session, copy.id))
    assert (copy.state, copy.recall_reason) == ("registered", "Sai số liệu")
    assert "outgoing.accepted_by" in actions_on(session, question), "the sender knows of it"


def actions_on(session: Session, document: OutgoingDocument) -> set[str]:
    session.commit()
    return set(
        session.scalars(select(AuditEntry.action).where(AuditEntry.record_id == document.id))
    )


def test_accepting_a_delivery_is_the_end_of_being_asked_to(
    session: Session, office: Office, told: Told, accepted: IncomingDocument
) -> None:
    told(office.other_clerk)
    assert not [said for said in unread(session, office.other_clerk) if "accept or refuse" in said]


def test_a_reply_is_found_from_both_sides_by_whoever_reads_the_question(
    session: Session, office: Office, storage: MemoryStorage, told: Told,
    question: OutgoingDocument, accepted: IncomingDocument,
) -> None:  # fmt: skip
    ground = Ground(LINE, 900)
    let_read(session, question.id, [f"p{office.economy_officer.person_id}"], ground)
    answer(session, office, storage, accepted)
    told(office.clerk)
    home = copy_at(session, office.agency_id)
    assert not may_read(office.economy_officer, readers_of(session, home.id))
    incoming.accept(session, office.clerk, home, entry_of(session, office.clerk))
    told(office.clerk)
    assert may_read(office.economy_officer, readers_of(session, home.id))
    assert [one.id for one in links_of(session, office.economy_officer, question.id).replies] == [
        home.id
    ]
    (asked,) = links_of(session, office.leader, home.id).requests
    assert (asked.id, asked.reference) == (question.id, "01/UBND-VHXH")
    end_ground(session, question.id, ground, "withdrawn")
    assert not may_read(office.economy_officer, readers_of(session, question.id))
    assert not may_read(office.economy_officer, readers_of(session, home.id))


def test_a_recalled_reply_answers_nothing(
    session: Session, office: Office, storage: MemoryStorage, told: Told,
    question: OutgoingDocument, accepted: IncomingDocument,
) -> None:  # fmt: skip
    reply = answer(session, office, storage, accepted)
    told(office.clerk)
    home = copy_at(session, office.agency_id)
    incoming.accept(session, office.clerk, home, entry_of(session, office.clerk))
    told(office.clerk)
    assert accepted.state == "closed"
    assert recipients_of(session, [question.id])[question.id][0].answer_id == home.id
    outgoing.recall(session, office.other_clerk, reply, "Gửi nhầm bản", reply.version)
    assert told(office.other_clerk)[-1].endswith("is yours to answer again")
    (line,) = session.scalars(select(Assignment))
    assert (accepted.state, line.state, line.outcome) == ("directed", "open", "")
    assert not has_reply(session, accepted.id)
    assert not has_reply(session, question.id)
    (asked,) = recipients_of(session, [question.id])[question.id]
    assert (asked.answer_id, asked.answered_at) == (None, None)
    (shown,) = links_of(session, office.clerk, question.id).replies
    assert [one.kind for one in shown.sequels] == ["recalled"]


def test_a_new_due_date_is_told_to_every_holder_whose_date_changed(
    session: Session, office: Office, told: Told
) -> None:
    document, (line,) = directed(
        session, office, Receiver(f"u{office.culture_id}", "lead", MONDAY + timedelta(days=9))
    )
    below = [Receiver(f"p{office.officer.person_id}", "lead", MONDAY + timedelta(days=8))]
    work.pass_on(session, office.head, line.id, "", below)
    work.change_due(session, office.leader, line.id, MONDAY + timedelta(days=4), "Tỉnh giục.")
    for holder, old in ((office.head, "02/12/2026"), (office.officer, "01/12/2026")):
        assert told(holder)[-1] == (
            f"Your work on {document.reference} is due on 27/11/2026, not {old}: Tỉnh giục."
        )
    assert not [said for said in told(office.leader) if "is due on" in said]
