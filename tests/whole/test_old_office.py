"""An office of an earlier main goes on after `migrate`: rows, links, rights, hashes of the trail.

`old_office.sql.gz` holds the rows that the services of commit d579dac wrote, when the last
migration was 0003; `old_office.json` says what each person could read there, asked of that
commit's own code. Lines were recalled, withdrawn, returned and finished in it, a round called
back, a signed document given back, a delivery refused and another recalled before it was accepted.
"""

import gzip
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import models  # noqa: F401  (the whole metadata)
from app.access.queries import actor_of
from app.approval import service as approval
from app.approval.inputs import Decision
from app.approval.models import Approval, CircuitStep
from app.audit.service import verify
from app.cli import migrate, migration_config
from app.core import clock
from app.core.asking import given
from app.core.policy import Actor
from app.correspondence.models import Document
from app.correspondence.policy import readable as document_readable
from app.drafting.models import Draft
from app.drafting.policy import draft_of_record
from app.drafting.policy import readable as draft_readable
from app.organisation.models import Person
from app.records import policy, queries
from app.records.models import Record
from documents.storage import MemoryStorage
from tests.conftest import DATABASES
from tests.databases import TestDatabase
from tests.whole.test_migrations import an_empty, empty  # noqa: F401  (the fixture)

HERE = Path(__file__).parent
THAT_DAY = datetime(2026, 11, 24, 2, tzinfo=UTC)
ITS_MIGRATION = "0003"

RENAMED = {
    "document_link": "record_link",
    "document_opening": "record_opening",
    "document_file": "record_file",
    "dossier_document": "dossier_record",
    "draft_comment": "remark",
    "outbox_delivery": "job",
}
"""Tables of that office whose rows are kept under another name; add what moves on here."""
REMADE = {"document_reader", "draft_reader"}
"""Tables whose rows became others; what they meant is held against old_office.json."""
JOINED = {"delivery": ("notice", "sms_message")}
"""Tables whose rows stand in one now."""

GROWN = ("role", "role_permission")
"""What a feature brings to a running office it gives to the roles, or to one of its own."""

GONE = {
    # Their lines were recalled, withdrawn or returned; the last one led to an answer.
    "Giàng A Sử": {"documents": {12, 13, 14, 18, 20}},
    # Recalled before it was accepted; refused.
    "Hoàng Thị Mỵ": {"documents": {11, 23}},
    "Ma Văn Hiến": {"documents": {11, 23}},
    # Their turns were taken back when the round was.
    "Vũ Đức Nghiêm": {"drafts": {7}},
    "Lưu Đình Thuận": {"drafts": {7}},
    # The signed document went back to its drafter; who signed it keeps it.
    "Phùng Thị Lụa": {"drafts": {8}},
    "Trịnh Xuân Quảng": {"drafts": {8}},
}
"""Rights whose ground had gone by the rules of today, though the office of then kept them."""


@pytest.fixture
def old_office(empty: Engine) -> Engine:  # noqa: F811
    """The office of then, not yet migrated."""
    return _with_its_rows(empty)


def _with_its_rows(engine: Engine) -> Engine:
    command.upgrade(migration_config(_url(engine)), ITS_MIGRATION)
    rows = gzip.decompress((HERE / "old_office.sql.gz").read_bytes()).decode()
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(engine.url.database or "")) as plain, plain:
            plain.executescript(rows)
    else:
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
            connection.connection.cursor().execute(rows)  # as it stands: its "%" are no places
            _advance_sequences(connection)
    return engine


def _advance_sequences(connection) -> None:
    owned = text(
        "SELECT seq.relname, tab.relname, col.attname FROM pg_class seq"
        " JOIN pg_depend dep ON dep.objid = seq.oid AND dep.deptype IN ('a', 'i')"
        " JOIN pg_class tab ON tab.oid = dep.refobjid"
        " JOIN pg_attribute col ON col.attrelid = tab.oid AND col.attnum = dep.refobjsubid"
        " WHERE seq.relkind = 'S'"
    )
    for sequence, table, column in connection.execute(owned).all():
        top = f'SELECT coalesce(max("{column}"), 0) + 1 FROM "{table}"'
        connection.execute(text(f"SELECT setval('{sequence}', ({top}), false)"))


@dataclass(frozen=True)
class Moved:
    """The office of then as it goes on today, and what was in it before it was migrated."""

    engine: Engine
    counts: dict[str, int]
    days: list[tuple[Any, ...]]
    links: list[Sequence[Any]]


ENDS = "SELECT from_id, to_id, kind, made_by_id FROM {}_link ORDER BY id"
SEEN = "SELECT person_id, {0}_id, at FROM {0}_opening ORDER BY person_id, {0}_id"


@pytest.fixture(scope="module", params=DATABASES)
def moved(
    request: pytest.FixtureRequest,
    databases: Callable[[str], TestDatabase],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Moved]:
    """One for all tests that only look at it: none of them commits anything."""
    folder = tmp_path_factory.mktemp("moved")
    with an_empty(request.param, databases, folder, "moved") as engine:
        _with_its_rows(engine)
        days = _days(engine, "is_working", {True: "working", False: "off"})
        links = _asked(engine, [one.format("document") for one in (ENDS, SEEN)])
        before = Moved(engine, _counts(engine), days, links)
        migrate(_url(engine))
        yield before


