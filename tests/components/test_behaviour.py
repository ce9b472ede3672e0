"""What the script adds, watched in a browser; and that pages work without it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect


@pytest.fixture
def plain(browser: Browser, address: str, state: dict) -> Iterator[Page]:
    """A browser that runs no script."""
    context = browser.new_context(
        base_url=address, java_script_enabled=False, viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


PRESS = """(target, init) => target.dispatchEvent(
    new KeyboardEvent('keydown', {bubbles: true, cancelable: true, ...init}))"""


def pdf(name: str) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.4 test"}


# -- Lists ----------------------------------------------------------------------------------------


def test_j_and_k_walk_the_rows_and_preview_them(page: Page) -> None:
    page.goto("/list")
    expect(page.locator("[data-peek-pane] [data-number='1291']")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".cv-subj").nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".cv-subj").nth(1)).to_be_focused()
    expect(page.locator("[data-peek-pane] [data-number='1290']")).to_be_visible()
    expect(page.locator(".cv-row.on")).to_have_count(1)
    page.keyboard.press("k")
    expect(page.locator(".cv-subj").nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/document?n=1291")


def test_slash_searches_and_letters_typed_there_are_letters(page: Page) -> None:
    page.goto("/list")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("j/k?")
    expect(page.locator("[data-search]")).to_have_value("j/k?")


def test_keys_that_compose_a_word_do_nothing_else(page: Page, state: dict) -> None:
    """An input method for Vietnamese takes j, Enter and digits itself, and says so."""
    page.goto("/list")
    row = page.locator(".cv-subj").nth(0)
    for composing in ({"key": "j", "isComposing": True}, {"key": "j", "keyCode": 229}):
        assert page.locator("body").evaluate(PRESS, composing), "nobody prevented it"
    expect(row).not_to_be_focused()
    assert not page.locator("body").evaluate(PRESS, {"key": "j"})
    expect(row).to_be_focused()
    page.goto("/directive")
    box = page.get_by_role("combobox")
    given = page.locator("#picker-given li")
    box.fill("quảng")
    expect(page.locator(".cv-opt").first).to_contain_text("Trịnh Xuân Quảng")
    before = given.count()
    assert box.evaluate(PRESS, {"key": "Enter", "isComposing": True})
    assert box.evaluate(PRESS, {"key": "1", "isComposing": True})
    expect(given).to_have_count(before)
    assert not box.evaluate(PRESS, {"key": "Enter"})
    expect(given).to_have_count(before + 1)


def test_what_may_be_meant_is_offered_under_the_box(page: Page) -> None:
    """Nothing is chosen until an arrow is pressed, and an input method keeps its keys."""
    page.goto("/list")
    box = page.locator("#q")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("so")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    box.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "q-suggested-1")
    for key in ("Enter", "ArrowDown", "Escape"):
        init = {"key": key, "isComposing": True}
        assert box.evaluate(PRESS, init), "nobody prevented it"
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("so")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/document?n=1291")


def test_ticking_shows_the_bulk_bar_and_posts_the_ticked(page: Page, state: dict) -> None:
    page.goto("/list")
    expect(page.locator(".cv-bulk")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_label("Chọn 1286").check()
    expect(page.locator("[data-rows-count]")).to_have_text("2")
    with page.expect_navigation():
        page.get_by_role("button", name="Đôn đốc", exact=True).click()
    assert state["last"]["ids"] == ["1291", "1286"]


def test_rows_are_ticked_with_a_thumb_and_the_bar_lies_in_its_reach(page: Page) -> None:
    """A tick does not open the row that it lies on; the bar stands above the foot of the screen."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/list")
    page.locator(".cv-row__s label").first.click()
    page.locator(".cv-row__s label").nth(1).click()
    expect(page.locator("[data-rows-count]")).to_have_text("2")
    button = page.get_by_role("button", name="Đôn đốc", exact=True)
    box = button.bounding_box()
    assert box is not None
    assert (box["y"] > 844 / 2, box["height"] >= 44) == (True, True)
    with page.expect_navigation():
        button.click()


def test_keys_are_shown_and_can_be_switched_off(page: Page) -> None:
    page.goto("/list")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Phím tắt")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Dùng phím tắt một chữ").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).not_to_be_focused()


def test_the_preview_is_left_out_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    asked = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/peek/" in request.url else None
    )
    page.goto("/list", wait_until="networkidle")
    page.locator(".cv-subj").first.focus()
    page.wait_for_load_state("networkidle")
    assert not asked


# -- Shell ----------------------------------------------------------------------------------------


def test_the_theme_changes_at_once_and_is_told_to_the_server(page: Page, state: dict) -> None:
    page.goto("/list")
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="Đổi nền sáng, tối").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="Đổi nền sáng, tối").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert state["themes"] == ["dark", "light"]


def test_undo_of_a_toast_posts(page: Page, state: dict) -> None:
    page.goto("/list?flash=1")
    with page.expect_navigation():
        page.get_by_role("button", name="Hoàn tác").click()
    assert state["acts"] == 1


def test_a_button_of_its_own_asks_once(page: Page, state: dict) -> None:
    """Though the form looks first whether one is still signed in."""
    page.goto("/approve")
    page.get_by_role("button", name="Ký duyệt", exact=True).click()
    dialog = page.get_by_role("dialog", name="Vẫn ký?")
    with page.expect_navigation():
        dialog.locator("[data-ask-yes]").click()
    assert state["acts"] == 1


