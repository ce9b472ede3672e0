"""Lateness ends when an answer comes: whoever asked may look at it when they like."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Refused
from app.core.policy import Actor
from app.deadlines.queries import due_moment, horizon_of
from app.outgoing.filters import OutgoingFilter
from app.outgoing.inputs import RecipientEntry
from app.outgoing.models import OutgoingDocument
from app.outgoing.queries import OUTGOING, recipients_of
from app.requests import service
from app.requests.filters import RequestFilter
from app.requests.models import Request, RequestLine
from app.requests.queries import REQUESTS, boards, find, progress_of, request_on
from app.requests.rules import Holder
from app.requests.service import Asking
from documents.storage import MemoryStorage
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.incoming.making import registered
from tests.integration.outgoing.making import issue, request_of, signed
from tests.integration.outgoing.test_afterwards import deliver

pytestmark = pytest.mark.usefixtures("monday")
OUTSIDE = "Sở Xây dựng tỉnh Hà Sơn"


@pytest.fixture
def line(session: Session, office: Office) -> RequestLine:
    """One outside, asked by an issued document until the day after tomorrow."""
    due = clock.today() + timedelta(days=2)
    receiver = RecipientEntry(OUTSIDE, None, "paper", True, due)
    storage = MemoryStorage()
    document = issue(
        session, office, signed(session, office, storage, recipients=(receiver,)), storage
    )
    request = request_on(session, document.id)
    assert request is not None
    return service.lines_of(session, request.id)[0]


def late(session: Session, office: Office) -> int:
    moments = horizon_of(session, office.agency_id).moments
    return REQUESTS.count(session, office.leader, RequestFilter(tab="late"), moments)


def test_what_came_in_time_is_late_for_nobody(
    session: Session,
    office: Office,
    database: TestDatabase,
    line: RequestLine,
    client_of: Callable[[Actor], FlaskClient],
) -> None:
    letter = registered(session, office.clerk, number="88", symbol="SXD", issuer=OUTSIDE)
    came_at = letter.created_at
    request = find(session, line.request_id)
    awaited = OutgoingFilter(tab="awaited")
    with clock.stopped_at(clock.now() + timedelta(days=7)):
        assert late(session, office) == 1
        assert OUTGOING.count(session, office.leader, awaited) == 1
        # The worker reads it a week after it came.
        assert service.propose(session, request, line, letter.id, "Sở báo cáo.") is not None
        deliver(session, database)
        assert late(session, office) == 0
        assert OUTGOING.count(session, office.leader, awaited) == 0
        (receiver,) = recipients_of(session, [request.record_id])[request.record_id]
        assert (receiver.is_awaited, receiver.may_be_answered) == (False, True)
        document = session.get_one(OutgoingDocument, request.record_id)
        assert (document.reply_required, document.due_at) == (False, None)
        rows = REQUESTS.page(session, office.leader, RequestFilter(tab="agency")).rows
        progress = progress_of(session, office.leader, rows)[request.id]
        assert (progress.owed, progress.guessed, progress.due_at) == (0, 1, None)
        with pytest.raises(Refused, match="Nobody was urged"):
            service.urge(session, office.leader, request.id, [line.id], by_text=False)
        (row,) = boards.board(session, office.clerk, request.id)
        assert row.came_at == came_at
        session.commit()
        clerk = client_of(office.clerk)
        page = clerk.get(f"/requests/{request.id}").text
        assert "Chờ xác nhận" in page
        assert "Quá hạn" not in page.split('class="cv-listbox fu-list"')[1]
        assert "Chờ xác nhận" in clerk.get("/requests?tab=decide").text

        # Said to be none, it is owed and late again; said yes to, it answered when it came.
        proposed = row.proposed[0].id
        service.decide_proposed(session, office.clerk, proposed, is_answer=False)
        deliver(session, database)
        assert late(session, office) == 1
        assert document.reply_required
        service.answer(session, office.clerk, line.id, "", (), letter.id)
        assert line.answered_at == came_at
        session.commit()
        assert "trả lời trễ" not in clerk.get(f"/requests/{request.id}").text


def test_a_letter_answers_on_the_day_it_arrived(
    session: Session, office: Office, line: RequestLine
) -> None:
    arrived_on = clock.today() + timedelta(days=1)
    with clock.stopped_at(clock.now() + timedelta(days=7)):
        letter = registered(
            session,
            office.clerk,
            number="89",
            symbol="SXD",
            issuer=OUTSIDE,
            arrived_on=arrived_on,
            issued_on=arrived_on,
        )
        service.note_answer(session, office.clerk, line.id, document_id=letter.id, note="")
    assert line.answered_at is not None
    assert clock.local(line.answered_at).date() == arrived_on


def test_who_answered_in_time_gets_another_date_to_do_it_again(
    session: Session, office: Office
) -> None:
    asking = Asking(request_of(session, office).id, "V/v báo cáo", office.leader.person_id)
    due = due_moment(session, office.agency_id, clock.today() + timedelta(days=2))
    holder = Holder("Phòng Kinh tế", unit_id=office.economy_id, due_at=due)
    (line,) = service.ask(session, office.leader, asking, [holder])
    given = service.answer(session, office.economy_head, line.id, "bản đầu")
    again = line.id, given.id, "thiếu biểu"
    with clock.stopped_at(clock.now() + timedelta(days=7)):
        with pytest.raises(Refused, match="another date"):
            service.redo(session, office.leader, *again, None)
        later = due_moment(session, office.agency_id, clock.today() + timedelta(days=1))
        service.redo(session, office.leader, *again, later)
        assert (line.state, line.due_at) == ("redo", later)
    with clock.stopped_at(clock.now() + timedelta(days=20)):  # late by itself
        anew = service.answer(session, office.economy_head, line.id, "bản hai")
        service.redo(session, office.leader, line.id, anew.id, "vẫn thiếu", None)
    assert line.due_at == later
    assert session.get_one(Request, line.request_id).state == "open"


def test_nobody_is_asked_to_answer_by_a_day_that_is_past(session: Session, office: Office) -> None:
    asking = Asking(request_of(session, office).id, "V/v báo cáo", office.leader.person_id)
    gone, ahead = (
        due_moment(session, office.agency_id, clock.today() + timedelta(days=days))
        for days in (-2, 2)
    )
    economy = Holder("Phòng Kinh tế", unit_id=office.economy_id, due_at=gone)
    with pytest.raises(Refused, match="already past"):
        service.ask(session, office.leader, asking, [economy])
    (line,) = service.ask(session, office.leader, asking, [replace(economy, due_at=ahead)])
    with pytest.raises(Refused, match="already past"):
        service.redate(session, office.leader, line.id, gone)
    given = service.answer(session, office.economy_head, line.id, "bản đầu")
    with pytest.raises(Refused, match="already past"):
        service.redo(session, office.leader, line.id, given.id, "thiếu biểu", gone)
    assert line.due_at == ahead
