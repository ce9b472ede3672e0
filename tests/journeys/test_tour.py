"""The tour of the README, run as it is written there, in the demonstration with its samples."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.core import clock
from app.demo.office import PASSWORD
from docs.tools import samples
from tests.journeys.conftest import PATIENCE_MS, WIDE
from tests.journeys.papers import Paper
from tests.journeys.steps import (
    Letter,
    act,
    button,
    dialog,
    drop,
    fill_line,
    follow,
    give_to,
    label,
    part,
    picture_drawn,
    press,
    said,
)
from tests.journeys.words import vi
from tests.live import ROOT, web_server, worker

README = (ROOT / "README.md").read_text()
REFERENCE = samples.LETTER.reference
LETTER = Letter(
    number="2847", symbol="SXD-QLN", issuer="Sở Xây dựng", subject=samples.SUBJECT,
    dated=samples.LETTER.day, due=clock.today() + timedelta(days=15), reply_required=True,
    present_to="Lưu Đình Thuận, Chủ tịch",
)  # fmt: skip
SUBJECT = LETTER.subject

SignIn = Callable[[str], Page]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What `make run` serves the first time; its address."""
    environment = {"CONGVAN_INSTANCE": str(tmp_path_factory.mktemp("demonstration"))}
    subprocess.run(
        [sys.executable, "-m", "app.cli", "prepare"], cwd=ROOT, env=environment, check=True
    )
    with web_server(environment) as server, worker(environment):
        yield server.address


@pytest.fixture
def sign_in(demonstration: str, browser: Browser, contexts: list[BrowserContext]) -> SignIn:
    def signed_in(user_name: str) -> Page:
        assert f"`{user_name}`" in README, "the tour names whoever takes part"
        context = browser.new_context(base_url=demonstration, locale="vi-VN", viewport=WIDE)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto("/sign-in")
        page.fill("input[name=user_name]", user_name)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(re.compile(r"/$"))
        return page

    return signed_in


def sample(name: str) -> Paper:
    path: Path = ROOT / "docs" / "mau" / name
    assert f"docs/mau/{name}" in README
    return Paper(name=name, mimeType="application/pdf", buffer=path.read_bytes())


def test_the_tour_leads_where_it_says(sign_in: SignIn) -> None:
    request = _clerk_registers(sign_in("vanthu"))
    _chairman_directs(sign_in("chutich"))
    _head_passes_on(sign_in("truongphong"))
    draft = _officer_replies(sign_in("chuyenvien"))
    _agrees(sign_in("truongphong"), draft)
    _chairman_signs(sign_in("chutich"))
    reply = _clerk_issues(sign_in("vanthu"))
    page = sign_in("chuyenvien")
    for address, other in ((request, "UBND-VHTT"), (reply, REFERENCE)):
        page.goto(address)
        expect(part(page, "Replies, related")).to_contain_text(other)


def _clerk_registers(page: Page) -> str:
    page.get_by_role("link", name=vi("Incoming"), exact=True).click()
    page.get_by_role("link", name=vi("Register a document")).first.click()
    drop(page, sample("cong-van-den.pdf"))
    picture_drawn(page, "#scan img")
    fill_line(page, LETTER)
    press(page, "Save")
    page.wait_for_url("**/documents/*")
    return page.url


def _chairman_directs(page: Page) -> None:
    page.get_by_role("link", name=SUBJECT).first.click()
    act(page, "Write a directive")
    pane = dialog(page)
    give_to(pane, "van hoa", "lead")
    press(pane, "Give out the work")
    said(page, "The work has been given out.")


def _head_passes_on(page: Page) -> None:
    page.goto("/work?colour=new")
    page.get_by_role("link", name=SUBJECT).first.click()
    act(page, "Pass on")
    pane = dialog(page)
    give_to(pane, "le thi nhuan", "lead")
    press(pane, "Pass on")
    said(page, "The work has been passed on.")


def _officer_replies(page: Page) -> str:
    page.goto("/work?colour=new")
    page.get_by_role("link", name=SUBJECT).first.click()
    act(page, "Reply")
    text = label(page, "Text of the document")
    text.fill(f"{text.input_value()}\n1. Đã rà soát 12 nhà ở xuống cấp.")
    press(page, "Save as version 1")
    page.wait_for_url(re.compile(r"/drafts/\d+$"))
    act(page, "Send round")
    press(page, "Send")
    page.wait_for_url(re.compile(r"/drafts/\d+$"))
    return page.url


def _agrees(page: Page, draft: str) -> None:
    page.goto(draft)
    press(page, "Approve")
    expect(button(page, "Approve")).to_have_count(0)


def _chairman_signs(page: Page) -> None:
    page.goto("/approvals")
    page.get_by_role("link", name=REFERENCE).first.click()
    press(page, "Sign")
    act(page, "Open the document")
    page.wait_for_url("**/documents/*")


def _clerk_issues(page: Page) -> str:
    page.goto("/outgoing")
    page.get_by_role("link", name=REFERENCE).first.click()
    act(page, "Issue")
    press(page, "Issue")
    follow(page.locator("#sure").get_by_role("button"))
    page.wait_for_url("**/documents/*")
    said(page, "Issued as %(reference)s.")
    return page.url
