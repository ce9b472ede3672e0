"""The gallery behind a real server, in a real browser."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from .gallery import make_app
from .samples import ROOT

CATALOGUE = ROOT / "app" / "web" / "translations" / "vi" / "LC_MESSAGES" / "messages.po"


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("words")
    target = folder / "vi" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with CATALOGUE.open("rb") as source, target.open("wb") as compiled:
        write_mo(compiled, read_po(source))
    return make_app(str(folder))


class Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Requests are not news."""


@pytest.fixture(scope="session")
def address(gallery: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, gallery, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def state(gallery: Flask) -> dict:
    fresh = {"signed_in": True, "acts": 0, "saved": [], "themes": []}
    gallery.config["STATE"].update(fresh)
    return gallery.config["STATE"]


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    opened.set_default_timeout(8000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, state: dict) -> Iterator[Page]:
    """A page whose script errors and policy breaches fail the test."""
    wrong: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None
    )
    yield opened
    assert not wrong
