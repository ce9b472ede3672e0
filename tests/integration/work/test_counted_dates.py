"""Due dates that were counted by the calendar, from the form in which they are given to the day
that moves them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core import jobs
from app.core.db import session_factory
from app.core.errors import Refused
from app.core.outbox import OutboxRow
from app.core.policy import Actor
from app.deadlines.inputs import DayData
from app.deadlines.queries import calendar
from app.deadlines.queries.moving import digest, fixed_on, moves
from app.deadlines.rules.spans import Rule, Span
from app.deadlines.rules.working_time import Works
from app.deadlines.service import Unseen, change_day
from app.features import FEATURES
from app.messages.models import Notice
from app.work.events import DatesOnDayOff
from app.work.models import Assignment
from app.work.service import Receiver, change_due, pass_on
from tests.databases import TestDatabase
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.work.making import at, directed, make_document, person, unit

pytestmark = pytest.mark.usefixtures("monday")

ClientOf = Callable[[Actor], FlaskClient]
FLOOD = DayData(date(2026, 11, 27), Works.OFF, "Nghỉ tránh lũ")
WEEK = Rule(Span(5), MONDAY)
"""Until Tuesday, 1 December: 24 November is a day off."""


def dues(session: Session) -> list[datetime | None]:
    return list(session.scalars(select(Assignment.due_at).order_by(Assignment.id)))


def shown(session: Session, change: DayData) -> str:
    return digest(moves(session, change), fixed_on(session, change))


def test_what_was_counted_moves_with_its_day_and_back(session: Session, office: Office) -> None:
    """With what was passed on below it; dates that were set as days, or have ended, stay."""
    due = at(1, 17).replace(month=12)
    _letter, (top, by_hand) = directed(
        session,
        office,
        Receiver(unit(office.culture_id), "lead", due, WEEK),
        Receiver(unit(office.economy_id), "cohandler", at(27)),
    )
    pass_on(session, office.head, top.id, "", [Receiver(person(office.officer), "lead")])
    session.commit()
    with pytest.raises(Unseen) as unseen:
        change_day(session, office.admin, FLOOD)
    assert unseen.value.count == 2
    session.rollback()
    seen = shown(session, FLOOD)
    assert change_day(session, office.admin, FLOOD, seen) == 2
    later = due.replace(day=2)
    assert dues(session) == [later, at(27), later]
    assert by_hand.due_rule is None
    # Taken off again, they return; an own row of the agency concerns it alone.
    back = replace(FLOOD, works=None)
    with pytest.raises(Unseen):
        change_day(session, office.admin, back, seen)  # as many, but others
    assert change_day(session, office.admin, back, shown(session, back)) == 2
    assert dues(session) == [due, at(27), due]
    assert change_day(session, office.admin, replace(FLOOD, agency_id=office.other_agency_id)) == 0
    # Once somebody sets a day it stays, here and below.
    change_due(session, office.leader, top.id, due.replace(day=3), "Chờ số liệu.", top.version)
    saturday = DayData(date(2026, 11, 28), Works.WHOLE, "Làm bù", office.agency_id)
    assert change_day(session, office.admin, saturday) == 0


def test_a_day_and_its_make_up_day_are_one_change(session: Session, office: Office) -> None:
    """Lines and the document's own date move together; what somebody set to that day stays."""
    due = at(1, 17).replace(month=12)
    letter, (top,) = directed(
        session, office, Receiver(unit(office.culture_id), "lead"),
        due_at=due, due_span=WEEK.span.kept, due_since=MONDAY,
    )  # fmt: skip
    assert top.due_rule == WEEK, "it is counted as the document is"
    _other, (set_by_hand,) = directed(
        session, office, Receiver(unit(office.economy_id), "lead", at(27))
    )
    typed = make_document(session, office, due_at=at(27))
    session.commit()
    swap = replace(FLOOD, instead=date(2026, 11, 28))
    fixed = [list(ids) for ids in fixed_on(session, swap).values()]
    assert sorted(fixed) == sorted([[set_by_hand.id], [typed.id]])
    assert change_day(session, office.admin, swap, shown(session, swap)) == 0
    days = calendar(session, office.agency_id)
    assert (days.is_working(FLOOD.day), days.is_working(date(2026, 11, 28))) == (False, True)
    session.rollback()
    later = replace(FLOOD, instead=date(2026, 12, 5))
    assert change_day(session, office.admin, later, shown(session, later)) == 2
    assert (letter.due_at, top.due_at, set_by_hand.due_at) == (due.replace(day=2),) * 2 + (at(27),)
    assert (letter.version, typed.due_at) == (2, at(27))
    session.flush()
    off = select(OutboxRow.payload).where(OutboxRow.topic == DatesOnDayOff.topic)
    told = {row["path"]: row["givers"] for row in session.scalars(off)}
    assert told == {
        "/work?scope=given": [office.leader.person_id], "/incoming": [office.clerk.person_id],
    }  # fmt: skip
    for wrong, said in (
        (replace(FLOOD, instead=FLOOD.day), "both off and worked"),
        (replace(FLOOD, day=date(2026, 12, 4), instead=date(2026, 11, 27)), "both off and worked"),
        (replace(FLOOD, works=Works.WHOLE, instead=date(2026, 12, 6)), "Only for a day off"),
        (replace(FLOOD, day=date(2026, 12, 3), instead=date(2026, 12, 10)), "working day anyway"),
    ):
        with pytest.raises(Refused, match=said):
            change_day(session, office.admin, wrong)


