"""Near and past each date once, at the hours that a person chose, of what is still so."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Refused
from app.core.outbox import OutboxRow
from app.work import service
from app.work.events import BecameLate, DueSoon
from app.work.messages import MESSAGES
from app.work.rules.reminders import is_time, typed_hours
from app.work.service import Receiver
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.work.making import at, directed, person, unit

pytestmark = pytest.mark.usefixtures("monday")

TELLING = {kind.topic: kind.tell for kind in MESSAGES}


def reminded(session: Session, moment: datetime) -> Iterator[tuple[str, int, list[int]]]:
    """What a round at this moment publishes: topic, person, lines."""
    last = session.scalars(select(OutboxRow.id).order_by(OutboxRow.id.desc())).first() or 0
    with clock.stopped_at(moment):
        service.remind(session)
        session.flush()
    rows = session.scalars(select(OutboxRow).where(OutboxRow.id > last).order_by(OutboxRow.id))
    for row in rows:
        if row.topic in (BecameLate.topic, DueSoon.topic):
            yield row.topic, row.payload["person_id"], row.payload["lines"]


def told(session: Session, topic: str, moment: datetime, **payload: Any) -> str | None:
    with clock.stopped_at(moment):
        telling = TELLING[topic](session, {"at": moment.isoformat(), **payload})
    return telling.words if telling is not None else None


def test_near_and_past_once_each_also_where_the_date_moved(
    session: Session, office: Office
) -> None:
    head, officer = office.head.person_id, office.officer.person_id
    _a, (far,) = directed(session, office, Receiver(unit(office.culture_id), "lead", at(30)))
    _b, (near,) = directed(session, office, Receiver(person(office.officer), "lead", at(23)))
    soon, late = DueSoon.topic, BecameLate.topic
    assert list(reminded(session, at(23, 9))) == [(soon, officer, [near.id])], "given as due soon"
    assert list(reminded(session, at(23, 9))) == []
    assert list(reminded(session, at(23, 18))) == [(late, officer, [near.id])]
    assert list(reminded(session, at(26, 16))) == []
    assert list(reminded(session, at(27, 8))) == [(soon, head, [far.id])]
    # Put off, it is near and past once more; what was asked before is not told any more.
    service.change_due(session, office.leader, far.id, at(4).replace(month=12), "Chờ Sở.")
    assert told(session, soon, at(27, 8), person_id=head, lines=[far.id], count=1) is None
    assert list(reminded(session, at(30, 18))) == []
    december = at(3).replace(month=12)
    assert list(reminded(session, december)) == [(soon, head, [far.id])]
    assert told(session, soon, december, person_id=head, lines=[far.id], count=1) == (
        "%(reference)s is due soon, on %(due)s, put off %(times)s times: %(subject)s"
    )
    # What was published of one line before a person was told of all at once is still heard.
    of_one = {"assignment_id": near.id, "due_at": at(23).isoformat()}
    with clock.stopped_at(december):
        old = TELLING[late](session, of_one)
        assert old is not None
        assert (old.people, old.words) == ({officer}, "%(reference)s is overdue: %(subject)s")
    service.withdraw(session, office.leader, near.id, "Nhầm.")
    withdrawn = TELLING[late](session, of_one)
    assert withdrawn is None or withdrawn.people == set()
    assert told(session, late, december, person_id=head, lines=[near.id], count=1) is None


def test_at_the_hours_of_working_days_that_a_person_chose(session: Session, office: Office) -> None:
    receivers = (
        Receiver(unit(office.culture_id), "lead", at(25, 10)),
        Receiver(unit(office.economy_id), "cohandler", at(25, 10)),
    )
    directed(session, office, *receivers)
    service.choose_hours(session, office.head, typed_hours("13h30; 7:30"))
    late, economy = BecameLate.topic, office.economy_head.person_id
    head = office.head.person_id
    assert {row[:2] for row in reminded(session, at(23, 9))} == {
        (DueSoon.topic, head), (DueSoon.topic, economy),
    }  # fmt: skip
    assert list(reminded(session, at(25, 9))) == []
    assert [row[:2] for row in reminded(session, at(25, 11))] == [(late, economy)]
    assert [row[:2] for row in reminded(session, at(25, 14))] == [(late, head)]
    assert list(reminded(session, at(26, 8))) == []
    with pytest.raises(Refused, match="07:30, 13:30"):
        typed_hours("7:30, 25:00")
    saturday, monday = at(28, 9), at(30, 8)
    for moment, is_now in ((saturday, False), (monday, True)):
        found = is_time((time(7, 30),), at(27, 8), moment, lambda day: day.weekday() < 5)
        assert found is is_now
    assert saturday > MONDAY
