"""Forms of other sites, of other people and of other times: nothing of them is done or repeated."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.access import form_recovery
from app.audit.models import AuditEntry
from app.core import clock
from app.features import FEATURES
from app.web.access import permissions_of
from tests.factories.office import PASSWORD, Office
from tests.integration.access.pages import (
    SHOWN,
    filled_in,
    form_of,
    hidden,
    is_noted,
    sign_in_again,
    signed_in,
)

Trail = Callable[[], list[AuditEntry]]
FOREIGN = (
    {"Origin": "https://evil.test"},
    {"Origin": "null"},
    {"Origin": "http://so.localhost"},
    {"Origin": "http://localhost:8001"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
)
"""What browsers say of a form that a page of another site, or of a neighbour's, sends."""


@pytest.fixture(autouse=True)
def with_csrf(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


def kept(answer: TestResponse) -> str:
    return hidden(answer.text, "kept") if 'name="kept"' in answer.text else ""


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("cookie", ["without a cookie", "with the victim's cookie"])
def test_a_foreign_page_sends_a_form(
    app: Flask, office: Office, trail: Trail, headers: dict[str, str], cookie: str
) -> None:
    """Even with the token of the victim's own page."""
    victim = signed_in(app, office, office.officer)
    data = filled_in(victim, office)
    before = len(trail())
    sender = victim if cookie == "with the victim's cookie" else app.test_client()
    answer = sender.post(form_of(office), data=data, headers=headers)
    assert answer.status_code == 403
    assert SHOWN not in answer.text
    assert not kept(answer)
    assert "Set-Cookie" not in answer.headers
    assert victim.get("/session").status_code == 200
    assert len(trail()) == before


@pytest.mark.parametrize("token", ["none", "made up", "of the sign-in page", "of its own person"])
def test_a_foreign_page_in_an_old_browser_sends_a_form(
    app: Flask, office: Office, token: str
) -> None:
    """It tells neither where it comes from nor its session: no cookie takes the victim's place."""
    data = filled_in(signed_in(app, office, office.officer), office)
    data["csrf_token"] = {
        "none": "",
        "made up": "IjE6eCI.aaaa.bbbb",
        "of the sign-in page": app.test_client().get("/session").get_json()["csrf_token"],
        "of its own person": data["csrf_token"],
    }[token]
    answer = app.test_client().post(form_of(office), data=data)
    assert answer.status_code == 401
    assert SHOWN not in answer.text
    assert not kept(answer)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/here"])
@pytest.mark.parametrize("headers", [{}, *FOREIGN], ids=str)
def test_nobody_is_signed_in_by_a_foreign_page(
    app: Flask, office: Office, path: str, headers: dict[str, str]
) -> None:
    names = {"user_name": office.user_name(office.officer), "password": PASSWORD}
    browser = app.test_client()
    answer = browser.post(path, data=names, headers=headers)
    assert answer.status_code in (401, 403)
    assert "Set-Cookie" not in answer.headers
    assert browser.get("/session").status_code == 401


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_nobody_is_signed_in_by_a_neighbour_who_plants_a_cookie(
    app: Flask, office: Office, headers: dict[str, str]
) -> None:
    """Another host of our domain may set our cookie, and knows the token that goes with it."""
    planted = app.test_client()
    token = planted.get("/session").get_json()["csrf_token"]
    names = {"user_name": office.user_name(office.officer), "password": PASSWORD}
    answer = planted.post("/sign-in", data={**names, "csrf_token": token}, headers=headers)
    assert answer.status_code == 403
    assert planted.get("/session").status_code == 401


def test_a_colleague_sends_their_own_form_through_the_victims_browser(
    app: Flask, office: Office
) -> None:
    """It is the colleague's, whoever signs in."""
    data = filled_in(signed_in(app, office, office.officer), office)
    victim = app.test_client()
    victim.get("/sign-in")
    form = kept(victim.post(form_of(office), data=data))
    answer = sign_in_again(victim, office, office.leader, form)
    assert answer.location == "/"
    assert not is_noted(office, victim)


def test_the_page_is_older_than_a_long_weekend(app: Flask, office: Office) -> None:
    client = signed_in(app, office, office.officer)
    data = filled_in(client, office)
    with clock.stopped_at(clock.now() + form_recovery.PAGE_BELIEVED_FOR + timedelta(hours=1)):
        answer = client.post(form_of(office), data=data)
    assert answer.status_code == 401
    assert not kept(answer)


def expired(app: Flask, office: Office) -> tuple[FlaskClient, str]:
    """A browser whose sign-in page keeps the officer's form."""
    with clock.stopped_at(clock.now() - timedelta(hours=1)):
        client = signed_in(app, office, office.officer)
        data = filled_in(client, office)
    form = kept(client.post(form_of(office), data=data))
    assert form
    return client, form


@pytest.mark.parametrize("where", [0, 10, -2])
def test_a_kept_form_is_tampered_with(app: Flask, office: Office, where: int) -> None:
    """Of the last letter of a signature two bits mean nothing."""
    client, form = expired(app, office)
    letters = list(form)
    letters[where] = "A" if letters[where] != "A" else "B"
    answer = sign_in_again(client, office, office.officer, "".join(letters))
    assert (answer.status_code, answer.location) == (302, "/")


def test_a_kept_form_is_too_old(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, form = expired(app, office)
    monkeypatch.setattr(form_recovery, "KEPT_FOR", timedelta(seconds=-1))
    assert sign_in_again(client, office, office.officer, form).location == "/"


def test_a_kept_form_is_used_again_and_again(app: Flask, office: Office) -> None:
    """Signing in with it only ever shows it."""
    client, form = expired(app, office)
    for _ in range(3):
        assert sign_in_again(client, office, office.officer, form).status_code == 200
        assert not is_noted(office, client)


def test_a_kept_form_is_no_session_and_no_token(app: Flask, office: Office) -> None:
    client, form = expired(app, office)
    sign_in_again(client, office, office.officer)
    data = {"kept": form, "csrf_token": form, "_only_shown": "1"}
    assert client.post(form_of(office), data=data).status_code == 400


def test_the_page_that_shows_a_kept_form_lets_nobody_frame_it(app: Flask, office: Office) -> None:
    client, form = expired(app, office)
    for page in (client.get("/sign-in"), sign_in_again(client, office, office.officer, form)):
        assert page.status_code == 200
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"] == "no-store"


CHOSEN = {"reach": "phone", "way": "off", "said": "no"}
"""Arguments that are one of a few words."""


def test_acts_of_administration_and_of_access_are_never_kept(app: Flask, office: Office) -> None:
    """Though the administrator did send them, from a page of ours."""
    with clock.stopped_at(clock.now() - timedelta(hours=1)):
        client = signed_in(app, office, office.admin)
        token = hidden(client.get("/me").text, "csrf_token")
    adapter, asked = app.url_map.bind("localhost"), 0
    for rule in app.url_map.iter_rules():
        needed = permissions_of(app.view_functions[rule.endpoint])
        if "POST" not in (rule.methods or ()) or needed == ("public",):
            continue
        keeps_the_system = any(
            one.keeps_system for one in FEATURES.permissions.values() if one.name in needed
        )
        path = adapter.build(
            rule.endpoint,
            dict.fromkeys(rule.arguments, 1)
            | {name: word for name, word in CHOSEN.items() if name in rule.arguments},
        )
        answer = client.post(path, data={"name": "Ai đó", "csrf_token": token})
        assert answer.status_code == 401, path
        if keeps_the_system or rule.endpoint.startswith("access."):
            assert not kept(answer), path
            assert "không được giữ lại" in answer.text, path
            asked += 1
        else:
            assert kept(answer), path
    assert asked > 20


def test_passwords_are_never_kept_or_shown(app: Flask, office: Office) -> None:
    with clock.stopped_at(clock.now() - timedelta(hours=1)):
        client = signed_in(app, office, office.officer)
        data = filled_in(client, office)
    secrets = {"current": "So secret 1", "new_password": "So secret 2", "repeated": "So secret 3"}
    for path in ("/password", form_of(office)):
        answer = client.post(path, data={**data, **secrets})
        again = sign_in_again(client, office, office.officer, kept(answer))
        assert "So secret" not in answer.text + again.text
        token = client.get("/session").get_json()["csrf_token"]
        client.post("/sign-out", data={"csrf_token": token})


def test_a_script_gets_no_form_to_keep(app: Flask, office: Office) -> None:
    with clock.stopped_at(clock.now() - timedelta(hours=1)):
        client = signed_in(app, office, office.officer)
        data = filled_in(client, office)
    for headers in ({"Accept": "application/json"}, {"X-Part": "preview"}):
        answer = client.post(form_of(office), data=data, headers=headers)
        assert answer.status_code == 401
        assert answer.json == {"problems": [], "signed_in": False}


def test_a_form_of_another_person_is_not_done_while_signed_in(app: Flask, office: Office) -> None:
    data = filled_in(signed_in(app, office, office.officer), office)
    client = signed_in(app, office, office.clerk)
    assert client.post(form_of(office), data=data).status_code == 400
    assert not is_noted(office, signed_in(app, office, office.officer))


def test_a_form_without_its_token_is_refused_while_signed_in(app: Flask, office: Office) -> None:
    client = signed_in(app, office, office.officer)
    data = {**filled_in(client, office), "csrf_token": ""}
    assert client.post(form_of(office), data=data).status_code == 400
