"""What was promised at the counter moves with the calendar, without what the citizen took."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.outbox import OutboxRow
from app.core.policy import Actor, person_token
from app.deadlines.inputs import DayData
from app.deadlines.queries.moving import digest, fixed_on, moves, told_apart
from app.deadlines.rules.working_time import Works
from app.deadlines.service import change_day
from app.onestop.cases import queries, service
from app.onestop.cases.inputs import Intake, Status
from app.onestop.cases.models import Case
from app.work.events import DatesMoved
from tests.factories.office import Office

pytestmark = pytest.mark.usefixtures("monday")
FLOOD = DayData(date(2026, 11, 27), Works.OFF, "Nghỉ tránh lũ")


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=clock.VIETNAM)


@pytest.fixture
def cases(session: Session, office: Office, complete: Intake) -> list[Case]:
    """Three of three working days: one runs, one ran again after two days, one still waits."""
    made = []
    with clock.stopped_at(at(19, 8)):
        for _case in range(3):
            made.append(service.take_in(session, office.clerk, complete, Status.RECEIVED))
        for paused in made[1:]:
            service.move(session, office.clerk, paused.id, Status.SUPPLEMENT, "Tờ khai")
    with clock.stopped_at(at(23, 8)):
        service.move(session, office.clerk, made[1].id, Status.PROCESSING)
    with clock.stopped_at(at(23, 9)):
        made.append(service.take_in(session, office.clerk, complete, Status.RECEIVED))
    session.commit()
    return made


def changed(session: Session, actor: Actor, change: DayData) -> int:
    seen = digest(change, moves(session, change), fixed_on(session, change))
    count = change_day(session, actor, change, seen)
    session.commit()
    return count


def test_a_day_off_moves_promises_by_their_pauses_and_what_was_printed_stays(
    session: Session, office: Office, cases: list[Case]
) -> None:
    before_it, resumed, waiting, across = cases
    assert [one.due_at for one in cases] == [at(25, 8), at(27, 8), None, at(27, 9)]
    assert changed(session, office.admin, FLOOD) == 2
    assert [one.due_at for one in cases] == [at(25, 8), at(30, 8), None, at(30, 9)]
    assert across.first_due_at == at(27, 9)
    told = session.scalars(select(OutboxRow.payload).where(OutboxRow.topic == DatesMoved.topic))
    [payload] = told
    assert payload["holders"] == [person_token(office.clerk.person_id)]
    assert payload["path"] == "/cases"
    due = queries.clocks_of(session, resumed).due
    assert due is not None
    assert (due.at, len(due.pauses)) == (resumed.due_at, 1)
    with clock.stopped_at(at(26, 8)):
        service.move(session, office.clerk, waiting.id, Status.PROCESSING)
    assert waiting.due_at == at(2, 8, month=12), "counted by the calendar of today"
    assert before_it.version == 1


def test_who_may_not_open_a_case_hears_how_many_move(
    session: Session, office: Office, cases: list[Case]
) -> None:
    found = moves(session, FLOOD)
    opened, others = told_apart(session, office.clerk, found)
    assert [one.moved.id for one in opened] == [cases[1].id, cases[3].id]
    opened, others = told_apart(session, office.officer, found)
    assert (opened, sum(one.number for one in others)) == ([], 2)


def test_its_date_says_why(
    session: Session, office: Office, cases: list[Case], client_of: Callable[[Actor], FlaskClient]
) -> None:
    case_id = cases[1].id
    session.rollback()
    page = client_of(office.clerk).get(f"/documents/{case_id}/why").text
    assert "08:00" in page
    assert "Hẹn trả người dân" in page
    assert client_of(office.officer).get(f"/documents/{case_id}/why").status_code == 404
