"""Correcting, cancelling, closing and reopening registered documents; their files."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core import clock
from app.core.errors import Forbidden, Refused, Stale
from app.core.policy import Actor
from app.correspondence.models import Document
from app.deadlines.rules.colours import Horizon, colour
from app.incoming import service
from app.incoming.models import IncomingDocument
from app.records.service import link
from app.registers.models import TakenNumber
from app.registers.queries import gap_report
from app.work.models import Assignment
from app.work.service import Receiver, direct, finish
from tests.documents.document_files import pdf_bytes
from tests.factories.office import Office
from tests.integration.drafting.making import delegate
from tests.integration.incoming.making import entry_of, form_of, registered
from tests.sandboxing import taken

SignIn = Callable[[Actor], FlaskClient]


def told(session: Session, action: str) -> list[dict[str, object]]:
    rows = select(AuditEntry.values).where(AuditEntry.action == action)
    return list(session.scalars(rows.order_by(AuditEntry.id)))


def lead(session: Session, office: Office, document: IncomingDocument) -> Assignment:
    receiver = Receiver(f"p{office.officer.person_id}", "lead", None)
    direct(session, office.leader, document.id, "Xử lý", [receiver])
    session.commit()
    return session.scalars(select(Assignment)).one()


# -- Correcting ----------------------------------------------------------------------------------


def test_a_correction_keeps_the_number_and_tells_each_change(
    session: Session, office: Office
) -> None:
    document = registered(session, office.clerk, due_on=None)
    due = clock.today() + timedelta(days=9)
    entry = entry_of(
        session,
        office.clerk,
        subject="V/v rà soát (sửa)",
        urgency=2,
        reply_required=True,
        due_on=due,
        presented_to_id=office.leader.person_id,
    )
    changed = service.correct(session, office.clerk, document, entry, document.version)
    session.commit()
    assert changed == ["subject", "urgency", "reply_required", "due_at", "presented_to_id"]
    assert (document.number, document.version) == (1, 2)
    [subject] = told(session, "incoming.corrected_subject")
    assert subject["after"] == "V/v rà soát (sửa)"
    assert told(session, "incoming.corrected_urgency") == [
        {"before_word": "Normal", "after_word": "Very urgent"}
    ]
    assert told(session, "incoming.corrected_due_at") == [{"before": "…", "after": due.isoformat()}]
    assert told(session, "incoming.corrected_presented_to_id") == [
        {"before": "…", "after": "Lưu Đình Thuận"}
    ]


def test_saving_without_a_change_changes_nothing(session: Session, office: Office) -> None:
    document = registered(session, office.clerk)
    assert service.correct(session, office.clerk, document, entry_of(session, office.clerk)) == []
    assert document.version == 1


def test_a_correction_may_look_like_another_document(session: Session, office: Office) -> None:
    registered(session, office.clerk)
    second = registered(session, office.clerk, number="1948")
    service.correct(session, office.clerk, second, entry_of(session, office.clerk, number="1947"))
    session.commit()
    assert second.reference == "1947/SXD-HTĐT"


def test_two_people_at_one_line(client_of: SignIn, session: Session, office: Office) -> None:
    document_id = registered(session, office.clerk).id
    entry = entry_of(session, office.clerk)
    session.rollback()
    client = client_of(office.clerk)
    url = f"/incoming/{document_id}/correct"
    first = client.post(url, data=form_of(entry, subject="Lần một", version="1"))
    second = client.post(url, data=form_of(entry, subject="Lần hai", version="1"))
    assert (first.status_code, second.status_code) == (302, 409)
    told = second.get_data(as_text=True)
    assert "Phùng Thị Lụa đã sửa nội dung này lúc" in told
    assert "Đã thay đổi: Phùng Thị Lụa sửa trích yếu" in told
    assert "Lần một" in told
    assert session.get_one(Document, document_id).subject == "Lần một"


def test_the_day_of_arrival_cannot_leave_the_year_of_its_number(
    session: Session, office: Office
) -> None:
    document = registered(session, office.clerk)
    last_year = date(clock.today().year - 1, 12, 30)
    entry = entry_of(session, office.clerk, arrived_on=last_year, issued_on=last_year)
    with pytest.raises(Refused) as refused:
        service.correct(session, office.clerk, document, entry)
    assert [problem.field for problem in refused.value.problems] == ["arrived_on"]


@pytest.mark.parametrize("who", ["leader", "officer"])
def test_only_the_clerk_corrects(session: Session, office: Office, who: str) -> None:
    document = registered(session, office.clerk)
    with pytest.raises(Forbidden):
        service.correct(session, getattr(office, who), document, entry_of(session, office.clerk))


def test_files_come_and_go_with_a_trace(
    app: Flask, client_of: SignIn, session: Session, office: Office
) -> None:
    document_id = registered(session, office.clerk).id
    storage = app.extensions["engines"].storage
    stream = io.BytesIO(pdf_bytes())
    token = taken(session, storage, stream, "bổ sung.pdf", office.clerk).token
    session.commit()
    client = client_of(office.clerk)
    url = f"/incoming/{document_id}/files"
    assert client.post(url, data={}).status_code == 422
    assert client.post(url, data={"uploads": token}).status_code == 302
    assert client.post(url, data={"uploads": token}).status_code == 422
    [file] = session.get_one(IncomingDocument, document_id).files
    file_id = file.id
    session.rollback()
    assert client.post(f"{url}/{file_id + 1}/remove").status_code == 404
    assert client.post(f"{url}/{file_id}/remove").status_code == 302
    assert told(session, "correspondence.file_added") == [{"name": "bổ sung.pdf"}]
    assert told(session, "correspondence.file_removed") == [{"name": "bổ sung.pdf"}]


# -- Cancelling ----------------------------------------------------------------------------------


def test_a_cancelled_registration_leaves_a_void_number_with_its_reason(
    session: Session, office: Office
) -> None:
    document = registered(session, office.clerk)
    service.cancel(session, office.clerk, document, "Vào sổ hai lần")
    session.commit()
    assert (document.state, document.number, document.register_id) == ("refused", None, None)
    taken = session.scalars(select(TakenNumber)).one()
    assert (taken.state, taken.reason, taken.document_id) == ("void", "Vào sổ hai lần", None)
    assert gap_report(session, office.arrival_series_id, clock.today().year).is_proven
    assert registered(session, office.clerk).number == 2


def test_what_somebody_works_on_is_not_cancelled(session: Session, office: Office) -> None:
    document = registered(session, office.clerk)
    lead(session, office, document)
    with pytest.raises(Refused):
        service.cancel(session, office.clerk, document, "Vào sổ nhầm")


# -- Closing -------------------------------------------------------------------------------------


def test_a_document_that_requires_a_reply_is_closed_by_reply_or_reason(
    session: Session, office: Office
) -> None:
    document = registered(session, office.clerk, reply_required=True)
    with pytest.raises(Refused) as refused:
        service.close(session, office.leader, document, "")
    assert [problem.field for problem in refused.value.problems] == ["reason"]
    session.rollback()
    service.close(session, office.leader, document, "Đã trao đổi trực tiếp")
    session.commit()
    assert (document.state, document.closed_reason) == ("closed", "Đã trao đổi trực tiếp")

    answered = registered(session, office.clerk, number="2", reply_required=True)
    reply = registered(session, office.clerk, number="3", subject="Báo cáo")
    link(session, reply.id, answered.id, "reply", office.clerk)
    service.close(session, office.clerk, answered, "")
    session.commit()
    assert answered.state == "closed"


def test_closing_ends_the_work_that_is_still_open_and_asks_why(
    session: Session, office: Office
) -> None:
    document = registered(session, office.clerk)
    line = lead(session, office, document)
    with pytest.raises(Refused):
        service.close(session, office.leader, document, "")
    session.rollback()
    service.close(session, office.leader, document, "Không còn cần")
    session.commit()
    assert (document.state, line.state, line.outcome) == ("closed", "closed", "Không còn cần")
    assert (
        colour(line.state, line.opened_at, line.due_at, line.finished_at, Horizon(clock.now()))
        is None
    )


def test_the_closing_dialog_does_not_say_that_nothing_is_left_when_something_is(
    client_of: SignIn, session: Session, office: Office
) -> None:
    document = registered(session, office.clerk, reply_required=True)
    address = f"/incoming/{document.id}/close"
    done = registered(session, office.clerk, number="9", reply_required=False)
    quiet = f"/incoming/{done.id}/close"
    lead(session, office, document)
    closing = {"reason": "", "version": str(document.version)}
    session.rollback()
    leader = client_of(office.leader)
    nothing = "Không còn việc gì phải làm."
    assert nothing in leader.get(quiet).text
    assert nothing not in leader.get(address).text
    refused = leader.post(address, data=closing)
    assert refused.status_code == 422
    assert "lý do không trả lời. Còn 1 phần việc" in refused.text
    assert ".;" not in refused.text


@pytest.mark.parametrize("name", ["record_id", "document_id"])
def test_the_last_finished_line_closes_the_document(
    session: Session, office: Office, name: str
) -> None:
    """Also where the fact was published before records were known, and waits in the outbox."""
    document = registered(session, office.clerk)
    line = lead(session, office, document)
    finish(session, office.officer, line.id, "Đã xong")
    session.commit()
    service.note_finished(session, {name: document.id, "assignment_id": line.id})
    session.commit()
    assert document.state == "closed"


def test_a_document_that_owes_a_reply_does_not_close_by_itself(
    session: Session, office: Office
) -> None:
    document = registered(session, office.clerk, reply_required=True)
    line = lead(session, office, document)
    finish(session, office.officer, line.id, "Đã xong", no_reply_reason="Sẽ trả lời sau")
    service.note_finished(session, {"record_id": document.id, "assignment_id": line.id})
    session.commit()
    assert document.state == "directed"


def test_a_closed_document_is_opened_again_for_a_reason(session: Session, office: Office) -> None:
    document = registered(session, office.clerk)
    service.close(session, office.clerk, document, "")
    session.commit()
    with pytest.raises(Refused):
        service.reopen(session, office.clerk, document, "")
    session.rollback()
    service.reopen(session, office.clerk, document, "Có văn bản bổ sung")
    session.commit()
    assert (document.state, document.closed_at, document.closed_reason) == ("registered", None, "")


def test_whoever_acts_in_the_post_of_another_is_named_with_them(
    session: Session, office: Office
) -> None:
    officer = delegate(session, office.clerk, office.officer)
    document = registered(session, officer)
    change = entry_of(session, officer, pages=3)
    service.correct(session, officer, document, change)
    service.close(session, officer, document, "Không phải trả lời.")
    service.reopen(session, officer, document, "Còn phải trả lời.")
    service.cancel(session, officer, document, "Vào sổ nhầm.")
    session.commit()
    told = select(AuditEntry.action, AuditEntry.actor_name, AuditEntry.on_behalf_of)
    acts = session.execute(told.where(AuditEntry.actor_id == officer.person_id)).all()
    assert {action for action, _actor, _holder in acts} >= {
        "incoming.registered",
        "incoming.corrected_pages",
        "incoming.closed_for_reason",
        "incoming.reopened",
        "incoming.cancelled",
        "registers.voided",
    }
    assert {(actor, holder) for _a, actor, holder in acts} == {
        (office.officer.name, office.clerk.name)
    }


def test_an_old_page_closes_nothing(session: Session, office: Office) -> None:
    document = registered(session, office.clerk)
    service.correct(session, office.clerk, document, entry_of(session, office.clerk, pages=3))
    session.commit()
    with pytest.raises(Stale):
        service.close(session, office.leader, document, "", version=1)


def test_the_dialog_says_what_is_owed(client_of: SignIn, session: Session, office: Office) -> None:
    document_id = registered(session, office.clerk, reply_required=True).id
    page = client_of(office.leader).get(f"/incoming/{document_id}/close").get_data(as_text=True)
    assert "chưa có văn bản trả lời nào được phát hành" in page
    refused = client_of(office.leader).post(f"/incoming/{document_id}/close", data={"version": "1"})
    assert refused.status_code == 422
    assert "hãy phát hành, hoặc nêu lý do không trả lời" in refused.get_data(as_text=True)
    assert client_of(office.officer).get(f"/incoming/{document_id}/close").status_code == 403


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("registered", {"correct", "files", "close", "cancel"}),
        ("closed", {"reopen"}),
        ("refused", set()),
    ],
)
def test_a_page_whose_form_could_not_be_sent_says_so_before_it_is_filled_in(
    client_of: SignIn, session: Session, office: Office, state: str, shown: set[str]
) -> None:
    document = registered(session, office.clerk)
    if state == "closed":
        service.close(session, office.clerk, document, "Để biết")
    elif state == "refused":
        service.cancel(session, office.clerk, document, "Ghi nhầm")
    session.commit()
    client = client_of(office.clerk)
    for verb in ("correct", "files", "close", "cancel", "refuse", "reopen"):
        answer = client.get(f"/incoming/{document.id}/{verb}")
        assert answer.status_code == (200 if verb in shown else 422), verb
        assert ("<textarea" in answer.text or 'type="file"' in answer.text) == (verb in shown)
    said = {"closed": "hãy mở lại trước", "refused": "không sửa được nữa"}
    assert said.get(state, "") in client.get(f"/incoming/{document.id}/refuse").text
