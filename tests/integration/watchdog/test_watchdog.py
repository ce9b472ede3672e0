"""Each invariant broken on purpose: seen listed, mended where one press does it, and whole."""

import io
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import unescape
from threading import Event
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, exists, func, select, text, update
from sqlalchemy.orm import Session

from app.access.models import Account
from app.access.queries.presence import one_of_each_role
from app.approval.models import CircuitStep
from app.core import clock, disk, jobs
from app.core.counting import Figures
from app.core.db import session_factory
from app.core.feature import Features, Found, Invariant, Watching
from app.core.jobs import Job, keep_rounds
from app.core.outbox import OutboxRow
from app.core.policy import Actor
from app.core.settings import SettingValue
from app.correspondence.models import Document
from app.desk.invariants import TILES
from app.drafting.models import Draft
from app.features import FEATURES
from app.files.models import RecordFile
from app.incoming.models import IncomingDocument
from app.leave.models import LeaveRequest
from app.messages.models import Notice, SmsMessage
from app.moves.models import Handover
from app.organisation.models import Absence, Person, Post
from app.records.models import RecordReader
from app.registers.models import TakenNumber
from app.requests.models import Request, RequestLine
from app.requests.rules import Holder
from app.requests.service import Asking, ask
from app.search import service as search
from app.urgent.models import DutyShift, UrgentAlert, UrgentGuess, UrgentStep, UrgentTarget
from app.urgent.settings import ADDRESS, HOTLINE
from app.watchdog import presenters, queries, rules
from app.watchdog.models import Watch
from app.watchdog.service import Looking, look_again, make_backup
from app.watchdog.service.backup import MADE
from app.work.models import Assignment, Extension, LateMark
from app.work.service import Receiver
from app.work.tiles import LATE_IN_AGENCY
from documents.sandbox import SandboxGone
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.drafting.making import current, make_draft, post_of, sent
from tests.integration.work.making import directed, make_document, person
from tests.watching import invariant

SignIn = Callable[[Actor], FlaskClient]
Undo = Callable[[], object]
DAYS = timedelta(days=90)
ELSEWHERE = {
    "correspondence.one_number_once": "tests/integration/outgoing/test_one_number.py",
}


class Gone:
    """A sandbox that opens nothing."""

    converts = False

    def try_out(self) -> None:
        raise SandboxGone("no sandbox")


@dataclass
class Here:
    """The office, its rows, and whoever looks at them."""

    session: Session
    office: Office
    looking: Looking
    patch: pytest.MonkeyPatch
    handlers: jobs.Handlers

    def look(self) -> dict[str, str]:
        """How all of them stand, looked at now."""
        look_again(self.session)
        self.session.commit()
        self.looking.look_round()
        self.session.expire_all()
        states = dict(self.session.execute(select(Watch.name, Watch.state)).all())
        self.session.rollback()
        return states

    def change(self, model: Any, key: Any, **values: Any) -> Undo:
        """Write these, whatever the services would say; what comes back undoes it."""
        row = self.session.get_one(model, key)
        before = {name: vars(row)[name] for name in values}

        def write(given: Mapping[str, Any] = values) -> None:
            self.session.refresh(row)
            for name, value in given.items():
                setattr(row, name, value)
            self.session.flush()

        write()
        return lambda: write(before)

    def engines(self, **parts: Any) -> Undo:
        before = self.looking
        self.looking = replace(before, engines=replace(before.engines, **parts))
        return lambda: setattr(self, "looking", before)


# -- How each is broken; what comes back undoes it, where no press mends it ------------------------


def no_tables(here: Here) -> Undo:
    (revision,) = here.session.execute(text("SELECT version_num FROM alembic_version")).one()
    here.session.execute(text("DELETE FROM alembic_version"))
    back = text("INSERT INTO alembic_version VALUES (:revision)")
    return lambda: here.session.execute(back, {"revision": revision})


