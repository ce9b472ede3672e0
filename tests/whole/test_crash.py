"""Nothing that was acknowledged is lost, and nothing is done twice, whoever is killed when."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.audit.service import verify
from app.core import clock, jobs
from app.core.jobs import Job
from app.core.outbox import OutboxRow
from app.correspondence.models import Document
from app.features import FEATURES
from app.files.models import RecordFile
from app.incoming.models import IncomingDocument
from app.messages.models import LocalSms, Notice, SmsMessage
from app.outgoing.models import OutgoingDocument, Recipient
from app.records.models import RecordLink
from app.registers.models import SeriesYear, TakenNumber
from app.watchdog.messages import PAGE as WATCHED
from app.wiring import build_engines
from app.work.models import Assignment, Directive
from config import Settings
from documents.storage import Storage
from tests.conftest import DATABASES
from tests.servers import postgres_server
from tests.watching import broken
from tests.whole.crash import HANDS, Town, found, work_through_crashes
from tests.whole.soak import SIZE_VARIABLE


@dataclass(frozen=True)
class Size:
    """How much is done, how often each server is killed meanwhile, and when: by the seed."""

    operations: int = 200
    kills: int = 3
    seed: int = 20261122


@pytest.fixture(scope="module")
def size() -> Size:
    """The usual one; `make soak` asks for more."""
    asked = os.environ.get(SIZE_VARIABLE)
    return Size(*map(int, asked.split(","))) if asked else Size()


@pytest.fixture(scope="module", params=DATABASES)
def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, size: Size
) -> Iterator[Town]:
    """The office after it was worked in through all kills, and its outbox drained."""
    instance = tmp_path_factory.mktemp(f"crash-{request.param}")
    url = f"sqlite:///{instance / 'congvan.db'}"
    server = nullcontext(url) if request.param == "sqlite" else postgres_server(durable=True)
    with server as url, found(url, instance) as town:
        yield survived(town, size)


def survived(town: Town, size: Size) -> Town:
    work_through_crashes(town, size.operations, size.kills, size.seed)
    drain_all(town)
    return town


def drain_all(town: Town) -> None:
    """The worker's own drain, an hour later: what killed workers had taken up is free again."""
    handlers = FEATURES.handlers(build_engines(Settings.from_environment(town.environment)))
    hours = 0
    while hours < 12 and _pending(town):
        hours += 1
        with clock.stopped_at(clock.now() + timedelta(hours=hours)):
            jobs.drain(town.factory, handlers, limit=10_000)


def _pending(town: Town) -> int:
    unspread = select(func.count()).where(OutboxRow.spread_at.is_(None))
    undone = select(func.count()).where(Job.event_id.is_not(None), Job.state != "done")
    with town.factory() as session:
        return (session.scalar(unspread) or 0) + (session.scalar(undone) or 0)


@pytest.fixture
def session(town: Town) -> Iterator[Session]:
    with town.factory() as session:
        yield session


@pytest.fixture
def storage(town: Town) -> Storage:
    return build_engines(Settings.from_environment(town.environment)).storage


def acknowledged(town: Town, verb: str) -> list[str]:
    return sorted(done.words for done in town.done if done.verb == verb)


def test_the_office_was_really_killed_while_people_worked(town: Town, size: Size) -> None:
    assert town.failures == []
    assert len(town.done) >= size.operations
    assert town.kills == {"web": size.kills, "worker": size.kills}
    assert town.again >= size.kills, "no form was ever sent twice: the kills hit nobody"
    assert HANDS > 1


def test_every_acknowledged_registration_is_there_once_with_its_file(
    town: Town, session: Session
) -> None:
    subjects = session.scalars(select(IncomingDocument.subject).where(_home(town)))
    assert sorted(subjects) == acknowledged(town, "register")
    files = select(Document.subject, func.count(RecordFile.id)).join(
        RecordFile, RecordFile.record_id == Document.id
    )
    files = files.where(RecordFile.removed_at.is_(None))  # what is issued leaves a clean copy
    counted = dict(session.execute(files.where(_home(town)).group_by(Document.subject)).all())
    assert set(counted.values()) == {1}
    assert set(counted) == {*acknowledged(town, "register"), *acknowledged(town, "enter")}


