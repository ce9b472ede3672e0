"""Styles and scripts: an address for each release, kept for a year; imports find each other."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.policy import Actor
from app.web.assets import FOLDER, static_files
from tests.factories.office import Office


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def folder(visitor: FlaskClient) -> str:
    """Where the page of now finds its files."""
    found = re.search(r'src="(/static/\w+/)js/start\.js"', visitor.get("/sign-in").text)
    assert found
    return found[1]


def test_every_file_is_kept_for_a_year_under_the_address_of_its_release(
    visitor: FlaskClient, folder: str
) -> None:
    for name, data in static_files().items():
        answer = visitor.get(folder + name)
        assert (answer.status_code, answer.data) == (200, data)
        assert answer.cache_control.immutable
        assert answer.cache_control.max_age == 365 * 24 * 3600


def test_files_are_the_same_for_everybody(
    client_of: Callable[[Actor], FlaskClient], office: Office, folder: str
) -> None:
    answer = client_of(office.clerk).get(f"{folder}theme.css")
    assert "Cookie" not in answer.vary
    assert "Set-Cookie" not in answer.headers


def test_a_page_older_than_the_server_gets_the_file_but_does_not_keep_it(
    visitor: FlaskClient,
) -> None:
    answer = visitor.get("/static/0123456789/theme.css")
    assert answer.status_code == 200
    assert answer.cache_control.no_cache
    assert not answer.cache_control.immutable
    asked = {"If-None-Match": answer.headers["ETag"]}
    again = visitor.get("/static/0123456789/theme.css", headers=asked)
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.js", "../wsgi.py", "theme/10-tokens.css", "js", ""])
def test_nothing_else_is_served(visitor: FlaskClient, folder: str, name: str) -> None:
    assert visitor.get(folder + name).status_code == 404


def test_the_sheets_of_a_folder_are_one_in_the_order_of_their_names() -> None:
    parts = sorted((FOLDER / "theme").glob("*.css"))
    assert static_files()["theme.css"] == b"".join(part.read_bytes() for part in parts)


def test_every_module_is_reached_from_the_first_and_imports_what_is_there() -> None:
    files = static_files()
    waiting, seen = ["js/start.js"], set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            text = files[name].decode()
            waiting += [f"js/{one}" for one in re.findall(r"(?:from|import) '\./(.+?)';", text)]
    assert seen == {name for name in files if name.startswith("js/")}


def test_scripts_have_the_type_that_browsers_ask_of_modules(
    visitor: FlaskClient, folder: str
) -> None:
    assert visitor.get(f"{folder}js/start.js").mimetype == "text/javascript"
    assert visitor.get(f"{folder}icons.svg").mimetype == "image/svg+xml"
