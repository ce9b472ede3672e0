"""Work on a kind of record that work has never heard of, on both databases."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.audit.service import Subject, record, verify
from app.core import clock
from app.core.db import session_factory
from app.core.errors import Forbidden, NotFound, Refused
from app.core.feature import install
from app.core.jobs import NORMAL, Handler, Handlers, drain
from app.core.policy import Actor
from app.deadlines.queries import horizon_of
from app.features import FEATURES
from app.messages.models import Notice, SmsMessage
from app.messages.service import SmsPolicy, Ways, handler_of
from app.organisation.models import Person
from app.records.queries import readers_of
from app.records.service import take_turn
from app.work import messages, queries, service
from app.work.filters import WorkFilter
from app.work.models import Assignment
from app.work.presenters.wording import work_total
from app.work.queries import WORK
from app.work.queries.stranded import RecordName, stranded_lines
from app.work.service import Receiver
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.work.making import lines, make_document, person, unit
from tests.integration.work.permits import (
    DECIDED,
    FEATURE,
    MAKE,
    decide,
    is_worked_on,
    make_permit,
)


@pytest.fixture(autouse=True)
def _permits(app: Flask, session: Session, office: Office) -> Iterator[None]:
    """After the application was built: it installs the kinds that the office lists."""
    session.execute(MAKE)
    session.commit()
    install(FEATURES.and_also(FEATURE))
    yield
    install(FEATURES)


def given(
    session: Session, office: Office, permit_id: int, *receivers: Receiver
) -> list[Assignment]:
    receivers = receivers or (Receiver(person(office.officer), "lead"),)
    return lines(session, service.direct(session, office.head, permit_id, "Thẩm tra.", receivers))


def test_it_is_directed_and_passed_on_as_its_kind_says(session: Session, office: Office) -> None:
    due = clock.now() + timedelta(days=5)
    permit_id = make_permit(session, office, due_at=due)
    with pytest.raises(Forbidden):  # a leader, but permits are for heads to give out
        service.direct(session, office.leader, permit_id, "Làm.", [])
    with pytest.raises(Refused, match="not of this agency or unit"):
        given(session, office, permit_id, Receiver(unit(office.economy_id), "lead"))
    (line,) = given(session, office, permit_id, Receiver(person(office.officer), "lead", due))
    assert (line.record_id, line.agency_id, line.due_source) == (
        permit_id,
        office.agency_id,
        "document",
    )
    assert is_worked_on(session, permit_id)
    assert f"{line.holder}a{office.agency_id}" in {r.token for r in readers_of(session, permit_id)}
    helper = Receiver(person(office.second_officer), "cohandler")
    (below,) = lines(session, service.pass_on(session, office.officer, line.id, "Đo.", [helper]))
    assert (below.parent_id, below.due_at, below.due_source) == (line.id, due, "parent")


def test_returned_recalled_and_withdrawn_it_waits_again(session: Session, office: Office) -> None:
    permit_id = make_permit(session, office)
    (line,) = given(session, office, permit_id)
    service.return_line(session, office.officer, line.id, "Không phải địa bàn của tôi.")
    assert not is_worked_on(session, permit_id)
    with pytest.raises(NotFound):  # the right went with its ground
        service.return_line(session, office.officer, line.id, "Lần nữa.")
    (line,) = given(session, office, permit_id)
    service.recall(session, office.head, line.id)
    assert (line.state, is_worked_on(session, permit_id)) == ("recalled", False)
    (line,) = given(session, office, permit_id)
    service.withdraw(session, office.head, line.id, "Giao người khác.")
    assert (line.state, is_worked_on(session, permit_id)) == ("withdrawn", False)


def test_it_is_finished_with_its_answer_or_a_reason(session: Session, office: Office) -> None:
    permit_id = make_permit(session, office, answer_owed=True)
    (line,) = given(session, office, permit_id)
    with pytest.raises(Refused, match="reply is required"):
        service.finish(session, office.officer, line.id, "Đã xem.")
    service.finish(session, office.officer, line.id, "Đã xem.", no_reply_reason="Bà Hoa rút đơn.")
    assert (line.state, is_worked_on(session, permit_id)) == ("done", True)
    session.commit()
    told = select(AuditEntry.action).where(AuditEntry.record_id == permit_id)
    assert list(session.scalars(told.order_by(AuditEntry.id))) == [
        "assignments.directed",
        "assignments.finished_own",
    ]
    assert verify(session).is_whole


def test_a_decided_one_says_so_itself(session: Session, office: Office) -> None:
    permit_id = make_permit(session, office)
    (line,) = given(session, office, permit_id)
    decide(session, permit_id)
    with pytest.raises(Refused, match=DECIDED):
        service.finish(session, office.officer, line.id, "Xong.")
    with pytest.raises(Forbidden):
        given(session, office, permit_id)


def test_it_is_listed_coloured_and_counted_beside_documents(
    session: Session, office: Office
) -> None:
    soon = clock.now() + timedelta(hours=1)
    permit_id = make_permit(session, office, "Xây kiốt")
    given(session, office, permit_id, Receiver(person(office.officer), "lead", soon))
    document = make_document(session, office)
    to_officer = [Receiver(person(office.officer), "lead", soon)]
    service.direct(session, office.leader, document.id, "Làm.", to_officer)
    mine, whole = WorkFilter(sort="due"), WorkFilter(whose="agency", colour="late")
    with clock.stopped_at(soon + timedelta(hours=1)):
        horizon = horizon_of(session, office.agency_id)
        rows = queries.work_page(session, office.officer, mine, horizon).rows
        assert [(row.kind, row.face.path, row.face.source, row.colour) for row in rows] == [
            ("incoming", f"/documents/{document.id}", "Sở Nội vụ", "late"),
            ("permit", f"/permits/{permit_id}", "Bà Hoa", "late"),
        ]
        assert queries.Pressing(mine).first(session, office.officer, horizon, 5) == rows
        assert WORK.count(session, office.leader, whole, horizon.moments) == 2
        assert queries.agency_load(session, office.leader, horizon).late == 2
        assert queries.parts_of(session, [permit_id], horizon)[permit_id].colour == "late"
        beside = queries.neighbours(session, office.officer, mine, horizon, rows[0].id)
        assert (beside.place, beside.total, beside.newer) == (1, 2, None)
        assert beside.older == (rows[1].id, f"/permits/{permit_id}")


def test_whoever_left_with_it_is_known_and_nothing_of_it_is_told(
    session: Session, office: Office
) -> None:
    permit_id = make_permit(session, office)
    (line,) = given(session, office, permit_id)
    gone = Person(name="Người đã nghỉ", folded_name="nguoi da nghi")
    session.add(gone)
    session.flush()
    line.person_id, line.holder = gone.id, f"p{gone.id}"
    session.flush()
    (row,) = stranded_lines(session)
    assert (row.holder, row.records) == (f"p{gone.id}", (RecordName("permit", None, None),))


def test_its_holders_hear_of_it(session: Session, office: Office, database: TestDatabase) -> None:
    due = clock.now() + timedelta(days=1)
    permit_id = make_permit(session, office, "Mở quán")
    given(session, office, permit_id, Receiver(person(office.officer), "lead", due))
    session.commit()
    with clock.stopped_at(due + timedelta(hours=1)):
        assert service.note_lateness(session) == 1
    session.commit()
    sms = Ways(SmsPolicy(accented=False), has_mail=False)
    handlers = Handlers(
        Handler(kind.name, NORMAL, (kind.topic,), handler_of(kind, sms))
        for kind in messages.MESSAGES
    )
    with clock.stopped_at(due + timedelta(hours=1)):
        drain(session_factory(database.engine), handlers)
    told = session.execute(select(Notice.path, Notice.record_id, Notice.values).order_by(Notice.id))
    assert [(path, known, values["subject"]) for path, known, values in told] == [
        (f"/permits/{permit_id}", permit_id, "Mở quán")
    ] * 2
    assert list(session.scalars(select(SmsMessage.record_id))) == [permit_id]


def test_its_lines_are_worked_on_in_the_browser(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    permit_id = make_permit(session, office, "Sửa mái")
    (line,) = given(session, office, permit_id)
    session.commit()
    head, officer = client_of(office.head), client_of(office.officer)
    listed = officer.get("/work").text
    assert f"/permits/{permit_id}?list=%2Fwork&amp;line={line.id}" in listed
    assert "Sửa mái" in listed
    assert "Bà Hoa" in listed
    assert f'href="/permits/{permit_id}"' in officer.get(f"/lines/{line.id}/finish").text
    assert "Sửa mái" in head.get(f"/documents/{permit_id}/directive").text
    index = head.get(f"/assignments/receivers.json?record={permit_id}").get_json()
    assert {one["id"][0] for one in index} == {"p"}
    done = officer.post(f"/lines/{line.id}/finish", data={"outcome": "Xong.", "version": "1"})
    assert done.location == f"/permits/{permit_id}#work"


def test_verbs_take_turns_on_the_record_and_the_trail_does_not_wait(
    session: Session, office: Office, database: TestDatabase
) -> None:
    """Else who holds the trail would wait for the record, and the other way round."""
    if database.engine.dialect.name == "sqlite":
        pytest.skip("there every writer waits for the one before")
    permit_id = make_permit(session, office)
    session.commit()
    take_turn(session, permit_id)
    with Session(database.engine) as other:
        other.execute(text("SET lock_timeout = '300ms'"))
        subject = Subject("permit", permit_id, permit_id)
        record(other, office.clerk, "correspondence.opened", subject)
        other.commit()
        with pytest.raises(OperationalError, match="lock timeout"):
            take_turn(other, permit_id)
    session.rollback()
    assert verify(session).count == 1


def test_figures_say_what_they_count(app: Flask) -> None:
    """Documents, where work is on documents alone; records, where it is on permits too."""
    with app.test_request_context(headers={"Accept-Language": "vi"}):
        assert work_total(38, 19) == "38 phần việc của 19 văn bản, hồ sơ"
        install(FEATURES)
        assert work_total(38, 19) == "38 phần việc của 19 văn bản"
