"""The migrations make the tables that the code means, and take all of them away again."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect, make_url, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import models  # noqa: F401  (the whole metadata)
from app.audit.chain import hash_of, verify
from app.audit.models import GENESIS
from app.cli import migrate, migration_config
from app.core.db import Base, create_engine
from tests.conftest import DATABASES
from tests.databases import TestDatabase

OWN_TABLE = {"alembic_version"}


@pytest.fixture(params=DATABASES)
def empty(
    request: pytest.FixtureRequest, databases: Callable[[str], TestDatabase], tmp_path: Path
) -> Iterator[Engine]:
    """A database without any table."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    else:
        url = make_url(databases("postgresql").url).set(database="empty")
        server = create_engine(url.set(database="postgres").render_as_string(False))
        with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP DATABASE IF EXISTS empty WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE empty"))
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
)


def test_an_office_of_the_first_tables_keeps_its_rows(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0001")
    _keep(empty, A_REMARK)
    migrate(_url(empty))
    with empty.connect() as connection:
        kept = connection.execute(text("SELECT id, text, is_return FROM draft_comment")).one()
        identity = text("SELECT record.kind FROM record JOIN draft ON draft.record_id = record.id")
        assert connection.scalar(identity) == "draft"
    assert (kept.id, kept.text, bool(kept.is_return)) == (7, "Xem lại mục 2.", False)


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


BEGUN = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
DIRECTED = SimpleNamespace(
    previous_hash=GENESIS,
    id=1,
    at=BEGUN,
    actor_id=1,
    actor_name="Lê Thị Nhuần",
    on_behalf_of="",
    agency_id=1,
    action="assignments.directed",
    object_kind="directive",
    object_id=3,
    record_id=5,
    values={"lead": "Phòng VHXH", "cohandler": "–", "information": "–"},
)
"""An entry of the trail as it was hashed before records were known."""


def _row(table: str, **values: object) -> str:
    """The statement that inserts these values, on either database."""
    return f"INSERT INTO {table} ({', '.join(map(_quoted, values))}) VALUES ({_said(values)})"


def _quoted(column: str) -> str:
    return f'"{column}"'


def _said(values: Mapping[str, object]) -> str:
    told = []
    for value in values.values():
        if isinstance(value, bool):
            told.append(str(value).upper())
        elif isinstance(value, int):
            told.append(str(value))
        else:
            shown = value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value
            told.append(f"'{shown}'")
    return ", ".join(told)


def _office_at_work() -> list[str]:
    """A directed document with a line, in a dossier, told of by notice and SMS, in the trail."""
    last_hash = hash_of(DIRECTED)
    entry = {name: value for name, value in vars(DIRECTED).items() if name != "record_id"}
    entry |= {"document_id": 5, "values": json.dumps(DIRECTED.values), "hash": last_hash}
    changed = {"changed_by_id": 1, "changed_at": BEGUN, "version": 1}
    return [
        *A_REMARK[:3],
        _row(
            "document",
            id=5, kind="incoming", agency_id=1, number=7, reference="7/SNV",
            reference_key="7/SNV", type_code="CV", subject="V/v thi đua",
            issuer="Sở Nội vụ", signer_name="", signer_title="", urgency=1,
            copies=1, note="", reply_required=False, state="directed",
            **{"closed_reason": "", "created_by_id": 1, "created_at": BEGUN, **changed},
        ),
        _row("directive", id=3, document_id=5, author_id=1, text="Giao xử lý.", at=BEGUN),
        _row(
            "assignment",
            id=4, document_id=5, agency_id=1, directive_id=3, person_id=1,
            holder="p1", role="lead", given_by_id=1, given_at=BEGUN,
            due_source="none", state="open", outcome="", version=1,
        ),
        _row(
            "dossier",
            id=6, agency_id=1, owner_id=1, year=2026, code="01.VP",
            title="Thi đua", folded="thi dua", retention="06",
            **{"opened_on": "2026-11-02", "note": "", **changed},
        ),
        _row("dossier_document", dossier_id=6, document_id=5, ordinal=2, added_by_id=1,
             added_at=BEGUN),
        _row("notice", id=8, key="a", person_id=1, message="m", values="{}", path="/documents/5",
             at=BEGUN),
        _row("notice", id=9, key="b", person_id=1, message="m", values="{}", path="/delegations",
             at=BEGUN),
        _row(
            "sms_message",
            id=10, key="s", document_id=5, person_id=1, phone="84912345678",
            text="KHAN", segments=1, state="sent", attempts=1, provider_id="",
            error="", created_at=BEGUN,
        ),
        _row("index_request", document_id=5, asked_at=BEGUN),
        _row("audit_entry", **entry),
        _row("audit_head", id=1, last_id=1, last_hash=last_hash),
    ]  # fmt: skip


HANGING = (
    "SELECT record_id FROM directive WHERE id = 3",
    "SELECT record_id FROM assignment WHERE id = 4",
    "SELECT record_id FROM dossier_record WHERE dossier_id = 6 AND ordinal = 2",
    "SELECT record_id FROM notice WHERE id = 8",
    "SELECT record_id FROM sms_message WHERE id = 10",
    "SELECT record_id FROM index_request",
    "SELECT record_id FROM audit_entry",
)


def test_work_and_all_that_hangs_on_a_document_hangs_on_its_record(empty: Engine) -> None:
    command.upgrade(migration_config(_url(empty)), "0001")
    _keep(empty, _office_at_work())
    migrate(_url(empty))
    with Session(empty) as session:
        assert [session.scalar(text(asked)) for asked in HANGING] == [5] * len(HANGING)
        assert session.scalar(text("SELECT record_id FROM notice WHERE id = 9")) is None
        report = verify(session)
        assert (report.is_whole, report.count, report.last_hash) == (True, 1, hash_of(DIRECTED))
        with pytest.raises(IntegrityError):
            session.execute(text("UPDATE audit_entry SET record_id = 999"))
    command.downgrade(migration_config(_url(empty)), "0005")
    migrate(_url(empty))
    with Session(empty) as session:
        assert session.scalar(text("SELECT count(*) FROM assignment WHERE record_id = 5")) == 1
