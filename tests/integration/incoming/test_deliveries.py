"""Documents of other agencies in the installation: waiting, accepted, refused, recalled."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core import clock, outbox
from app.core.errors import Forbidden, Refused, Stale
from app.core.policy import Actor
from app.deadlines.rules.colours import Horizon, colour
from app.files.models import FileText, RecordFile
from app.files.service import FileContent, attach_content
from app.incoming import service
from app.incoming.models import IncomingDocument
from app.outgoing.models import OutgoingDocument
from app.work.models import Assignment
from app.work.service import Receiver, direct
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of, form_of, registered

SignIn = Callable[[Actor], FlaskClient]
PDF = "application/pdf"


@pytest.fixture
def issued(session: Session, office: Office) -> OutgoingDocument:
    """A document of the first agency, issued with two files."""
    document = OutgoingDocument(
        agency_id=office.agency_id,
        type_code="CV",
        subject="V/v báo cáo kết quả rà soát",
        issuer="Ủy ban nhân dân phường Tân Khê",
        reference="807/UBND-VX",
        reference_key="807/UBND-VX",
        issued_on=clock.today(),
        urgency=2,
        signer_name="Lưu Đình Thuận",
        state="issued",
        register_id=office.outgoing_register_id,
        year=clock.today().year,
        number=807,
        created_by_id=office.clerk.person_id,
    )
    session.add(document)
    session.flush()
    for name in ("cv.pdf", "biểu.pdf"):
        attach_content(
            session,
            document.id,
            FileContent(name, name * 8, PDF, 10, 1),
            None,
            office.clerk.person_id,
        )
    session.commit()
    return document


def payload(
    document: OutgoingDocument, office: Office, recipient_id: int = 71
) -> dict[str, object]:
    due_at = (clock.now() + timedelta(days=5)).isoformat()
    delivery = {
        "recipient_id": recipient_id,
        "agency_id": office.other_agency_id,
        "reply_required": True,
        "due_at": due_at,
    }
    return {"document_id": document.id, "deliveries": [delivery], "answers_id": None}


@pytest.fixture
def waiting(session: Session, office: Office, issued: OutgoingDocument) -> IncomingDocument:
    service.receive_delivery(session, payload(issued, office))
    session.commit()
    return session.scalars(select(IncomingDocument)).one()


def events(session: Session, topic: str) -> list[dict[str, object]]:
    rows = select(outbox.OutboxRow.payload).where(outbox.OutboxRow.topic == topic)
    return list(session.scalars(rows))


def test_a_delivery_waits_with_the_sender_s_columns_and_files(
    session: Session, office: Office, issued: OutgoingDocument, waiting: IncomingDocument
) -> None:
    assert (waiting.state, waiting.number, waiting.agency_id) == (
        "waiting",
        None,
        office.other_agency_id,
    )
    assert (waiting.reference, waiting.subject, waiting.urgency) == (
        issued.reference,
        issued.subject,
        2,
    )
    assert waiting.issuer_agency_id == office.agency_id
    assert waiting.reply_required
    assert waiting.due_at is not None
    assert [f.sha256 for f in waiting.files] == [f.sha256 for f in issued.files]
    assert events(session, "incoming.delivery_received") == [
        {"recipient_id": 71, "document_id": waiting.id}
    ]


def test_the_same_event_twice_brings_one_document(
    session: Session, office: Office, issued: OutgoingDocument, waiting: IncomingDocument
) -> None:
    service.receive_delivery(session, payload(issued, office))
    session.commit()
    assert session.scalars(select(IncomingDocument)).all() == [waiting]
    assert len(session.scalars(select(RecordFile)).all()) == 4


def test_accepting_gives_an_arrival_number_and_tells_the_sender(
    client_of: SignIn, session: Session, office: Office, waiting: IncomingDocument
) -> None:
    document_id = waiting.id
    session.rollback()
    client = client_of(office.other_clerk)
    page = client.get(f"/incoming/{document_id}/accept").get_data(as_text=True)
    assert 'value="807"' in page
    assert "V/v báo cáo kết quả rà soát" in page
    entry = entry_of(
        session,
        office.other_clerk,
        number="807",
        symbol="UBND-VX",
        issuer="UBND phường Tân Khê",
        reply_required=True,
    )
    session.rollback()
    response = client.post(f"/incoming/{document_id}/accept", data=form_of(entry, version="1"))
    assert response.status_code == 302
    document = session.get_one(IncomingDocument, document_id)
    assert (document.state, document.number) == ("registered", 1)
    assert events(session, "incoming.delivery_accepted") == [
        {"recipient_id": 71, "document_id": document_id}
    ]
    with pytest.raises(Refused):
        service.accept(session, office.other_clerk, document, entry)


def test_accepting_proposes_the_day_that_the_letter_itself_names(
    client_of: SignIn, session: Session, office: Office, waiting: IncomingDocument
) -> None:
    """Where its sender asked for no answer by a day; a page's own count is proposed too."""
    address, main = f"/incoming/{waiting.id}/accept", waiting.files[0]
    waiting.due_at, waiting.pages, main.page_count = None, None, 3
    words = "Đề nghị báo cáo trước ngày 11/12/2026 để tổng hợp."
    session.merge(FileText(sha256=main.sha256, text=words))
    session.commit()
    page = html.fromstring(client_of(office.other_clerk).get(address).text)
    assert page.xpath("//input[@name='due_on']/@value") == ["11/12/2026"]
    assert page.xpath("//input[@name='pages']/@value") == ["3"]
    [proposed] = page.xpath("//div[@data-conf='check'][.//input[@name='due_on']]")
    assert "trước ngày 11/12/2026" in proposed.text_content()


