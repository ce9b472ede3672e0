"""A session ends in mid-form: the person signs in again, and what they had typed is there."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.access.models import SignInSession
from app.core import clock
from app.core.db import create_engine
from app.core.policy import Actor
from tests.factories.office import PASSWORD
from tests.journeys.conftest import LiveOffice
from tests.journeys.papers import letter
from tests.journeys.steps import Letter, dialog, fill_line, label, press
from tests.journeys.words import vi

DeskOf = Callable[..., Page]


def found(number: str) -> Letter:
    return Letter(number, "SCT-KH", "Sở Công Thương", f"Hết phiên khi đang gõ {number}", TODAY)


TODAY = date(2026, 11, 20)


@pytest.fixture
def times_out(live: LiveOffice) -> Callable[[Actor], None]:
    """All sessions of this person come to their end."""

    def end(who: Actor) -> None:
        engine = create_engine(live.database_url)
        with Session(engine) as session:
            session.execute(
                update(SignInSession)
                .where(SignInSession.person_id == who.person_id)
                .values(ends_at=clock.now() - timedelta(seconds=1))
            )
            session.commit()
        engine.dispose()

    return end


def sign_out_in_another_tab(page: Page) -> None:
    tab = page.context.new_page()
    tab.goto("/me")
    tab.locator(".cv-me summary").click()
    tab.get_by_role("button", name=vi("Sign out"), exact=True).click()
    tab.wait_for_url("**/sign-in")
    tab.close()


def sign_in_in_another_tab(page: Page, user_name: str) -> None:
    tab = page.context.new_page()
    tab.goto("/sign-in")
    tab.fill("input[name=user_name]", user_name)
    tab.fill("input[name=password]", PASSWORD)
    press(tab, "Sign in")
    expect(tab.locator(".cv-me")).to_be_attached()


def sign_in_here(asked: Locator, user_name: str, password: str = PASSWORD) -> None:
    label(asked, "User name").fill(user_name)
    label(asked, "Password").fill(password)
    press(asked, "Sign in and send")


@pytest.mark.parametrize("how", ["timed out", "signed out in another tab"])
def test_saving_goes_on_after_signing_in_in_the_page(
    live: LiveOffice, desk_of: DeskOf, times_out: Callable[[Actor], None], how: str
) -> None:
    clerk, paper = live.people.clerk, found("3101" if how == "timed out" else "3102")
    page = desk_of(clerk)
    page.goto("/incoming/register")
    fill_line(page, paper)
    if how == "timed out":
        times_out(clerk)
    else:
        sign_out_in_another_tab(page)
    press(page, "Save")
    asked = dialog(page)
    sign_in_here(asked, live.people.user_name(live.people.officer))
    expect(asked.get_by_role("alert")).to_contain_text("do người khác soạn")
    sign_in_here(asked, live.people.user_name(clerk), "Not-the-one-77")
    expect(asked.get_by_role("alert")).to_contain_text("mật khẩu không đúng")
    sign_in_here(asked, live.people.user_name(clerk))
    page.wait_for_url("**/documents/*")
    expect(page.get_by_role("heading", name=paper.subject)).to_be_visible()


def test_a_file_goes_after_signing_out_in_another_tab(live: LiveOffice, desk_of: DeskOf) -> None:
    clerk = live.people.clerk
    page = desk_of(clerk)
    page.goto("/incoming/register")
    fill_line(page, found("3103"))
    sign_out_in_another_tab(page)
    page.set_input_files("input[type=file]", [letter("mot.pdf", "1"), letter("hai.pdf", "2")])
    asked = dialog(page)
    sign_in_here(asked, live.people.user_name(clerk))
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(2)
    press(page, "Save")
    page.wait_for_url("**/documents/*")


def test_a_file_that_waits_for_nobody_says_so(live: LiveOffice, desk_of: DeskOf) -> None:
    page = desk_of(live.people.clerk)
    page.goto("/incoming/register")
    sign_out_in_another_tab(page)
    page.set_input_files("input[type=file]", [letter("mot.pdf", "1")])
    press(dialog(page), "Not now")
    expect(page.locator(".cv-up.bad")).to_contain_text("Bạn đã đăng xuất")


def test_what_one_person_wrote_is_not_saved_as_the_others(
    live: LiveOffice, desk_of: DeskOf
) -> None:
    """Another signs in in another tab of the same browser; the form still waits for its author."""
    clerk, head = live.people.clerk, live.people.head
    page, paper = desk_of(clerk), found("3104")
    page.goto("/incoming/register")
    fill_line(page, paper)
    sign_out_in_another_tab(page)
    sign_in_in_another_tab(page, live.people.user_name(head))
    press(page, "Save")
    asked = dialog(page)
    expect(asked.get_by_role("alert")).to_contain_text(head.name)
    sign_in_here(asked, live.people.user_name(clerk))
    page.wait_for_url("**/documents/*")
    expect(page.get_by_role("heading", name=paper.subject)).to_be_visible()


def test_without_script_the_page_opens_again_with_everything_in_it(
    live: LiveOffice, desk_of: DeskOf, times_out: Callable[[Actor], None]
) -> None:
    clerk, paper = live.people.clerk, found("3105")
    page = desk_of(clerk, script=False)
    page.goto("/incoming/register")
    fill_line(page, paper)
    times_out(clerk)
    press(page, "Save")
    expect(page.get_by_text("Nội dung đã nhập vẫn còn")).to_be_visible()
    page.fill("input[name=user_name]", live.people.user_name(clerk))
    page.fill("input[name=password]", PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_label(vi("Subject"), exact=True)).to_have_value(paper.subject)
    press(page, "Open its page")
    expect(label(page, "Subject")).to_be_editable()
    expect(label(page, "Subject")).to_have_value(paper.subject)
    press(page, "Save")
    page.wait_for_url("**/documents/*")
    expect(page.get_by_role("heading", name=paper.subject)).to_be_visible()


def test_the_page_is_laid_out_again_after_signing_out_and_in_elsewhere(
    live: LiveOffice, desk_of: DeskOf
) -> None:
    officer = live.people.officer
    page = desk_of(officer)
    page.goto("/drafts/new")
    picture = page.locator("[data-letter-pages] img").first
    expect(picture).to_be_visible()
    before = picture.get_attribute("src")
    sign_out_in_another_tab(page)
    sign_in_in_another_tab(page, live.people.user_name(officer))
    label(page, "Subject").fill("V/v rà soát tuyến đường sau khi đăng nhập lại")
    expect(picture).not_to_have_attribute("src", before or "")