def a_full_disk(here: Here) -> Undo:
    here.patch.setattr(disk, "takes_writing", lambda _folder: False)
    return here.patch.undo


def installation(here: Here) -> Undo:
    """No broker, no sandbox, and a backup of last year."""
    settings = here.looking.engines.settings
    backup = settings.instance / "old"
    backup.mkdir()
    (backup / MADE).touch()
    os.utime(backup / MADE, (0, 0))
    away = replace(settings, redis_url="redis://127.0.0.1:1/0", backup=backup)
    return here.engines(settings=away, sandbox=Gone())


def a_clock_that_goes_wrong(here: Here) -> Undo:
    """That of the host of the files: an hour behind."""
    hour_ago = clock.now() - timedelta(hours=1)
    here.patch.setattr("app.watchdog.invariants._clock_of_disk", lambda _watching: hour_ago)
    return here.patch.undo


def a_unit_without_a_head(here: Here) -> Undo:
    return here.change(Account, here.office.economy_head.person_id, disabled_at=clock.now())


def work_of_who_left(here: Here) -> None:
    yesterday = clock.today() - timedelta(days=1)
    directed(here.session, here.office, Receiver(person(here.office.officer), "lead"))
    here.change(Post, post_of(here.office.officer), valid_from=yesterday, valid_to=yesterday)


def a_leave_whose_stand_in_is_away(here: Here) -> Undo:
    today, office = clock.today(), here.office
    days = {"starts_on": today, "ends_on": today}
    stand_in = office.second_officer.person_id
    leave = LeaveRequest(
        agency_id=office.agency_id, person_id=office.head.person_id, reason="?", state="taken_back",
        stand_in_id=stand_in, **days,
    )  # fmt: skip
    here.session.add(leave)
    here.session.add(Absence(person_id=stand_in, **days))
    here.session.flush()
    return here.change(LeaveRequest, leave.id, state="approved")


def silence(here: Here) -> None:
    _document, (line,) = directed(here.session, here.office)
    here.change(Assignment, line.id, due_at=clock.now() - timedelta(days=1))
    here.session.merge(LateMark(id=1, reached_at=clock.now() - timedelta(days=2)))


def a_line_below_another_record(here: Here) -> Undo:
    _document, (one,) = directed(here.session, here.office)
    _other, (another,) = directed(here.session, here.office)
    return here.change(Assignment, one.id, parent_id=another.id)


def a_turn_of_nobody(here: Here) -> Undo:
    (step,) = current(here.session, a_draft(here))
    return here.change(CircuitStep, step.id, person_id=here.office.economy_head.person_id)


def a_round_at_nobody(here: Here) -> Undo:
    (step,) = current(here.session, a_draft(here))
    return here.change(CircuitStep, step.id, state="waiting")


def a_draft(here: Here) -> Draft:
    return sent(here.session, here.office, here.looking.engines.storage)


def a_draft_left_behind(here: Here) -> Undo:
    draft = make_draft(here.session, here.office, here.looking.engines.storage)
    there = here.office.second_officer.person_id
    return lambda: here.change(Draft, draft.id, author_id=there)


def a_draft_that_nobody_sent(here: Here) -> Undo:
    draft = make_draft(here.session, here.office, here.looking.engines.storage)
    here.change(Draft, draft.id, author_id=here.office.second_officer.person_id)
    return here.change(Draft, draft.id, state="circulating")


def a_document_without_readers(here: Here) -> None:
    """Given up with the numbers that stand in no book."""
    document = make_document(here.session, here.office)
    rights = delete(RecordReader).where(RecordReader.record_id == document.id)
    here.session.execute(rights)


def numbers_in_no_book(here: Here) -> Undo:
    """As tests make documents."""
    make_document(here.session, here.office)
    in_book = exists().where(TakenNumber.document_id == Document.id)
    given_up = {"number": None, "state": "recalled"}
    return lambda: here.session.execute(update(Document).where(~in_book).values(given_up))


