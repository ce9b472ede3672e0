"""Tabs that die, files that are too large, people who are quicker: what was typed is still there."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.factories.office import PASSWORD
from tests.journeys.conftest import LiveOffice
from tests.journeys.papers import letter
from tests.journeys.steps import dialog, fill_line, label, press
from tests.journeys.test_signed_out import found, sign_in_here, sign_out_in_another_tab

DeskOf = Callable[..., Page]
MEGABYTE = 1024 * 1024


def kept(page: Page) -> None:
    """Wait until the office says that it keeps what was typed."""
    expect(page.locator(".cv-keeping")).to_contain_text("Đã giữ lúc")


def test_a_form_is_found_again_after_its_tab_died_in_another_browser(
    live: LiveOffice, desk_of: DeskOf
) -> None:
    clerk, paper = live.people.clerk, found("3301")
    page = desk_of(clerk)
    page.goto("/incoming/register")
    fill_line(page, paper)
    kept(page)
    page.context.close()  # no page is asked whether it may go
    other = desk_of(clerk)
    expect(other.get_by_role("link", name=re.compile("Chưa gửi"))).to_be_visible()
    other.goto("/incoming/register")
    expect(other.get_by_text("Bạn đã gõ dở")).to_be_visible()
    press(other, "Go on with it")
    expect(label(other, "Subject")).to_have_value(paper.subject)
    press(other, "Save")
    other.wait_for_url("**/documents/*")
    other.goto("/kept")
    expect(other.get_by_text("Mọi nội dung đều đã gửi")).to_be_visible()


def test_whoever_is_signed_out_is_told_so_and_led_back(live: LiveOffice, desk_of: DeskOf) -> None:
    page = desk_of(live.people.clerk)
    page.goto("/incoming/register")
    sign_out_in_another_tab(page)
    label(page, "Subject").fill("Gõ sau khi đã đăng xuất")
    told = page.locator(".cv-keeping")
    expect(told).to_contain_text("bạn đã đăng xuất")
    told.get_by_role("button").click()
    sign_in_here(dialog(page), live.people.user_name(live.people.clerk))
    kept(page)


def test_another_person_in_the_same_browser_is_offered_nothing(
    live: LiveOffice, desk_of: DeskOf
) -> None:
    clerk, paper = live.people.clerk, found("3302")
    page = desk_of(clerk)
    page.goto("/incoming/register")
    fill_line(page, paper)
    kept(page)
    sign_out_in_another_tab(page)
    tab = page.context.new_page()
    tab.goto("/sign-in")
    tab.fill("input[name=user_name]", live.people.user_name(live.people.head))
    tab.fill("input[name=password]", PASSWORD)
    press(tab, "Sign in")
    expect(tab.locator(".cv-me")).to_be_attached()
    tab.goto("/kept")
    expect(tab.get_by_text("Mọi nội dung đều đã gửi")).to_be_visible()
    label(page, "Subject").fill("Gõ tiếp trong cửa sổ cũ")
    expect(page.locator(".cv-keeping")).to_contain_text("Chưa giữ được: bạn đã đăng xuất")
    tab.reload()
    expect(tab.get_by_text("Mọi nội dung đều đã gửi")).to_be_visible()


def test_a_file_that_is_too_large_says_so_and_one_of_just_that_size_is_sent(
    live: LiveOffice, desk_of: DeskOf, tmp_path: Path
) -> None:
    page = desk_of(live.people.clerk)
    page.goto("/incoming/register")
    just, over = tmp_path / "vua-du.pdf", tmp_path / "qua-lon.pdf"
    start = letter("mot.pdf", "1")["buffer"]
    just.write_bytes(start + b"\n" * (50 * MEGABYTE - len(start)))
    over.write_bytes(just.read_bytes() + b"\n")
    page.set_input_files("input[type=file]", [over])
    expect(page.locator(".cv-up.bad")).to_contain_text("Tệp lớn hơn 50 MB")
    page.locator(".cv-up.bad [data-upload-remove]").click()
    page.set_input_files("input[type=file]", [just])
    expect(page.locator(".cv-up.bad")).to_have_count(0)
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(1)


def test_without_script_too_large_a_file_costs_no_word(
    live: LiveOffice, desk_of: DeskOf, tmp_path: Path
) -> None:
    clerk, paper = live.people.clerk, found("3303")
    page = desk_of(clerk, script=False)
    page.goto("/incoming/register")
    fill_line(page, paper)
    over = tmp_path / "qua-lon.pdf"
    over.write_bytes(b"%PDF-1.4\n" + b"\n" * 60 * MEGABYTE)
    page.set_input_files("input[type=file]", [over])
    press(page, "Save")
    expect(page.get_by_text("“qua-lon.pdf” lớn hơn 50 MB").first).to_be_visible()
    expect(label(page, "Subject")).to_have_value(paper.subject)


def test_a_file_that_was_not_sent_is_sent_again_by_one_press(
    live: LiveOffice, desk_of: DeskOf
) -> None:
    page = desk_of(live.people.clerk)
    page.goto("/incoming/register")
    page.context.set_offline(True)
    page.set_input_files("input[type=file]", [letter("mot.pdf", "1")])
    expect(page.locator(".cv-up.bad")).to_contain_text("Mất mạng")
    page.context.set_offline(False)
    page.route("**/uploads", lambda route: route.fulfill(status=503, body="<html>busy</html>"))
    press(page, "Send again")
    expect(page.locator(".cv-up.bad")).to_contain_text("đang bận")
    page.unroute("**/uploads")
    press(page, "Send again")
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(1)


def test_what_lies_with_a_draft_stays_while_its_text_is_kept(
    live: LiveOffice, desk_of: DeskOf
) -> None:
    """What says that the text was kept writes over nothing else of the form."""
    page = desk_of(live.people.officer)
    page.goto("/drafts/new?type=CV")
    label(page, "Subject").fill("Báo cáo giếng khoan tại bản Nậm Khoà")
    page.locator("[name=body]").fill("Kính gửi các xã.")
    page.set_input_files("input[type=file]", [letter("bieu.pdf", "1")])
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(1)
    press(page, "Save as version 1")
    page.wait_for_url(re.compile(r"/drafts/\d+$"))
    page.goto(f"{page.url}/edit")
    page.locator("[name=body]").press_sequentially("Thêm một câu. ")
    kept(page)
    expect(page.get_by_label("bieu.pdf")).to_be_checked()


def test_back_and_save_overwrite_nobody(live: LiveOffice, desk_of: DeskOf) -> None:
    clerk, paper = live.people.clerk, found("3304")
    page = desk_of(clerk)
    page.goto("/incoming/register")
    fill_line(page, paper)
    press(page, "Save")
    page.wait_for_url("**/documents/*")
    document_id = page.url.rsplit("/", 1)[1].split("?")[0]
    address = f"/incoming/{document_id}/correct"
    other = desk_of(clerk)
    page.goto(address)
    other.goto(address)
    for corrected in (page, other):
        label(corrected, "Why it is corrected").fill("Ghi nhầm.")
    label(page, "Subject").fill("Trích yếu của tôi")
    label(other, "Subject").fill("Trích yếu của người kia")
    press(other, "Save")
    other.wait_for_url("**/documents/*")
    press(page, "Save")
    both = page.locator("#refused table")
    expect(both).to_contain_text("Trích yếu của tôi")
    expect(both).to_contain_text("Trích yếu của người kia")
    page.go_back()
    if label(page, "Subject").input_value() == "Trích yếu của tôi":
        press(page, "Save")
        expect(page.locator("#refused table")).to_contain_text("Trích yếu của người kia")
    other.reload()
    expect(other.get_by_role("heading", name="Trích yếu của người kia")).to_be_visible()
    page.goto(address)
    press(page, "Go on with it")
    expect(label(page, "Subject")).to_have_value("Trích yếu của tôi")
    press(page, "Save")
    expect(page.locator("#refused table")).to_contain_text("Trích yếu của người kia")
    press(page, "Save")
    page.wait_for_url("**/documents/*")
    expect(page.get_by_role("heading", name="Trích yếu của tôi")).to_be_visible()


def test_back_and_save_overwrite_nobody_without_script_either(
    live: LiveOffice, desk_of: DeskOf
) -> None:
    """A browser puts old words back into a new page only where a form lets it."""
    clerk, paper = live.people.clerk, found("3306")
    page = desk_of(clerk, script=False)
    page.goto("/incoming/register")
    fill_line(page, paper)
    press(page, "Save")
    page.wait_for_url("**/documents/*")
    document_id = page.url.rsplit("/", 1)[1].split("?")[0]
    other = desk_of(clerk)
    for corrected, words in (
        (page, "Trích yếu mà tôi đã gõ không có script"),
        (other, "Chữ của người kia"),
    ):
        corrected.goto(f"/incoming/{document_id}/correct")
        label(corrected, "Why it is corrected").fill("Ghi nhầm.")
        label(corrected, "Subject").fill(words)
    press(other, "Save")
    other.wait_for_url("**/documents/*")
    press(page, "Save")
    expect(page.locator("#refused table")).to_contain_text("Chữ của người kia")
    page.go_back()
    expect(label(page, "Subject")).to_have_value("Chữ của người kia")
    page.goto("/kept")
    expect(page.get_by_text("Trích yếu mà tôi đã gõ")).to_be_visible()


def test_closing_a_directive_keeps_it(live: LiveOffice, desk_of: DeskOf) -> None:
    clerk, leader, paper = live.people.clerk, live.people.leader, found("3305")
    page = desk_of(clerk)
    page.goto("/incoming/register")
    fill_line(page, paper)
    press(page, "Save")
    page.wait_for_url("**/documents/*")
    document = page.url
    chair = desk_of(leader)
    chair.goto(document)
    if not chair.locator("[data-dialog][href*=directive]").count():
        chair.goto(f"{document}/directive")
    else:
        chair.locator("[data-dialog][href*=directive]").first.click()
    box = chair.locator("#text").first
    box.fill("Giao phòng Kinh tế chủ trì, báo cáo trước ngày 5")
    chair.get_by_role("link", name="Giữ nháp, đóng").first.click()
    expect(chair.locator(".cv-keeping")).to_contain_text("Đã giữ lúc")
    again = desk_of(leader)
    again.goto("/kept")
    expect(again.get_by_text("Giao phòng Kinh tế chủ trì")).to_be_visible()
    expect(again.get_by_role("link", name=paper.subject)).to_be_visible()
