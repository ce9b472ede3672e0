"""Takes the pictures of the README and the user guide: `make pictures`.

Starts a demonstration office of its own in a temporary folder, signs in as each person, and walks
to the screens that the pages show.
"""

import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from app.demo.office import PASSWORD
from tests.live import ROOT, web_server, worker
from tests.servers import program

FOLDER = ROOT / "docs" / "pictures"
WIDE, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True)
class Picture:
    """Who looks, on how large a screen, and how they get to what is shown."""

    name: str
    user_name: str
    size: tuple[int, int]
    walk: Callable[[Page], object]


def goto(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


def first_document(list_path: str) -> Callable[[Page], object]:
    """Open the first document of a list."""

    def walk(page: Page) -> None:
        page.goto(list_path)
        address = page.locator("a.cv-subj").first.get_attribute("href")
        page.goto(address or list_path)

    return walk


def directive(page: Page) -> None:
    first_document("/incoming?tab=to_direct&to=me")(page)
    page.locator("a[href*='/directive']:visible").first.click()
    page.locator("dialog[open]").wait_for()


def question_and_answer(page: Page) -> None:
    """A request that has its answer, reached from the answer."""
    first_document("/outgoing")(page)
    page.locator("#main a[href*='/documents/']").filter(has_text="/").first.click()
    page.wait_for_load_state()


def search(page: Page) -> None:
    page.goto("/search?q=bao+cao+ket+qua")


def first_request(page: Page) -> None:
    """The board of the first request that units have answered."""
    page.goto("/requests")
    page.locator("a[href^='/requests/']:visible").filter(has_text="V/v").first.click()
    page.wait_for_load_state()


def at_the_counter(page: Page) -> None:
    """A card is read, and what its holder asks for is chosen."""
    page.goto("/counter")
    for field, typed in (("scan", CARD), ("words", "xac nhan tinh trang hon nhan")):
        page.locator(f"[name={field}]").fill(typed)
        with page.expect_navigation():
            page.keyboard.press("Enter")


CARD = "098084001842|082123456|Nông Văn Thịnh|14031984|Nam|Thôn Nà Pàn, xã Tân Khê|22062024"
PICTURES = (
    Picture("dang-nhap", "", WIDE, goto("/sign-in")),
    Picture("ban-lam-viec-van-thu", "vanthu", WIDE, goto("/")),
    Picture("vao-so", "vanthu", WIDE, goto("/incoming/register")),
    Picture("van-ban-den", "vanthu", WIDE, goto("/incoming")),
    Picture("van-ban-di", "vanthu", WIDE, goto("/outgoing")),
    Picture("so-dang-ky", "vanthu", WIDE, goto("/registers")),
    Picture("ban-lam-viec-chu-tich", "chutich", WIDE, goto("/")),
    Picture("ban-lam-viec-dien-thoai", "chutich", PHONE, goto("/")),
    Picture("but-phe", "chutich", WIDE, directive),
    Picture("van-ban", "chutich", WIDE, question_and_answer),
    Picture("viec-cua-phong", "truongphong", WIDE, goto("/work")),
    Picture("du-thao", "chuyenvien", WIDE, goto("/drafts")),
    Picture("ho-so", "chuyenvien", WIDE, goto("/dossiers")),
    Picture("tim-kiem", "vanthu", WIDE, search),
    Picture("yeu-cau", "truongphong", WIDE, first_request),
    Picture("thong-bao-cho-toi", "chuyenvien", WIDE, goto("/notices/wishes")),
    Picture("tu-canh", "quantri", WIDE, goto("/admin/watch")),
    Picture("quay-mot-cua", "motcua", WIDE, at_the_counter),
    Picture("ho-so-mot-cua", "motcua", WIDE, goto("/cases")),
    Picture("to-chuc", "quantri", WIDE, goto("/admin/organisation")),
)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="congvan-pictures-") as instance:
        environment = {"CONGVAN_INSTANCE": instance}
        for command in ("prepare", "backup"):  # a place without a backup says so, with its folder
            subprocess.run(
                [sys.executable, "-m", "app.cli", command], cwd=ROOT, env=environment, check=True
            )
        with web_server(environment) as server, worker(environment), sync_playwright() as tool:
            wait_until_read(instance)
            browser = tool.chromium.launch(executable_path=program("chromium-headless-shell"))
            for picture in PICTURES:
                take(browser, server.address, picture, FOLDER / f"{picture.name}.png")
            browser.close()


def wait_until_read(instance: str) -> None:
    """The worker reads the files of the demonstration: here nobody else waits for it."""
    database = sqlite3.connect(Path(instance) / "congvan.db", isolation_level=None)
    unread = "turn_at IS NOT NULL AND handler = 'files.read'"
    database.execute(
        f"UPDATE job SET turn_at = (SELECT min(turn_at) FROM job WHERE {unread}) WHERE {unread}"
    )
    while database.execute(f"SELECT count(*) FROM job WHERE {unread}").fetchone()[0]:
        time.sleep(1)
    database.close()


def take(browser: Browser, address: str, picture: Picture, target: Path) -> None:
    width, height = picture.size
    context = browser.new_context(
        base_url=address, locale="vi-VN", viewport={"width": width, "height": height}
    )
    page = context.new_page()
    if picture.user_name:
        page.goto("/sign-in")
        page.fill("input[name=user_name]", picture.user_name)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(re.compile(r"/$"))
    picture.walk(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target)
    context.close()
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    main()
