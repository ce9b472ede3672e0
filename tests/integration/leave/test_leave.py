"""Days off: asked for, decided by whoever heads, taken back; and what follows from them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import Account
from app.access.service.delegations import DelegationData, delegate
from app.core import clock
from app.core.errors import Forbidden, NotFound, Refused, Stale
from app.core.policy import Actor
from app.leave import messages, service
from app.leave.rules import LeaveData
from app.organisation.models import Absence, Delegation, Post
from app.organisation.queries import receivers
from app.organisation.service import remove_absence
from app.work import presenters
from app.work.service import Receiver
from tests.databases import TestDatabase
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.together import together
from tests.integration.work.making import directed, person

DAYS = LeaveData(date(2026, 11, 23), date(2026, 11, 25), "Việc gia đình.")
pytestmark = pytest.mark.usefixtures("monday")


def told(session: Session, leave_id: int) -> set[int]:
    telling = messages._asked(session, {"leave_id": leave_id})
    return set(telling.people) if telling else set()


def test_each_is_decided_by_whoever_stands_above(session: Session, office: Office) -> None:
    of_officer = service.ask(session, office.officer, DAYS)
    assert told(session, of_officer.id) == {office.head.person_id}
    of_head = service.ask(session, office.head, DAYS)
    assert told(session, of_head.id) == {office.leader.person_id}
    of_leader = service.ask(session, office.leader, DAYS)
    assert told(session, of_leader.id) == {office.deputy.person_id}
    for stranger in (office.officer, office.economy_head, office.other_leader):
        with pytest.raises((Forbidden, NotFound)):
            service.approve(session, stranger, of_officer.id, 1)
    with pytest.raises(Forbidden):
        service.approve(session, office.head, of_head.id, 1)
    service.approve(session, office.deputy, of_leader.id, 1)
    service.refuse(session, office.leader, of_head.id, 1, "Đang kỳ họp.")
    assert (of_head.state, of_leader.state) == ("refused", "approved")
    assert session.query(Absence.person_id).all() == [(office.leader.person_id,)]


def test_two_heads_deciding_at_once(
    database: TestDatabase, session: Session, office: Office
) -> None:
    asked = service.ask(session, office.officer, DAYS)
    session.commit()
    outcomes = together(
        database.engine,
        lambda own: service.approve(own, office.head, asked.id, 1),
        lambda own: service.refuse(own, office.leader, asked.id, 1, "Không."),
    )
    assert outcomes == ["Stale", "done"]
    session.refresh(asked)
    by = office.head if asked.state == "approved" else office.leader
    with pytest.raises(Stale, match=by.name):
        service.approve(session, office.deputy, asked.id, 1)
    with pytest.raises(Refused, match="decided already"):
        service.approve(session, office.deputy, asked.id, 2)


def test_no_circle_of_delegations_not_even_made_at_once(
    database: TestDatabase, session: Session, office: Office
) -> None:
    people = (office.officer, office.second_officer, office.head)
    posts = [
        session.scalars(select(Post.id).where(Post.person_id == one.person_id)).one()
        for one in people
    ]

    def given(giver: int, receiver: int) -> Callable[[Session], object]:
        days = DAYS.starts_on, DAYS.ends_on
        data = DelegationData(posts[giver], people[receiver].person_id, "process", *days, "")
        return lambda own: delegate(own, people[giver], data)

    given(0, 1)(session)
    session.commit()
    assert together(database.engine, given(1, 2), given(2, 0)) == ["Refused", "done"]
    with pytest.raises(Refused, match="in a circle"):
        given(2, 0)(session) if _is_given(session, people[1]) else given(1, 2)(session)


def _is_given(session: Session, giver: Actor) -> bool:
    rows = select(Delegation.id).join(Post).where(Post.person_id == giver.person_id)
    return session.scalar(rows) is not None


def test_what_is_approved_makes_absence_and_delegation_and_both_end_with_it(
    session: Session, office: Office
) -> None:
    stand_in = office.second_officer.person_id
    wish = replace(DAYS, stand_in_id=stand_in, delegates=True, reroutes=True, from_noon=True)
    asked = service.ask(session, office.officer, wish)
    with pytest.raises(Refused, match="not decided yet"):
        service.ask(session, office.officer, DAYS)
    service.approve(session, office.head, asked.id, 1)
    delegation = session.query(Delegation).one()
    assert delegation.scope == "process"
    with pytest.raises(Refused, match="is noted already"):
        service.ask(session, office.officer, DAYS)
    with pytest.raises(Refused, match="cannot stand in"):
        service.ask(session, office.head, replace(DAYS, stand_in_id=office.officer.person_id))
    for hours, meant_for in ((0, None), (5, office.officer.person_id)):  # away from noon on
        with clock.stopped_at(MONDAY + timedelta(hours=hours)):
            _document, [line] = directed(session, office, Receiver(person(office.officer), "lead"))
            assert line.meant_for_id == meant_for
            shown = receivers(session, office.agency_id)
            [away] = [one.away_until for one in shown if one.token == person(office.officer)]
            assert away == (DAYS.ends_on if meant_for else None)
    assert line.holder == person(office.second_officer)
    with pytest.raises(Refused, match="take the leave back"):
        remove_absence(session, office.officer, asked.absence_id or 0)
    with clock.stopped_at(MONDAY + timedelta(days=1)):
        service.take_back(session, office.officer, asked.id, 2)
        absence = session.query(Absence).one()
        assert absence.ends_on == DAYS.starts_on  # what is past stays
        assert delegation.revoked_at is not None
        _document, [line] = directed(session, office, Receiver(person(office.officer), "lead"))
        assert (line.holder, line.meant_for_id) == (person(office.officer), None)
        with pytest.raises(Refused, match="nothing to take back"):
            service.take_back(session, office.officer, asked.id, 3)


def test_who_gives_out_work_sees_the_leave_that_begins_before_it_is_due(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    days = LeaveData(date(2026, 11, 24), date(2026, 11, 27), "Việc nhà.")
    for one in (office.officer, office.head):
        wish = replace(days, stand_in_id=office.second_officer.person_id)
        asked = service.ask(session, one, wish)
        service.approve(session, office.leader, asked.id, 1)
    unit = f"u{office.culture_id}"
    due = clock.at(date(2026, 11, 25), time(17))
    _document, [line] = directed(session, office, Receiver(unit, "lead", due))
    soon = presenters.coming_absences(session, office.agency_id, line.due_at)
    assert set(soon) == {person(office.officer), person(office.head), unit}
    before = clock.at(date(2026, 11, 23), time(17))
    assert presenters.coming_absences(session, office.agency_id, before) == {}
    assert set(presenters.coming_absences(session, office.agency_id, None)) == set(soon)
    session.commit()
    index = client_of(office.head).get(f"/assignments/receivers.json?line={line.id}").get_json()
    [away] = [one["away"] for one in index if one["id"] == person(office.officer)]
    assert away == f"Nghỉ từ 24/11 đến 27/11, người thay: {office.second_officer.name}"
    shown = client_of(office.leader).get(f"/documents/{line.record_id}/directive").text
    assert "Nghỉ từ 24/11 đến 27/11" in shown
    with clock.stopped_at(MONDAY + timedelta(days=1)):
        assert presenters.coming_absences(session, office.agency_id, line.due_at) == {}, "now"
    session.rollback()


def test_a_stand_in_who_is_gone_is_said_to_whoever_asked_and_decides(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    stand_in = office.second_officer.person_id
    asked = service.ask(session, office.officer, replace(DAYS, stand_in_id=stand_in))
    service.approve(session, office.head, asked.id, 1)
    gone = {"person_id": stand_in}
    assert messages._stand_in_gone(session, gone) is None
    session.get_one(Account, stand_in).disabled_at = clock.now()
    told = messages._stand_in_gone(session, gone)
    assert told is not None
    assert set(told.people) == {office.officer.person_id, office.head.person_id}
    session.commit()
    page = client_of(office.officer).get(f"/leave/{asked.id}").text
    assert f"{office.second_officer.name} không có tài khoản đang dùng: rút đơn nghỉ" in page
    with clock.stopped_at(MONDAY + timedelta(days=9)):
        assert messages._stand_in_gone(session, gone) is None, "it is over"
    session.rollback()


def test_taken_back_before_it_is_decided(session: Session, office: Office) -> None:
    asked = service.ask(session, office.officer, replace(DAYS, from_noon=True))
    with clock.stopped_at(MONDAY + timedelta(days=9)):  # nobody decided it in time
        service.take_back(session, office.officer, asked.id, 1)
    assert asked.state == "taken_back"
    assert told(session, asked.id) == set()
    with pytest.raises(Refused, match="decided already"):
        service.approve(session, office.head, asked.id, 2)


IMPOSSIBLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"reason": ""}, "Say why"),
    ({"ends_on": date(2026, 11, 22)}, "lies before"),
    ({"ends_on": date(2026, 11, 23), "from_noon": True, "until_noon": True}, "no time"),
    ({"delegates": True}, "who acts for you"),
    ({"reroutes": True}, "who stands in"),
    ({"stand_in_id": 999}, "somebody else"),
)


def test_what_cannot_be_is_refused_with_its_reason(session: Session, office: Office) -> None:
    for changed, message in IMPOSSIBLE:
        with pytest.raises(Refused, match=message):
            service.ask(session, office.officer, replace(DAYS, **changed))
