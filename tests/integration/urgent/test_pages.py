"""Pages of urgent messages: before sending, behind the link, the roster, the monthly list."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from urllib.parse import unquote

import openpyxl
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from app.audit.models import AuditEntry
from app.core import clock
from app.core.policy import Actor
from app.core.settings import SettingValue
from app.messages.settings import FROM_URGENCY, PRICE
from app.organisation.models import Post
from app.urgent.models import DutyShift, UrgentAlert, UrgentGuess
from app.urgent.presenters import pages
from app.urgent.queries.chain import on_duty, places_of
from app.urgent.settings import CLIMBS_FROM, HOTLINE, NEVER
from documents.storage import Storage
from tests.integration.outgoing.making import signed
from tests.integration.urgent.conftest import SECRET, Tower
from tests.integration.work.making import directed


def test_the_link_tells_nothing_but_that_it_was_received(app: Flask, tower: Tower) -> None:
    tower.set(HOTLINE, "0900 000 113")
    tower.line()
    tower.goes_on(1)
    code, phone = tower.link(), app.test_client()
    with tower.at(5):
        invented = phone.get("/x/7F3K2MQ9TD")
        shown = phone.get(f"/x/{code}")
        words = shown.get_data(as_text=True)
        assert "Tôi đã nhận" in words
        assert not any(word in words for word in (SECRET, "Sở Nội vụ", "Văn hóa", "HỎA TỐC"))
        for page in (shown, invented):
            assert "Set-Cookie" not in page.headers
            assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
            assert page.headers["Cache-Control"] == "no-store"
            assert 'name="referrer" content="no-referrer"' in page.get_data(as_text=True)
        assert tower.target.state == "climbing", "opening it confirms nothing"
        done = phone.post(f"/x/{code.lower()}")
        assert (done.status_code, "Set-Cookie" in done.headers) == (200, False)
        assert "Đã nhận" in done.get_data(as_text=True)
        assert "Tin này đã được xác nhận" in phone.post(f"/x/{code}").get_data(as_text=True)
        assert (tower.target.state, tower.target.confirmed_how) == ("confirmed", "link")
        for _number in range(70):
            assert phone.get("/x/7F3K2MQ9TD").status_code == 404
        assert phone.post("/x/7F3K2MQ9TD").status_code == 404
        assert phone.get(f"/x/{code}").status_code == 200, "wrong ones hold up no right one"
        told = select(AuditEntry.values).where(AuditEntry.action == "urgent.guessed_links")
        assert tower.read(told) == [{"count": 20, "source": "127.0.0.1"}], "told of once"
        (guess,) = tower.read(select(UrgentGuess))
        assert guess.misses == 20, "whoever is known to guess writes nothing more"
    with tower.at(5 + 4 * 24 * 60):
        late = phone.get(f"/x/{code}")
        assert (late.status_code, late.data) == (invented.status_code, invented.data)


def test_it_is_shown_before_it_is_sent_and_stands_in_the_list_of_the_month(
    tower: Tower, client_of: Callable[[Actor], FlaskClient]
) -> None:
    office = tower.office
    tower.set(PRICE, "850")
    tower.set(CLIMBS_FROM, NEVER)
    tower.set(FROM_URGENCY, "3")
    with tower.at(0):
        document, (line,) = directed(tower.session, office, urgency=0, subject=SECRET)
    tower.session.commit()
    with tower.at(1):
        head = client_of(office.leader)
        address = f"/records/{document.id}/urgent"
        page = head.get(address).get_data(as_text=True)
        assert "Nông Thị Quyên" in page
        assert "không có liên kết" not in page
        assert "chưa đặt số trực ban" in page
        assert "Trực ban: chưa có ai để báo, bỏ qua" in page, "nobody is on the roster"
        assert "/settings/" not in page, "others keep the settings"
        assert "1 người × 1 đoạn × 850 đ = 850 đ" in page
        assert "Nếu im lặng: 09:31 Danh sách gọi" in page
        assert re.search(r"1 người × \d đoạn × 850 đ = [\d.]+ đ", page)
        values = {"letters": "plain", "receivers": [f"urgent:{line.id}"], "reason": ""}
        refused = head.post(address, data=values)
        assert refused.status_code == 422
        assert tower.read(select(UrgentAlert)) == []
        assert places_of(tower.session, office.other_leader, document.id) == [], "of another agency"
        tower.session.rollback()
        values |= {"reason": "Nước vượt báo động 3", "_once": "once"}
        sent = head.post(address, data=values)
        assert sent.status_code == 302
        assert head.post(address, data=values).location == sent.location, "the form sends once"
        form = head.get(address).get_data(as_text=True)
        assert "Đang được hỏi bằng tin gửi lúc 09:01" in form
        assert f'value="{values["receivers"][0]}" checked' not in form, (
            "nobody who is asked is chosen"
        )
        again = head.post(address, data=values | {"_once": "other"})
        assert "đang được hỏi" in again.get_data(as_text=True)
    tower.goes_on(1)
    assert tower.told() == [office.head.person_id]
    with tower.at(2):
        assert "Nước vượt" in head.get(sent.location).get_data(as_text=True)
        assert SECRET in head.get("/urgent").text, "of what somebody is silent"
        month = head.get("/urgent/use?month=2026-11").get_data(as_text=True)
        assert "Nước vượt báo động 3" in month
        assert "Tin khẩn theo tháng" in month
        assert f'href="{address.replace("records", "documents").removesuffix("/urgent")}"' in month
        assert "Nước vượt" not in head.get("/urgent/use?month=2026-10").get_data(as_text=True)
        book = openpyxl.load_workbook(
            io.BytesIO(head.get("/lists/urgent.use.xlsx?month=2026-11").data)
        )
        cells = [cell for row in book.active.values for cell in row]
        assert "Lưu Đình Thuận" in cells
        assert client_of(office.officer).get("/urgent/calls").status_code == 403
    tower.goes_on(70)
    with tower.at(71):
        calls = client_of(office.clerk).get("/urgent/calls").get_data(as_text=True)
        assert "tel:0912" in calls
        assert SECRET in calls, "what to say on the telephone, to whoever may know it"
    with tower.at(3 * 24 * 60):
        chains = client_of(office.leader).get(sent.location).get_data(as_text=True)
        assert re.search(r"09:01 ngày \d\d/\d\d", chains), "of another day"
        assert "chưa xếp ai trực" in chains


def test_nobody_but_the_receiver_sees_link_and_code(
    tower: Tower, client_of: Callable[[Actor], FlaskClient]
) -> None:
    office = tower.office
    line = tower.line()
    tower.goes_on(1)
    secrets = tower.link(), f"OK {tower.reply()}"
    with tower.at(2):
        leader = client_of(office.leader)
        for path in (f"/documents/{line.record_id}", "/urgent?tab=all"):
            page = leader.get(path).get_data(as_text=True)
            assert not any(secret in page for secret in secrets), path
        shown = leader.get(f"/documents/{line.record_id}").get_data(as_text=True)
        assert "/x/••••" in shown
        kept = client_of(office.admin).get("/admin/sms").get_data(as_text=True)
        assert not any(secret in kept for secret in secrets)
        own = client_of(office.head).get(f"/documents/{line.record_id}").get_data(as_text=True)
        assert all(secret in own for secret in secrets), "it is theirs"
    tower.session.rollback()


def test_what_goes_to_telephones_is_said_before_an_urgent_document_is_issued(
    tower: Tower, storage: Storage, client_of: Callable[[Actor], FlaskClient]
) -> None:
    office = tower.office
    tower.set(PRICE, "850")
    with tower.at(0):
        clerk = client_of(office.clerk)
        document = signed(tower.session, office, storage, urgency=2)
        plain = signed(tower.session, office, storage, urgency=0)
        tower.session.commit()
        form = {"version": "1", "number_from": "next", "copies": "3", "sure": ""}
        asked = clerk.post(f"/outgoing/{document.id}/issue", data=form).get_data(as_text=True)
        usual = clerk.post(f"/outgoing/{plain.id}/issue", data=form).get_data(as_text=True)
    assert 'id="sure"' in usual
    assert "SMS khẩn" not in usual
    assert "tin SMS khẩn tự gửi ngay tới 1 người" in asked
    assert office.other_leader.name in asked
    assert "4821" in asked
    assert re.search(r"mỗi tin \d đoạn; tổng cộng [\d.]+ đ", asked)
    assert "sau 15 phút" in asked
    assert tower.read(select(UrgentAlert)) == [], "nothing left"


def test_what_the_messages_lack_is_said_before_they_leave(app: Flask, tower: Tower) -> None:
    with tower.at(0):
        document, _lines = directed(tower.session, tower.office)
    tower.session.execute(delete(SettingValue))
    tower.session.commit()
    keeper = replace(
        tower.office.leader,
        permissions=tower.office.leader.permissions | {"settings.manage", "organisation.manage"},
    )
    with tower.at(1), app.test_request_context():
        draft = UrgentAlert(
            record_id=document.id, agency_id=keeper.agency_id, urgency=1, accented=False,
            sent_at=clock.now(),
        )  # fmt: skip
        asked = tower.session, keeper, draft, (), ()
        link, hotline = pages.preview(*asked, "https://vp.khetien.example/").lacks
        assert "value=https://vp.khetien.example" in unquote(link.href)
        assert "urgent.hotline" in hotline.href
        inside = pages.preview(*asked, "http://10.0.0.5:8700/").lacks[0]
        assert "value=" not in inside.href
    tower.session.rollback()


def test_the_roster_says_who_is_on_duty(
    tower: Tower, client_of: Callable[[Actor], FlaskClient]
) -> None:
    office = tower.office
    with tower.at(0):
        clerk = client_of(office.clerk)
        day = f"{clock.today():%d/%m/%Y}"
        values = {"day": day, "shift": "night", "person": str(office.officer.person_id)}
        assert clerk.post("/urgent/roster/change", data=values).status_code == 302
        assert office.officer.name in clerk.get("/urgent/roster").get_data(as_text=True)
        tonight = clock.at(clock.today(), time(22))
        assert on_duty(tower.session, office.agency_id, tonight) == office.officer.person_id
        post = select(Post).where(Post.person_id == office.officer.person_id)
        for row in tower.session.scalars(post):
            row.valid_from = row.valid_to = clock.today() - timedelta(days=1)
        tower.session.flush()
        assert on_duty(tower.session, office.agency_id, tonight) is None, "who left is not on duty"
        tower.session.rollback()
        stranger = values | {"person": str(office.other_clerk.person_id)}
        assert clerk.post("/urgent/roster/change", data=stranger).status_code == 422
        over = values | {"day": "22/11/2026"}
        assert "đã qua" in clerk.post("/urgent/roster/change", data=over).get_data(as_text=True)
        assert clerk.post("/urgent/roster/change", data=values | {"person": ""}).status_code == 302
    assert tower.read(select(DutyShift)) == []