def _url(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def _counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table: connection.scalar(text(f'SELECT count(*) FROM "{table}"')) or 0
            for table in inspect(engine).get_table_names()
        }


def test_every_row_is_kept(moved: Moved) -> None:
    before = dict(moved.counts)
    assert sum(before.values()) > 1000
    after = _counts(moved.engine)
    assert _days(moved.engine, "works") == moved.days
    for one, those in JOINED.items():
        before[one] = sum(before.pop(table) for table in those)
    kept = {RENAMED.get(table, table): count for table, count in before.items()}
    kept = {table: count for table, count in kept.items() if table not in {*REMADE, *GROWN}}
    assert {table: after[table] for table in kept} == kept
    assert all(after[table] >= before[table] for table in GROWN)
    assert after["record"] == before["document"] + before["draft"]


def _days(
    engine: Engine, column: str, words: Mapping[object, str] | None = None
) -> list[tuple[Any, ...]]:
    """The days of the calendar as they were entered, in the words of today."""
    rows = text(f"SELECT day, agency_id, name, {column} FROM day_exception ORDER BY id")
    with engine.connect() as connection:
        found = [(*row[:3], words[row[3]] if words else row[3]) for row in connection.execute(rows)]
    assert len(found) > 15
    return found


def test_links_and_openings_are_those_of_before(moved: Moved) -> None:
    assert all(moved.links)
    after = _asked(moved.engine, [one.format("record") for one in (ENDS, SEEN)])
    assert after == moved.links


def test_the_trail_verifies_from_its_first_row(moved: Moved) -> None:
    with Session(moved.engine) as session:
        report = verify(session)
    assert (report.is_whole, report.count) == (True, moved.counts["audit_entry"])


def test_who_could_read_reads_on_unless_the_ground_had_gone(moved: Moved) -> None:
    could: Mapping[str, Mapping[str, list[int]]] = json.loads(
        (HERE / "old_office.json").read_text()
    )
    with clock.stopped_at(THAT_DAY), Session(moved.engine) as session:
        for name, before in could.items():
            actor = _actor(session, name)
            after = {
                "documents": set(
                    session.scalars(
                        select(Document.id).where(document_readable(actor)), given(actor)
                    )
                ),
                "drafts": set(
                    session.scalars(select(Draft.id).where(draft_readable(actor)), given(actor))
                ),
            }
            for kind, ids in before.items():
                gone = GONE.get(name, {}).get(kind, set())
                assert gone <= set(ids), name
                assert after[kind] == set(ids) - gone, (name, kind)
            for document_id in after["documents"]:
                assert policy.may_read(actor, queries.readers_of(session, document_id))


def _actor(session: Session, name: str) -> Actor:
    return actor_of(session, session.scalars(select(Person.id).where(Person.name == name)).one())


def test_grounds_are_found_again(moved: Moved) -> None:
    """But one: to whom a letter was once presented, before it was presented to another."""
    with moved.engine.connect() as connection:
        found = set(connection.scalars(text("SELECT DISTINCT ground FROM record_reader")))
        unknown = "SELECT record_id, token FROM record_reader WHERE ground = 'before'"
        before = connection.execute(text(unknown)).all()
    assert found == {
        *("entered", "delivered", "presented", "line", "step", "author", "unit", "signed"),
        *("answer", "before"),
    }
    assert [record_id for record_id, _token in before] == [15]


def test_notices_know_the_record_they_speak_of(moved: Moved) -> None:
    with moved.engine.connect() as connection:
        loose = "SELECT count(*) FROM delivery WHERE record_id IS NULL AND path LIKE '/d%'"
        assert connection.scalar(text(loose)) == 0


HANGING = {
    "assignment": "id",
    "audit_entry": "id",
    "directive": "id",
    "document_file": "id, kind, name, sha256, page_count, position, added_at, removed_at",
    "dossier_document": "dossier_id, ordinal",
    "index_request": "asked_at",
    "sms_message": "id",
}
"""Tables whose rows named a document, and what tells their rows apart."""


def test_what_hung_on_documents_hangs_on_their_records(old_office: Engine) -> None:
    before = _hanging(old_office, "document", HANGING)
    assert before["assignment"]
    assert before["document_file"]
    assert before["dossier_document"]
    migrate(_url(old_office))
    moved = {RENAMED.get(table, table): key for table, key in HANGING.items()}
    del moved["sms_message"]  # stands among notices, until it is downgraded
    after = _hanging(old_office, "record", moved)
    assert list(after.values()) == list(before.values())[: len(after)]
    command.downgrade(migration_config(_url(old_office)), "0007")
    again = {table: key for table, key in HANGING.items() if table != "index_request"}
    assert _hanging(old_office, "document", again).items() <= before.items()
    migrate(_url(old_office))
    with Session(old_office) as session, pytest.raises(IntegrityError):
        session.execute(text("UPDATE audit_entry SET record_id = 999999"))