def test_refusing_needs_a_reason_that_the_sender_reads(
    session: Session, office: Office, waiting: IncomingDocument
) -> None:
    with pytest.raises(Refused) as silent:
        service.refuse(session, office.other_clerk, waiting, "")
    assert [problem.field for problem in silent.value.problems] == ["reason"]
    session.rollback()
    service.refuse(session, office.other_clerk, waiting, "Gửi nhầm nơi nhận")
    session.commit()
    assert (waiting.state, waiting.number, waiting.refused_reason) == (
        "refused",
        None,
        "Gửi nhầm nơi nhận",
    )
    assert events(session, "incoming.delivery_refused") == [
        {"recipient_id": 71, "reason": "Gửi nhầm nơi nhận"}
    ]
    with pytest.raises(Refused):
        service.refuse(session, office.other_clerk, waiting, "Lần nữa")


def test_only_the_receiver_s_clerk_decides(
    client_of: SignIn, session: Session, office: Office, waiting: IncomingDocument
) -> None:
    with pytest.raises(Forbidden):
        service.refuse(session, office.clerk, waiting, "Không phải của tôi")
    session.rollback()
    document_id = waiting.id
    session.rollback()
    for stranger, status in ((office.clerk, 404), (office.other_leader, 403)):
        client = client_of(stranger)
        for verb in ("accept", "refuse"):
            assert client.get(f"/incoming/{document_id}/{verb}").status_code == status
            assert client.post(f"/incoming/{document_id}/{verb}", data={}).status_code == status


def test_a_delivery_can_be_recalled_before_it_was_accepted(
    session: Session, office: Office, issued: OutgoingDocument, waiting: IncomingDocument
) -> None:
    issued.state = "recalled"
    recalled = {"document_id": issued.id, "reason": "Sai nội dung", "delivered_ids": [waiting.id]}
    service.recall_delivery(session, recalled)
    session.commit()
    assert (waiting.state, waiting.number, waiting.closed_reason) == (
        "recalled",
        None,
        "Sai nội dung",
    )
    service.recall_delivery(session, recalled)
    session.commit()
    assert len(events(session, "incoming.delivery_recalled")) == 1
    with pytest.raises(Refused):
        service.accept(session, office.other_clerk, waiting, entry_of(session, office.other_clerk))


