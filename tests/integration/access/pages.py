"""Forms as a browser sends them: with the token of the page they stand on."""

import html
import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.policy import Actor
from tests.factories.office import PASSWORD, Office

TYPED = {
    "starts_on": "01/12/2026",
    "ends_on": "02/12/2026",
    "reason": 'Học "nghiệp vụ" <văn thư>\n& lưu trữ',
}
SHOWN = "Học &#34;nghiệp vụ&#34; &lt;văn thư&gt;\n&amp; lưu trữ"


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return html.unescape(found[1])


def signed_in(app: Flask, office: Office, who: Actor) -> FlaskClient:
    client = app.test_client()
    assert sign_in_again(client, office, who).status_code == 302
    return client


def sign_in_again(
    client: FlaskClient, office: Office, who: Actor, kept: str = "", password: str = PASSWORD
) -> TestResponse:
    token = client.get("/session").get_json()["csrf_token"]
    names = {"user_name": office.user_name(who), "password": password}
    return client.post("/sign-in", data={**names, "csrf_token": token, "kept": kept})


def form_of(office: Office) -> str:
    """A form that everybody may send for themselves: here the officer's."""
    return f"/persons/{office.officer.person_id}/absences/new"


def filled_in(client: FlaskClient, office: Office) -> dict[str, str]:
    """The officer's form with its token, as this browser shows it now."""
    page = client.get(form_of(office)).text
    return {**TYPED, "csrf_token": hidden(page, "csrf_token"), "_once": hidden(page, "_once")}


def is_noted(office: Office, client: FlaskClient) -> bool:
    return "&lt;văn thư&gt;" in client.get("/me").text
