"""A session that ended in mid-form: nothing that was typed is lost, and nothing sent by itself."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.access.service import raise_epoch
from app.core import clock
from app.organisation.models import Post
from tests.factories.office import PASSWORD, Office
from tests.integration.access.pages import (
    SHOWN,
    TYPED,
    filled_in,
    form_of,
    hidden,
    is_noted,
    sign_in_again,
    signed_in,
)


@pytest.fixture(autouse=True)
def with_csrf(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


def away(app: Flask, office: Office) -> tuple[FlaskClient, dict[str, str]]:
    """The officer filled in a form and was away for an hour."""
    with clock.stopped_at(clock.now() - timedelta(hours=1)):
        client = signed_in(app, office, office.officer)
        return client, filled_in(client, office)


def test_after_signing_in_again_the_page_shows_what_was_typed_and_waits(
    app: Flask, office: Office
) -> None:
    client, data = away(app, office)
    asked = client.post(form_of(office), data=data)
    assert asked.status_code == 401
    assert "Nội dung đã nhập vẫn còn" in asked.text
    assert SHOWN not in asked.text  # whoever sits there now has not shown who they are
    wrong = sign_in_again(client, office, office.officer, hidden(asked.text, "kept"), "No-no-no-1")
    assert wrong.status_code == 422
    resume = sign_in_again(client, office, office.officer, hidden(wrong.text, "kept"))
    assert resume.status_code == 200
    assert SHOWN in resume.text
    assert f'action="{form_of(office)}"' in resume.text
    assert "autofocus" not in resume.text
    assert not is_noted(office, client)
    names = (*TYPED, "csrf_token", "_only_shown")
    shown = client.post(form_of(office), data={n: hidden(resume.text, n) for n in names})
    assert shown.status_code == 200
    assert "Nội dung này chưa được gửi" in shown.text
    assert hidden(shown.text, "starts_on") == TYPED["starts_on"]
    assert not is_noted(office, client)
    keys = {name: hidden(shown.text, name) for name in ("csrf_token", "_once")}
    assert client.post(form_of(office), data={**TYPED, **keys}).status_code == 302
    assert is_noted(office, client)


def test_signed_out_in_another_tab(app: Flask, office: Office) -> None:
    client = signed_in(app, office, office.officer)
    data = filled_in(client, office)
    client.post("/sign-out", data={"csrf_token": data["csrf_token"]})
    client.get("/sign-in")
    asked = client.post(form_of(office), data=data)
    assert asked.status_code == 401
    resume = sign_in_again(client, office, office.officer, hidden(asked.text, "kept"))
    assert SHOWN in resume.text


def test_signed_out_and_in_again_in_another_tab(app: Flask, office: Office) -> None:
    client = signed_in(app, office, office.officer)
    data = filled_in(client, office)
    client.post("/sign-out", data={"csrf_token": data["csrf_token"]})
    sign_in_again(client, office, office.officer)
    resume = client.post(form_of(office), data=data)
    assert resume.status_code == 400
    assert SHOWN in resume.text
    assert "_only_shown" in resume.text


def test_a_browser_that_was_started_anew_still_has_its_page(app: Flask, office: Office) -> None:
    data = filled_in(signed_in(app, office, office.officer), office)
    restarted = app.test_client()
    asked = restarted.post(form_of(office), data=data, headers={"Origin": "http://localhost"})
    assert asked.status_code == 401
    resume = sign_in_again(restarted, office, office.officer, hidden(asked.text, "kept"))
    assert SHOWN in resume.text


def test_somebody_else_has_signed_in_since(app: Flask, office: Office) -> None:
    """The words stay their author's, who may sign in and go on."""
    client = signed_in(app, office, office.officer)
    data = filled_in(client, office)
    sign_in_again(client, office, office.clerk)
    asked = client.post(form_of(office), data=data)
    assert asked.status_code == 400
    assert "do người khác gõ" in asked.text
    assert SHOWN not in asked.text
    kept = hidden(asked.text, "kept")
    assert SHOWN in sign_in_again(client, office, office.officer, kept).text


def test_what_one_person_typed_is_not_shown_to_another(app: Flask, office: Office) -> None:
    client, data = away(app, office)
    kept = hidden(client.post(form_of(office), data=data).text, "kept")
    answer = sign_in_again(client, office, office.clerk, kept)
    assert (answer.status_code, answer.location) == (302, "/")
    assert "của người khác" in client.get("/me").text


def test_what_its_page_does_is_named_in_plain_words(app: Flask, office: Office) -> None:
    with clock.stopped_at(clock.now() - timedelta(hours=1)):
        client = signed_in(app, office, office.clerk)
        token = hidden(client.get("/incoming/register").text, "csrf_token")
    data = {"subject": "V/v thu hoạch lúa mùa", "version": "1", "csrf_token": token}
    asked = client.post("/incoming/register", data=data)
    resume = sign_in_again(client, office, office.clerk, hidden(asked.text, "kept")).text
    assert "Đăng ký văn bản đến" in resume or "Vào sổ" in resume
    assert "V/v thu hoạch lúa mùa" in resume
    assert "Trích yếu" in resume


def test_files_are_named_for_they_cannot_be_kept(app: Flask, office: Office) -> None:
    with clock.stopped_at(clock.now() - timedelta(hours=1)):
        client = signed_in(app, office, office.clerk)
        token = hidden(client.get("/incoming/register").text, "csrf_token")
    data = {"csrf_token": token, "files": [(BytesIO(b"1"), "a.pdf"), (BytesIO(b"2"), "b.pdf")]}
    asked = client.post("/incoming/register", data=data)
    resume = sign_in_again(client, office, office.clerk, hidden(asked.text, "kept"))
    assert "a.pdf, b.pdf" in resume.text