@pytest.mark.parametrize("width", [390, 1440])
def test_a_toast_leaves_the_buttons_of_the_foot_free(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/approve?flash=1")
    buttons = page.locator(".cv-acts--foot .btn:visible")
    assert buttons.count() > 1
    for button in buttons.all():
        button.click(trial=True)


def test_the_phone_bar_opens_the_rest_of_the_office(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/list")
    expect(page.get_by_role("link", name="Thống kê")).to_be_hidden()
    page.locator(".cv-me summary").click()
    expect(page.get_by_role("link", name="Thống kê")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Thống kê")).to_be_hidden()


# -- Dialogs and sessions -------------------------------------------------------------------------


def test_a_dialog_opens_over_the_page_and_keeps_what_was_written(page: Page, state: dict) -> None:
    page.goto("/document")
    page.get_by_role("link", name="Bút phê thêm").first.click()
    dialog = page.get_by_role("dialog", name="Bút phê")
    expect(dialog).to_be_visible()
    assert page.url.endswith("/document")
    box = dialog.get_by_label("Ý kiến chỉ đạo")
    expect(box).to_be_focused()
    box.fill("Khẩn trương.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("link", name="Bút phê thêm").first.click()
    expect(dialog.get_by_label("Ý kiến chỉ đạo")).to_have_value("Khẩn trương.")
    dialog.get_by_role("combobox", name="Thêm người, đơn vị").press_sequentially("duc")
    page.keyboard.press("Enter")
    expect(dialog.locator("#picker-given li")).to_have_count(1)
    with page.expect_navigation():
        dialog.get_by_role("button", name="Giao việc").click()
    assert state["saved"][0]["text"] == ["Khẩn trương."]
    assert state["saved"][0]["receiver"] == ["p:5"]


def test_an_expired_session_is_renewed_in_place_and_the_form_sent(page: Page, state: dict) -> None:
    page.goto("/directive")
    page.locator("#yk").fill("Viết dở khi hết phiên.")
    state["signed_in"] = False
    page.get_by_role("button", name="Lưu nháp").click()
    dialog = page.get_by_role("dialog", name="Đăng nhập lại")
    dialog.get_by_label("Tên đăng nhập").fill("thuan")
    dialog.get_by_label("Mật khẩu").fill("sai")
    dialog.get_by_role("button", name="Đăng nhập và gửi").click()
    expect(dialog.get_by_role("alert")).to_have_text("Tên hoặc mật khẩu không đúng.")
    assert not state["saved"]
    dialog.get_by_label("Mật khẩu").fill("đúng")
    dialog.get_by_role("button", name="Đăng nhập và gửi").click()
    page.wait_for_url("**/document")
    assert state["saved"][0]["text"] == ["Viết dở khi hết phiên."]
    assert state["saved"][0]["do"] == ["draft"]


def test_without_a_network_nothing_is_sent_and_it_says_so(page: Page, state: dict) -> None:
    page.goto("/directive")
    page.locator("#yk").fill("Không mất.")
    page.route("**/session", lambda route: route.abort())
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_text("Mất mạng.")).to_be_visible()
    expect(page.locator("#yk")).to_have_value("Không mất.")
    page.unroute("**/session")
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_url("**/document")
    assert len(state["saved"]) == 1


# -- Reading --------------------------------------------------------------------------------------


def test_a_page_is_turned_made_larger_and_gone_to(page: Page) -> None:
    """What was turned and made larger is found so again, after the page was loaded anew."""
    page.goto("/document")
    file, first = page.locator("[data-file]").first, page.locator("[data-file] .cv-page").first
    page.get_by_role("button", name="Phóng to").click()
    page.get_by_role("button", name="Xoay trang").click()
    expect(file).to_have_attribute("data-zoom", "1")
    expect(first).to_have_attribute("data-turn", "1")
    page.reload()
    expect(file).to_have_attribute("data-zoom", "1")
    expect(first).to_have_attribute("data-turn", "1")
    number = page.locator("[data-page]")
    last = number.get_attribute("max")
    number.fill("999")
    number.press("Enter")
    expect(number).to_have_value(last or "")


def test_the_way_of_reading_is_remembered(page: Page) -> None:
    page.goto("/document")
    expect(page.locator(".cv-page img").first).to_be_visible()
    page.get_by_text("Chữ", exact=True).click()
    expect(page.locator(".cv-page__t").first).to_be_visible()
    expect(page.locator(".cv-page img").first).to_be_hidden()
    page.reload()
    expect(page.locator(".cv-page__t").first).to_be_visible()


# -- Without script -------------------------------------------------------------------------------


def test_every_deed_works_without_script(plain: Page, state: dict) -> None:
    plain.goto("/register")
    for field, text in (
        ("#number", "1947"),
        ("#issuer", "Sở Xây dựng"),
        ("#subject", "V/v thoát nước"),
    ):
        plain.locator(field).fill(text)
    plain.set_input_files("#files", [pdf("scan.pdf")])
    plain.get_by_role("button", name="Lưu", exact=True).click()
    plain.wait_for_url("**/list")
    plain.goto("/document")
    plain.get_by_role("link", name="Bút phê thêm").first.click()
    plain.wait_for_url("**/directive")
    plain.locator("select[name=receiver]").first.select_option("u:2")
    plain.get_by_role("button", name="Lưu nháp").click()
    plain.wait_for_url("**/document")
    assert state["saved"][1]["receiver"][0] == "u:2"
    plain.get_by_role("button", name="Đôn đốc Công an phường").first.click()
    plain.wait_for_url("**/list")
    assert state["acts"] == 1
    plain.get_by_label("Chọn 1286").check()
    plain.get_by_role("button", name="Đôn đốc", exact=True).click()
    assert state["last"]["ids"] == ["1286"]
    plain.locator(".cv-me summary").click()
    plain.get_by_role("button", name="Đăng xuất").click()
    assert state["acts"] == 3
