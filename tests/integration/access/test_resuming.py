"""A session that ended in mid-form: nothing that was typed is lost."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.policy import Actor
from tests.factories.office import PASSWORD, Office
from tests.integration.access.conftest import SignIn

ClientOf = Callable[[Actor], FlaskClient]

TYPED = {
    "starts_on": "01/12/2026",
    "ends_on": "02/12/2026",
    "reason": 'Học "nghiệp vụ" <văn thư>\n& lưu trữ',
}


@pytest.fixture(autouse=True)
def with_csrf(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return html.unescape(found[1])


def signed_in(app: Flask, office: Office, who: Actor) -> FlaskClient:
    client = app.test_client()
    token = client.get("/session").json["csrf_token"]
    form = {"user_name": office.user_name(who), "password": PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=form).status_code == 302
    return client


def address(office: Office) -> str:
    return f"/persons/{office.officer.person_id}/absences/new"


def expired_post(app: Flask, office: Office, *, with_token: bool = True) -> tuple[FlaskClient, str]:
    """Fill in a form as the officer, be away for an hour, and send it."""
    start = clock.now()
    with clock.stopped_at(start - timedelta(hours=1)):
        client = signed_in(app, office, office.officer)
        token = hidden(client.get(address(office)).text, "csrf_token")
    data = {**TYPED, "csrf_token": token if with_token else "", "_once": "k" * 32}
    answer = client.post(address(office), data=data)
    assert answer.status_code == 401
    assert "Nội dung đã nhập vẫn còn" in answer.text
    return client, answer.text


@pytest.mark.parametrize("with_token", [True, False])
def test_what_was_typed_is_sent_after_signing_in_again(
    app: Flask, office: Office, with_token: bool
) -> None:
    client, page = expired_post(app, office, with_token=with_token)
    form = {
        "user_name": office.user_name(office.officer),
        "csrf_token": hidden(page, "csrf_token"),
        "carried": hidden(page, "carried"),
    }
    wrong = client.post("/sign-in", data={**form, "password": "Not-the-one-77"})
    assert wrong.status_code == 422
    form["carried"] = hidden(wrong.text, "carried")
    resume = client.post("/sign-in", data={**form, "password": PASSWORD})
    assert resume.status_code == 200
    assert f'action="{address(office)}"' in resume.text
    names = (*TYPED, "_once", "csrf_token")
    sent = {name: hidden(resume.text, name) for name in names}
    assert {name: sent[name] for name in TYPED} == TYPED
    assert sent["_once"] == "k" * 32
    done = client.post(address(office), data=sent)
    assert done.status_code == 302
    assert "Học &#34;nghiệp vụ&#34; &lt;văn thư&gt; &amp; lưu trữ" in client.get("/me").text


def test_what_one_person_typed_is_not_shown_to_another(app: Flask, office: Office) -> None:
    client, page = expired_post(app, office)
    form = {
        "user_name": office.user_name(office.clerk),
        "password": PASSWORD,
        "csrf_token": hidden(page, "csrf_token"),
        "carried": hidden(page, "carried"),
    }
    answer = client.post("/sign-in", data=form)
    assert (answer.status_code, answer.location) == (302, "/")


def test_a_forged_form_is_not_carried(app: Flask, office: Office) -> None:
    client = app.test_client()
    form = {
        "user_name": office.user_name(office.clerk),
        "password": PASSWORD,
        "csrf_token": client.get("/session").json["csrf_token"],
        "carried": "WyIvc2lnbi1vdXQiLFtdLFtdLG51bGxd.made.up",
    }
    assert client.post("/sign-in", data=form).location == "/"


def test_passwords_are_never_carried(app: Flask, office: Office) -> None:
    client = app.test_client()
    fields = {"current": "a", "new_password": "Very-secret-1", "csrf_token": ""}
    page = client.post("/password", data=fields).text
    assert "Very-secret-1" not in page
    form = {
        "user_name": office.user_name(office.clerk),
        "password": PASSWORD,
        "csrf_token": hidden(page, "csrf_token"),
        "carried": hidden(page, "carried"),
    }
    assert "Very-secret-1" not in client.post("/sign-in", data=form).text


def test_what_is_too_long_to_carry_is_said(app: Flask, office: Office) -> None:
    data = {"reason": "x" * 1_000_001, "csrf_token": ""}
    answer = app.test_client().post(address(office), data=data)
    assert answer.status_code == 401
    assert "nội dung quá dài" in answer.text


def test_a_waiting_form_is_sent_after_signing_in_in_place(app: Flask, office: Office) -> None:
    start = clock.now()
    with clock.stopped_at(start - timedelta(hours=1)):
        client = signed_in(app, office, office.officer)
    looked = client.get("/session")
    assert looked.status_code == 401
    headers = {"X-CSRFToken": looked.json["csrf_token"], "Accept": "application/json"}
    names = {"username": office.user_name(office.officer)}
    wrong = client.post("/sign-in/here", data={**names, "password": "No-no-no-11"}, headers=headers)
    assert wrong.status_code == 422
    assert wrong.json["problems"] == ["Tên đăng nhập hoặc mật khẩu không đúng. Còn 4 lần thử."]
    right = client.post("/sign-in/here", data={**names, "password": PASSWORD}, headers=headers)
    assert right.status_code == 204
    token = client.get("/session").json["csrf_token"]
    done = client.post(address(office), data={**TYPED, "csrf_token": token})
    assert done.status_code == 302


def test_nobody_sends_in_place_what_another_wrote(app: Flask, office: Office) -> None:
    start = clock.now()
    with clock.stopped_at(start - timedelta(hours=1)):
        client = signed_in(app, office, office.officer)
    headers = {"X-CSRFToken": client.get("/session").json["csrf_token"]}
    form = {"username": office.user_name(office.clerk), "password": PASSWORD}
    answer = client.post("/sign-in/here", data=form, headers=headers)
    assert answer.status_code == 422
    assert "do người khác soạn" in answer.json["problems"][0]
    assert client.get("/session").status_code == 401


def test_a_script_is_told_with_a_status(app: Flask, office: Office) -> None:
    client = app.test_client()
    assert client.get("/me", headers={"Accept": "application/json"}).status_code == 401
    assert client.get("/me", headers={"X-Part": "dialog"}).status_code == 401


def test_a_form_without_its_token_is_refused_while_signed_in(app: Flask, office: Office) -> None:
    client = signed_in(app, office, office.officer)
    assert client.post(address(office), data=TYPED).status_code == 400


def test_signing_in_needs_its_token(app: Flask, office: Office, sign_in: SignIn) -> None:
    assert sign_in(app.test_client(), office.clerk).status_code in (400, 401)
