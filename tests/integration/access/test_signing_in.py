"""Signing in through the page: lock-out, time-out, sign-out everywhere, first passwords."""

import re
import threading
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.access.models import Account
from app.access.passwords import Check
from app.access.service.signing_in import sign_in as sign_in_verb
from app.audit.models import AuditEntry
from app.core import clock
from app.core.policy import Actor
from app.organisation.models import Post
from tests.conftest import application, settings_for
from tests.databases import TestDatabase
from tests.factories.office import PASSWORD, Office
from tests.integration.access.conftest import SignIn

ClientOf = Callable[[Actor], FlaskClient]
Trail = Callable[[], list[AuditEntry]]
WRONG = "Not-the-one-77"
CHOSEN = "Ruong-bac-thang-9"


def is_in(client: FlaskClient) -> bool:
    return client.get("/session").status_code == 200


def test_the_right_password_opens_the_page_that_was_wanted(
    app: Flask, office: Office, sign_in: SignIn
) -> None:
    client = app.test_client()
    asked = client.get("/me?from=mail")
    assert asked.status_code == 302
    assert asked.location == "/sign-in?next=/me?from%3Dmail"
    answer = sign_in(client, office.clerk, next="/me?from=mail")
    assert (answer.status_code, answer.location) == (302, "/me?from=mail")
    assert is_in(client)


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:1", ""]
)
def test_signing_in_never_leads_out_of_the_office(
    app: Flask, office: Office, sign_in: SignIn, elsewhere: str
) -> None:
    assert sign_in(app.test_client(), office.clerk, next=elsewhere).location == "/"


def test_a_user_name_is_found_whatever_its_capitals(
    app: Flask, office: Office, sign_in: SignIn
) -> None:
    assert sign_in(app.test_client(), " PhungThiLua ").status_code == 302


