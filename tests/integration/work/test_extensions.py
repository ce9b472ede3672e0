"""Another due date: asked for, decided by one of two at once, undone, ended with the line."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Forbidden, NotFound, Refused
from app.core.policy import Actor
from app.deadlines.rules.spans import Rule, Span
from app.work import service
from app.work.models import Assignment, Extension
from app.work.queries import deciders_of, pending
from app.work.service import Receiver
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.work.making import at, directed, lines, person, unit

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def passed(session: Session, office: Office) -> tuple[Assignment, Assignment]:
    """The culture unit's line, due on Thursday, and the officer's below it, due a day earlier."""
    _letter, (top,) = directed(session, office, Receiver(unit(office.culture_id), "lead", at(26)))
    receiver = Receiver(person(office.officer), "lead", at(25))
    (own,) = lines(session, service.pass_on(session, office.head, top.id, "", [receiver]))
    return top, own


def ask(session: Session, actor: Actor, line: Assignment, day: int = 26) -> Extension:
    return service.ask_extension(session, actor, line.id, at(day), "Chờ số liệu của xã.")


def test_granted_by_whoever_gave_it_and_the_first_date_is_kept(
    session: Session, office: Office, passed: tuple[Assignment, Assignment]
) -> None:
    top, own = passed
    asked = ask(session, office.officer, own)
    assert deciders_of(session, own) == {office.head.person_id}
    with pytest.raises(Refused, match="asked for already"):
        ask(session, office.officer, own)
    for stranger in (office.officer, office.second_officer):
        with pytest.raises((Forbidden, NotFound)):
            service.decide_extension(session, stranger, own.id, asked.id, at(26), "")
    service.decide_extension(session, office.head, own.id, asked.id, at(26), "Được.")
    assert (own.due_at, own.first_due_at, own.extended) == (at(26), at(25), 1)
    assert (asked.state, asked.decided_by_id) == ("granted", office.head.person_id)
    assert (top.due_at, top.extended) == (at(26), 0)
    # Who comes second is told who was first, whatever they would have decided.
    for due_at in (at(26), None):
        with pytest.raises(Refused, match=rf"{office.head.name} granted it at"):
            service.decide_extension(session, office.leader, own.id, asked.id, due_at, "Không.")
    service.undo_decision(session, office.head, own.id)
    assert (own.due_at, own.first_due_at, own.extended) == (at(25), None, 0)
    assert pending(session, own.id) is asked
    service.decide_extension(session, office.head, own.id, asked.id, None, "Làm xong trong ngày.")
    assert (own.due_at, asked.state) == (at(25), "refused")
    service.open_lines(session, own.record_id, office.officer)
    assert ask(session, office.officer, own).state == "asked"
    with pytest.raises(Refused, match="Nothing is asked"):
        service.undo_decision(session, office.head, own.id)  # the last one waits


def test_what_is_put_off_takes_along_what_followed_it(
    session: Session, office: Office, passed: tuple[Assignment, Assignment]
) -> None:
    """A span counts from the old date, and moves with the calendar as such."""
    top, own = passed
    service.change_due(session, office.leader, top.id, at(25), "Tỉnh giục.")
    assert (own.due_at, own.due_source) == (at(25), "directive")
    own.due_source = "parent"
    rule = Rule(Span(3), at(25))
    asked = service.ask_extension(
        session, office.head, top.id, at(30), "Chờ Sở.", top.version, rule
    )
    below = ask_of_officer_lapses(session, office, own)
    service.decide_extension(session, office.leader, top.id, asked.id, at(30), "", rule)
    assert (top.due_at, top.due_rule, own.due_at, own.due_source) == (
        at(30), rule, at(30), "parent",
    )  # fmt: skip
    assert (top.extended, own.extended, below.state) == (1, 1, "lapsed")


def ask_of_officer_lapses(session: Session, office: Office, own: Assignment) -> Extension:
    assert own.due_at is not None
    own.due_at = at(24)
    session.flush()
    asked = ask(session, office.officer, own, 25)
    own.due_at = at(25)
    session.flush()
    return asked


@pytest.mark.parametrize("ending", ["finish", "withdraw", "return", "due"])
def test_what_was_asked_ends_with_its_line(
    session: Session, office: Office, passed: tuple[Assignment, Assignment], ending: str
) -> None:
    _top, own = passed
    asked = ask(session, office.officer, own)
    if ending == "finish":
        service.finish(session, office.officer, own.id, "Xong.", no_reply_reason="Không cần.")
    elif ending == "withdraw":
        service.withdraw(session, office.head, own.id, "Nhầm người.")
    elif ending == "return":
        service.return_line(session, office.officer, own.id, "Không phải việc tôi.")
    else:
        service.change_due(session, office.head, own.id, at(24), "Gấp.")
    session.refresh(asked)
    assert asked.state == "lapsed"
    with pytest.raises(Refused):
        service.decide_extension(session, office.head, own.id, asked.id, at(26), "")
    if ending != "due":
        with pytest.raises((Refused, NotFound)):
            ask(session, office.officer, own)


def test_what_cannot_be_asked(
    session: Session,
    office: Office,
    passed: tuple[Assignment, Assignment],
    client_of: Callable[[Actor], FlaskClient],
) -> None:
    top, own = passed
    # The form says beforehand how far one may ask, and asks nothing where that is no further.
    for day, is_open in ((26, False), (25, True)):
        own.due_at = at(day)
        session.commit()
        officer = client_of(office.officer)
        form = officer.get(f"/lines/{own.id}/extension").text
        assert f"{office.head.name} phải xin gia hạn phần việc cấp trên trước" in form
        assert ('name="due"' in form) == is_open
    # What is said of a span counts from where the hint says: from the date that stands.
    [address] = re.findall(r'data-due="([^"]+)"', form)
    assert "hạn 17:00 thứ Sáu 27/11" in officer.get(f"{address}&day=2 ngày làm việc").text
    for day, said in ((25, "later day"), (20, "already past"), (27, "line above")):
        with pytest.raises(Refused, match=said):
            ask(session, office.officer, own, day)
    with pytest.raises(Refused, match=r"Say why.*Say until when"):
        service.ask_extension(session, office.officer, own.id, None, "")
    with pytest.raises(Forbidden):
        ask(session, office.head, own)
    asked = ask(session, office.officer, own)
    service.take_back_extension(session, office.officer, own.id)
    assert asked.state == "taken_back"
    service.change_due(session, office.leader, top.id, None, "Không gấp.")
    assert (top.first_due_at, top.extended) == (at(26), 1)
    with pytest.raises(Refused, match="no due date"):
        ask(session, office.head, top)


def test_two_decide_in_the_same_second(
    database: object, session: Session, office: Office, passed: tuple[Assignment, Assignment]
) -> None:
    """Both opened the form; the row says who was first though the line changed no version."""
    _top, own = passed
    asked = ask(session, office.officer, own)
    service.decide_extension(session, office.leader, own.id, asked.id, None, "Không cần thêm.")
    with pytest.raises(Refused, match=f"{office.leader.name} refused it"):
        service.decide_extension(session, office.head, own.id, asked.id, at(26), "")
    rows = session.scalars(select(Extension)).all()
    assert [(one.state, one.ended_at, own.due_at) for one in rows] == [
        ("refused", MONDAY, at(25)),
    ]
    assert clock.now() == MONDAY