def test_a_recall_of_an_accepted_document_is_asked_of_its_agency(
    session: Session, office: Office, issued: OutgoingDocument, waiting: IncomingDocument
) -> None:
    service.accept(session, office.other_clerk, waiting, entry_of(session, office.other_clerk))
    receiver = Receiver(f"p{office.other_clerk.person_id}", "lead", None)
    direct(session, office.other_leader, waiting.id, "Xử lý", [receiver])
    session.commit()
    assert waiting.state == "directed"
    issued.state = "recalled"
    recalled = {"document_id": issued.id, "reason": "Sai nội dung", "delivered_ids": [waiting.id]}
    service.recall_delivery(session, recalled)
    session.commit()
    assert (waiting.state, waiting.number, waiting.recall_reason) == ("directed", 1, "Sai nội dung")
    assert [line.state for line in session.scalars(select(Assignment))] == ["open"]
    service.recall_delivery(session, recalled)
    assert len(events(session, "incoming.delivery_recalled")) == 1
    with pytest.raises(Stale):
        service.follow_recall(session, office.other_clerk, waiting, waiting.version - 1)
    service.follow_recall(session, office.other_clerk, waiting, waiting.version)
    session.commit()
    assert (waiting.state, waiting.closed_reason) == ("recalled", "Sai nội dung")
    line = session.scalars(select(Assignment)).one()
    assert (line.state, line.outcome) == ("called_off", "Sai nội dung")
    assert (
        colour(line.state, line.opened_at, line.due_at, line.finished_at, Horizon(clock.now()))
        is None
    )


def test_nobody_follows_a_recall_that_never_came(
    session: Session, office: Office, waiting: IncomingDocument
) -> None:
    service.accept(session, office.other_clerk, waiting, entry_of(session, office.other_clerk))
    with pytest.raises(Refused, match="did not recall"):
        service.follow_recall(session, office.other_clerk, waiting, waiting.version)


def test_an_accepted_delivery_is_not_cancelled_here(
    session: Session, office: Office, waiting: IncomingDocument
) -> None:
    service.accept(session, office.other_clerk, waiting, entry_of(session, office.other_clerk))
    session.commit()
    with pytest.raises(Refused):
        service.cancel(session, office.other_clerk, waiting, "Nhầm")


def test_two_clerks_at_one_delivery(
    session: Session, office: Office, waiting: IncomingDocument
) -> None:
    quicker = replace(office.other_clerk, name="Ma Thị Lan")
    service.accept(session, quicker, waiting, entry_of(session, quicker), 1)
    session.commit()
    with pytest.raises(Stale, match="Ma Thị Lan"):
        service.refuse(session, office.other_clerk, waiting, "Không thuộc thẩm quyền", 1)


def test_what_arrives_is_compared_with_what_came_on_paper(
    session: Session, office: Office, waiting: IncomingDocument
) -> None:
    paper = {"number": "807", "symbol": "UBND-VX", "issuer": "UBND phường Tân Khê"}
    entry = entry_of(session, office.other_clerk, **paper)
    with pytest.raises(Refused) as twin:
        registered(session, office.other_clerk, **paper)
    assert [problem.field for problem in twin.value.problems] == ["is_different"]
    session.rollback()
    service.accept(session, office.other_clerk, waiting, entry)
    session.commit()
    assert waiting.number == 1


def test_after_one_delivery_the_clerk_gets_the_next(
    client_of: SignIn,
    session: Session,
    office: Office,
    issued: OutgoingDocument,
    waiting: IncomingDocument,
) -> None:
    for recipient_id in (72, 73):
        service.receive_delivery(session, payload(issued, office, recipient_id))
    session.commit()
    first, second, third = session.scalars(
        select(IncomingDocument.id).order_by(IncomingDocument.id)
    )
    entry = entry_of(session, office.other_clerk, is_different=True)
    session.commit()
    client = client_of(office.other_clerk)
    refused = client.post(f"/incoming/{first}/refuse", data={"reason": "Gửi nhầm", "version": "1"})
    assert refused.location == "/incoming?tab=waiting"
    form = form_of(entry, version="1", then="next")
    accepted = client.post(f"/incoming/{second}/accept", data=form)
    assert accepted.location == f"/incoming/{third}/accept", accepted.get_data(as_text=True)
    accepted = client.post(f"/incoming/{third}/accept", data=form)
    assert accepted.location == "/incoming?tab=waiting"


