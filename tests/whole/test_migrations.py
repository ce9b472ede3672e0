"""The migrations make the tables that the code means, and take all of them away again."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, inspect, make_url, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import models  # noqa: F401  (the whole metadata)
from app.cli import migrate, migration_config
from app.core.db import Base, create_engine, session_factory
from app.core.jobs import NORMAL, URGENT, Handler, Handlers, drain
from app.features import FEATURES
from app.messages.events import SmsQueued
from app.messages.models import ContactCode, Delivery
from app.wiring import build_engines
from config import Settings
from tests.conftest import DATABASES
from tests.databases import TestDatabase
from tests.integration.jobs.making import fail

OWN_TABLE = {"alembic_version"}


@pytest.fixture(params=DATABASES)
def empty(
    request: pytest.FixtureRequest, databases: Callable[[str], TestDatabase], tmp_path: Path
) -> Iterator[Engine]:
    """A database without any table."""
    with an_empty(request.param, databases, tmp_path) as engine:
        yield engine


@contextmanager
def an_empty(
    kind: str, databases: Callable[[str], TestDatabase], folder: Path, name: str = "empty"
) -> Iterator[Engine]:
    if kind == "sqlite":
        engine = create_engine(f"sqlite:///{folder / name}.db")
    else:
        url = make_url(databases("postgresql").url).set(database=name)
        server = create_engine(url.set(database="postgres").render_as_string(False))
        with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        server.dispose()
        engine = create_engine(url.render_as_string(False))
    yield engine
    engine.dispose()


def _url(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def test_the_migrated_tables_are_those_of_the_code(empty: Engine) -> None:
    migrate(_url(empty))
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    made = set(inspect(empty).get_table_names())
    assert made - OWN_TABLE == set(Base.metadata.tables)


def test_checks_are_migrated_too(empty: Engine) -> None:
    """compare_metadata does not look at check constraints."""
    migrate(_url(empty))
    inspector = inspect(empty)
    for table in Base.metadata.tables.values():
        checks = (one for one in table.constraints if isinstance(one, CheckConstraint))
        declared = {str(check.name) for check in checks}
        found = {check["name"] for check in inspector.get_check_constraints(table.name)}
        assert declared == found, table.name


def test_what_was_migrated_can_be_taken_away_and_made_again(empty: Engine) -> None:
    migrate(_url(empty))
    command.downgrade(migration_config(_url(empty)), "base")
    assert set(inspect(empty).get_table_names()) <= OWN_TABLE
    migrate(_url(empty))
    assert set(inspect(empty).get_table_names()) - OWN_TABLE == set(Base.metadata.tables)


A_REMARK = (
    "INSERT INTO agency (id, code, name, short_name, symbol, place_name, superior_name,"
    " collective_name, address, valid_from, version) VALUES"
    " (1, 'H1', 'UBND huyện', 'UBND', 'UBND', '', '', '', '', '2020-01-01', 1)",
    "INSERT INTO document_type (code, name, position) VALUES ('CV', 'Công văn', 0)",
    "INSERT INTO person (id, name, folded_name, phone, email, version) VALUES"
    " (1, 'Lê Thị Nhuần', 'le thi nhuan', '', '', 1)",
    "INSERT INTO draft (id, agency_id, author_id, type_code, subject, urgency, recipients, state,"
    " round, created_at, changed_by_id, changed_at, version) VALUES (1, 1, 1, 'CV', 'Trả lời', 0,"
    " '[]', 'drafting', 0, CURRENT_TIMESTAMP, 1, CURRENT_TIMESTAMP, 1)",
    "INSERT INTO draft_comment (id, draft_id, version_number, author_id, text, at) VALUES"
    " (7, 1, 1, 1, 'Xem lại mục 2.', CURRENT_TIMESTAMP)",
    "INSERT INTO file_text (sha256, text) VALUES"
    " ('ab', 'Trả lời 0807 /UBND-VX, theo 30/2020/NĐ-CP và 807/UBND-VX'), ('cd', '')",
    "INSERT INTO day_exception (agency_id, day, is_working, name) VALUES"
    " (NULL, '2026-11-27', false, 'Nghỉ'), (1, '2026-11-27', true, 'Trực'),"
    " (NULL, '2026-11-27', false, 'Nghỉ tránh lũ'), (1, '2026-11-27', true, 'Trực lũ'),"
    " (1, '2026-11-28', true, 'Làm bù')",
)


SHARED_VIEWS = (
    A_REMARK[2].replace("(1, 'Lê", "(2, 'Lê"),
    "INSERT INTO unit (id, agency_id, name, short_name, symbol, position, valid_from, version)"
    " VALUES (5, 1, 'Phòng', 'P', '', 0, '2020-01-01', 1)",
    *(
        "INSERT INTO saved_view (id, person_id, list_name, name, address, unit_id) VALUES"
        f" ({number}, {person}, 'work.index', '{name}', '', {unit})"
        for number, person, name, unit in (
            (1, 1, "Gấp", 5),
            (2, 1, "Gấp (2)", 5),
            (3, 2, "Gấp", 5),
            (4, 2, "Gấp (3)", "NULL"),
        )
    ),
    "INSERT INTO followed_search (view_id, person_id, after_id, is_told) VALUES (3, 1, 0, false)",
)


_RECORD = "INSERT INTO record (id, kind, agency_id) VALUES ({0}, '{1}', 1)"
_DOCUMENT = (
    "INSERT INTO document (id, kind, agency_id, reference, reference_key, type_code, subject,"
    " issuer, signer_name, signer_title, urgency, copies, note, reply_required, state,"
    " closed_reason, created_by_id, created_at, changed_at, version, issued_at, number, year)"
    " VALUES ({0}, '{1}', 1, '{0}/X', '{0}/X', 'CV', 'Báo cáo Đề án', '', '', '', 0, 1, '', false,"
    " '{2}', '', 1, '2026-11-02 01:00:00', '2026-11-02 01:00:00', 1, '2026-11-02 01:00:00', {0},"
    " 2026)"
)
_RECIPIENT = (
    "INSERT INTO recipient (id, document_id, name, channel, state, reply_required, addressed,"
    " reason, due_at, answered_at, answer_id, answer_note) VALUES"
    " ({0}, {1}, '{2}', 'paper', '{3}', {4}, false, '', '2026-11-09 10:00:00', {5}, {6}, '{7}')"
)
_AT = "'2026-11-05 02:00:00'"
ANSWERS = (
    *(_RECORD.format(one, kind) for one, kind in ((91, "outgoing"), (92, "outgoing"),
                                                  (93, "incoming"), (94, "outgoing"))),
    _DOCUMENT.format(91, "outgoing", "issued"),
    _DOCUMENT.format(92, "outgoing", "issued"),
    _DOCUMENT.format(93, "incoming", "registered"),
    _DOCUMENT.format(94, "outgoing", "recalled"),
    _RECIPIENT.format(1, 91, "Phòng", "sent", "true", _AT, 93, ""),
    _RECIPIENT.format(2, 91, "Sở Y tế", "sent", "true", "NULL", "NULL", ""),
    _RECIPIENT.format(3, 91, "Để biết", "sent", "false", "NULL", "NULL", ""),
    _RECIPIENT.format(4, 92, "Sở Y tế", "accepted", "true", _AT, "NULL", "qua điện thoại"),
    _RECIPIENT.format(5, 94, "Sở Y tế", "recalled", "true", "NULL", "NULL", ""),
)  # fmt: skip
DATED = (
    f"INSERT INTO directive (id, record_id, author_id, text, at) VALUES (1, 93, 1, '', {_AT})",
    "INSERT INTO assignment (id, record_id, agency_id, directive_id, person_id, holder, role,"
    " given_by_id, given_at, due_at, due_source, due_span, due_since, state, outcome, version)"
    " VALUES (7, 93, 1, 1, 1, 'p1', 'lead', 1, '2026-11-02 01:00:00', '2026-11-09 10:00:00',"
    " 'directive', '5 working_day', '2026-11-02 01:00:00', 'open', '', 3)",
    "INSERT INTO outbox (id, topic, payload, created_at, not_before, spread_at) VALUES"
    f" (1, 'assignments.became_late', '{{}}', {_AT}, {_AT}, NULL),"
    f" (2, 'assignments.became_late', '{{}}', {_AT}, {_AT}, {_AT})",
)
LINES = (
    "SELECT id, due_span, due_promised, first_due_at, extended, version,"
    " (SELECT max(id) FROM outbox"
    " WHERE topic = 'assignments.passed_due') FROM assignment"
)
BOARD = (
    "SELECT recipient.id, request.state, request_line.state, request_line.unit_id,"
    " request_answer.document_id, request_answer.note FROM recipient"
    " LEFT JOIN request_line ON request_line.id = recipient.line_id"
    " LEFT JOIN request ON request.id = request_line.request_id"
    " LEFT JOIN request_answer ON request_answer.line_id = request_line.id ORDER BY recipient.id"
)


HALF_DAYS = (
    "INSERT INTO absence (id, person_id, starts_on, ends_on, reason) VALUES"
    " (71, 1, '2026-11-23', '2026-11-24', ''), (72, 1, '2026-11-26', '2026-11-26', '')",
    "INSERT INTO leave_request (id, agency_id, person_id, starts_on, ends_on, from_noon, reason,"
    " state, asked_at, answer, absence_id, version) VALUES (1, 1, 1, '2026-11-23', '2026-11-24',"
    " true, '', 'approved', '2026-11-20 01:00:00', '', 71, 1)",
)
"""A leave from noon on, made an absence of whole days; and an absence of a whole day."""


def test_an_office_of_the_first_tables_keeps_its_rows(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0001")
    _keep(empty, A_REMARK)
    migrate(_url(empty))
    with empty.connect() as connection:
        kept = connection.execute(text("SELECT id, text, is_return FROM remark")).one()
        cited = connection.scalars(text("SELECT reference_key FROM citation ORDER BY 1")).all()
        assert cited == ["30/2020/NĐ-CP", "807/UBND-VX"]
        identity = text("SELECT record.kind FROM record JOIN draft ON draft.record_id = record.id")
        assert connection.scalar(identity) == "draft"
        days = connection.scalars(text("SELECT name FROM day_exception ORDER BY id")).all()
    assert days == ["Nghỉ tránh lũ", "Trực lũ", "Làm bù"], "set twice in the same second"
    assert (kept.id, kept.text, bool(kept.is_return)) == (7, "Xem lại mục 2.", False)
    command.downgrade(migration_config(_url(empty)), "0031")
    _keep(empty, SHARED_VIEWS)
    migrate(_url(empty))
    with empty.connect() as connection:
        views = connection.scalars(text("SELECT name FROM saved_view ORDER BY id")).all()
        assert views == ["Gấp", "Gấp (2)", "Gấp (3)", "Gấp (3)"], "a name stands once in a unit"
        assert connection.scalar(text("SELECT view_id FROM followed_search")) == 3
    command.downgrade(migration_config(_url(empty)), "0039")
    _keep(empty, HALF_DAYS)
    migrate(_url(empty))
    with empty.connect() as connection:
        halves = connection.execute(text("SELECT from_noon, until_noon FROM absence ORDER BY id"))
        assert [tuple(map(bool, row)) for row in halves][-2:] == [(True, False), (False, False)]
    command.downgrade(migration_config(_url(empty)), "0032")
    _keep(empty, (*ANSWERS, *DATED))
    for _there_and_back in range(2):
        migrate(_url(empty))
        with empty.connect() as connection:
            assert [tuple(row) for row in connection.execute(text(BOARD))] == [
                (1, "open", "approved", 5, 93, ""),
                (2, "open", "asked", None, None, None),
                (3, None, None, None, None, None),
                (4, "closed", "approved", None, None, "qua điện thoại"),
                (5, "withdrawn", "off", None, None, None),
            ]
            assert connection.scalar(text("SELECT folded FROM request")) == "bao cao de an"
            line = connection.execute(text(LINES)).one()
            assert tuple(line) == (7, "5 working_day", None, None, 0, 3, 1), "nothing put off"
        command.downgrade(migration_config(_url(empty)), "0032")


_REQUEST = (
    "INSERT INTO request"
    " (id, record_id, agency_id, asked_by_id, subject, folded, state, created_at)"
    " VALUES ({0}, {1}, 1, 1, 'V/v', 'v/v', '{2}', '2026-11-20 01:00:00')"
)
_ASKED_LINE = (
    "INSERT INTO request_line (id, request_id, name, state, changed_at)"
    " VALUES ({0}, {1}, 'Phòng', '{2}', '2026-11-20 01:00:00')"
)
_ANSWERED_BY = (
    "INSERT INTO request_answer (line_id, document_id, state, given_at)"
    " VALUES ({0}, {1}, '{2}', '2026-11-20 01:00:00')"
)
_READS = (
    "INSERT INTO record_reader (token, record_id, ground, ground_id) VALUES ('u5', {}, '{}', {})"
)
_REPLIES = (
    "INSERT INTO record_link (from_id, to_id, kind, made_by_id, made_at)"
    " VALUES ({}, {}, 'reply', 1, '2026-11-20 01:00:00')"
)
OVER = (
    *(_RECORD.format(one, "outgoing") for one in range(81, 87)),
    *(_DOCUMENT.format(one, "outgoing", "issued") for one in range(81, 87)),
    "UPDATE document SET answers_id = 81 WHERE id = 86",
    _REQUEST.format(1, 81, "open"),
    _REQUEST.format(2, 82, "withdrawn"),
    _ASKED_LINE.format(1, 1, "answered"),
    _ASKED_LINE.format(2, 2, "answered"),
    *(_ANSWERED_BY.format(1, one, state) for one, state in
      ((83, "given"), (84, "replaced"), (86, "refused"))),
    _ANSWERED_BY.format(2, 85, "given"),
    *(_READS.format(record, ground, of) for record, ground, of in
      ((81, "asked", 1), (82, "asked", 2), (83, "answer", 81), (84, "answer", 81),
       (85, "answer", 82), (86, "answer", 81), (84, "entered", 0))),
    *(_REPLIES.format(one, 81) for one in (83, 84, 86)),
    _REPLIES.format(85, 82),
)  # fmt: skip
"""Two requests: 83 answers the first, 84 did, 86 was written to; 85 answered what is withdrawn."""


def test_rights_that_outlived_their_answers_end(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0001")
    _keep(empty, A_REMARK)
    command.upgrade(migration_config(_url(empty)), "0041")
    _keep(empty, OVER)
    command.upgrade(migration_config(_url(empty)), "0042")
    with empty.connect() as connection:
        rights = text(
            "SELECT record_id, ground FROM record_reader WHERE token = 'u5' ORDER BY 1, 2"
        )
        assert [tuple(row) for row in connection.execute(rights)] == [
            (81, "asked"), (83, "answer"), (84, "entered"), (86, "answer"),
        ]  # fmt: skip
        links = connection.scalars(text("SELECT from_id FROM record_link ORDER BY from_id")).all()
        assert links == [83, 86]
        texts = connection.scalars(text("SELECT text FROM request")).all()
        papers = connection.scalars(text("SELECT record_id FROM request_answer")).all()
        assert (texts, papers) == (["", ""], [None] * 4)
    command.downgrade(migration_config(_url(empty)), "0041")
    migrate(_url(empty))


_LINE_OF = (
    "INSERT INTO request_line (id, request_id, name, unit_id, state, changed_at)"
    " VALUES ({0}, 1, 'Phòng', {0}, '{1}', '2026-11-20 01:00:00')"
)
_WITH_FILES = (
    "INSERT INTO request_answer (line_id, record_id, given_by_id, state, given_at)"
    " VALUES ({0}, {1}, {2}, 'given', '2026-11-20 01:00:00')"
)
_HOLDS = (
    "INSERT INTO record_reader (token, record_id, ground, ground_id) VALUES ('{}', {}, '{}', {})"
)
BY_WHOM = (
    *(_RECORD.format(one, "request_answer") for one in (91, 92, 93)),
    _RECORD.format(81, "outgoing"),
    f"INSERT INTO directive (id, record_id, author_id, text, at) VALUES (1, 81, 1, '', {_AT})",
    "INSERT INTO role (code, name, position) VALUES ('head', 'Trưởng', 1), ('officer', 'CV', 2)",
    *("INSERT INTO unit (id, agency_id, name, short_name, symbol, position, valid_from, version)"
      f" VALUES ({one}, 1, 'Phòng', 'P', 'P', 0, '2020-01-01', 1)" for one in (5, 6, 7)),
    _REQUEST.format(1, 81, "open"),
    *(_LINE_OF.format(unit, state) for unit, state in ((5, "answered"), (6, "off"), (7, "off"))),
    *(_WITH_FILES.format(*one) for one in ((5, 91, 1), (6, 92, 1), (7, 93, 2))),
    "INSERT INTO post (id, person_id, agency_id, unit_id, title, role_code, is_head, is_deputy,"
    " is_main, valid_from, version)"
    " VALUES (70, 2, 1, 7, 'Trưởng phòng', 'head', TRUE, FALSE, TRUE, '2026-01-01', 1)",
    "INSERT INTO post (id, person_id, agency_id, unit_id, title, role_code, is_head, is_deputy,"
    " is_main, valid_from, version)"
    " VALUES (71, 3, 1, 5, 'Chuyên viên', 'officer', FALSE, FALSE, TRUE, '2026-01-01', 1)",
    *(_HOLDS.format(f"u{unit}", record, "gave", unit)
      for unit, record in ((5, 91), (6, 92), (7, 93))),
    *(_HOLDS.format(token, 81, ground, 3) for token, ground in
      (("a1", "entered"), ("u5", "asked"), ("u5", "line"), ("u8", "line"), ("p3a1", "line"))),
    *(_HOLDS.format(token, 93, "answer", 81) for token in ("u5", "u8", "p3a1", "u9")),
    "INSERT INTO due_extension (id, assignment_id, asked_by_id, asked_at, due_at, reason,"
    " old_due_at, state, ended_at, answer) VALUES (1, 9, 1, '2026-11-20 01:00:00',"
    " '2026-12-01 10:00:00', 'Chờ', '2026-11-26 10:00:00', 'asked', NULL, '')",
    "INSERT INTO assignment (id, record_id, agency_id, directive_id, unit_id, holder, role,"
    " given_by_id, given_at, due_source, state, outcome, version)"
    " VALUES (9, 81, 1, 1, 5, 'u5', 'lead', 1, '2026-11-20 01:00:00', 'rule', 'open', '', 1)",
)  # fmt: skip
"""Line 5 was answered by whoever asked, line 6 too and is off, line 7 by its own head. People of
unit 5 read the answer of the others, as they work on the question."""


def test_what_whoever_asked_had_entered_is_read_by_whom_it_is_to_be(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0001")
    people = (A_REMARK[2].replace("(1, 'Lê", f"({one}, 'Lê") for one in (2, 3))
    _keep(empty, (*A_REMARK, *people))
    command.upgrade(migration_config(_url(empty)), "0047")
    _keep(empty, BY_WHOM)
    migrate(_url(empty))
    with empty.connect() as connection:
        given = text("SELECT line_id, by_asker FROM request_answer ORDER BY line_id")
        assert [(row[0], bool(row[1])) for row in connection.execute(given)] == [
            (5, True), (6, True), (7, False),
        ]  # fmt: skip
        rights = text(
            "SELECT record_id, token, ground FROM record_reader"
            " WHERE record_id > 90 ORDER BY record_id, token"
        )
        assert [tuple(row) for row in connection.execute(rights)] == [
            (91, "u5", "asked"),
            (93, "a1", "answer"),
            (93, "u7", "gave"),
            (93, "u8", "answer"),
        ]
        told = text("SELECT payload FROM outbox WHERE topic = 'records.readers_changed'")
        payloads = [str(one) for one in connection.scalars(told)]
        assert [any(str(record) in one for one in payloads) for record in (91, 92, 93)] == [
            True
        ] * 3
        assert connection.scalar(text("SELECT old_source FROM due_extension")) == "rule"
    command.downgrade(migration_config(_url(empty)), "0047")
    migrate(_url(empty))


AN_OUTBOX = (
    "INSERT INTO outbox (id, topic, payload, created_at, next_try_at, attempts, error, done_at)"
    " VALUES"
    " (1, 'outgoing.issued', '{\"document_id\": 4}', '2026-11-20 01:00:00',"
    " '2026-11-20 01:02:00', 3, 'OSError: away', NULL),"
    " (2, 'notifications.sms_queued', '{\"sms_id\": 9}', '2026-11-20 01:00:00',"
    " '2026-11-20 01:00:00', 0, '', '2026-11-20 01:00:05'),"
    " (3, 'assignments.recalled', '{\"assignment_id\": 5}', '2026-11-20 01:00:00',"
    " '2026-11-20 01:00:00', 0, '', '2026-11-20 01:00:05')",
    "INSERT INTO outbox_delivery (outbox_id, handler, done_at) VALUES"
    " (1, 'app.incoming.service.deliveries.receive_delivery', '2026-11-20 01:00:01'),"
    " (1, 'app.notifications.service.reactions.issued', '2026-11-20 01:00:02'),"
    " (1, 'app.messages.service.telling.tell[outgoing.issued]', '2026-11-20 01:30:00'),"
    " (2, 'sms', '2026-11-20 01:00:05'),"
    " (3, 'app.notifications.service.reactions.withdrawn', '2026-11-20 01:00:05')",
)


def test_what_was_delivered_before_there_were_jobs_is_not_done_again(empty: Engine) -> None:
    """Also where two releases proved the same under two names."""
    command.upgrade(migration_config(_url(empty)), "0003")
    _keep(empty, AN_OUTBOX)
    migrate(_url(empty))
    factory, done = session_factory(empty), list[str]()
    kept = [
        ("incoming.receive_delivery", "normal", "done"),
        ("outgoing.issued", "normal", "done"),
        ("sms.send", "urgent", "done"),
        ("work.recalled", "normal", "done"),
    ]
    assert _jobs(empty) == kept
    names = ("incoming.receive_delivery", "outgoing.note_answers", "drafting.note_issued")
    handlers = [
        Handler(name, NORMAL, ("outgoing.issued",), partial(_note, done, name))
        for name in (*names, "outgoing.issued")
    ]
    sending = Handler("sms.send", URGENT, (SmsQueued.topic,), partial(_note, done, "sms.send"))
    assert drain(factory, Handlers([*handlers, sending])) == 2
    assert done == ["outgoing.note_answers", "drafting.note_issued"]


def _note(done: list[str], name: str, _session: Session, payload: dict[str, Any]) -> None:
    assert payload == {"document_id": 4}
    done.append(name)


def _jobs(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT handler, lane, state FROM job ORDER BY handler"))
        return [tuple(row) for row in rows]


def test_the_way_back_keeps_proofs_and_takes_up_what_waits(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0003")
    _keep(empty, AN_OUTBOX)
    migrate(_url(empty))
    drain(
        session_factory(empty),
        Handlers([Handler("test.other", NORMAL, ("outgoing.issued",), fail)]),
    )
    command.downgrade(migration_config(_url(empty)), "0003")
    with empty.connect() as connection:
        unfinished = connection.scalars(text("SELECT id FROM outbox WHERE done_at IS NULL")).all()
        proofs = connection.scalars(text("SELECT handler FROM outbox_delivery ORDER BY 1")).all()
    assert unfinished == [1]
    assert proofs == [
        "app.incoming.service.deliveries.receive_delivery",
        "app.messages.service.telling.tell[outgoing.issued]",
        "app.messages.service.telling.tell[work.recalled]",
        "sms",
    ]


def test_every_old_name_has_its_handler_of_today(tmp_path: Path) -> None:
    """Beside those that nobody heard under: what has a new name is found under it."""
    revision = ScriptDirectory.from_config(migration_config("sqlite://")).get_revision("0009")
    module = revision.module
    names = {*module.NAMES.values(), *module.KINDS.values()}
    settings = Settings.from_environment({"CONGVAN_INSTANCE": str(tmp_path)})
    today = FEATURES.handlers(build_engines(settings))
    assert names <= today.by_name.keys()
    lanes = {name: module.LANES.get(name, "normal") for name in names}
    lanes["sms.send"] = "sms"  # has a lane of its own since
    assert {name: today.by_name[name].lane.name for name in names} == lanes
    told = {(kind.topic, kind.name) for kind in FEATURES.messages}
    topics = {topic for topic, _name in told}
    assert {(topic, kind) for topic, kind in module.KINDS.items() if topic in topics} <= told


AN_ACCOUNT = (
    A_REMARK[2],
    "INSERT INTO account (person_id, user_name, password_hash, must_change_password, session_epoch,"
    " language, theme, created_at) VALUES (1, 'nhuanlt', 'hash', false, 3, 'vi', 'dark',"
    " CURRENT_TIMESTAMP)",
)


def test_accounts_stay_when_sessions_become_rows(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0003")
    _keep(empty, AN_ACCOUNT)
    migrate(_url(empty))
    with empty.connect() as connection:
        kept = connection.execute(text("SELECT user_name, password_hash, theme FROM account")).one()
        sessions = connection.execute(text("SELECT count(*) FROM sign_in_session")).scalar_one()
    assert (*kept, sessions) == ("nhuanlt", "hash", "dark", 0)
    command.downgrade(migration_config(_url(empty)), "0003")
    with empty.connect() as connection:
        assert connection.execute(text("SELECT session_epoch FROM account")).scalar_one() == 0


def _numbered(number: int, reference: str, agency_id: int = 1, year: int = 2026) -> str:
    """An issued document as it stood before numbers were held once."""
    key = reference.upper().replace(" ", "")
    return (
        "INSERT INTO document (id, kind, agency_id, register_id, year, number, reference,"
        " reference_key, type_code, subject, issuer, signer_name, signer_title, urgency, copies,"
        " note, reply_required, state, closed_reason, created_by_id, created_at, changed_at,"
        f" version) VALUES ({number}, 'outgoing', {agency_id}, 1, {year}, 5, '{reference}',"
        f" '{key}', 'CV', 'V/v', 'UBND', '', '', 0, 1, '', false, 'issued', '', 1,"
        " CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 1)"
    )


AN_AGENCY = (
    *A_REMARK[:3],
    A_REMARK[0].replace("(1, 'H1'", "(2, 'H2'"),
    "INSERT INTO register (id, agency_id, direction, name, is_default, version) VALUES"
    " (1, 1, 'outgoing', 'Sổ', true, 1)",
    *(
        f"INSERT INTO record (id, kind, agency_id) VALUES ({number}, 'outgoing', 1)"
        for number in range(1, 7)
    ),
)
DOUBLES = (
    _numbered(1, "5/UBND"),
    _numbered(2, "5/ubnd"),
    _numbered(3, "5/UBND", agency_id=2),
    _numbered(4, "5/UBND", year=2025),
    _numbered(5, "5/UBND"),
)


RECEIVED = (
    "INSERT INTO record (id, kind, agency_id) VALUES (7, 'incoming', 2)",
    "INSERT INTO recipient (id, document_id, agency_id, name, channel, state, reply_required,"
    " reason, delivered_id, answer_note) VALUES (9, 1, 2, 'Xã', 'system', 'accepted', false, '', 7,"
    " '')",
    _numbered(7, "5/UBND", agency_id=2)
    .replace("'outgoing'", "'incoming'")
    .replace("'issued'", "'registered'")
    .replace(" version)", " version, recipient_id)")
    .replace("CURRENT_TIMESTAMP, 1)", "CURRENT_TIMESTAMP, 1, 9)"),
)


def test_doubles_of_before_stay_and_the_next_is_forbidden(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0016")
    _keep(empty, (*AN_AGENCY, *DOUBLES, *RECEIVED))
    migrate(_url(empty))
    with empty.connect() as connection:
        rows = connection.execute(text("SELECT id, number_again FROM document ORDER BY id"))
        assert [bool(row.number_again) for row in rows][:5] == [False, True, False, False, True]
        copies = connection.execute(text("SELECT id FROM document WHERE source_id = 1"))
        assert copies.scalars().all() == [7], "a copy that was received names its original"
    values = _numbered(6, "5/UBND").replace(" version)", " version, number_again)")
    with pytest.raises(IntegrityError):
        _keep_one(empty, values.replace("CURRENT_TIMESTAMP, 1)", "CURRENT_TIMESTAMP, 1, false)"))
    command.downgrade(migration_config(_url(empty)), "0016")
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM document")) == len(DOUBLES) + 1


AN_URGENT_SMS = (
    *A_REMARK[:3],
    "INSERT INTO record (id, kind, agency_id) VALUES (1, 'outgoing', 1)",
    "INSERT INTO urgent_alert (id, key, record_id, agency_id, urgency, reason, accented, sent_at)"
    " VALUES (3, 'x', 1, 1, 3, '', false, CURRENT_TIMESTAMP)",
    "INSERT INTO urgent_target (id, alert_id, source, name, agency_id, state, step, confirmed_how,"
    " ended_why) VALUES (5, 3, 'x', 'x', 1, 'ended', 0, '', '')",
    "INSERT INTO urgent_step (id, target_id, step, role, person_id, skipped, at, phone, reply_code,"
    " confirmed_how) VALUES (1, 5, 0, 'head', 1, '', CURRENT_TIMESTAMP, '84912000001', '4821', '')",
    *(
        "INSERT INTO delivery (id, channel, key, person_id, state, at, address, text) VALUES"
        f" ({number}, 'sms', '{key}', 1, 'sent', CURRENT_TIMESTAMP, '84912000001', '{words}')"
        for number, key, words in (
            (1, "climb:5:1+", "Bao da nhan: vp.vn/x/7F3K2MQ9TD hoac OK 4821."),
            (2, "late:5:1", "07/UBND da qua han"),
        )
    ),
)


def test_codes_of_messages_that_left_before_are_known_as_secrets(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0044")
    _keep(empty, AN_URGENT_SMS)
    migrate(_url(empty))
    with empty.connect() as connection:
        rows = select(Delivery.secrets).order_by(Delivery.id)
        assert connection.scalars(rows).all() == [["7F3K2MQ9TD", "4821"], []]
    command.downgrade(migration_config(_url(empty)), "0044")
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM delivery")) == 2


def test_codes_asked_for_before_hold_on_and_are_counted_from_none(empty: Engine) -> None:
    asked = (
        *A_REMARK[:3],
        "INSERT INTO contact_code (person_id, way, address, seed, tries, ends_at)"
        " VALUES (1, 'phone', '0987654321', 'x', 2, CURRENT_TIMESTAMP)",
    )
    command.upgrade(migration_config(_url(empty)), "0045")
    _keep(empty, asked)
    migrate(_url(empty))
    with empty.connect() as connection:
        columns = (ContactCode.tries, ContactCode.asked, ContactCode.asked_since)
        assert connection.execute(select(*columns)).all() == [(2, 0, None)]
    command.downgrade(migration_config(_url(empty)), "0045")
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT tries FROM contact_code")) == 2


def _keep_one(engine: Engine, row: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(row))


def _keep(engine: Engine, rows: Sequence[str]) -> None:
    """Rows alone, without all that they refer to."""
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(engine.url.database or "")) as plain, plain:
            plain.executescript(";".join(rows))
        return
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for row in rows:
            connection.execute(text(row))


A_ROLE = (
    "INSERT INTO role (code, name, position) VALUES ('administrator', 'Quản trị viên', 1)",
    "INSERT INTO role (code, name, position) VALUES ('own', 'Vai trò riêng', 2)",
)


def test_running_offices_get_levels_and_the_right_to_procedures(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0046")
    _keep(empty, A_ROLE)
    migrate(_url(empty))
    asked = text("SELECT role_code FROM role_permission WHERE permission = 'procedures.manage'")
    ended = text("SELECT successor_code FROM procedure_level WHERE valid_to = '2025-06-30'")
    with empty.connect() as connection:
        assert connection.execute(asked).scalars().all() == ["administrator"]
        assert connection.execute(ended).scalars().all() == ["commune"]
    command.downgrade(migration_config(_url(empty)), "0046")
    with empty.connect() as connection:
        assert connection.execute(asked).scalars().all() == []
        assert connection.scalar(text("SELECT count(*) FROM role")) == len(A_ROLE)


A_VERSION = (
    *A_REMARK[:3],
    "INSERT INTO record (id, kind, agency_id) VALUES (4, 'draft', 1)",
    "INSERT INTO draft (id, record_id, agency_id, author_id, type_code, subject, urgency,"
    " recipients, state, created_at, changed_by_id, changed_at, version) VALUES (1, 4, 1, 1, 'CV',"
    " 'Trả lời', 0, '[]', 'drafting', CURRENT_TIMESTAMP, 1, CURRENT_TIMESTAMP, 1)",
    "INSERT INTO draft_version (id, draft_id, number, name, sha256, media_type, size, details,"
    " note, made_by_id, made_at) VALUES (6, 1, 1, 'x.docx', 'ab', 'x', 1, '{}', '', 1,"
    " CURRENT_TIMESTAMP)",
)


def test_versions_of_before_bear_the_letterhead_of_the_agency_of_their_draft(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0047")
    _keep(empty, A_VERSION)
    migrate(_url(empty))
    with empty.connect() as connection:
        kept = connection.execute(text("SELECT id, agency_id FROM draft_version")).all()
        assert [tuple(one) for one in kept] == [(6, 1)]
    command.downgrade(migration_config(_url(empty)), "0047")
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT name FROM draft_version")) == "x.docx"


A_POST_AT_THE_COUNTER = (
    A_REMARK[0].replace("symbol,", "symbol, folded,").replace("'UBND', '',", "'UBND', 'ubnd', '',"),
    A_REMARK[2].replace("phone,", "name_key, phone,").replace("'le thi nhuan',", "'le', 'nhuan',"),
    "INSERT INTO post (id, person_id, agency_id, title, role_code, is_head, is_deputy, is_main,"
    " valid_from, version) VALUES (1, 1, 1, 'Một cửa', 'counter', false, false, false,"
    " '2026-01-01', 1)",
)


def test_running_offices_get_the_role_of_the_counter(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0047")
    _keep(empty, (*A_ROLE, A_ROLE[0].replace("administrator", "officer")))
    migrate(_url(empty))
    asked = text("SELECT role_code FROM role_permission WHERE permission = :one ORDER BY 1")
    with empty.connect() as connection:
        handle = connection.scalars(asked, {"one": "cases.handle"}).all()
        read = connection.scalars(asked, {"one": "cases.read"}).all()
    assert (handle, read) == (["counter"], ["counter", "officer"])
    _keep(empty, A_POST_AT_THE_COUNTER)
    command.downgrade(migration_config(_url(empty)), "0047")
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT role_code FROM post")) == "officer"
        assert connection.scalar(text("SELECT count(*) FROM role WHERE code = 'counter'")) == 0