def a_document_nobody_directs(here: Here) -> Undo:
    document = make_document(here.session, here.office)
    return here.change(IncomingDocument, document.id, created_at=clock.now() - DAYS)


def a_delivery_nobody_accepts(here: Here) -> Undo:
    document = make_document(here.session, here.office, state="waiting", number=None)
    return here.change(IncomingDocument, document.id, created_at=clock.now() - DAYS)


def work_on_a_closed_document(here: Here) -> Undo:
    document, _lines = directed(here.session, here.office)
    return here.change(IncomingDocument, document.id, state="closed")


def a_job_that_failed(here: Here) -> None:
    event = OutboxRow(topic="nothing", payload={}, spread_at=clock.now())
    here.session.add(event)
    here.session.flush()
    failed = {"state": "failed", "tries": 8, "error": "OSError", "turn_at": None}
    here.session.add(Job(handler="watch.test", lane="normal", event_id=event.id, **failed))


def an_index_that_lags(here: Here) -> Undo:
    document = make_document(here.session, here.office)
    here.session.commit()
    here.looking.engines.search.delete([document.id])

    def mended() -> None:
        """What the press called for."""
        called = select(Job.state).where(Job.handler == search.COMPARE)
        assert here.session.scalar(called) == "waiting"
        here.session.commit()
        search.mend(here.looking.factory, here.looking.engines.search)
        search.sync(here.looking.factory, here.looking.engines.search)

    return mended


def messages_that_wait(here: Here) -> Undo:
    sms = SmsMessage(
        key="watch", person_id=here.office.head.person_id, phone="0912000001", text="?", segments=1
    )
    here.session.add(sms)
    here.session.flush()
    undo = here.change(SmsMessage, sms.id, at=clock.now() - DAYS)
    return lambda: (undo(), here.change(SmsMessage, sms.id, state="sent"))


def a_file_that_changed(here: Here) -> None:
    engines, document = here.looking.engines, make_document(here.session, here.office)
    blob = engines.storage.put(io.BytesIO(b"as it was received"))
    given = {"name": "a.pdf", "media_type": "application/pdf", "size": blob.size}
    by = {"record_id": document.id, "added_by_id": here.office.clerk.person_id}
    here.session.add(RecordFile(sha256=blob.sha256, **given, **by))
    here.session.commit()
    make_backup(engines)
    place = engines.storage.path(blob.sha256)
    place.chmod(0o600)
    place.write_bytes(b"As it was received")


def a_tile_that_counts_wrong(here: Here) -> Undo:
    figures = {tile: tile.figure() for tile in FEATURES.tiles}
    one_more = LATE_IN_AGENCY.counting().subquery()
    figures[LATE_IN_AGENCY] = select(one_more.c[0] + 1)
    here.patch.setitem(vars(FEATURES), "figures", Figures(figures))
    return here.patch.undo


def an_urgent_message_that_stands_still(here: Here) -> Undo:
    """And never asked anybody."""
    agency_id = here.office.agency_id
    document, _lines = directed(here.session, here.office)
    alert = UrgentAlert(
        key="still", record_id=document.id, urgency=1, agency_id=agency_id, accented=False
    )
    here.session.add(alert)
    here.session.flush()
    past = clock.now() - timedelta(hours=1)
    target = UrgentTarget(
        alert_id=alert.id, source="x", name="x", agency_id=agency_id, next_at=past
    )
    here.session.add(target)
    here.session.flush()
    ended = update(UrgentTarget).where(UrgentTarget.id == target.id)
    asked = UrgentStep(target_id=target.id, step=0, role="head", skipped="no_phone")

    def mend() -> None:
        here.session.add(asked)
        here.session.execute(ended.values(state="ended", next_at=None))
        by = {"set_by_id": here.office.admin.person_id, "valid_from": clock.today()}
        for setting, written in ((ADDRESS, "https://vp.example"), (HOTLINE, "0900 000 113")):
            here.session.add(SettingValue(key=setting.key, value=written, **by))

    return mend


