"""Who hears of what: through the office's own services, outbox and wiring."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval import service as approval
from app.core import clock
from app.dossiers import service as dossiers
from app.dossiers.rules import DossierEntry
from app.incoming import service as incoming
from app.messages.models import Notice
from app.outgoing import service as outgoing
from app.outgoing.inputs import IssueEntry
from app.outgoing.models import OutgoingDocument
from app.records.policy import may_read
from app.records.queries import readers_of
from app.work import service as work
from app.work.service import Receiver
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.drafting.making import approve, decision, sent, step
from tests.integration.incoming.making import entry_of, registered
from tests.integration.messages.conftest import Told
from tests.integration.work.making import directed, lines, person, unit
from tests.sandboxing import stamps_for

SUBJECT = "Trả lời về cải cách hành chính"


def test_the_author_hears_of_every_step_until_the_number(
    session: Session, office: Office, storage: MemoryStorage, told: Told
) -> None:
    steps = (step("review", office.head, 1), step("sign", office.leader, 2))
    draft = sent(session, office, storage, steps)
    approve(session, storage, office.head, draft)
    approve(session, storage, office.leader, draft)
    document = session.get_one(OutgoingDocument, draft.document_id)
    entry = IssueEntry(version=document.version)
    stamps = stamps_for(session, storage, document.id)
    outgoing.issue(session, office.clerk, document, entry, stamps)
    assert sorted(told(office.officer)) == [
        f"{office.leader.name} signed: {SUBJECT}",
        f"{office.head.name} approved: {SUBJECT}",
        f"Your document was issued as {document.reference}: {SUBJECT}",
    ]


def test_what_comes_back_names_the_draft_and_the_reason(
    session: Session, office: Office, storage: MemoryStorage, told: Told
) -> None:
    draft = sent(session, office, storage, (step("sign", office.leader, 1),))
    said = decision(session, draft, "Thiếu số liệu.")
    approval.return_to(session, office.leader, draft.record_id, said)
    assert told(office.officer) == [f"Returned to you: {SUBJECT}. Thiếu số liệu."]


def test_the_author_hears_that_the_clerk_gave_it_back(
    session: Session, office: Office, storage: MemoryStorage, told: Told
) -> None:
    draft = sent(session, office, storage, (step("sign", office.leader, 1),))
    approve(session, storage, office.leader, draft)
    document = session.get_one(OutgoingDocument, draft.document_id)
    outgoing.return_to_drafter(session, office.clerk, document, "Sai thể thức.", document.version)
    assert told(office.officer)[1:] == [
        f"The clerk returned your signed draft: {SUBJECT}. Sai thể thức."
    ]
    assert session.scalars(select(Notice.path)).all()[-1] == f"/drafts/{draft.id}"


def test_work_that_is_taken_back_is_named_by_its_subject(
    session: Session, office: Office, told: Told
) -> None:
    document, (line,) = directed(session, office)
    work.recall(session, office.leader, line.id)
    reference, subject = document.reference, document.subject
    assert told(office.head)[-1] == f"You need not act on {reference} any more: {subject}"


def test_holders_hear_once_that_the_document_has_another_due_date(
    session: Session, office: Office, told: Told
) -> None:
    document = registered(session, office.clerk, due_on=date(2026, 12, 10))
    receivers = (
        Receiver(unit(office.culture_id), "lead"),
        Receiver(person(office.clerk), "cohandler"),
    )
    (line, _other) = lines(
        session, work.direct(session, office.leader, document.id, "Giao.", receivers)
    )
    below = [Receiver(person(office.officer), "lead")]
    work.pass_on(session, office.head, line.id, "", below)
    change = entry_of(session, office.clerk, due_on=date(2026, 12, 15))
    incoming.correct(session, office.clerk, document, change)
    incoming.correct(session, office.clerk, document, change)
    said = f"{document.reference} itself is due on 15/12/2026, not 10/12/2026: {document.subject}"
    for actor in (office.head, office.officer):
        assert [words for words in told(actor) if "itself is due" in words] == [said]
    assert said not in told(office.clerk), "who corrected it knows"
    assert said not in told(office.economy_head)


def test_the_new_owner_of_a_dossier_is_told_and_sees_what_is_in_it(
    session: Session, office: Office, told: Told
) -> None:
    document, _lines = directed(session, office)
    entry = DossierEntry(
        "01.VHXH", "Trợ cấp", 2026, "06", office.culture_id, office.head.person_id, clock.today()
    )
    dossier = dossiers.open_dossier(session, office.head, entry)
    dossiers.put_in(session, office.head, dossier, document.id)
    assert not may_read(office.second_officer, readers_of(session, document.id))
    given = replace(entry, owner_id=office.second_officer.person_id)
    dossiers.change(session, office.head, dossier, given, dossier.version)
    assert told(office.second_officer) == [
        f"{office.head.name} gave you the dossier 01.VHXH to keep."
    ]
    assert may_read(office.second_officer, readers_of(session, document.id))
    back = replace(given, owner_id=office.officer.person_id)
    dossiers.change(session, office.second_officer, dossier, back, dossier.version)
    assert len(told(office.second_officer)) == 1
    assert not may_read(office.second_officer, readers_of(session, document.id))
