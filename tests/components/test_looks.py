"""Every component: nothing for axe to find, nothing wider than the screen, nothing too heavy."""

import gzip
import re

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page

from app.web import icons
from app.web.assets import static_files

from .samples import ROOT

PAGES = [
    "/desk",
    "/list?flash=1",
    "/empty",
    "/document",
    "/components",
    "/approve",
    "/sheet",
    "/lines",
    "/register",
    "/directive?given=1",
    "/plain",
]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""On a phone innerWidth grows with what is too wide."""
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def at(browser: Browser, address: str, width: int) -> BrowserContext:
    small = width < 768
    return browser.new_context(
        base_url=address, viewport={"width": width, "height": 844}, has_touch=small, is_mobile=small
    )


def themed(url: str, theme: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}theme={theme}"


def told(found: dict) -> list[str]:
    return [
        f"{v['id']}: {n['html'][:160]} {n['failureSummary'][:200]}"
        for v in found["violations"]
        for n in v["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(
    browser: Browser, address: str, state: dict, width: int, theme: str
) -> None:
    context = at(browser, address, width)
    page = context.new_page()
    wrong = []
    for url in PAGES:
        page.goto(themed(url, theme), wait_until="networkidle")
        wrong += [f"{url} {line}" for line in told(Axe().run(page, options=AXE).response)]
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(
    browser: Browser, address: str, state: dict, theme: str
) -> None:
    context = at(browser, address, 1440)
    page = context.new_page()
    wrong = []
    page.goto(themed("/list", theme), wait_until="networkidle")
    page.locator(".cv-me summary").click()
    wrong += told(Axe().run(page, options=AXE).response)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    wrong += told(Axe().run(page, options=AXE).response)
    page.goto(themed("/document", theme), wait_until="networkidle")
    page.get_by_role("link", name="Bút phê thêm").first.click()
    page.locator("dialog [role=combobox]").fill("quang")
    page.locator(".cv-opt").first.wait_for()
    wrong += told(Axe().run(page, options=AXE).response)
    page.goto(themed("/register", theme), wait_until="networkidle")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.locator("[data-refused]").wait_for()
    virus = FilePayload(name="virus.exe", mimeType="application/octet-stream", buffer=b"MZ")
    page.set_input_files("#files", virus)
    page.locator(".cv-up.bad").wait_for()
    wrong += told(Axe().run(page, options=AXE).response)
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("widths", [(320, 390), (768, 1024, 1440)], ids=["phone", "desk"])
def test_nothing_is_wider_than_the_screen(
    browser: Browser, address: str, state: dict, widths: tuple[int, ...]
) -> None:
    context = at(browser, address, widths[0])
    page = context.new_page()
    too_wide = {}
    for url in PAGES:
        page.goto(url, wait_until="networkidle")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 844})
            extra = page.evaluate(WIDER)
            if extra > 0:
                too_wide[url, width] = extra
    context.close()
    assert not too_wide


LONG = "9515f1415018061e74c3e99c0" * 12


def test_long_names_wrap(page: Page) -> None:
    """Of an agency in the side; of anything in a title, in the trail, where nothing stands."""
    page.goto("/document")
    page.evaluate("document.querySelector('.cv-brand small').textContent = 'Ủy ban xã '.repeat(9)")
    side, name = (page.locator(f".cv-side{inner}").bounding_box() for inner in ("", " small"))
    assert side
    assert name
    assert name["x"] + name["width"] <= side["x"] + side["width"]
    page.set_viewport_size({"width": 390, "height": 844})
    for url, selector in (("/document", ".cv-time p"), ("/desk", ".cv-empty div")):
        page.goto(url)
        page.evaluate(
            "([selector, text]) => document.querySelectorAll(selector).forEach("
            "one => { one.textContent = text })",
            [selector, LONG],
        )
        assert page.locator(selector, has_text=LONG).count()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), selector


def test_controls_are_big_enough_for_a_finger(browser: Browser, address: str, state: dict) -> None:
    context = at(browser, address, 390)
    page = context.new_page()
    small = []
    for url in PAGES:
        page.goto(url, wait_until="networkidle")
        small += [f"{url} {what}" for what in page.evaluate(SMALL)]
    context.close()
    assert not small, "\n".join(small)


SMALL = """() => [...document.querySelectorAll(
  'main :is(.btn,.form-control,.form-select,.cv-chip,.cv-row__s label),.cv-nav .bar a,summary')]
  .filter(e => e.checkVisibility() && !e.closest('.cv-line__a,.cv-quote,.cv-sheet'))
  .map(e => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.height < 43.5 || r.width < 43.5)
  .map(([e, r]) => `${e.outerHTML.slice(0, 90)} ${Math.round(r.width)}x${Math.round(r.height)}`)"""


def test_there_is_no_inline_style_or_script(gallery: Flask, state: dict) -> None:
    client = gallery.test_client()
    for url in [*PAGES, "/peek/3", "/preview/t1"]:
        html = client.get(url).text
        assert not re.search(r"\sstyle=|\son\w+=\"|<script(?![^>]*\ssrc=)|javascript:", html), url


def test_a_list_page_is_light(gallery: Flask, state: dict) -> None:
    assert len(gallery.test_client().get("/list").data) < 60_000


def test_weight_of_styles_and_scripts() -> None:
    files = static_files()
    sent = {name: len(gzip.compress(data)) for name, data in files.items()}
    theme = sent.pop("theme.css")
    of_one_part = {name: sent.pop(name) for name in list(sent) if name.endswith(".css")}
    assert theme + sum(sent.values()) < 58_000, "what any page may load"
    assert max(of_one_part.values()) < 1_500, "what only the pages of one part load"
    assert theme < 14_000
    assert sum(size for name, size in sent.items() if name.endswith(".js")) < 31_000


def test_the_sprite_holds_every_icon_that_is_named() -> None:
    assert not icons.unknown()
    drawn = set(re.findall(r'id="([^"]+)"', icons.SPRITE.read_text(encoding="utf-8")))
    assert not icons.named() - drawn, "run python -m app.web.icons"


def test_user_text_is_escaped(gallery: Flask, state: dict) -> None:
    html = gallery.test_client().get("/components").text
    assert "&lt;b&gt;" in html
    assert "|safe" not in "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "templates").rglob("*.html")
    )


def test_it_prints_without_the_shell(page: Page) -> None:
    page.goto("/sheet")
    page.emulate_media(media="print")
    assert not page.locator(".cv-side").is_visible()
    assert page.locator(".cv-sheet").is_visible()


def test_every_sheet_of_a_book_prints_on_one_page(page: Page) -> None:
    """Long texts, words without spaces, a row longer than a sheet: no foot runs over."""
    page.goto("/book")
    sheets = page.locator(".cv-sheet").count()
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as printed:
        texts = [one.get_textpage().get_text_bounded() for one in printed]
        sizes = {tuple(round(side) for side in one.get_size()) for one in printed}
    assert sizes == {(842, 595)}
    assert len(texts) == sheets
    assert all(f"Trang {number}" in text for number, text in enumerate(texts[1:], 2))
    assert "Quyển số:" in texts[0]
    assert "Phùng Thị Lụa" in texts[-1]


def test_states_show_in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/list")
    bar = page.locator(".cv-row[data-state=late]").first
    assert bar.evaluate("e => getComputedStyle(e, '::before').borderTopStyle") == "solid"
