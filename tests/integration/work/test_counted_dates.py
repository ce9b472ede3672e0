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

from app.access.queries import actor_of
from app.audit.models import AuditEntry
from app.core import jobs
from app.core.db import session_factory
from app.core.errors import Refused
from app.core.outbox import OutboxRow
from app.core.policy import Actor, person_token
from app.deadlines.inputs import DayData
from app.deadlines.models import UsualSpan
from app.deadlines.queries import calendar
from app.deadlines.queries.moving import digest, fixed_on, moves, told_apart
from app.deadlines.rules.spans import Rule, Span
from app.deadlines.rules.usual import Usual
from app.deadlines.rules.working_time import Works
from app.deadlines.service import Unseen, change_day, set_usual
from app.demo.builder import Builder
from app.features import FEATURES
from app.messages.models import Notice
from app.organisation.models import Agency, Person, Unit
from app.records.rules import PRESENTED, Ground
from app.records.service import let_read
from app.work.events import DatesMoved, DatesOnDayOff
from app.work.models import Assignment
from app.work.service import (
    Receiver,
    ask_extension,
    change_due,
    decide_extension,
    pass_on,
    undo_decision,
)
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
    return digest(change, moves(session, change), fixed_on(session, change))


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
    assert change_day(session, office.admin, back, shown(session, back), pull=True) == 2
    assert dues(session) == [due, at(27), due]
    assert change_day(session, office.admin, replace(FLOOD, agency_id=office.other_agency_id)) == 0
    # Once somebody sets a day it stays, here and below.
    change_due(session, office.leader, top.id, due.replace(day=3), "Chờ số liệu.", top.version)
    saturday = DayData(date(2026, 11, 28), Works.WHOLE, "Làm bù", office.agency_id)
    assert change_day(session, office.admin, saturday, shown(session, saturday)) == 0


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


SATURDAY = DayData(date(2026, 11, 28), Works.WHOLE, "Làm bù")
PROMISED = at(1, 17).replace(month=12)


@pytest.mark.parametrize("is_pulled", [False, True])
def test_what_comes_earlier_is_kept_or_pulled_as_was_chosen(
    session: Session, office: Office, is_pulled: bool
) -> None:
    """Kept by itself. Whatever the calendar says later, it is due no earlier than was promised."""
    letter, (top, later) = directed(
        session, office,
        Receiver(unit(office.culture_id), "lead", PROMISED, WEEK),
        Receiver(unit(office.economy_id), "cohandler"),
        due_at=PROMISED, due_span=WEEK.span.kept, due_since=MONDAY,
    )  # fmt: skip
    session.commit()
    versions = letter.version, top.version
    seen = shown(session, SATURDAY)
    with pytest.raises(Unseen) as unseen:
        change_day(session, office.admin, SATURDAY, pull=is_pulled)
    assert unseen.value.count == 3
    moved = change_day(session, office.admin, SATURDAY, seen, pull=is_pulled)
    session.commit()
    done = select(AuditEntry.action, AuditEntry.values).where(
        AuditEntry.action.in_(["organisation.dates_moved", "organisation.dates_kept"])
    )
    [(action, values)] = session.execute(done).all()
    assert values["count"] == 3
    if is_pulled:
        assert (moved, action) == (3, "organisation.dates_moved")
        assert [letter.due_at, top.due_at, later.due_at] == [at(30, 17)] * 3
        assert top.due_promised is None
        return
    assert (moved, action) == (0, "organisation.dates_kept")
    assert [letter.due_at, top.due_at, later.due_at] == [PROMISED] * 3
    assert (letter.version, top.version) == versions, "nothing changed for whoever has it open"
    assert not session.scalars(select(OutboxRow).where(OutboxRow.topic == DatesMoved.topic)).all()
    assert letter.due_promised == top.due_promised == PROMISED
    # Passed on, it is promised there too.
    pass_on(session, office.head, top.id, "", [Receiver(person(office.officer), "lead")])
    session.commit()
    for change, becomes in (
        (FLOOD, PROMISED),  # now what is counted is what was promised
        (replace(FLOOD, day=date(2026, 11, 26)), PROMISED.replace(day=2)),
        (replace(FLOOD, works=None), PROMISED),  # pulled forward, but not before the promise
        (replace(FLOOD, day=date(2026, 11, 26), works=None), PROMISED),
        (replace(SATURDAY, works=None), PROMISED),
    ):
        change_day(session, office.admin, change, shown(session, change), pull=True)
        assert set(dues(session)) == {becomes}, change


