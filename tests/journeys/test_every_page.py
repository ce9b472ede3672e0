"""Every page a role can reach by links: it opens, says nothing wrong, fits, and axe agrees.

Pages look the same whatever the database, so one is enough here; the spine is walked on both.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Response

from tests.conftest import DATABASES
from tests.journeys.conftest import LiveOffice
from tests.journeys.filling import fill_office
from tests.journeys.looking import axe_findings, shape_findings

ROLES = ("clerk", "leader", "head", "officer", "admin", "other_clerk")
SAME_KIND_AT_MOST = 2
NOT_A_PAGE = re.compile(r"\.(xlsx|docx|zip|csv)\b|/files/\d+$|/attachments/|/pages/|/file$")
KEPT_IN_KIND = ("view", "tab", "scope", "standing", "with")
CLASSES = """() => [...new Set(
  [...document.querySelectorAll('[class]')].filter(e => e.checkVisibility()).flatMap(e => [...e.classList])
)]"""
LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"


#: Of each kind of page, the classes of all that was seen on one: what a role or a state adds has its own.
Looks = dict[str, set[str]]


@dataclass
class Watch:
    """What a browser said while pages were opened in it."""

    said: list[str] = field(default_factory=list)

    def __init__(self, page: Page) -> None:
        self.said = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"script: {error}"))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.said.append(f"{response.status}: {response.url}")

    def taken(self) -> list[str]:
        said, self.said = self.said, []
        return said


@pytest.fixture(scope="package")
def filled(live: LiveOffice) -> LiveOffice:
    """The office with something in every list, some of it with long words."""
    fill_office(live)
    return live


@pytest.fixture(scope="package")
def seen_on_a_phone() -> set[str]:
    """Kinds of pages that some role has opened on a phone already."""
    return set()


@pytest.fixture(scope="package")
def seen_by_axe() -> Looks:
    """What axe has looked at, which takes longer than all else: nothing new, nothing to find."""
    return {}


@pytest.mark.parametrize("live", DATABASES[:1], indirect=True)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role(
    filled: LiveOffice,
    desk_of: Callable[..., Page],
    role: str,
    seen_on_a_phone: set[str],
    seen_by_axe: Looks,
) -> None:
    page = desk_of(getattr(filled.people, role))
    watch = Watch(page)
    wrong, addresses = [], []
    for address in _crawl(page):
        addresses.append(address)
        wrong += [f"{address} {line}" for line in (*watch.taken(), *shape_findings(page))]
        seen, here = seen_by_axe.setdefault(_kind(address), set()), set(page.evaluate(CLASSES))
        if new_here := here - seen:
            of_classes = sorted(new_here) if seen else ()
            wrong += [f"{address} {line}" for line in axe_findings(page, of_classes)]
            seen |= here
    new = {
        _kind(address): address for address in addresses if _kind(address) not in seen_on_a_phone
    }
    seen_on_a_phone.update(new)
    wrong += _on_a_phone_in_the_dark(page, watch, new.values())
    assert len(addresses) > 8
    assert not wrong, "\n".join(dict.fromkeys(wrong))


@pytest.mark.parametrize("live", DATABASES[:1], indirect=True)
@pytest.mark.parametrize("role", ["clerk", "admin"])
def test_every_page_in_english(filled: LiveOffice, desk_of: Callable[..., Page], role: str) -> None:
    page = desk_of(getattr(filled.people, role))
    _choose(page, "/language", language="en")
    watch, wrong = Watch(page), []
    try:
        for address in _crawl(page, same_kind=1):
            found = (*watch.taken(), *shape_findings(page, vietnamese=False))
            wrong += [f"{address} {line}" for line in found]
    finally:
        _choose(page, "/language", language="vi")
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def _crawl(page: Page, same_kind: int = SAME_KIND_AT_MOST) -> Iterator[str]:
    """Open what links lead to, breadth first, and a few of each kind of address."""
    start = page.url
    waiting, seen = deque([start]), {start}
    opened: dict[str, int] = {}
    while waiting:
        address = waiting.popleft()
        kind = _kind(address)
        if opened.get(kind, 0) >= same_kind:
            continue
        opened[kind] = opened.get(kind, 0) + 1
        page.goto(address)
        yield page.url.removeprefix(start.rstrip("/"))
        for link in page.evaluate(LINKS):
            plain = urljoin(start, link).split("#")[0]
            inside = plain.startswith(start) and not NOT_A_PAGE.search(plain)
            if inside and plain not in seen:
                seen.add(plain)
                waiting.append(plain)


def _kind(address: str) -> str:
    """Addresses that differ by numbers and by most filters are of one kind."""
    parts = urlsplit(address)
    kept = sorted(q for q in parts.query.split("&") if q.split("=")[0] in KEPT_IN_KIND)
    return re.sub(r"\d+", "#", parts.path) + "?" + "&".join(kept)


def _on_a_phone_in_the_dark(page: Page, watch: Watch, addresses: Iterable[str]) -> list[str]:
    """The same pages at 390 px: dark for axe, and none wider than the screen."""
    page.set_viewport_size({"width": 390, "height": 844})
    _choose(page, "/theme", theme="dark")
    wrong = []
    try:
        for address in addresses:
            page.goto(address)
            wrong += [f"{address} 390 px, dark: {line}" for line in watch.taken()]
            wrong += [f"{address} 390 px, dark: {line}" for line in shape_findings(page)]
            wrong += [f"{address} 390 px, dark: {line}" for line in axe_findings(page)]
    finally:
        _choose(page, "/theme", theme="light")
    return wrong


def _choose(page: Page, address: str, **choice: str) -> None:
    """Post a choice of one's own, as its button does."""
    token = page.locator("meta[name=csrf-token]").get_attribute("content") or ""
    answer = page.request.post(address, form={**choice, "csrf_token": token})
    assert answer.ok, answer.status