def somebody_who_tries_codes_out(here: Here) -> Undo:
    guess = UrgentGuess(source="phone:84999999999", misses=5, since=clock.now())
    here.session.add(guess)
    here.session.flush()
    return lambda: here.session.execute(delete(UrgentGuess))


def a_receiver_nobody_phones(here: Here) -> Undo:
    """And whose agency has not been asked: given up with the messages that stand still."""
    alert = here.session.scalars(select(UrgentAlert)).one()
    since = clock.now() - timedelta(hours=1)
    target = UrgentTarget(
        alert_id=alert.id, source="y", name="y", agency_id=alert.agency_id, state="calling",
        calling_since=since,
    )  # fmt: skip
    here.session.add(target)
    here.session.flush()
    step = {"target_id": target.id, "step": 0, "role": "head", "skipped": "phone"}
    here.session.add(UrgentStep(**step))
    over = update(UrgentTarget).where(UrgentTarget.id == target.id)
    return lambda: here.session.execute(over.values(state="ended", ended_at=clock.now()))


def somebody_away_without_a_stand_in(here: Here) -> Undo:
    """With a line that falls due meanwhile, for which another date was asked a week ago."""
    who, now = here.office.clerk, clock.now()
    _document, (line,) = directed(here.session, here.office, Receiver(person(who), "lead"))
    here.change(Assignment, line.id, due_at=now + timedelta(days=1))
    days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=5)}
    absence = Absence(person_id=who.person_id, **days)
    asked = Extension(
        assignment_id=line.id, asked_by_id=who.person_id, asked_at=now - timedelta(days=7),
        due_at=now + timedelta(days=9), old_due_at=now + timedelta(days=1), reason="?",
    )  # fmt: skip
    here.session.add_all([absence, asked])
    here.session.flush()
    return lambda: (
        here.change(Absence, absence.id, stand_in_id=here.office.officer.person_id),
        here.change(Extension, asked.id, state="refused", ended_at=now),
    )


def a_number_that_takes_nothing(here: Here) -> Undo:
    office = here.office
    reader = here.session.get_one(Person, office.head.person_id)
    undo = here.change(Person, reader.id, phone="0912 345 678")
    failed = {"state": "failed", "attempts": 1, "error": "HTTP 410"}
    row = SmsMessage(key="refused", person_id=reader.id, phone="84912345678", text="x", **failed)
    here.session.add(row)
    here.session.flush()
    return undo


def a_leave_that_left_its_absence_behind(here: Here) -> Undo:
    office, days = here.office, {"starts_on": clock.today(), "ends_on": clock.today()}
    absence = Absence(
        person_id=office.second_officer.person_id, stand_in_id=office.officer.person_id, **days
    )
    here.session.add(absence)
    here.session.flush()
    leave = LeaveRequest(
        agency_id=office.agency_id, person_id=office.second_officer.person_id, reason="?",
        state="taken_back", absence_id=absence.id, **days,
    )  # fmt: skip
    here.session.add(leave)
    here.session.flush()
    return lambda: here.session.delete(absence)


def a_roster_with_nobody_on_it(here: Here) -> Undo:
    """For tomorrow; somebody was on duty yesterday."""
    agency_id, person_id = here.office.agency_id, here.office.officer.person_id
    on = {"agency_id": agency_id, "person_id": person_id, "shift": "day"}
    here.session.add(DutyShift(day=clock.today() - timedelta(days=1), **on))
    here.session.flush()
    return lambda: here.session.execute(delete(DutyShift))


def an_address_that_refuses(here: Here) -> Undo:
    told = {"email_refused_at": clock.now(), "email_refusal": "550 5.1.1 no such user"}
    return here.change(Person, here.office.head.person_id, **told)


