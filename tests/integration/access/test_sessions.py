"""A session is a row on the server: it ends there, and a copy of its cookie ends with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import SignInSession
from app.access.queries import session_state
from app.core import clock
from app.core.policy import Actor
from tests.databases import TestDatabase
from tests.factories.office import PASSWORD, Office
from tests.integration.access.conftest import SignIn
from tests.statements import statements

ClientOf = Callable[[Actor], FlaskClient]
CHOSEN = "Ruong-bac-thang-9"


def copy_of(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser with the same cookie, as a thief has it."""
    cookie = client.get_cookie("session")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)
    return thief


def is_in(client: FlaskClient) -> bool:
    return client.get("/session").status_code == 200


def rows(database: TestDatabase, who: Actor) -> list[SignInSession]:
    asked = select(SignInSession).where(SignInSession.person_id == who.person_id)
    with Session(database.engine) as session:
        return list(session.scalars(asked))


def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    client = client_of(office.leader)
    thief = copy_of(app, client)
    assert is_in(thief)
    client.post("/sign-out")
    assert not is_in(thief)
    assert thief.get("/me").location.startswith("/sign-in")
    assert thief.post("/language", data={"language": "en"}).status_code == 401


def test_a_copied_cookie_is_worth_nothing_after_signing_in_anew(
    app: Flask, office: Office, client_of: ClientOf, sign_in: SignIn
) -> None:
    client = client_of(office.leader)
    thief = copy_of(app, client)
    sign_in(client, office.officer)
    assert is_in(client)
    assert not is_in(thief)


def end_everywhere(client: FlaskClient, _admin: FlaskClient, _person: str) -> None:
    client.post("/sign-out/everywhere")


def change_password(client: FlaskClient, _admin: FlaskClient, _person: str) -> None:
    form = {"current": PASSWORD, "new_password": CHOSEN, "repeated": CHOSEN}
    assert client.post("/password", data=form).status_code == 302


def by_the_administrator(verb: str) -> Callable[[FlaskClient, FlaskClient, str], None]:
    def act(_client: FlaskClient, admin: FlaskClient, person: str) -> None:
        assert admin.post(f"{person}/{verb}").status_code in (200, 302)

    act.__name__ = verb
    return act


ENDING = (
    end_everywhere,
    change_password,
    *map(by_the_administrator, ("password", "disable", "end-sessions")),
)


@pytest.mark.parametrize("ending", ENDING, ids=lambda act: act.__name__)
def test_what_ends_all_sessions(
    app: Flask,
    office: Office,
    client_of: ClientOf,
    ending: Callable[[FlaskClient, FlaskClient, str], None],
) -> None:
    telephone, desk, other = (client_of(who) for who in (*[office.officer] * 2, office.clerk))
    thief = copy_of(app, desk)
    ending(desk, client_of(office.admin), f"/admin/persons/{office.officer.person_id}")
    assert not is_in(telephone)
    assert not is_in(thief)
    assert is_in(other)
    assert is_in(desk) == (ending is change_password)


def test_a_session_ends_after_its_hours_however_busy(
    app: Flask, office: Office, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SESSION_HOURS", 2)
    start = clock.now()
    with clock.stopped_at(start):
        client = client_of(office.clerk)
    for minutes in range(20, 120, 20):
        with clock.stopped_at(start + timedelta(minutes=minutes)):
            assert client.get("/me").status_code == 200
    with clock.stopped_at(start + timedelta(minutes=120)):
        assert not is_in(client)
        assert "đăng nhập quá lâu" in client.get("/me", follow_redirects=True).text


def test_a_session_lives_twelve_hours_where_nothing_is_set(app: Flask) -> None:
    assert app.config["SESSION_HOURS"] == 12


def test_outlived_sessions_are_removed_when_their_person_signs_in(
    database: TestDatabase, office: Office, client_of: ClientOf
) -> None:
    with clock.stopped_at(clock.now() - timedelta(hours=13)):
        client_of(office.clerk)
        client_of(office.clerk)
    client_of(office.officer)
    assert len(rows(database, office.clerk)) == 2
    client_of(office.clerk)
    assert len(rows(database, office.clerk)) == 1


def test_the_key_of_one_person_opens_nothing_for_another(
    database: TestDatabase, office: Office, client_of: ClientOf, session: Session
) -> None:
    client_of(office.clerk)
    key = rows(database, office.clerk)[0].key
    own = session_state(session, office.clerk.person_id, key)
    others = session_state(session, office.admin.person_id, key)
    assert own is not None
    assert own.session_ends_at is not None
    assert others is not None
    assert others.session_ends_at is None


def test_the_check_of_a_session_is_one_statement(office: Office, client_of: ClientOf) -> None:
    client = client_of(office.clerk)
    client.get("/session")
    with statements() as asked:
        assert is_in(client)
    assert len(asked) == 1, asked
