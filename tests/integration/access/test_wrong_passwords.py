"""Nobody is kept out by others' wrong passwords, and nobody holds the office."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access import passwords, rules
from app.access.events import Locked
from app.access.messages import MESSAGES
from app.access.models import Account, SignInTries
from app.access.passwords import Check, hashed
from app.access.service import signing_in
from app.core.outbox import OutboxRow
from tests.factories.office import Office
from tests.integration.access.conftest import SignIn
from tests.integration.access.test_signing_in import CHOSEN, WRONG

# -- Nobody is kept out by others, and nobody holds the office -----------------------------------


def test_others_cannot_lock_out_the_owner_where_they_have_signed_in_before(
    app: Flask, office: Office, sign_in: SignIn, session: Session
) -> None:
    own, foreign = app.test_client(), app.test_client()
    sign_in(own, office.clerk)
    own.post("/sign-out")
    answers = [sign_in(foreign, office.clerk, WRONG) for _ in range(6)]
    assert "khóa đăng nhập" in answers[-1].text
    assert sign_in(foreign, office.clerk).status_code == 422
    assert sign_in(own, office.clerk).status_code == 302
    own.post("/sign-out")
    assert "khóa đăng nhập" in [sign_in(own, office.clerk, WRONG) for _ in range(6)][-1].text
    [told] = [row for row in session.scalars(select(OutboxRow)) if row.topic == Locked.topic][:1]
    assert told.payload["person_id"] == office.clerk.person_id
    telling = MESSAGES[0].tell(session, told.payload)
    assert telling is not None
    assert telling.people == {office.clerk.person_id}


def test_a_known_browser_is_forgotten_with_the_password(
    app: Flask, office: Office, sign_in: SignIn, session: Session
) -> None:
    own, foreign = app.test_client(), app.test_client()
    sign_in(own, office.clerk)
    account = session.get_one(Account, office.clerk.person_id)
    account.password_hash = hashed(CHOSEN)
    session.commit()
    for _ in range(6):
        sign_in(foreign, office.clerk, WRONG)
    assert sign_in(own, office.clerk, CHOSEN).status_code == 422


def test_one_address_tries_no_end_of_names(
    app: Flask, office: Office, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "TRIES_OF_ADDRESS", 4)
    client = app.test_client()
    for number in range(4):
        sign_in(client, f"nobody{number}", WRONG)
    assert "khóa đăng nhập" in sign_in(client, office.clerk).text


@pytest.mark.parametrize("length", [61, 3_000, 100_000])
def test_a_name_of_any_length_is_answered_and_kept_short(
    app: Flask, office: Office, session: Session, length: int
) -> None:
    client = app.test_client()
    name = "a" * length
    for _ in range(2):
        assert (
            client.post("/sign-in", data={"user_name": name, "password": WRONG}).status_code == 422
        )
        here = {"username": name, "password": WRONG, "page": ""}
        assert client.post("/sign-in/here", data=here).status_code == 422
    kept = signing_in.sign_in(session, name, None, Check(False), "::1", life=timedelta(hours=1))
    session.commit()
    assert kept.problem is not None
    assert max(map(len, session.scalars(select(SignInTries.user_name)))) <= 60


def test_many_at_once_do_not_wait_for_one_another_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two passwords are looked at, two wait; whoever comes then is told, at once."""
    inside, go = threading.Semaphore(0), threading.Event()

    def slow(*_words: str) -> bool:
        inside.release()
        go.wait(20)
        return False

    monkeypatch.setattr(passwords, "_hasher", SimpleNamespace(verify=slow))
    threads = [threading.Thread(target=passwords._is, args=("kept", WRONG)) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert inside.acquire(timeout=20)
    assert inside.acquire(timeout=20)
    refused = 0
    for _ in range(20):
        try:
            with passwords._turn():
                pytest.fail("there was a turn")
        except passwords.Busy:
            refused += 1
    go.set()
    for thread in threads:
        thread.join()
    assert refused == 20
