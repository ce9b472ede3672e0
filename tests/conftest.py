"""Fixtures of all tests: a fresh office for each, on both databases."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.audit.refusals import Tally
from app.core.feature import Features, install
from app.core.policy import Actor
from app.factory import create_app
from app.features import FEATURES
from app.web.database import database as web_database
from config import Settings
from tests.databases import Files, Server, TestDatabase
from tests.factories.office import PASSWORD, Office
from tests.servers import postgres_server, program

install(FEATURES)  # services need to know the kinds of records
# How long an example takes says more of the machine than of the rule it tries.
settings.register_profile("office", deadline=None)
settings.load_profile("office")


IN_TESTS = {"TESTING": True, "WTF_CSRF_ENABLED": False}


class Client(FlaskClient):
    """It reads every answer to its end, so that no file stays open behind it."""

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> TestResponse:
        return super().open(*args, buffered=buffered, **kwargs)


Flask.test_client_class = Client

DATABASES = os.environ.get("CONGVAN_TEST_DATABASES", "sqlite,postgresql").split(",")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first: processes that share the tests then end together."""
    items.sort(key=lambda item: item.path.parent.name not in ("whole", "journeys"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process: Playwright runs but once in each.

    Its headless shell draws no window around the pages, which takes as long as all else.
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program("chromium-headless-shell"),
            args=[
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """One server for all tests of a process; the URL of an empty database of it."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], TestDatabase]]:
    """Databases by kind, each built once when first asked for."""
    built: dict[str, TestDatabase] = {}

    def get(kind: str) -> TestDatabase:
        if kind not in built:
            if kind == "sqlite":
                built[kind] = TestDatabase(Files(tmp_path_factory.mktemp(kind)))
            else:
                built[kind] = TestDatabase(Server(request.getfixturevalue("postgres")))
        return built[kind]

    yield get
    for database in built.values():
        database.engine.dispose()


@pytest.fixture(params=DATABASES)
def database(
    request: pytest.FixtureRequest, databases: Callable[[str], TestDatabase]
) -> TestDatabase:
    """A freshly migrated database with roles and document types, of each kind in turn.

    Where the test asks for the office, it is in it.
    """
    fresh = databases(request.param)
    fresh.renew(peopled="office" in request.fixturenames)
    return fresh


@pytest.fixture
def session(database: TestDatabase) -> Iterator[Session]:
    with Session(database.engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def office(database: TestDatabase) -> Office:
    """A small committed office: two agencies, their units, and an actor in every role."""
    return deepcopy(database.office)


@contextmanager
def application(
    settings: Settings, config: Mapping[str, bool] = IN_TESTS, features: Features = FEATURES
) -> Iterator[Flask]:
    """The application of these settings; it lets go of its database at the end."""
    app = create_app(settings, features)
    app.config.update(config)
    yield app
    let_go(app)


def let_go(app: Flask) -> None:
    """Close what it holds open of its database."""
    with app.app_context():
        web_database.engine.dispose()


@pytest.fixture(scope="session")
def apps() -> Iterator[dict[str, Flask]]:
    built: dict[str, Flask] = {}
    yield built
    for app in built.values():
        let_go(app)


@pytest.fixture
def app(
    database: TestDatabase, apps: dict[str, Flask], tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    """The application on this database. It is built once: only the data behind it is renewed."""
    if database.url not in apps:
        apps[database.url] = create_app(settings_for(database, tmp_path_factory.mktemp("instance")))
        apps[database.url].config.update(IN_TESTS)
    let_go(apps[database.url])  # its connections still see the data of the test before
    apps[database.url].extensions["refusals"] = Tally()  # and this counts what it was refused
    return apps[database.url]


def settings_for(database: TestDatabase, instance: Path, **environment: str) -> Settings:
    return Settings.from_environment(
        {
            "CONGVAN_INSTANCE": str(instance),
            "CONGVAN_DATABASE_URL": database.url,
            "CONGVAN_SECRET_KEY": "of-the-tests",
            "CONGVAN_SEARCH": "postgresql" if database.url.startswith("postgresql") else "whoosh",
            **environment,
        }
    )


@pytest.fixture
def client_of(app: Flask, office: Office) -> Callable[[Actor], FlaskClient]:
    """A browser-like client in which this actor has signed in through the sign-in page."""

    def sign_in(actor: Actor) -> FlaskClient:
        client = app.test_client()
        names = {"user_name": office.user_name(actor), "password": PASSWORD}
        response = client.post("/sign-in", data=names)
        assert response.status_code == 302, response.get_data(as_text=True)
        return client

    return sign_in