# -- What another agency sent is theirs ------------------------------------------------------------

FORGED = {
    "number": "999",
    "symbol": "XX",
    "issuer": "Cơ quan khác",
    "subject": "Trích yếu khác",
    "signer_name": "Người khác",
    "signer_title": "Khác",
    "type_code": "QD",
    "urgency": 0,
    "issued_on": date(2020, 1, 1),
}


def delivered_columns(document: IncomingDocument) -> dict[str, object]:
    names = ("reference", "reference_key", "type_code", "subject", "issuer", "issuer_agency_id")
    more = ("issued_on", "signer_name", "signer_title", "urgency")
    return {name: getattr(document, name) for name in (*names, *more)}


@pytest.mark.parametrize("act", ["accept", "correct"])
def test_what_was_delivered_stays_whatever_a_form_says(
    client_of: SignIn, session: Session, office: Office, waiting: IncomingDocument, act: str
) -> None:
    sent = delivered_columns(waiting)
    forged = entry_of(session, office.other_clerk, **FORGED, note="Bản giấy đến sau", copies=4)
    if act == "correct":
        entry = entry_of(session, office.other_clerk)
        service.accept(session, office.other_clerk, waiting, entry)
    version, address = str(waiting.version), f"/incoming/{waiting.id}/{act}"
    values = form_of(forged, version=version, without_number="y", reason="Ghi thêm")
    session.commit()
    assert client_of(office.other_clerk).post(address, data=values).status_code == 302
    session.refresh(waiting)
    assert delivered_columns(waiting) == sent
    assert (waiting.note, waiting.copies, waiting.number) == ("Bản giấy đến sau", 4, 1)


def test_the_services_hold_it_too(
    session: Session, office: Office, waiting: IncomingDocument
) -> None:
    sent = delivered_columns(waiting)
    forged = entry_of(session, office.other_clerk, **FORGED)
    service.accept(session, office.other_clerk, waiting, forged)
    assert delivered_columns(waiting) == sent


def test_delivered_files_stay_and_others_may_come_and_go(
    session: Session, office: Office, waiting: IncomingDocument
) -> None:
    service.accept(session, office.other_clerk, waiting, entry_of(session, office.other_clerk))
    own = attach_content(
        session, waiting.id, FileContent("bút phê.pdf", "f" * 64, PDF, 9, 1), None, 1
    )
    session.commit()
    for file in waiting.files[:2]:
        with pytest.raises(Refused):
            service.remove_file(session, office.other_clerk, waiting, file.id)
        session.rollback()
    service.remove_file(session, office.other_clerk, waiting, own.id)
    session.commit()
    session.refresh(waiting)
    assert [file.name for file in waiting.files] == ["cv.pdf", "biểu.pdf"]


def test_the_form_shows_it_locked_and_the_trail_names_what_was_accepted(
    client_of: SignIn, session: Session, office: Office, waiting: IncomingDocument
) -> None:
    document_id = waiting.id
    session.rollback()
    client = client_of(office.other_clerk)
    page = client.get(f"/incoming/{document_id}/accept").get_data(as_text=True)
    for name in ("number", "symbol", "issuer", "subject"):
        [tag] = re.findall(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>', page)
        assert "readonly" in tag
    service.accept(session, office.other_clerk, waiting, entry_of(session, office.other_clerk))
    session.commit()
    rows = select(AuditEntry.values).where(AuditEntry.action == "incoming.accepted_delivery")
    [told] = session.scalars(rows)
    assert told["reference"] == "807/UBND-VX"
    assert told["subject"] == "V/v báo cáo kết quả rà soát"
    assert "cv.pdf" in told["files"]
    session.rollback()
    page = client.get(f"/documents/{document_id}").get_data(as_text=True)
    assert "807/UBND-VX" in page