def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour(
    app: Flask, office: Office, sign_in: SignIn, trail: Trail
) -> None:
    client = app.test_client()
    start = clock.now()
    with clock.stopped_at(start):
        answers = [sign_in(client, office.clerk, WRONG) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [422] * 5
        assert "Còn 4 lần thử" in answers[0].text
        assert "Còn 1 lần thử" in answers[3].text
        until = clock.local(start + timedelta(minutes=15)).strftime("%H:%M")
        assert f"khóa đăng nhập đến {until}" in answers[4].text
        assert sign_in(client, office.clerk).status_code == 422
    with clock.stopped_at(start + timedelta(minutes=14, seconds=59)):
        assert sign_in(client, office.clerk).status_code == 422
    with clock.stopped_at(start + timedelta(minutes=15, seconds=1)):
        assert sign_in(client, office.clerk).status_code == 302
    actions = [entry.action for entry in trail()]
    assert actions == ["access.sign_in_failed"] * 5 + ["access.locked", "access.signed_in"]


def test_an_unknown_name_is_answered_like_a_known_one(
    app: Flask, office: Office, sign_in: SignIn, trail: Trail
) -> None:
    client = app.test_client()
    known = [sign_in(client, office.clerk, WRONG).text for _ in range(6)]
    unknown = [sign_in(client, "nobody.here", WRONG).text for _ in range(6)]
    assert [_without_chance(one) for one in known] == [_without_chance(one) for one in unknown]
    assert not [entry for entry in trail() if entry.values.get("name") == "nobody.here"]


def _without_chance(page: str) -> str:
    """The page without what differs from one answer to the next: tokens, names, times."""
    return re.sub(r'(value|content)="[^"]*"|\d\d:\d\d', "", page)


def test_guesses_are_counted_for_whoever_is_signed_in_too(
    office: Office, client_of: ClientOf, sign_in: SignIn, trail: Trail
) -> None:
    """The key of forms that are done once takes back what was refused, but not the counting."""
    client = client_of(office.officer)
    for number in range(5):
        answer = sign_in(client, office.leader, WRONG, _once=f"guess-{number}" + "k" * 20)
        assert answer.status_code == 422
    assert "khóa đăng nhập" in sign_in(client, office.leader, _once="last-" + "k" * 20).text
    assert trail()[-1].action == "access.locked"


def test_somebody_else_may_sign_in_at_the_same_browser(
    office: Office, client_of: ClientOf, sign_in: SignIn, trail: Trail
) -> None:
    client = client_of(office.officer)
    assert sign_in(client, office.leader, _once="other-" + "k" * 20).status_code == 302
    assert "Lưu Đình Thuận" in client.get("/me").text
    assert trail()[-1].actor_id == office.leader.person_id


def test_a_right_password_forgets_the_wrong_ones(
    app: Flask, office: Office, sign_in: SignIn
) -> None:
    client = app.test_client()
    for _ in range(4):
        sign_in(client, office.clerk, WRONG)
    assert sign_in(client, office.clerk).status_code == 302
    client.post("/sign-out")
    assert "Còn 4 lần thử" in sign_in(client, office.clerk, WRONG).text


def test_whoever_does_nothing_for_long_is_signed_out(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    start = clock.now()
    with clock.stopped_at(start):
        client = client_of(office.clerk)
    with clock.stopped_at(start + timedelta(minutes=29)):
        assert client.get("/me").status_code == 200
    with clock.stopped_at(start + timedelta(minutes=58)):
        assert client.get("/me").status_code == 200
    with clock.stopped_at(start + timedelta(minutes=89)):
        answer = client.get("/me", follow_redirects=True)
        assert "Đã lâu không thao tác" in answer.text


def test_looking_whether_one_is_signed_in_does_not_keep_one_signed_in(
    office: Office, client_of: ClientOf
) -> None:
    start = clock.now()
    with clock.stopped_at(start):
        client = client_of(office.clerk)
    with clock.stopped_at(start + timedelta(minutes=20)):
        assert is_in(client)
    with clock.stopped_at(start + timedelta(minutes=31)):
        assert not is_in(client)


def test_the_cookie_is_written_once_a_minute_at_most(office: Office, client_of: ClientOf) -> None:
    start = clock.now()
    with clock.stopped_at(start):
        client = client_of(office.clerk)
        client.get("/me")
    with clock.stopped_at(start + timedelta(seconds=59)):
        assert "Set-Cookie" not in client.get("/me").headers
    with clock.stopped_at(start + timedelta(seconds=61)):
        assert "Set-Cookie" in client.get("/me").headers


def test_signing_out_everywhere_ends_the_other_devices(
    office: Office, client_of: ClientOf, trail: Trail
) -> None:
    telephone, desk = client_of(office.leader), client_of(office.leader)
    assert desk.post("/sign-out/everywhere").status_code == 302
    assert not is_in(telephone)
    assert not is_in(desk)
    assert "Phiên làm việc đã kết thúc" in telephone.get("/sign-in").text
    assert trail()[-1].action == "access.signed_out_everywhere"


def test_signing_out_ends_this_device_only(office: Office, client_of: ClientOf) -> None:
    telephone, desk = client_of(office.leader), client_of(office.leader)
    desk.post("/sign-out")
    assert is_in(telephone)
    assert not is_in(desk)


def test_signing_in_begins_a_new_session(app: Flask, office: Office, sign_in: SignIn) -> None:
    client = app.test_client()
    before = client.get("/session").get_json()["csrf_token"]
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    sign_in(client, office.clerk)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
    after = client.get("/session").get_json()["csrf_token"]
    assert before.split(".")[0] != after.split(".")[0]


def test_a_first_password_must_be_changed_before_anything_else(
    session: Session, app: Flask, office: Office, sign_in: SignIn, trail: Trail
) -> None:
    session.get_one(Account, office.officer.person_id).must_change_password = True
    session.commit()
    client = app.test_client()
    sign_in(client, office.officer)
    assert client.get("/me").location == "/password"
    assert client.post("/language", data={"language": "en"}).status_code == 302
    form = {"current": PASSWORD, "new_password": PASSWORD, "repeated": "Nothing-alike-3"}
    refused = client.post("/password", data=form)
    assert refused.status_code == 422
    assert "It is the password you have now." in refused.text
    assert "The two are not the same." in refused.text
    form = {
        "current": PASSWORD,
        "new_password": "Ruong-bac-thang-9",
        "repeated": "Ruong-bac-thang-9",
    }
    assert client.post("/password", data=form).status_code == 302
    assert client.get("/me").status_code == 200
    assert trail()[-1].action == "access.password_changed"
    assert sign_in(app.test_client(), office.officer, CHOSEN).status_code == 302


def test_changing_the_password_signs_the_other_devices_out(
    office: Office, client_of: ClientOf
) -> None:
    telephone, desk = client_of(office.head), client_of(office.head)
    form = {
        "current": PASSWORD,
        "new_password": "Ruong-bac-thang-9",
        "repeated": "Ruong-bac-thang-9",
    }
    desk.post("/password", data=form)
    assert is_in(desk)
    assert not is_in(telephone)


def changed(current: str, new: str = CHOSEN, repeated: str = CHOSEN) -> dict[str, str]:
    return {"current": current, "new_password": new, "repeated": repeated}


def test_the_present_password_is_not_guessed_for_ever(
    office: Office, client_of: ClientOf, trail: Trail
) -> None:
    client, start = client_of(office.officer), clock.now()
    with clock.stopped_at(start):
        told = [client.post("/password", data=changed(WRONG)).text for _ in range(5)]
        assert "Còn 4 lần thử" in told[0]
        assert "khóa đăng nhập đến" in told[4]
        assert client.post("/password", data=changed(PASSWORD)).status_code == 422
    assert [entry.action for entry in trail()][-1] == "access.locked"
    with clock.stopped_at(start + timedelta(minutes=16)):
        assert client.post("/password", data=changed(PASSWORD)).status_code == 302


def test_a_password_typed_in_two_ways_is_the_same(office: Office, client_of: ClientOf) -> None:
    words = "Ruộng-bậc-thang-9"
    ways = [unicodedata.normalize(form, words) for form in ("NFC", "NFD")]
    assert ways[0] != ways[1]
    answer = client_of(office.officer).post("/password", data=changed(PASSWORD, *ways))
    assert answer.status_code == 302


def test_a_disabled_account_is_told_so_only_with_the_right_password(
    session: Session, app: Flask, office: Office, client_of: ClientOf, sign_in: SignIn
) -> None:
    open_page = client_of(office.officer)
    session.get_one(Account, office.officer.person_id).disabled_at = clock.now()
    session.commit()
    client = app.test_client()
    assert "ngừng sử dụng" not in sign_in(client, office.officer, WRONG).text
    assert "ngừng sử dụng" in sign_in(client, office.officer).text
    assert not is_in(client)
    assert "ngừng sử dụng" in open_page.get("/me", follow_redirects=True).text


def test_a_person_without_a_post_gets_a_clear_page(
    session: Session, app: Flask, office: Office, sign_in: SignIn
) -> None:
    for post in session.query(Post).filter_by(person_id=office.officer.person_id):
        post.valid_to = date(2022, 1, 1)
    session.commit()
    client = app.test_client()
    sign_in(client, office.officer)
    answer = client.get("/me")
    assert answer.status_code == 403
    assert "không có chức vụ nào còn hiệu lực" in answer.text
    assert client.post("/sign-out").status_code == 302


def test_weak_hashes_are_made_anew_at_sign_in(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    client_of(office.clerk)
    account = session.get_one(Account, office.clerk.person_id)
    assert account.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert account.last_sign_in_at is not None


def test_wrong_passwords_at_the_same_moment_are_all_counted(
    database: TestDatabase, office: Office
) -> None:
    """Nobody gains tries by sending them at once, the first ones of a name included."""
    start = threading.Barrier(8)
    problems: list[str] = []

    def guess() -> None:
        with Session(database.engine) as session:
            start.wait()
            outcome = sign_in_verb(
                session, "nobody.here", None, Check(False), "127.0.0.1", life=timedelta(1)
            )
            session.commit()
            problems.append(str(outcome.problem))

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("locked until" in problem for problem in problems) == [False] * 4 + [True] * 4


SENT = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7", "X-Forwarded-Proto": "https"}
"""What a proxy passes on: a reader at 203.0.113.7 had put an address before it."""


@pytest.mark.parametrize(
    ("proxies", "address", "is_https"),
    [("0", "127.0.0.1", False), ("1", "203.0.113.7", True)],
)
def test_the_trail_names_the_reader_that_our_own_proxy_saw(
    database: TestDatabase,
    office: Office,
    tmp_path: Path,
    trail: Trail,
    proxies: str,
    address: str,
    is_https: bool,
) -> None:
    settings = settings_for(database, tmp_path, CONGVAN_TRUSTED_PROXIES=proxies)
    names = {"user_name": office.user_name(office.clerk), "password": WRONG}
    with application(settings) as app:
        app.test_client().post("/sign-in", data=names, headers=SENT)
        with app.test_client() as client:
            client.get("/sign-in", headers=SENT)
            assert request.is_secure == is_https
    assert [entry.values["address"] for entry in trail()] == [address]