def _hanging(engine: Engine, what: str, tables: Mapping[str, str]) -> dict[str, Sequence[object]]:
    with engine.connect() as connection:
        return {
            table: connection.execute(
                text(f"SELECT {key}, {what}_id FROM {table} ORDER BY {key}, {what}_id")
            ).all()
            for table, key in tables.items()
        }


TURNS = (
    "SELECT turn.id, draft.id, turn.round, turn.position, turn.kind, turn.person_id, turn.post_id,"
    " turn.state, turn.version_number, turn.comment, turn.acted_by_id, turn.acted_at, turn.is_live"
    " FROM circuit_step AS turn JOIN draft ON {} ORDER BY turn.id"
)
REMARKS = (
    "SELECT said.id, draft.id, said.version_number, said.author_id, said.text, said.is_return,"
    " said.at FROM {} AS said JOIN draft ON {} ORDER BY said.id"
)
BY_DRAFT = (
    TURNS.format("draft.id = draft_id"),
    REMARKS.format("draft_comment", "draft.id = draft_id"),
)
BY_RECORD = (
    TURNS.format("draft.record_id = turn.record_id"),
    REMARKS.format("remark", "draft.record_id = said.record_id"),
)


def test_circuits_and_opinions_hang_on_records(old_office: Engine) -> None:
    """Every turn and remark with its own id, there and back; each draft knows how it stands."""
    before = _asked(old_office, BY_DRAFT)
    rounds = _asked(old_office, ["SELECT id, round FROM draft ORDER BY id"])
    assert all(before)
    migrate(_url(old_office))
    assert _asked(old_office, BY_RECORD) == before
    (stands,) = _asked(
        old_office,
        [
            "SELECT draft.id, draft.state, approval.round, approval.state, approval.author_id ="
            " draft.author_id FROM approval JOIN draft ON draft.record_id = approval.record_id"
            " ORDER BY draft.id"
        ],
    )
    assert [(one[0], one[2]) for one in stands] == [one for one in rounds[0] if one[1]]
    assert {(one[1], one[3]) for one in stands} == STANDS
    assert all(one[4] for one in stands)
    command.downgrade(migration_config(_url(old_office)), "0010")
    assert _asked(old_office, BY_DRAFT) == before
    assert _asked(old_office, ["SELECT id, round FROM draft ORDER BY id"]) == rounds


def _asked(engine: Engine, statements: Sequence[str]) -> list[Sequence[Any]]:
    with engine.connect() as connection:
        return [connection.execute(text(one)).all() for one in statements]


STANDS = {
    ("circulating", "circulating"),
    ("signed", "approved"),
    ("issued", "approved"),
    ("drafting", "returned"),
    ("drafting", "ended"),
}


def test_what_went_round_then_knows_until_when_and_how_urgent_it_is(old_office: Engine) -> None:
    with old_office.begin() as connection:
        connection.execute(text("UPDATE draft SET due_at = '2026-12-04 10:00:00', urgency = 3"))
        connection.execute(text("UPDATE document SET urgency = 2 WHERE id % 2 = 0"))
    migrate(_url(old_office))
    rows = select(Approval.due_at, Draft.due_at).join(Draft, Draft.record_id == Approval.record_id)
    with Session(old_office) as session:
        dates = session.execute(rows).all()
        kept = [
            session.execute(select(Record.urgency, of.urgency).join(of, of_id == Record.id)).all()
            for of, of_id in ((Draft, Draft.record_id), (Document, Document.id))
        ]
    assert [{(said, meant) for said, meant in of} for of in kept] == [{(3, 3)}, {(0, 0), (2, 2)}]
    assert dates
    assert all(kept == said for kept, said in dates)
    assert any(kept is not None for kept, _said in dates)


def test_a_turn_of_then_is_taken_today(moved: Moved) -> None:
    """Whose opinion was asked gives it; the round goes on to whoever signs."""
    with clock.stopped_at(THAT_DAY), Session(moved.engine) as session:
        asked = select(CircuitStep).where(CircuitStep.state == "current")
        step = session.scalars(asked.order_by(CircuitStep.id)).first()
        assert step is not None
        actor = actor_of(session, step.person_id)
        version = draft_of_record(session, step.record_id).versions[-1].number
        said = Decision(step.id, version, "Nhất trí.")
        approval.decide(session, MemoryStorage(), actor, step.record_id, said)
        session.flush()
        following = session.scalars(asked.where(CircuitStep.record_id == step.record_id)).one()
        assert (step.kind, step.state, following.kind) == ("opinion", "done", "sign")
        assert verify(session).is_whole


def test_notices_of_then_are_said_in_the_words_of_today(moved: Moved) -> None:
    with moved.engine.connect() as connection:
        words = set(connection.scalars(text("SELECT message FROM delivery")))
    assert {"For your signature: %(subject)s", "%(name)s signed: %(subject)s"} <= words
    assert not [said for said in words if "your draft:" in said and "clerk" not in said]
