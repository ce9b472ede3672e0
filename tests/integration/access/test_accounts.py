"""Keeping accounts through the pages."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.filters import AccountFilter
from app.access.models import Account, Role
from app.access.queries.pages import AccountRow, account_page
from app.access.service import accounts
from app.audit.models import AuditEntry
from app.core import clock
from app.core.collation import name_key
from app.core.errors import Refused
from app.core.lists import Page
from app.core.policy import Actor
from app.organisation.models import Absence, Person, Post
from app.work.service import Receiver
from tests.factories.office import PASSWORD, Office
from tests.integration.access.conftest import SignIn
from tests.integration.work.making import directed

ClientOf = Callable[[Actor], FlaskClient]
Trail = Callable[[], list[AuditEntry]]
ARRIVAL = {
    "name": "Mai Thị  Hồng Vân",
    "phone": "0912 345 678",
    "title": "Chuyên viên",
    "role_code": "officer",
    "valid_from": "01/11/2026",
    "user_name": "vanmth",
}


def told_password(page: str) -> str:
    found = re.findall(r'class="cv-secret">([^<]+)<', page)
    return str(found[-1])


def test_a_new_person_gets_post_and_account_in_one_form(
    app: Flask, session: Session, office: Office, client_of: ClientOf, sign_in: SignIn, trail: Trail
) -> None:
    client = client_of(office.admin)
    form = {**ARRIVAL, "unit_id": str(office.culture_id)}
    page = client.post(f"/admin/persons/new?agency={office.agency_id}", data=form)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    password = told_password(page.text)
    person = session.scalars(select(Person).where(Person.folded_name == "mai thi hong van")).one()
    post = session.scalars(select(Post).where(Post.person_id == person.id)).one()
    assert (post.unit_id, post.is_main, post.valid_from) == (
        office.culture_id,
        True,
        date(2026, 11, 1),
    )
    session.rollback()
    assert [entry.action for entry in trail()][-3:] == [
        "organisation.person_created",
        "organisation.post_given",
        "access.account_created",
    ]
    assert password not in str([entry.values for entry in trail()])
    session.rollback()
    newcomer = app.test_client()
    assert sign_in(newcomer, "vanmth", password).status_code == 302
    assert newcomer.get("/me").location == "/password"


def test_every_wrong_field_of_the_form_is_named_and_nothing_is_lost(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    people = session.query(Person).count()
    session.rollback()
    form = {**ARRIVAL, "valid_from": "31/02/2026", "phone": "hello", "unit_id": "999999"}
    answer = client_of(office.admin).post(
        f"/admin/persons/new?agency={office.agency_id}", data=form
    )
    assert answer.status_code == 422
    assert "Không có ngày “" in answer.text
    assert "không phải số di động" in answer.text
    assert 'value="31/02/2026"' in answer.text
    assert 'value="Mai Thị Hồng Vân"' in answer.text
    session.rollback()
    assert session.query(Person).count() == people
    session.get_one(Person, office.head.person_id).phone = "+84 912 345 678"
    session.commit()
    for phone, why in (("0912345678", "Đây là số máy của"), ("+1 202 555 0123", "số nước ngoài")):
        form = {**ARRIVAL, "phone": phone, "unit_id": str(office.culture_id)}
        answer = client_of(office.admin).post("/admin/persons/new?agency=1", data=form)
        assert (answer.status_code, why in answer.text) == (422, True)
    session.rollback()


def test_a_refused_account_leaves_no_person_behind(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    form = {**ARRIVAL, "user_name": "phungthilua", "unit_id": ""}
    answer = client_of(office.admin).post(
        f"/admin/persons/new?agency={office.agency_id}", data=form
    )
    assert answer.status_code == 422
    assert "Phùng Thị Lụa đang dùng tên đăng nhập này." in answer.text
    assert not session.scalars(select(Person).where(Person.folded_name.like("mai thi%"))).all()


def test_a_reset_password_is_shown_once_and_must_be_changed(
    app: Flask, office: Office, client_of: ClientOf, sign_in: SignIn, trail: Trail
) -> None:
    admin, open_page = client_of(office.admin), client_of(office.officer)
    address = f"/admin/persons/{office.officer.person_id}/password"
    form = {"_once": "reset-" + "k" * 20}
    password = told_password(admin.post(address, data=form).text)
    assert open_page.get("/session").status_code == 401
    again = admin.post(address, data=form, follow_redirects=True)
    assert password not in again.text
    assert "Cấp lại mật khẩu cho" in again.text
    assert sign_in(app.test_client(), office.officer, PASSWORD).status_code == 422
    client = app.test_client()
    assert sign_in(client, office.officer, password).status_code == 302
    assert client.get("/me").location == "/password"
    assert "access.password_reset" in [entry.action for entry in trail()]


def test_unlocking_lets_the_person_in_again(
    app: Flask, office: Office, client_of: ClientOf, sign_in: SignIn, trail: Trail
) -> None:
    client = app.test_client()
    for _ in range(5):
        sign_in(client, office.officer, "Not-the-one-77")
    admin = client_of(office.admin)
    page = admin.get(f"/admin/persons/{office.officer.person_id}").text
    assert "khóa đến" in page
    assert "khóa đến" in admin.get("/admin/accounts?state=locked").text
    admin.post(f"/admin/persons/{office.officer.person_id}/unlock")
    assert sign_in(client, office.officer).status_code == 302
    assert "access.unlocked" in [entry.action for entry in trail()]


def test_an_account_out_of_use_ends_its_sessions_and_can_come_back(
    app: Flask, office: Office, client_of: ClientOf, sign_in: SignIn
) -> None:
    admin, open_page = client_of(office.admin), client_of(office.officer)
    admin.post(f"/admin/persons/{office.officer.person_id}/disable")
    assert open_page.get("/session").status_code == 401
    assert sign_in(app.test_client(), office.officer).status_code == 422
    admin.post(f"/admin/persons/{office.officer.person_id}/enable")
    assert sign_in(app.test_client(), office.officer).status_code == 302


def test_what_somebody_holds_is_said_before_they_are_out_of_use(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    address, admin = f"/admin/persons/{office.officer.person_id}", client_of(office.admin)
    assert "Người này đang giữ" not in admin.get(address).text
    directed(session, office, Receiver(f"p{office.officer.person_id}", "lead"))
    today, head = clock.today(), office.head.person_id
    days = {"starts_on": today, "ends_on": today}
    session.add(Absence(person_id=head, stand_in_id=office.officer.person_id, **days))
    session.commit()
    shown = admin.get(address).text
    assert "Người này đang giữ: " in shown
    assert "Đợt nghỉ mà người này thay: 1" in shown
    assert f'/persons/{office.officer.person_id}/handover"' in shown


def test_nobody_puts_themselves_out_of_use(office: Office, client_of: ClientOf) -> None:
    answer = client_of(office.admin).post(f"/admin/persons/{office.admin.person_id}/disable")
    assert answer.status_code == 422


def test_the_last_who_keeps_access_stays_in_use(session: Session, office: Office) -> None:
    clerk_too = Actor(person_id=office.clerk.person_id, name="", agency_id=office.agency_id)
    with pytest.raises(Refused, match="nobody could keep"):
        accounts.disable(session, clerk_too, office.admin.person_id)


def test_people_are_found_without_marks_and_by_state(session: Session, office: Office) -> None:
    def found(**wanted: Any) -> Page[AccountRow]:
        return account_page(session, office.admin, AccountFilter(**wanted))

    def names(**wanted: Any) -> list[str]:
        return [row.name for row in found(**wanted).rows]

    assert names(words="nhuan") == ["Lê Thị Nhuần"]
    assert names(words="Nhuần") == ["Lê Thị Nhuần"]
    assert names(words="luudinh") == ["Lưu Đình Thuận"]
    assert names(words="100%") == []
    assert names(agency_id=office.other_agency_id) == ["Ma Văn Hiến", "Hoàng Thị Mỵ"]
    assert names(state="none") == []
    session.get_one(Account, office.clerk.person_id).must_change_password = True
    assert names(state="first") == ["Phùng Thị Lụa"]


def test_the_page_of_accounts_is_in_the_order_of_given_names(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    renamed = {
        "Đặng Thị Ánh": office.clerk,
        "Nguyễn Văn Ân": office.officer,
        "Vũ An": office.deputy,
    }
    for name, actor in renamed.items():
        session.get_one(Person, actor.person_id).name = name
    session.commit()
    page = html.fromstring(client_of(office.admin).get("/admin/accounts").text)
    linked = page.xpath("//main//a[contains(@href, '/admin/persons/')]")
    names = [name for name in (one.text_content().strip() for one in linked) if " " in name]
    assert names[:3] == ["Vũ An", "Đặng Thị Ánh", "Nguyễn Văn Ân"]
    assert len(names) > 8
    assert names == sorted(names, key=name_key)


def test_roles_are_the_six_given_ones(session: Session, office: Office) -> None:
    """Five of the office, and whoever receives cases at the counter of the one-stop shop."""
    codes = session.scalars(select(Role.code).order_by(Role.position)).all()
    assert list(codes) == ["clerk", "leader", "unit_head", "officer", "administrator", "counter"]