def test_a_holiday_that_is_taken_off_makes_dates_earlier(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    """The page asks; by itself the promised date is kept, and says why."""
    culture_day = DayData(date(2026, 11, 24), None, "Ngày Văn hóa Việt Nam")
    letter, (top,) = directed(
        session, office, Receiver(unit(office.culture_id), "lead", PROMISED, WEEK)
    )
    record_id, line_id = letter.id, top.id
    session.commit()
    admin, leader = client_of(office.admin), client_of(office.leader)
    preview = "/admin/calendar/moving?day=2026-11-24&works=&name=Ngày Văn hóa Việt Nam"
    page = admin.get(preview).text
    assert "Sẽ dời 1 hạn: 0 muộn hơn, 1 sớm lên." in page
    assert re.search(r'<input checked[^>]* value="keep"', page)
    [seen] = re.findall(r'name="seen" value="(\w+)"', page)
    assert admin.post(preview, data={"seen": seen}).status_code == 302
    session.expire_all()
    assert (top.due_at, top.due_promised) == (PROMISED, PROMISED)
    session.rollback()
    why = leader.get(f"/documents/{record_id}/why?line={line_id}").text
    assert "giữ nguyên hạn đã hẹn để không ai bị trễ bất ngờ" in why
    assert "5 ngày làm việc: hạn 17:00 thứ Hai 30/11/2026." in why
    again = replace(culture_day, works=Works.OFF)
    assert change_day(session, office.admin, again, shown(session, again)) == 0
    change_day(session, office.admin, culture_day, shown(session, culture_day), pull=True)
    assert top.due_at == PROMISED, "once promised, always promised"


def test_who_was_granted_more_time_has_the_old_promise_back_when_that_is_undone(
    session: Session, office: Office
) -> None:
    _letter, (top,) = directed(
        session, office, Receiver(unit(office.culture_id), "lead", PROMISED, WEEK)
    )
    session.commit()
    change_day(session, office.admin, SATURDAY, shown(session, SATURDAY))
    asked = ask_extension(session, office.head, top.id, PROMISED.replace(day=4), "Chờ số liệu.")
    decide_extension(session, office.leader, top.id, asked.id, PROMISED.replace(day=4), "")
    assert top.due_promised is None
    undo_decision(session, office.leader, top.id)
    assert (top.due_at, top.due_rule) == (PROMISED, replace(WEEK, promised=PROMISED))


def test_the_preview_counts_what_may_not_be_opened_by_unit(
    session: Session, office: Office, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows and its numbers are the same dates; neither paper nor person is named."""
    units = office.culture_id, office.economy_id
    letters = []
    for number in range(5):
        letter, _lines = directed(
            session, office, Receiver(unit(units[number % 2]), "lead", PROMISED, WEEK),
            subject=f"Việc số {number}",
        )  # fmt: skip
        letters.append(letter)
    to_person, _lines = directed(
        session, office, Receiver(person(office.officer), "lead", PROMISED, WEEK)
    )
    typed, _set = directed(session, office, Receiver(unit(office.culture_id), "lead", at(27)))
    own = make_document(session, office, due_at=PROMISED, due_span=WEEK.span.kept, due_since=MONDAY)
    keeper = session.get_one(Person, office.admin.person_id)
    agency = session.get_one(Agency, office.agency_id)
    Builder(session, "").post(keeper, "Chuyên viên", "officer", agency)
    admin = actor_of(session, keeper.id)
    for one in (letters[0], letters[1]):
        let_read(session, one.id, [person_token(keeper.id)], Ground(PRESENTED, 1))
    titles = [one.subject for one in (*letters, to_person, typed, own)]
    names = [session.get_one(Unit, one).name for one in units]
    officer = office.officer.name
    session.commit()
    found = moves(session, FLOOD)
    opened, others = told_apart(session, admin, found)
    assert len(found) == 7
    assert [one.moved.id for one in opened] == [1, 2]
    counts = {one.unit: one.number for one in others}
    assert sum(counts.values()) + len(opened) == len(found)
    session.rollback()
    address = "/admin/calendar/moving?day=2026-11-27&works=off&name=Nghỉ"
    page = client_of(office.admin).get(address).text
    assert "Sẽ dời 7 hạn" in page
    assert [title for title in titles if title in page] == titles[:2]
    assert officer not in re.sub(r"(?s)<header.*?</header>", "", page)
    assert "Trong đó 5 hạn thuộc văn bản bạn không được xem" in page
    assert all(name in page for name in names)
    assert "không thuộc đơn vị nào 1" in page
    assert "Trong đó 1 hạn thuộc văn bản bạn không được xem" in page, "of those that stay"
    monkeypatch.setattr("app.deadlines.presenters.MOVES_SHOWN", 2)
    rows = 0
    for start in range(0, 8, 2):
        page = client_of(office.admin).get(f"{address}&from={start}").text
        rows += page.count('role="row"') - 1 if "<tbody" in page else 0
    assert rows == len(opened) + len(others)


def test_nothing_is_moved_into_the_past(session: Session, office: Office) -> None:
    """A make-up day that is entered when it is over makes nobody late."""
    rule = Rule(Span(1), at(20, 9))
    directed(session, office, Receiver(unit(office.culture_id), "lead", at(23), rule))
    session.commit()
    saturday = DayData(date(2026, 11, 21), Works.WHOLE, "Làm bù")
    assert change_day(session, office.admin, saturday, shown(session, saturday)) == 0
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


def test_a_make_up_day_is_shown_before_it_is_set(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    """No date moves, but everybody has one working day more: it is looked at like a day off."""
    admin = client_of(office.admin)
    form = {"day": "28/11/2026", "works": "working", "name": "Làm bù", "agency_id": ""}
    preview = admin.post("/admin/calendar/new", data=form).location
    assert preview.startswith("/admin/calendar/moving?")
    page = admin.get(preview).text
    assert "hạn của mọi người giữ nguyên" in page
    assert "Người giữ việc được báo một lần" not in page, "nobody's date moves"
    assert "Giữ như cũ" not in page, "nor does leaving the page keep anything"
    assert "Thôi, không ghi" in page
    [seen] = re.findall(r'name="seen" value="(\w+)"', page)
    assert admin.post(preview, data={"seen": seen}).location == "/admin/calendar?year=2026"


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("5 ngay", "5 ngày làm việc"),
        ("5 ngày làm việc", ""),
        ("15 ngày", ""),
        ("29/11/2026", "30/11/2026"),
        ("30/11/2026", ""),
    ],
)
def test_what_is_easily_mistaken_is_put_right_in_one_press(
    office: Office, client_of: ClientOf, text: str, instead: str
) -> None:
    """Days without "working", and days off."""
    said = client_of(office.admin).get("/due-remarks", query_string={"day": text}).text
    assert re.findall(r'data-instead="([^"]+)"', said) == [instead] * bool(instead)


def test_how_long_work_may_take_is_changed_from_a_day_on(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    """The line before holds until then; one that begins on that very day makes way."""
    set_usual(session, office.admin, Usual(date(2026, 1, 1), Span(5)))
    session.commit()
    admin = client_of(office.admin)
    [like] = re.findall(
        r'href="(/admin/due-dates/new\?like=\d+)"', admin.get("/admin/due-dates").text
    )
    form = admin.get(like).text
    assert 'value="5 ngày làm việc"' in form
    assert 'value="23/11/2026"' in form
    sent = {"span": "7 ngày làm việc", "since": "23/11/2026"}
    assert admin.post(like, data=sent).status_code == 302

    def held() -> list[str | None]:
        session.rollback()
        spans = session.scalars(select(UsualSpan.span).order_by(UsualSpan.since)).all()
        session.rollback()
        return list(spans)

    assert held() == ["5 working_day", "7 working_day"]
    anew = re.findall(
        r'href="(/admin/due-dates/new\?like=\d+)"', admin.get("/admin/due-dates").text
    )[0]
    assert admin.post(anew, data=sent | {"span": "6 ngày làm việc"}).status_code == 302
    assert held() == ["5 working_day", "6 working_day"]


@pytest.mark.parametrize("text", ["5 con gà", "3 tuần"])
def test_what_is_not_understood_is_said_while_it_is_typed(
    office: Office, client_of: ClientOf, text: str
) -> None:
    admin = client_of(office.admin)
    said = admin.get("/due-remarks", query_string={"day": text}).text
    assert f"Không hiểu “{text}”" in said
    assert not admin.get("/due-remarks", query_string={"day": " "}).text.strip()
