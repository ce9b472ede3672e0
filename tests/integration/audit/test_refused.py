"""Refused attempts leave a trace, bounded in rows and in writes, which ends."""

import fcntl
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit import refusals
from app.audit.jobs import JOBS
from app.audit.models import AuditHead, RefusedAttempt
from app.audit.refusals import Attempt, Tally, Times, keep
from app.core import clock
from app.core.db import session_factory
from app.core.policy import Actor
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.statements import statements

ClientOf = Callable[[Actor], FlaskClient]
FOREIGN = {"Sec-Fetch-Site": "cross-site"}
PAGE = "/admin/audit/refused"


class Seconds:
    """A clock of the process that stands until it is told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Seconds:
    seconds = Seconds()
    monkeypatch.setitem(app.extensions, "refusals", Tally(seconds))
    return seconds


def rows(session: Session) -> list[RefusedAttempt]:
    with Session(session.get_bind(), expire_on_commit=False) as own:
        return list(own.scalars(select(RefusedAttempt).order_by(RefusedAttempt.id)))


def attempt(number: int, person_id: int = 1, address: str = "10.0.0.1") -> Attempt:
    path = f"/documents/{number}"
    return Attempt(clock.today(), person_id, address, "GET", path, "hidden", "incoming", "Nam")


def test_what_is_refused_is_counted_once_a_day_with_who_what_and_from_where(
    client_of: ClientOf, session: Session, office: Office, seconds: Seconds
) -> None:
    officer = client_of(office.officer)
    chain = session.scalar(select(AuditHead.last_id))
    session.rollback()
    for path in ("/documents/77777", "/documents/77777", "/admin/accounts", "/nowhere/5", "/x.css"):
        officer.get(path, environ_base={"REMOTE_ADDR": "10.1.2.3"})
        seconds.now += 1
    officer.get("/static/none.css")
    officer.post("/incoming/77777/close", headers=FOREIGN)
    seconds.now += 1
    assert officer.application.test_client().post("/sign-in", headers=FOREIGN).status_code == 403
    hidden, right, foreign, nobody = rows(session)
    assert (hidden.path, hidden.why, hidden.times) == ("/documents/77777", "hidden", 2)
    assert (hidden.person_id, hidden.address) == (office.officer.person_id, "10.1.2.3")
    assert hidden.first_at < hidden.last_at
    assert (right.path, right.why, right.part) == ("/admin/accounts", "right", "access")
    assert (foreign.method, foreign.why) == ("POST", "elsewhere")
    assert (nobody.person_id, nobody.person_name, nobody.path) == (0, "", "/sign-in")
    assert session.scalar(select(AuditHead.last_id)) == chain


def test_a_form_without_proof_of_its_page_is_counted(
    app: Flask, office: Office, session: Session, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert app.test_client().post("/incoming/register", data={"subject": "x"}).status_code == 401
    [row] = rows(session)
    assert (row.why, row.person_id, row.path) == ("form", 0, "/incoming/register")


def test_words_of_an_address_are_not_kept(
    client_of: ClientOf, office: Office, session: Session, seconds: Seconds
) -> None:
    client_of(office.officer).get("/sms/report/secret-name/secret-token")
    assert "secret" not in rows(session)[0].path


def test_whoever_hammers_writes_once_a_second_and_the_rest_comes_with_the_next_request(
    client_of: ClientOf, office: Office, session: Session, seconds: Seconds
) -> None:
    officer = client_of(office.officer)
    with statements() as sent:
        for number in range(20):
            officer.get(f"/documents/{77000 + number % 2}")
    assert sum("refused_attempt" in one for one in sent) == 3  # looked for, counted, begun: once
    assert [row.times for row in rows(session)] == [1]
    with statements() as sent:
        officer.get("/notices")
    assert not any("refused_attempt" in one for one in sent)
    seconds.now += 1
    officer.get("/notices")
    assert [row.times for row in rows(session)] == [10, 10]


def test_nobody_waits_for_it_and_nothing_fails_by_it(
    client_of: ClientOf,
    office: Office,
    session: Session,
    database: TestDatabase,
    seconds: Seconds,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    officer = client_of(office.officer)
    if database.url.startswith("sqlite"):
        path = session.get_bind().engine.url.database
        with open(f"{path}-writers") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            assert officer.get("/documents/77000").status_code == 404
    with monkeypatch.context() as full:
        full.setattr(refusals, "keep", _nothing_is_taken)
        seconds.now += 1
        assert officer.get("/documents/77000").status_code == 404
    assert rows(session) == []
    seconds.now += 1
    officer.get("/notices")
    assert [row.path for row in rows(session)] == ["/documents/77000"]


def _nothing_is_taken(*_args: object) -> None:
    raise OSError(28, "No space left on device")


def test_rows_are_bounded_by_person_and_by_address_and_for_all_who_are_nobody(
    session: Session, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "MOST_OF_ONE", 3)
    monkeypatch.setattr(refusals, "MOST_OF_NOBODY", 5)
    once = Times(1, clock.now(), clock.now())
    for _round in range(2):
        keep(session, {attempt(number): once for number in range(6)})
        keep(session, {attempt(number, 0, f"10.0.0.{number // 4}"): once for number in range(12)})
    session.commit()
    counted = {
        (person_id, why): (number, times)
        for person_id, why, number, times in session.execute(
            select(
                RefusedAttempt.person_id,
                RefusedAttempt.why,
                func.count(),
                func.sum(RefusedAttempt.times),
            ).group_by(RefusedAttempt.person_id, RefusedAttempt.why)
        )
    }
    assert counted == {
        (1, "hidden"): (3, 6),
        (1, "more"): (1, 6),
        (0, "hidden"): (5, 10),
        (0, "more"): (1, 14),
    }


def test_a_process_counts_no_more_kinds_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "MOST_WAITING", 3)
    tally = Tally()
    for number in range(9):
        tally.count(attempt(number))
    assert len(tally._waiting) == 4
    assert sum(one.times for one in tally._waiting.values()) == 9


def test_they_end_after_ninety_days(
    session: Session, office: Office, database: TestDatabase
) -> None:
    for ago in (0, 90, 91):
        with clock.stopped_at(clock.now() - timedelta(days=ago)):
            keep(session, {attempt(ago): Times(1, clock.now(), clock.now())})
    session.commit()
    [forget] = [one for one in JOBS if one.name == "audit.forget_refused"]
    forget.work(session_factory(database.engine))
    assert [row.path for row in rows(session)] == ["/documents/0", "/documents/90"]


def test_whoever_watches_the_system_reads_them_and_nobody_else(
    client_of: ClientOf, session: Session, office: Office
) -> None:
    client = client_of(office.admin)
    assert "Không có lượt nào bị từ chối" in client.get(PAGE).text
    asked = []
    for most in (1, 12):
        now = clock.now()
        keep(
            session,
            {attempt(one, office.officer.person_id): Times(2, now, now) for one in range(most)},
        )
        session.commit()
        with statements() as sent:
            page = client.get(PAGE, query_string={"why": "hidden", "part": "incoming"})
        asked.append(len(sent))
    assert asked[0] == asked[1]
    assert f'href="/admin/persons/{office.officer.person_id}"' in page.text
    assert "mở /documents/11" in page.text
    assert "10.0.0.1" in page.text
    today = clock.today().strftime("%d/%m/%Y")
    assert "/documents/11" in client.get(PAGE, query_string={"day": today}).text
    assert "/documents/11" not in client.get(PAGE, query_string={"day": "01/01/2026"}).text
    assert "/documents/11" not in client.get(PAGE, query_string={"person": "khong co ai"}).text
    assert client.get("/lists/audit.refused.xlsx").status_code == 200
    assert "Lượt bị từ chối" in client.get("/").text
    assert client_of(office.leader).get(PAGE).status_code == 403
    assert client_of(office.officer).get("/lists/audit.refused.xlsx").status_code == 404