def _home(town: Town) -> ColumnElement[bool]:
    return Document.agency_id == town.office.agency_id


def test_every_step_of_the_work_is_there_once(town: Town, session: Session) -> None:
    texts = sorted(session.scalars(select(Directive.text)))
    assert texts == sorted([*acknowledged(town, "direct"), *acknowledged(town, "pass on")])
    lines = select(Assignment.holder, Assignment.state, Assignment.outcome)
    rows = session.execute(lines).all()
    assert len(rows) == len(texts)
    below = [row for row in rows if row.holder == f"p{town.office.officer.person_id}"]
    assert sorted(row.outcome for row in below) == acknowledged(town, "finish")
    assert {row.state for row in below} == {"done"}


def test_every_acknowledged_issue_is_there_once_and_delivered(town: Town, session: Session) -> None:
    rows = session.execute(select(OutgoingDocument.subject, OutgoingDocument.state)).all()
    assert sorted(row.subject for row in rows) == acknowledged(town, "issue")
    assert {row.state for row in rows} == {"issued"}
    delivered = select(IncomingDocument.subject).where(
        IncomingDocument.agency_id == town.office.other_agency_id
    )
    assert sorted(session.scalars(delivered)) == acknowledged(town, "issue")
    assert set(session.scalars(select(Recipient.state))) == {"delivered"}
    assert session.scalar(select(func.count()).select_from(RecordLink)) == 0


def test_no_number_is_given_twice_and_none_is_missing(town: Town, session: Session) -> None:
    taken: dict[tuple[int, int], list[int]] = {}
    for row in session.scalars(select(TakenNumber)):
        taken.setdefault((row.series_id, row.year), []).append(row.number)
    counters = session.scalars(select(SeriesYear)).all()
    assert len(counters) == 3
    for counter in counters:
        numbers = sorted(taken[counter.series_id, counter.year])
        assert numbers == list(range(1, counter.last_number + 1))
    numbered = select(Document.id).where(Document.number.is_not(None))
    assert set(session.scalars(numbered)) == set(session.scalars(select(TakenNumber.document_id)))


def test_nothing_is_as_it_must_never_be(town: Town, session: Session) -> None:
    """The watchdog finds no row, no file and no index that breaks what must hold."""
    assert broken(session, build_engines(Settings.from_environment(town.environment))) == []


def test_the_outbox_is_drained(session: Session) -> None:
    left = select(Job.handler, Job.error).where(Job.event_id.is_not(None), Job.state != "done")
    assert session.execute(left).all() == []


def test_the_trail_is_whole(town: Town, session: Session) -> None:
    report = verify(session)
    assert report.is_whole, report.first_altered_id
    assert report.count > len(town.done)


def test_every_stored_file_is_as_it_was_stored(session: Session, storage: Storage) -> None:
    contents = set(storage.iterate())
    assert [sha256 for sha256 in contents if not storage.verify(sha256)] == []
    assert set(session.scalars(select(RecordFile.sha256))) <= contents


def test_nobody_is_told_twice(session: Session) -> None:
    rows = select(Notice.person_id, Notice.message, Notice.path)
    # The watchdog tells of each time that it found something, in the same words.
    notices = session.execute(rows.where(Notice.path != WATCHED)).all()
    assert len(notices) > 100
    assert [told for told, times in Counter(notices).items() if times > 1] == []


def test_no_text_message_is_sent_twice_and_none_is_forgotten(town: Town, session: Session) -> None:
    urgent = select(Document.id).where(Document.urgency > 0, Document.kind == "incoming")
    urgent_ids = set(session.scalars(urgent.where(_home(town))))
    messages = session.scalars(select(SmsMessage)).all()
    assert {message.state for message in messages} == {"sent"}
    assert {message.record_id for message in messages} >= urgent_ids
    told = Counter((message.record_id, message.person_id) for message in messages)
    twice = [one for one in messages if told[one.record_id, one.person_id] > 1]
    assert [(one.key, one.sent_at, one.text) for one in twice] == []
    handed_over = sorted(session.scalars(select(LocalSms.request_id)))
    assert handed_over == sorted(message.key for message in messages)