def a_request_closed_too_early(here: Here) -> Undo:
    """And one of its lines counts as answered, without an answer."""
    document = make_document(here.session, here.office)
    asking = Asking(document.id, "V/v", here.office.leader.person_id)
    names = [Holder("Sở Y tế"), Holder("Sở Nội vụ")]
    line, _other = ask(here.session, here.office.leader, asking, names)
    undo = here.change(Request, line.request_id, state="closed", closed_at=clock.now())
    undo_line = here.change(RequestLine, line.id, state="answered")
    return lambda: (undo(), undo_line())


BROKEN: dict[str, Callable[[Here], Undo | None]] = {
    "correspondence.numbers_are_in_the_book": numbers_in_no_book,
    "access.units_have_heads": a_unit_without_a_head,
    "urgent.climbs_in_time": an_urgent_message_that_stands_still,
    "urgent.asks_somebody": lambda _here: None,
    "urgent.says_how_to_confirm": lambda _here: None,
    "urgent.codes_are_not_guessed": somebody_who_tries_codes_out,
    "urgent.somebody_is_on_duty": a_roster_with_nobody_on_it,
    "urgent.calls_are_made": a_receiver_nobody_phones,
    "work.away_is_covered": somebody_away_without_a_stand_in,
    "work.extensions_are_answered": lambda _here: None,
    "messages.numbers_take_texts": a_number_that_takes_nothing,
    "leave.over_is_over": a_leave_that_left_its_absence_behind,
    "requests.close_when_approved": a_request_closed_too_early,
    "requests.answered_by_an_answer": lambda _here: None,
    "work.lateness_is_told": silence,
    "leave.stand_ins_are_there": a_leave_whose_stand_in_is_away,
    "work.passed_on_within_the_record": a_line_below_another_record,
    "approval.somebody_can_take_the_turn": a_turn_of_nobody,
    "drafting.somebody_is_at_turn": a_round_at_nobody,
    "drafting.authors_are_there": a_draft_left_behind,
    "drafting.stands_as_its_approval": a_draft_that_nobody_sent,
    "work.somebody_is_there": work_of_who_left,
    "correspondence.somebody_reads": a_document_without_readers,
    "incoming.registered_are_directed": a_document_nobody_directs,
    "incoming.deliveries_are_accepted": a_delivery_nobody_accepts,
    "work.nothing_open_on_closed": work_on_a_closed_document,
    "upkeep.effects_come_about": a_job_that_failed,
    "search.index_as_database": an_index_that_lags,
    "messages.sms_leaves": messages_that_wait,
    "messages.mail_arrives": an_address_that_refuses,
    "files.bytes_as_received": a_file_that_changed,
    TILES: a_tile_that_counts_wrong,
    "parts.database": no_tables,
    "parts.disks_have_room": a_full_disk,
    "parts.broker": installation,
    "parts.sandbox": lambda _here: None,
    "parts.conversions": lambda _here: None,
    "parts.backup": lambda _here: None,
    "parts.clock": a_clock_that_goes_wrong,
}
"""By name, in an order in which none mends another; what is None is mended by its repair, or is
broken with the one before."""


