"""One prepared office per module and database, and browsers of its people."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.db import SessionFactory, session_factory
from app.core.installation import Engines
from app.features import FEATURES
from tests.conftest import DATABASES, application, settings_for
from tests.databases import TestDatabase
from tests.factories.office import PASSWORD
from tests.whole.prepared import Prepared, prepare


@dataclass
class Place:
    """A prepared office with the application that serves it."""

    app: Flask
    factory: SessionFactory
    engines: Engines
    prepared: Prepared
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def client(self, who: str) -> FlaskClient:
        """The browser of this person; "nobody" has not signed in."""
        if who not in self.clients:
            self.clients[who] = self.signed_in(who)
        return self.clients[who]

    def signed_in(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        if who != "nobody":
            names = {"user_name": self.prepared.user_name(who), "password": PASSWORD}
            page = client.get("/sign-in").get_data(as_text=True)
            token = csrf_token(page) if self.app.config["WTF_CSRF_ENABLED"] else ""
            response = client.post("/sign-in", data={**names, "csrf_token": token})
            assert response.status_code == 302, response.get_data(as_text=True)
        return client

    def ask(self, who: str, path: str, method: str = "GET", **data: Any) -> TestResponse:
        """A fresh request of this person's browser, whatever it may have forgotten since."""
        response = self.client(who).open(path, method=method, **data)
        response.get_data()
        return response


def csrf_token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page[:500]
    return found.group(1)


@pytest.fixture(scope="module", params=DATABASES)
def fresh_database(
    request: pytest.FixtureRequest, databases: Callable[[str], TestDatabase]
) -> TestDatabase:
    fresh = databases(request.param)
    fresh.renew()
    return fresh


@pytest.fixture(scope="module")
def place(
    fresh_database: TestDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """The prepared office; its forms need no CSRF token (test_attacks has one where they do)."""
    with open_place(fresh_database, tmp_path_factory.mktemp("whole")) as opened:
        yield opened


@contextmanager
def open_place(database: TestDatabase, instance: Path, *, csrf: bool = False) -> Iterator[Place]:
    settings = settings_for(database, instance, CONGVAN_OFFICE="none")
    with application(settings, {"WTF_CSRF_ENABLED": csrf}) as app:
        engines: Engines = app.extensions["engines"]
        factory = session_factory(database.engine)
        prepared = prepare(factory, engines.storage, FEATURES.handlers(engines))
        yield Place(app, factory, engines, prepared)
