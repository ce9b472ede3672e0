"""A whole running office, web and worker, on each database, with real Chromium before it."""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from app.cli import migrate
from app.core.db import create_engine
from app.core.policy import Actor
from app.setup import ensure_basics
from tests.conftest import DATABASES
from tests.factories.office import PASSWORD, Office, make_office
from tests.live import web_server, worker
from tests.servers import postgres_server, redis_server

WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
FAILURES = Path(__file__).parent / "failures"
PATIENCE_MS = 60_000  # a busy machine makes a page of a .docx in half a minute

expect.set_options(timeout=PATIENCE_MS)

FAILED = pytest.StashKey[bool]()


@dataclass
class LiveOffice:
    """A running office: where it is, who works in it, and its database."""

    address: str
    people: Office
    database_url: str
    instance: Path


@pytest.fixture(scope="package", params=DATABASES)
def live(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveOffice]:
    instance = tmp_path_factory.mktemp(f"live-{request.param}")
    if request.param == "sqlite":
        yield from _run(instance, f"sqlite:///{instance / 'congvan.db'}", redis_url="")
    else:
        with postgres_server() as server, redis_server() as redis_url:
            url = make_url(server).render_as_string(hide_password=False)
            yield from _run(instance, url, redis_url)


def _run(instance: Path, database_url: str, redis_url: str) -> Iterator[LiveOffice]:
    migrate(database_url)
    engine = create_engine(database_url)
    with Session(engine, expire_on_commit=False) as session:
        ensure_basics(session)
        people = make_office(session)
        session.commit()
    engine.dispose()
    environment = {
        "CONGVAN_INSTANCE": str(instance),
        "CONGVAN_DATABASE_URL": database_url,
        "CONGVAN_REDIS_URL": redis_url,
    }
    with web_server(environment) as server, worker(environment):
        yield LiveOffice(server.address, people, database_url, instance)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture
def contexts(browser: Browser, request: pytest.FixtureRequest) -> Iterator[list[BrowserContext]]:
    """The browsers of a test's people. Of a failed test every page is kept as a picture."""
    opened: list[BrowserContext] = []
    yield opened
    if FAILED in request.node.stash:
        _keep_pictures(request.node.name, opened)
    for context in opened:
        context.close()


def _keep_pictures(test: str, contexts: list[BrowserContext]) -> None:
    FAILURES.mkdir(exist_ok=True)
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages, 1):
        page.screenshot(path=FAILURES / f"{test}-{number}.png", full_page=True)


@pytest.fixture
def desk_of(
    live: LiveOffice, browser: Browser, contexts: list[BrowserContext]
) -> Callable[..., Page]:
    """Sign in as this person in a browser of their own; returns their desk."""

    def sign_in(actor: Actor, *, phone: bool = False, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=live.address,
            locale="vi-VN",
            viewport=PHONE if phone else WIDE,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto("/sign-in")
        page.fill("input[name=user_name]", live.people.user_name(actor))
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit], form button[type=submit]")
        page.wait_for_url(re.compile(r"/$|/\?"))
        return page

    return sign_in
