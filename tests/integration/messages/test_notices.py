"""Who hears of what: through the office's own services, outbox and wiring."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval import service as approval
from app.messages.models import Notice
from app.outgoing import service as outgoing
from app.outgoing.inputs import IssueEntry
from app.outgoing.models import OutgoingDocument
from app.work import service as work
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.drafting.making import approve, decision, sent, step
from tests.integration.messages.conftest import Told
from tests.integration.work.making import directed
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
    assert told(office.officer) == [
        f"{office.head.name} approved: {SUBJECT}",
        f"{office.leader.name} signed: {SUBJECT}",
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
