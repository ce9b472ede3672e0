"""What somebody types is kept meanwhile, found again by them alone, and ends when it is sent."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.jobs import JOBS
from app.core import clock, kept_forms
from app.core.db import session_factory
from app.core.kept_forms import KeptForm, keep_form
from app.core.policy import Actor
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of, form_of

ClientOf = Callable[[Actor], FlaskClient]
PLACE = "/incoming/register"
WORDS = "V/v rà soát tuyến đường liên xã qua cầu Bến Tắm"
KEY = "1-2-3-4"


def keep(client: FlaskClient, place: str = PLACE, **fields: str) -> int:
    told = {"_kept": KEY, "_place": place, "_title": "Vào sổ", "_of": "", "subject": WORDS}
    return client.post("/kept", data={**told, **fields}).status_code


def rows(session: Session) -> list[KeptForm]:
    with Session(session.get_bind(), expire_on_commit=False) as own:
        return list(own.scalars(select(KeptForm).order_by(KeptForm.id)))


def test_what_was_typed_is_found_again_and_shown_on_its_own_page(
    client_of: ClientOf, session: Session, office: Office
) -> None:
    assert keep(client_of(office.clerk)) == 200
    assert keep(client_of(office.clerk), subject=f"{WORDS} lần 2") == 200
    another_machine = client_of(office.clerk)
    [offer] = another_machine.get("/kept", query_string={"place": PLACE}).get_json()
    assert offer["excerpt"] == f"{WORDS} lần 2"
    assert WORDS in another_machine.get("/kept").text
    assert "Chưa gửi" in another_machine.get("/").text
    resumed = another_machine.get(offer["href"]).text
    assert f'action="{PLACE}"' in resumed
    again = {"subject": f"{WORDS} lần 2", "_only_shown": "1", "_kept": KEY}
    shown = another_machine.post(PLACE, data=again)
    assert shown.status_code == 200
    assert f"{WORDS} lần 2" in shown.text
    assert f'name="_kept" value="{KEY}"' in shown.text
    assert len(rows(session)) == 1


def test_only_the_newest_in_which_words_stand_is_offered_above_the_form(
    client_of: ClientOf, office: Office
) -> None:
    client, start = client_of(office.clerk), clock.now()
    typed = (
        {"subject": "Thứ nhất"},
        {"subject": "Thứ hai"},
        {"subject": "", "arrived": "29/11/2026"},
    )
    for number, fields in enumerate(typed):
        with clock.stopped_at(start + timedelta(seconds=number)):
            assert keep(client, _kept=f"k{number}", **fields) == 200
    [offer] = client.get("/kept", query_string={"place": PLACE}).get_json()
    assert offer["excerpt"] == "Thứ hai"
    assert "còn 1 nội dung khác" in offer["text"]


def test_it_ends_when_it_is_sent_and_stays_when_it_came_back(
    client_of: ClientOf, session: Session, office: Office
) -> None:
    client = client_of(office.clerk)
    keep(client)
    entry = entry_of(session, office.clerk)
    session.rollback()
    keys = {"_kept": KEY, "_once": "o" * 24}
    assert client.post(PLACE, data=form_of(entry, subject="") | keys).status_code == 422
    assert len(rows(session)) == 1
    assert client.post(PLACE, data=form_of(entry) | keys).status_code == 302
    assert rows(session) == []
    assert keep(client, _of=keys["_once"]) == 204, "what comes after it is late"
    assert rows(session) == []


def test_nobody_else_sees_or_ends_it(client_of: ClientOf, session: Session, office: Office) -> None:
    keep(client_of(office.clerk))
    [row] = rows(session)
    other = client_of(office.leader)
    assert other.get(f"/kept/{row.id}").status_code == 404
    assert other.post(f"/kept/{row.id}/discard").status_code == 404
    assert other.get("/kept", query_string={"place": PLACE}).get_json() == []
    assert WORDS not in other.get("/kept").text
    keep(other, subject="Của người khác")
    assert {one.person_id for one in rows(session)} == {
        office.clerk.person_id,
        office.leader.person_id,
    }


def test_it_is_thrown_away_by_hand_and_by_the_clock(
    client_of: ClientOf, session: Session, database: TestDatabase, office: Office
) -> None:
    client = client_of(office.clerk)
    keep(client)
    assert client.post(f"/kept/{rows(session)[0].id}/discard").status_code == 302
    assert rows(session) == []
    keep(client)
    JOBS[0].work(session_factory(database.engine))
    assert len(rows(session)) == 1
    with clock.stopped_at(clock.now() + timedelta(days=15)):
        JOBS[0].work(session_factory(database.engine))
    assert rows(session) == []


@pytest.mark.parametrize(
    "place", ["/admin/accounts", "/password", "https://example.org/", "/nowhere"]
)
def test_acts_of_administration_and_foreign_addresses_are_not_kept(
    client_of: ClientOf, session: Session, office: Office, place: str
) -> None:
    assert keep(client_of(office.admin), place) == 422
    assert rows(session) == []


def test_a_password_is_never_kept(client_of: ClientOf, session: Session, office: Office) -> None:
    keep(client_of(office.clerk), password="Ruong-bac-thang-9", new_password="Ruong-bac-thang-9")
    assert "Ruong-bac" not in str(rows(session)[0].fields)


@pytest.mark.parametrize(
    "typed",
    [
        {"confidentiality": "secret"},
        {"confidentiality": "absolute_secret"},
        {"subject": "Tài liệu Tối mật về phòng thủ"},
        {"text": "Kính gửi\nMẬT\nNội dung"},
    ],
)
def test_a_state_secret_is_not_kept_and_what_was_kept_before_it_goes(
    client_of: ClientOf, session: Session, office: Office, typed: dict[str, str]
) -> None:
    client = client_of(office.clerk)
    assert keep(client, confidentiality="normal", text="tăng cường bảo mật") == 200
    assert keep(client, **typed) == 422
    assert rows(session) == []


def test_the_oldest_gives_way(
    session: Session, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_forms, "MOST_FORMS", 3)
    start = clock.now()
    for number in range(5):
        with clock.stopped_at(start + timedelta(seconds=number)):
            keep_form(session, office.clerk.person_id, f"k{number}", PLACE, "", [("subject", "x")])
    session.commit()
    assert [row.key for row in rows(session)] == ["k2", "k3", "k4"]
    monkeypatch.setattr(kept_forms, "MOST_CHARACTERS", 30)
    with clock.stopped_at(start + timedelta(minutes=1)):
        keep_form(session, office.clerk.person_id, "long", PLACE, "", [("subject", "x" * 20)])
        too_long = keep_form(session, 1, "longer", PLACE, "", [("subject", "x" * 31)])
    session.commit()
    assert too_long is None
    assert [row.key for row in rows(session)] == ["long"]


def test_whoever_loses_a_right_while_writing_keeps_the_text(
    client_of: ClientOf, session: Session, office: Office, app: object
) -> None:
    """The page says why, shows the words, and leads to where they are kept."""
    client = client_of(office.clerk)
    page = client.get(PLACE).text
    assert re.search(r'name="subject"', page)
    entry = entry_of(session, office.clerk)
    session.rollback()
    lost = client_of(office.officer)
    app.config["WTF_CSRF_ENABLED"] = True  # type: ignore[attr-defined]
    try:
        token = re.search(r'name="csrf_token" value="([^"]+)"', lost.get("/me").text)
        assert token
        sent = {**form_of(entry, subject=WORDS), "csrf_token": token.group(1), "_kept": "9"}
        answer = lost.post(PLACE, data=sent)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False  # type: ignore[attr-defined]
    assert answer.status_code == 403
    assert WORDS in answer.text
    assert 'href="/kept"' in answer.text
    assert [row.key for row in rows(session)] == ["9"]
