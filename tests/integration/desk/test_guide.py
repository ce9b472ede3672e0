"""The user guide is a page of the office, one press away from every page."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from app.core.policy import Actor
from app.desk.presenters.guide import GUIDE, PICTURES
from tests.factories.office import Office


def test_it_is_linked_from_every_page_and_read_without_signing_in(
    app: Flask, client_of: Callable[[Actor], FlaskClient], office: Office
) -> None:
    client = app.test_client()
    assert 'href="/guide"' in client.get("/sign-in").text
    assert 'href="/guide"' in client.get("/no-such-page").text
    page = client.get("/guide").text
    for anchor, heading in GUIDE.sections:
        assert f'<h2 id="{anchor}">{heading}</h2>' in page
        assert f'href="#{anchor}"' in page
    for actor in (office.clerk, office.leader, office.officer, office.admin):
        own = client_of(actor)
        assert 'href="/guide"' in own.get("/").text
        assert "Làm việc với tư cách" in own.get("/guide").text


def test_each_of_its_pictures_is_there(app: Flask) -> None:
    client = app.test_client()
    named = re.findall(r'src="(/?guide/[^"]+)"', client.get("/guide").text)
    assert len(named) == len(set(named)) > 10
    for address in named:
        answer = client.get(f"/{address.removeprefix('/')}")
        assert (answer.status_code, answer.mimetype) == (200, "image/png"), address
    assert client.get("/guide/..%2Fhuong-dan.png").status_code == 404
    assert {f"guide/{path.name}" for path in PICTURES.iterdir()} >= set(named)