def test_nothing_is_moved_into_the_past(session: Session, office: Office) -> None:
    """A make-up day that is entered when it is over makes nobody late."""
    rule = Rule(Span(1), at(20, 9))
    directed(session, office, Receiver(unit(office.culture_id), "lead", at(23), rule))
    session.commit()
    saturday = DayData(date(2026, 11, 21), Works.WHOLE, "Làm bù")
    assert change_day(session, office.admin, saturday) == 0
    assert dues(session) == [at(23)]


def test_given_as_a_span_previewed_applied_and_told_once(
    app: Flask, session: Session, office: Office, client_of: ClientOf, database: TestDatabase
) -> None:
    letters = [make_document(session, office) for _each in range(2)]
    session.commit()
    ids, subject = [letter.id for letter in letters], letters[0].subject
    session.rollback()
    leader, admin = client_of(office.leader), client_of(office.admin)
    for letter_id in ids:
        sent = {
            "text": "Giao xử lý.",
            "receiver": unit(office.culture_id),
            "role": "lead",
            "due": "5 ngày làm việc",
        }
        assert leader.post(f"/documents/{letter_id}/directive", data=sent).status_code == 302
    first = session.scalars(select(Assignment).order_by(Assignment.id)).first()
    assert first is not None
    assert first.due_rule == WEEK
    first_id = first.id
    session.rollback()
    page = leader.get(f"/documents/{ids[0]}").text
    assert "5 ngày làm việc: hạn 17:00 thứ Ba 01/12/2026." in page
    assert "24/11 Ngày Văn hóa Việt Nam" in page
    why = leader.get(f"/documents/{ids[0]}/why?line={first_id}").text
    assert re.findall(r"<strong>(.*?)</strong>", why)[:5] == ["1", "2", "3", "4", "5, hạn"]
    assert '<li class="rest"><b>T3 <span>24/11</span></b><small>Ngày Văn hóa Việt Nam' in why
    assert "Lãnh đạo đã đặt hạn cho phần việc này. Dùng mức này." in why
    assert "5 ngày làm việc: hạn" in leader.get("/due-remarks?day=5 ngày làm việc").text

    form = {"day": "27/11/2026", "works": "off", "name": "Nghỉ tránh lũ", "agency_id": ""}
    preview = admin.post("/admin/calendar/new", data=form).location
    assert preview.startswith("/admin/calendar/moving?")
    said = admin.get(preview).text
    assert "Sẽ dời 2 hạn: 2 muộn hơn, 0 sớm lên." in said
    assert "02/12/2026, 17:00" in said
    assert subject not in said, "an administrator reads no documents"
    assert admin.post(preview, data={"seen": "2"}).location == preview
    nameless = "/admin/calendar/moving?day=0001-01-02&works=off&name="
    refused = admin.post(nameless).text
    assert "từ năm 2000 đến năm 2099" in refused
    assert "lý do của ngày này" in refused
    [seen] = re.findall(r'name="seen" value="(\w+)"', said)
    assert admin.post(preview, data={"seen": seen}).location == "/admin/calendar?year=2026"
    moved = select(AuditEntry.values).where(AuditEntry.action == "organisation.dates_moved")
    assert [values["count"] for values in session.scalars(moved)] == [2]
    session.rollback()

    factory = session_factory(database.engine)
    for _twice in range(2):
        while jobs.drain(factory, FEATURES.handlers(app.extensions["engines"]), (jobs.NORMAL,)):
            pass
    told = select(Notice.person_id).where(Notice.key.startswith("calendar:"))
    assert session.scalars(told).all() == [office.head.person_id]


@pytest.mark.parametrize("due", ["0 ngày", "10000 ngày", "3 tuần", "31/02"])
def test_what_cannot_be_meant_is_refused_beside_its_field(
    session: Session, office: Office, client_of: ClientOf, due: str
) -> None:
    letter = make_document(session, office)
    address = f"/documents/{letter.id}/directive"
    session.commit()
    sent = {"text": "x", "receiver": unit(office.culture_id), "role": "lead", "due": due}
    answer = client_of(office.leader).post(address, data=sent)
    assert answer.status_code == 422
    assert due in answer.text
    assert session.scalar(select(Assignment)) is None