def test_what_is_too_long_to_keep_is_said(app: Flask, office: Office) -> None:
    client, data = away(app, office)
    answer = client.post(form_of(office), data={**data, "reason": "x" * 1_000_001})
    assert answer.status_code == 401
    assert "nội dung quá dài" in answer.text


# -- In the open page ------------------------------------------------------------------------------


def in_place(client: FlaskClient, page: str, name: str, password: str = PASSWORD) -> dict[str, str]:
    """What the script sends: a fresh token to be let in, and the page's own to say whose it is."""
    fresh = client.get("/session", headers={"X-CSRFToken": page}).get_json()["csrf_token"]
    return {"username": name, "password": password, "page": page, "csrf_token": fresh}


@pytest.mark.parametrize("how", ["away", "signed out in another tab"])
def test_a_waiting_form_is_sent_after_signing_in_in_place(
    app: Flask, office: Office, how: str
) -> None:
    if how == "away":
        client, data = away(app, office)
    else:
        client = signed_in(app, office, office.officer)
        data = filled_in(client, office)
        client.post("/sign-out", data={"csrf_token": data["csrf_token"]})
    page, name = data["csrf_token"], office.user_name(office.officer)
    assert client.get("/session", headers={"X-CSRFToken": page}).status_code == 401
    wrong = client.post("/sign-in/here", data=in_place(client, page, name, "No-no-no-11"))
    assert wrong.status_code == 422
    problems = ["Tên đăng nhập hoặc mật khẩu không đúng. Còn 4 lần thử."]
    assert wrong.get_json()["problems"] == problems
    right = client.post("/sign-in/here", data=in_place(client, page, name))
    assert right.status_code == 204
    looked = client.get("/session", headers={"X-CSRFToken": page})
    assert looked.status_code == 200
    token = looked.get_json()["csrf_token"]
    assert client.post(form_of(office), data={**data, "csrf_token": token}).status_code == 302


@pytest.mark.parametrize("user_name", ["the clerk's", "nobody's"])
def test_nobody_sends_in_place_what_another_wrote(
    app: Flask, office: Office, user_name: str
) -> None:
    """Nor does the answer say whether such an account exists."""
    client, data = away(app, office)
    name = office.user_name(office.clerk) if user_name == "the clerk's" else "khong.co.ai"
    answer = client.post("/sign-in/here", data=in_place(client, data["csrf_token"], name))
    assert answer.status_code == 422
    assert "do người khác soạn" in answer.get_json()["problems"][0]
    assert client.get("/session").status_code == 401


def test_the_script_hears_when_somebody_else_has_signed_in(app: Flask, office: Office) -> None:
    client = signed_in(app, office, office.officer)
    page = filled_in(client, office)["csrf_token"]
    sign_in_again(client, office, office.clerk)
    looked = client.get("/session", headers={"X-CSRFToken": page})
    assert looked.status_code == 401
    assert office.clerk.name in looked.get_json()["problems"][0]


def test_an_upload_is_told_with_a_status(app: Flask, office: Office) -> None:
    client = signed_in(app, office, office.clerk)
    page = hidden(client.get("/incoming/register").text, "csrf_token")
    client.post("/sign-out", data={"csrf_token": page})
    headers = {"X-CSRFToken": page, "Accept": "application/json"}
    sent = client.post("/uploads", data={"file": (BytesIO(b"%PDF-1.4"), "a.pdf")}, headers=headers)
    assert (sent.status_code, sent.get_json()["signed_in"]) == (401, False)


def test_a_script_is_told_with_a_status(app: Flask, office: Office) -> None:
    client = app.test_client()
    assert client.get("/me", headers={"Accept": "application/json"}).status_code == 401
    assert client.get("/me", headers={"X-Part": "dialog"}).status_code == 401


# -- A right lost in mid-form ----------------------------------------------------------------------


def test_a_right_lost_in_mid_form_says_why_and_keeps_what_was_typed(
    app: Flask, office: Office, session: Session
) -> None:
    client = signed_in(app, office, office.clerk)
    token = hidden(client.get("/incoming/register").text, "csrf_token")
    for post in session.query(Post).filter_by(person_id=office.clerk.person_id):
        post.role_code = "officer"
    raise_epoch(session)
    session.commit()
    data = {"subject": "V/v thu hoạch lúa mùa", "summary": "", "csrf_token": token}
    answer = client.post("/incoming/register", data=data)
    assert answer.status_code == 403
    assert "Chức vụ của bạn hôm nay không cho phép" in answer.text
    assert "V/v thu hoạch lúa mùa" in answer.text
    assert "Trích yếu" in answer.text


def test_a_post_that_ended_in_mid_form_keeps_what_was_typed(
    app: Flask, office: Office, session: Session
) -> None:
    client = signed_in(app, office, office.officer)
    data = filled_in(client, office)
    session.execute(
        update(Post)
        .where(Post.person_id == office.officer.person_id)
        .values(valid_to=clock.today() - timedelta(days=1))
    )
    raise_epoch(session)
    session.commit()
    answer = client.post(form_of(office), data=data)
    assert answer.status_code == 403
    assert SHOWN in answer.text
