"""How a person chooses to be told, and what the bell, the costs and the texts say."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.messages import service
from app.messages.models import GatewayState, SmsMessage, Wishes
from tests.factories.office import Office
from tests.kannel import DESCRIPTION

PAGE = "/notices/wishes"


def test_what_a_person_chose_is_kept_shown_and_refused_with_every_reason(
    client_of: Callable[[Actor], FlaskClient], session: Session, office: Office
) -> None:
    client = client_of(office.head)
    service.notify(session, [office.head.person_id], "k:1", "%(a)s", "/work", a="x")
    session.commit()
    assert client.get("/notices/unread").get_json() == {"count": 1}
    page = client.get(PAGE).get_data(as_text=True)
    for said in ("Được giao việc", "Hỏa tốc", "không tắt được", "chưa gửi được thư"):
        assert said in page
    sent = {
        "on": ["work.given notice", "work.late sms"],
        "digest_at": "13h15, 7:15",
        "version": "0",
    }
    refused = client.post(PAGE, data={**sent, "digest_at": "25:00", "quiet_from": "21:00"})
    assert refused.status_code == 422
    words = refused.get_data(as_text=True)
    assert "một đến bốn giờ" in words
    assert "hai giờ" in words
    chosen = {**sent, "quiet_from": "21:00", "quiet_to": "06:00", "is_quiet_when_off": "y"}
    assert client.post(PAGE, data=chosen).status_code == 302
    row = session.get_one(Wishes, office.head.person_id)
    assert row.channels["work.given"] == {"email": False}
    assert row.channels["work.late"] == {"notice": False, "email": False, "sms": True}
    assert "flash" not in row.channels
    assert (row.digest_at, row.quiet_from, row.quiet_to) == (["07:15", "13:15"], "21:00", "06:00")
    assert row.is_quiet_when_off
    session.rollback()
    again = client.get(PAGE).get_data(as_text=True)
    assert "07:15, 13:15" in again
    assert client.post(PAGE, data=chosen).status_code == 409, "another page was quicker"
    back = {"act": "defaults", "version": "1"}
    assert client.post(PAGE, data=back).status_code == 302
    row = session.get_one(Wishes, office.head.person_id)
    assert (row.channels, row.digest_at, row.quiet_from) == ({}, [], "")
    assert not row.is_quiet_when_off
    session.rollback()
    for said in ("Đã gửi tin thử cho bạn", "đợi mười lăm phút"):
        client.post(PAGE, data={"act": "test"})
        assert said in client.get(PAGE).get_data(as_text=True)
    tests = session.scalars(select(SmsMessage).where(SmsMessage.occasion == "flash")).all()
    assert [one.person_id for one in tests] == [office.head.person_id]
    assert "Tin thu" in tests[0].text
    assert client.get("/notices/unread").get_json() == {"count": 2}
    session.rollback()


def test_costs_are_counted_by_month_and_unit_and_leave_as_a_sheet(
    client_of: Callable[[Actor], FlaskClient],
    app: Flask,
    session: Session,
    office: Office,
    request: pytest.FixtureRequest,
) -> None:
    for number, unit in enumerate((office.culture_id, office.culture_id, office.economy_id)):
        session.add(
            SmsMessage(
                key=f"c:{number}", person_id=office.head.person_id, phone="84912345678", text="x",
                segments=2, cost=700, unit_id=unit, state="sent", sent_at=clock.now(),
            )
        )  # fmt: skip
    session.commit()
    client, settings = client_of(office.admin), app.extensions["engines"].settings
    assert "Các cổng tin nhắn" not in client.get("/admin/sms").get_data(as_text=True)
    settings.sms_gateways.write_text(DESCRIPTION.format(address="http://a/", office=""))
    request.addfinalizer(settings.sms_gateways.unlink)  # tests of a database share its folder
    state = {"failures": 3, "failed_at": clock.now(), "error": "HTTP 503"}
    session.add(GatewayState(name="kannel", **state))
    session.commit()
    page = client.get("/admin/sms").get_data(as_text=True)
    assert "kannel: không nhận tin (HTTP 503)" in page
    page = client.get("/admin/sms/costs").get_data(as_text=True)
    for said in (
        "1.400",
        "2.100",
        "HOA TOC: VB 31/CD-UBND",
        "HỎA TỐC: VB 31/CĐ-UBND",
        "2 phần, 700 đồng",
    ):
        assert said in page, said
    book = openpyxl.load_workbook(io.BytesIO(client.get("/admin/sms/costs.xlsx").get_data()))
    figures = [row[3:6] for row in book.active.iter_rows(min_row=4, values_only=True)]
    assert sorted(figures[:2]) == [(1, 2, 700), (2, 4, 1400)]
    assert client_of(office.officer).get("/admin/sms/costs").status_code == 403