@pytest.fixture
def here(
    app: Flask, database: TestDatabase, session: Session, office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> Here:  # fmt: skip
    monkeypatch.setattr("app.desk.invariants.SECONDS", 60)  # on a busy machine all in one look too
    factory, engines = session_factory(database.engine), app.extensions["engines"]
    handlers = FEATURES.handlers(engines)
    keep_rounds(factory, handlers.rounds)
    search.rebuild(factory, engines.search)
    return Here(session, office, Looking(factory, engines, FEATURES), monkeypatch, handlers)


def seen(client: FlaskClient, name: str) -> str:
    """What the page says that it saw of it."""
    (card,) = re.findall(rf'id="{re.escape(name)}">(.*?)</li>\s*(?:<li class="cv-inv|</ol>)',
                         client.get("/admin/watch").text, re.S)  # fmt: skip
    return re.findall(r'name="seen" value="(\w+)"', card)[0]


def test_every_invariant_is_seen_broken_and_whole_again(here: Here, client_of: SignIn) -> None:
    session, admin = here.session, client_of(here.office.admin)
    leader = client_of(here.office.leader)
    assert set(BROKEN) | set(ELSEWHERE) == {one.name for one in FEATURES.invariants}
    make_backup(here.looking.engines)
    assert {name: state for name, state in here.look().items() if state != "kept"} == {}

    undo = {name: breaking(here) for name, breaking in BROKEN.items()}
    states = here.look()
    kept = {name for name in BROKEN if states[name] != "broken"}
    assert kept == {"parts.conversions"}, "its office may do without"
    page = unescape(admin.get("/admin/watch").text)
    ill, _holds = page.split('id="kept"')
    for one in FEATURES.invariants:
        assert (f'id="{one.name}"' in ill) == (one.name in BROKEN), one.name
    assert f'href="/admin/persons/{here.office.officer.person_id}"' in ill
    assert f"#u{here.office.economy_id}" in ill
    tile = re.search(r"Quá hạn</span><strong[^>]*>(.*?)</strong>", leader.get("/").text)
    assert tile is not None
    assert tile[1] == "–"

    # Told once, however often it is looked at, and all of it together.
    for_long = update(Watch).where(Watch.ill_since.is_not(None))
    session.execute(for_long.values(ill_since=clock.now() - rules.TOLD_AFTER))
    here.look()
    here.look()
    (told,) = session.scalars(select(OutboxRow).where(OutboxRow.topic == "watchdog.broke"))
    names = told.payload["names"]
    assert len(names) == len(BROKEN) - 1
    session.rollback()

    # Mended by one press each, or as people do.
    for name in BROKEN:
        repair = next(one.repair for one in FEATURES.invariants if one.name == name)
        if repair is not None:
            answer = admin.post(f"/admin/watch/{name}/mend", data={"seen": seen(admin, name)})
            assert answer.status_code == 302
    session.expire_all()
    for mending in filter(None, reversed(undo.values())):
        mending()
    session.commit()
    left = {name: state for name, state in here.look().items() if state != "kept"}
    assert left == {}
    page = admin.get("/admin/watch").text
    assert f"{here.office.admin.name}</b> đã sửa" in page
    (again,) = session.scalars(select(OutboxRow).where(OutboxRow.topic == "watchdog.whole_again"))
    assert sorted(again.payload["names"]) == sorted(names)
    handed = select(Assignment.person_id).where(Assignment.state == "open")
    assert here.office.head.person_id in session.scalars(handed).all()
    for row in (told, again):
        (handler,) = here.handlers.by_topic[row.topic]
        assert isinstance(handler, jobs.Handler)
        handler.run(session, row.payload)
    read = select(Notice.read_at).where(Notice.path == "/admin/watch").order_by(Notice.id)
    broke, whole = session.scalars(read.where(Notice.person_id == here.office.admin.person_id))
    assert broke is not None, "what it asked for is done"
    assert whole is None


def test_a_repair_is_refused_when_it_is_another_breach_or_being_mended(
    here: Here, client_of: SignIn
) -> None:
    session, name = here.session, "work.somebody_is_there"
    admin = client_of(here.office.admin)
    directed(session, here.office, Receiver(person(here.office.officer), "lead"))
    here.change(Account, here.office.officer.person_id, disabled_at=clock.now())
    assert here.look()[name] == "broken"
    was = seen(admin, name)
    directed(session, here.office, Receiver(person(here.office.second_officer), "lead"))
    here.change(Account, here.office.second_officer.person_id, disabled_at=clock.now())
    session.commit()

    def mend(client: FlaskClient, saw: str) -> str:
        client.post(f"/admin/watch/{name}/mend", data={"seen": saw})
        return unescape(client.get("/admin/watch").text)

    def held() -> int:
        rows = select(func.count()).where(Assignment.person_id == here.office.head.person_id)
        count = session.scalar(rows)
        session.rollback()
        return count or 0

    assert client_of(here.office.clerk).post(f"/admin/watch/{name}/mend").status_code == 403
    assert admin.post("/admin/watch/nothing/mend").status_code == 404
    assert "đã khác" in mend(admin, was)
    assert held() == 0
    was = seen(admin, name)
    assert "Đang sửa" in mend(admin, was)
    assert held() == 2
    assert "không còn gì để sửa" in mend(admin, was)
    assert held() == 2
    acts = session.scalars(select(Handover.id)).all()
    for one in (here.office.officer, here.office.second_officer):  # who is back
        here.change(Account, one.person_id, disabled_at=None)
    session.commit()
    for number in acts:
        assert "trưởng đơn vị" in admin.get(f"/handovers/{number}").text
        admin.post(f"/handovers/{number}/take-back")
    assert held() == 0


def test_tiles_are_looked_at_for_one_person_after_another_where_that_takes_long(
    here: Here,
) -> None:
    here.patch.setattr("app.desk.invariants.SECONDS", 0)
    people, check = one_of_each_role(here.session), invariant(TILES).check
    found, marks = Found(), []
    for _person in people:
        found = check(Watching(here.session, here.looking.engines, FEATURES, found))
        marks.append(found.mark)
    assert marks == [*map(str, people[:-1]), ""]
    assert len(people) > 2


def test_records_are_named_as_far_as_their_reader_may_know(here: Here, client_of: SignIn) -> None:
    """The keeper of the system reads nothing; a leader who keeps it too reads what is theirs."""
    leader, office = here.office.leader, here.office
    document = make_document(here.session, office, issued_on=date(2026, 10, 17))
    here.change(IncomingDocument, document.id, created_at=clock.now() - DAYS)
    here.look()
    here.session.expire_all()
    leader_too = replace(leader, permissions=leader.permissions | {"system.watch"})
    with client_of(leader).application.test_request_context():
        board = boards(here.session, leader_too)
        hidden = boards(here.session, office.admin)
    here.session.rollback()
    assert any(document.subject in text for text in board), board
    assert not any(document.subject in text or "#" in text for text in hidden)
    called = f"văn bản đến, số đến {document.number:02d} ngày 23/11/2026 (bạn không được mở)"
    assert called in hidden, "the day beside its number in the book, not the one written on it"


def boards(session: Session, actor: Actor) -> list[str]:
    """By what the records are named that the page shows."""
    shown = presenters.board(session, actor, FEATURES, queries.watches(session), ())
    return [one.text for card in shown.cards for line in card.lines for one in line.records]


def test_what_cannot_be_checked_is_not_kept(here: Here, client_of: SignIn) -> None:
    let_go = Event()

    def hang(_watching: object) -> Found:
        let_go.wait(10)
        return Found()

    def fail(_watching: object) -> Found:
        raise OSError("no answer")

    known = FEATURES.invariants[0]
    odd = [
        Invariant(name=known.name, words=known.words, hurts="all", check=fail),
        Invariant(name=FEATURES.invariants[1].name, words="slow", hurts="all", check=hang),
    ]
    looking = replace(here.looking, seconds=0.05)
    found = {one.invariant.name: one for one in looking.look(odd)}
    let_go.set()
    assert {one.state for one in found.values()} == {"unknown"}
    here.looking = replace(here.looking, features=Features(()))
    vars(here.looking.features)["invariants"] = tuple(odd[:1])
    assert here.look() == {known.name: "unknown"}
    page = client_of(here.office.admin).get("/admin/watch").text
    assert "Chưa kiểm được" in page
    assert "OSError: no answer" in page
    # Another look by hand finds it whole.
    answer = client_of(here.office.admin).post(f"/admin/watch/{known.name}/check")
    assert answer.status_code == 302
    here.session.expire_all()
    assert here.session.query(Watch.state).filter_by(name=known.name).scalar() == "kept"
