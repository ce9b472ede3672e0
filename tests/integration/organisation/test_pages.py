"""The organisation's pages: forms that keep what was typed, and a fixed number of statements."""

import re
from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.organisation.models import Post, Unit
from app.organisation.service import (
    PersonData,
    PostData,
    UnitData,
    create_person,
    create_unit,
    give_post,
)
from tests.factories.office import Office
from tests.statements import statements

ClientOf = Callable[[Actor], FlaskClient]
UNIT = {"name": "Phòng Nội vụ", "short_name": "Nội vụ", "position": "3", "valid_from": "01/07/2025"}


def test_a_unit_is_added_and_changed(session: Session, office: Office, client_of: ClientOf) -> None:
    client = client_of(office.admin)
    address = f"/admin/organisation/{office.agency_id}"
    assert client.post(f"{address}/units/new", data=UNIT).location == address
    assert "Phòng Nội vụ" in client.get(address).text
    unit_id = session.query(Unit).filter_by(name="Phòng Nội vụ").one().id
    session.rollback()
    form = {**UNIT, "name": "Phòng Nội vụ và Lao động", "version": "1"}
    assert client.post(f"/admin/organisation/units/{unit_id}", data=form).status_code == 302
    stale = client.post(f"/admin/organisation/units/{unit_id}", data=form)
    assert stale.status_code == 409
    assert "Đàm Quốc Việt đã sửa" in stale.text
    assert "Đã thay đổi: Đàm Quốc Việt" in stale.text


def test_a_refused_form_names_each_field_and_keeps_what_was_typed(
    office: Office, client_of: ClientOf
) -> None:
    form = {**UNIT, "name": "", "valid_from": "31/02/2025", "valid_to": "1.1.2020"}
    answer = client_of(office.admin).post(
        f"/admin/organisation/{office.agency_id}/units/new", data=form
    )
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 2
    assert 'value="31/02/2025"' in answer.text
    assert 'value="Nội vụ"' in answer.text


def test_a_unit_of_another_agency_put_in_by_hand_is_refused(
    office: Office, client_of: ClientOf
) -> None:
    client = client_of(office.admin)
    form = {
        "title": "Chuyên viên",
        "role_code": "officer",
        "unit_id": str(office.culture_id),
        "valid_from": "01/11/2026",
    }
    address = f"/admin/persons/{office.officer.person_id}/posts/new?agency={office.other_agency_id}"
    assert client.post(address, data=form).status_code == 422
    assert client.get(f"/admin/organisation/{office.agency_id + 999}").status_code == 404


def test_a_post_is_ended_with_what_it_brings(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    post = session.query(Post).filter_by(person_id=office.head.person_id).one()
    post_id, version = post.id, post.version
    session.rollback()
    client = client_of(office.admin)
    shown = client.get(f"/admin/posts/{post_id}/end").text
    assert "Nông Thị Quyên không còn làm việc với chức vụ Trưởng phòng" in shown
    assert "không còn trưởng đơn vị" in shown
    form = {"last_day": "30/11/2026", "version": str(version)}
    assert client.post(f"/admin/posts/{post_id}/end", data=form).status_code == 302
    assert session.get_one(Post, post_id).valid_to == date(2026, 11, 30)


def test_blanks_are_no_day(session: Session, office: Office, client_of: ClientOf) -> None:
    post = session.query(Post).filter_by(person_id=office.head.person_id).one()
    address, form = f"/admin/posts/{post.id}/end", {"last_day": " ", "version": str(post.version)}
    session.rollback()
    answer = client_of(office.admin).post(address, data=form)
    assert answer.status_code == 422
    assert "Cần nhập mục này." in answer.text


def test_a_body_does_not_begin_after_what_it_holds(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    """A slip of the hand in the year would have emptied every list of people."""
    unit = session.get_one(Unit, office.culture_id)
    form = {**UNIT, "valid_from": "01/07/2032", "version": str(unit.version)}
    session.rollback()
    answer = client_of(office.admin).post(
        f"/admin/organisation/units/{office.culture_id}", data=form
    )
    assert answer.status_code == 422
    assert "3 đơn vị và chức vụ thuộc nơi này bắt đầu trước ngày đó" in answer.text


def test_a_double_press_adds_one_unit(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    client = client_of(office.admin)
    form = {**UNIT, "_once": "unit-" + "k" * 20}
    for _ in range(2):
        answer = client.post(f"/admin/organisation/{office.agency_id}/units/new", data=form)
        assert answer.status_code == 302
    assert session.query(Unit).filter_by(name="Phòng Nội vụ").count() == 1


def test_the_calendar_shows_its_year(office: Office, client_of: ClientOf) -> None:
    client = client_of(office.admin)
    assert "Tết Nguyên đán Đinh Mùi (dự kiến" in client.get("/admin/calendar?year=2027").text
    assert client.get("/admin/calendar?year=-4").status_code == 200
    form = {"day": "28/11/2026", "works": "working", "name": "Làm bù", "agency_id": ""}
    shown_before = client.post("/admin/calendar/new", data=form).location
    [seen] = re.findall(r'name="seen" value="(\w+)"', client.get(shown_before).text)
    carried_out = client.post(shown_before, data={"seen": seen}).location
    assert carried_out == "/admin/calendar?year=2026"
    assert "Làm bù" in client.get("/admin/calendar?year=2026").text


def test_pages_do_not_ask_more_for_more_people(
    app: Flask, session: Session, office: Office, client_of: ClientOf
) -> None:
    client = client_of(office.admin)
    addresses = [
        "/admin/organisation",
        f"/admin/organisation/{office.agency_id}",
        "/admin/accounts",
        f"/admin/persons/{office.head.person_id}",
    ]
    before = [_statements(app, client, address) for address in addresses]
    for number in range(12):
        unit = create_unit(
            session,
            office.admin,
            office.agency_id,
            UnitData(f"Tổ {number}", f"Tổ {number}", clock.today()),
        )
        person = create_person(session, office.admin, PersonData(f"Người thứ {number}"))
        data = PostData(office.agency_id, unit.id, "Tổ trưởng", "unit_head", clock.today())
        give_post(session, office.admin, person.id, data)
    session.commit()
    assert [_statements(app, client, address) for address in addresses] == before


def _statements(app: Flask, client: FlaskClient, address: str) -> int:
    assert client.get(address).status_code == 200
    with statements() as asked:
        client.get(address)
    return len(asked)
