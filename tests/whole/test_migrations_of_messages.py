"""Messages of an office that has been running: what its rows say before a migration and after."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, text

from app.cli import migrate, migration_config
from tests.conftest import DATABASES
from tests.databases import TestDatabase
from tests.whole.test_migrations import an_empty

PEOPLE = (
    "INSERT INTO person (id, name, folded_name, name_key, phone, email, version) VALUES"
    " (1, 'Lê Thị Nhuần', 'le thi nhuan', '', '0912 345 678', 'nhuan@x.vn', 1)",
)
SMS = (
    "INSERT INTO sms_message (id, key, person_id, phone, text, segments, state, attempts, gateway,"
    " provider_id, error, created_at, sent_at) VALUES"
    " (3, 'a:1', 1, '84912345678', 'KHAN', 2, 'sent', 1, 'kannel', 'p-7', '',"
    " '2026-11-02 01:00:00', '2026-11-02 01:01:00'),"
    " (8, 'b:1', 1, '84912345678', 'KHAN 2', 1, 'failed', 8, '', '', 'HTTP 503',"
    " '2026-11-03 01:00:00', NULL)"
)
NOTICES = (
    'INSERT INTO notice (id, key, person_id, message, "values", path, at, read_at) VALUES'
    " (2, 'a:1', 1, '%(a)s', '{\"a\": \"x\"}', '/work', '2026-11-02 01:00:00',"
    " '2026-11-02 02:00:00'),"
    " (5, 'c:1', 1, 'y', '{}', '/', '2026-11-04 01:00:00', NULL)"
)
ROLES = (
    "INSERT INTO role (code, name, position) VALUES ('clerk', 'Clerk', 0), ('leader', 'L', 1),"
    " ('unit_head', 'U', 2), ('officer', 'O', 3), ('guests', 'Khách', 4)",
    "INSERT INTO role_permission (role_code, permission) VALUES ('clerk', 'desk.read'),"
    " ('guests', 'desk.read')",
)


@pytest.fixture(params=DATABASES)
def empty(
    request: pytest.FixtureRequest, databases: Callable[[str], TestDatabase], tmp_path: Path
) -> Iterator[Engine]:
    with an_empty(request.param, databases, tmp_path, "messages") as engine:
        yield engine


def to(engine: Engine, revision: str, *, back: bool = False) -> None:
    config = migration_config(engine.url.render_as_string(hide_password=False))
    (command.downgrade if back else command.upgrade)(config, revision)


def keep(engine: Engine, *rows: str) -> None:
    with engine.begin() as connection:
        for row in rows:
            connection.execute(text(row))


def found(engine: Engine, asked: str) -> Sequence[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(asked))]


def test_what_people_were_told_is_on_its_way_in_one_table(empty: Engine) -> None:
    """A text keeps its number, which its job names; a notice stays read, or unread."""
    to(empty, "0032")
    keep(empty, *PEOPLE, SMS, NOTICES)
    to(empty, "0033")
    of = "SELECT id, channel, key, state, occasion, address, text, attempts, provider_id, error"
    assert found(
        empty, f"{of}, sent_at IS NULL FROM delivery WHERE channel = 'sms' ORDER BY id"
    ) == [
        (3, "sms", "a:1", "sent", "urgent", "84912345678", "KHAN", 1, "p-7", "", False),
        (8, "sms", "b:1", "failed", "urgent", "84912345678", "KHAN 2", 8, "", "HTTP 503", True),
    ]
    of = "SELECT id, key, state, message, path, read_at IS NULL FROM delivery"
    assert found(empty, f"{of} WHERE channel = 'notice' ORDER BY id") == [
        (10, "a:1", "delivered", "%(a)s", "/work", False),
        (13, "c:1", "delivered", "y", "/", True),
    ]
    keep(
        empty,
        "INSERT INTO delivery (channel, key, person_id, state, at) VALUES"
        " ('sms', 'd:1', 1, 'queued', CURRENT_TIMESTAMP)",
    )
    assert found(empty, "SELECT id FROM delivery WHERE key = 'd:1'") == [(14,)]
    to(empty, "0032", back=True)
    assert found(empty, "SELECT id, key, state FROM sms_message ORDER BY id") == [
        (3, "a:1", "sent"),
        (8, "b:1", "failed"),
        (14, "d:1", "queued"),
    ]
    of = "SELECT key, read_at IS NULL FROM notice ORDER BY id"
    assert found(empty, of) == [("a:1", False), ("c:1", True)]


def test_given_roles_may_send_urgently_and_others_may_not(empty: Engine) -> None:
    granted = "SELECT role_code, permission FROM role_permission ORDER BY role_code, permission"
    to(empty, "0036")
    keep(empty, *ROLES)
    before = found(empty, granted)
    to(empty, "0037")
    assert sorted(set(found(empty, granted)) - set(before)) == [
        ("clerk", "urgent.keep"),
        ("clerk", "urgent.send"),
        ("leader", "urgent.keep"),
        ("leader", "urgent.send"),
        ("unit_head", "urgent.send"),
    ]
    assert set(before) <= set(found(empty, granted))
    for table in ("urgent_alert", "urgent_target", "urgent_step", "urgent_call", "duty_shift"):
        assert found(empty, f"SELECT count(*) FROM {table}") == [(0,)]
    to(empty, "0036", back=True)
    assert found(empty, granted) == before


def test_numbers_of_before_stay_and_are_not_confirmed(empty: Engine) -> None:
    to(empty, "0043")
    keep(empty, *PEOPLE)
    migrate(empty.url.render_as_string(hide_password=False))
    known = "phone_confirmed_at, email_confirmed_at, email_refused_at, email_refusal"
    assert found(empty, f"SELECT phone, email, {known} FROM person") == [
        ("0912 345 678", "nhuan@x.vn", None, None, None, "")
    ]
    to(empty, "0043", back=True)
    assert found(empty, "SELECT phone, email FROM person") == [("0912 345 678", "nhuan@x.vn")]
