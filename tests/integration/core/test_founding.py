"""The commands by which an office begins, and by which it is got into again."""

import re
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import SignInTries
from app.audit.models import AuditEntry
from app.cli import main
from app.core import clock
from tests.databases import TestDatabase
from tests.factories.office import Office

FOUNDED = (
    *("--agency", "Ủy ban nhân dân xã Tân Khê", "--code", "H49.10", "--place", "Tân Khê"),
    *("--name", "Đàm Quốc Việt", "--user-name"),
)


@pytest.fixture
def installation(
    database: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> TestDatabase:
    monkeypatch.setenv("CONGVAN_DATABASE_URL", database.url)
    monkeypatch.setenv("CONGVAN_INSTANCE", str(tmp_path))
    return database


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def signs_in(app: Flask, user_name: str, told: str) -> bool:
    """With the password that the command told."""
    [password] = re.findall(r"signs in once with (\S+)", told)
    sent = {"user_name": user_name, "password": password}
    return app.test_client().post("/sign-in", data=sent).status_code == 302


def test_the_founder_signs_in_and_the_trail_begins_with_the_founding(
    installation: TestDatabase, app: Flask, session: Session
) -> None:
    told = run("create-administrator", *FOUNDED, "quantri")
    assert signs_in(app, "quantri", told.output)
    assert list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))) == [
        "organisation.agency_created",
        "organisation.post_given",
        "access.account_created",
        "access.signed_in",
    ]


def test_a_name_that_nobody_could_sign_in_with_is_refused_in_one_line(
    installation: TestDatabase,
) -> None:
    """Signing in compares small letters: "QuanTri" would never have come in."""
    told = run("create-administrator", *FOUNDED, "QuanTri")
    assert told.exit_code == 1
    assert told.output == "Error: 3 to 60 small letters without marks, figures, dots or hyphens.\n"


def test_an_office_is_founded_once(installation: TestDatabase) -> None:
    assert run("create-administrator", *FOUNDED, "quantri").exit_code == 0
    told = run("create-administrator", *FOUNDED, "quantri2")
    assert told.exit_code == 1
    assert told.output.startswith("Error: There is an agency already.")


def test_the_only_administrator_is_let_in_again_from_the_machine(
    installation: TestDatabase, app: Flask, session: Session, office: Office
) -> None:
    name = office.user_name(office.admin)
    locked = SignInTries(user_name=name, failed=5, locked_until=clock.now().replace(year=2999))
    session.add(locked)
    session.commit()
    assert signs_in(app, name, run("reset-password", name).output)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id).limit(1)).one()
    assert (entry.action, entry.actor_name) == ("access.password_reset", "")
    session.rollback()
    assert run("reset-password", "nobody").output == "Error: Nobody has the user name nobody.\n"


def test_a_port_in_use_is_told_in_one_line_before_anything_is_made(
    installation: TestDatabase,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = run("prepare", "--port", port)
    assert told.exit_code == 1
    assert told.output.startswith(f"Error: 127.0.0.1:{port} cannot be used (Address already in use")
    assert "Loading the demonstration" not in told.output
