"""The pages of leave, of handing over and of reorganising, by whoever uses them."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.drafting.service import start
from app.leave import service as leave
from app.leave.models import LeaveRequest
from app.leave.rules import LeaveData
from app.moves.models import Handover
from app.organisation.models import Absence, Unit
from app.organisation.queries import pages
from app.work.models import Assignment
from app.work.service import Receiver
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.drafting.making import entry
from tests.integration.work.making import directed, person, unit

ClientOf = Callable[[Actor], FlaskClient]


def test_a_head_hands_over_and_takes_back(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    receiver = Receiver(person(office.officer), "lead")
    first, second = (directed(session, office, receiver)[1][0].id for _number in range(2))
    session.commit()
    client, address = client_of(office.head), f"/persons/{office.officer.person_id}/handover"
    assert "Bàn giao công việc của" in client.get(address).text
    things = ["work.lines", f"work.lines:{first}", f"work.lines:{second}"]
    typed = {
        "thing": things,
        "to": [person(office.second_officer), "", "Không Ai"],
        "reason": "Đi.",
    }
    refused = client.post(address, data=typed)
    assert refused.status_code == 422
    assert "Không có ai là Không Ai" in refused.text
    assert 'value="Không Ai"' in refused.text
    to = [person(office.second_officer), "", "giữ lại"]
    done = client.post(address, data={**typed, "to": to})
    report = client.get(done.location)
    assert report.status_code == 200
    assert "đã bàn giao" in report.text
    assert client_of(office.second_officer).get(done.location).status_code == 200
    assert client_of(office.economy_head).get(done.location).status_code == 404
    assert client_of(office.economy_head).get(address).status_code == 403
    assert client.post(f"{done.location}/take-back").location == done.location
    assert "đã trả lại" in client.get(done.location).text
    session.rollback()
    assert session.query(Handover).one().taken_back_by_id == office.head.person_id


def test_leave_is_asked_and_approved_on_its_pages(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    mine = client_of(office.officer)
    assert "Xin nghỉ phép" in mine.get("/me").text
    day = (clock.today() + timedelta(days=3)).strftime("%d/%m/%Y")
    form = {"starts_on": day, "ends_on": day, "reason": "", "reroutes": "y"}
    refused = mine.post("/leave/new", data=form)
    assert refused.status_code == 422
    assert "Cho biết ai thay" in refused.text
    form |= {"reason": "Việc nhà.", "stand_in_id": str(office.second_officer.person_id)}
    address = mine.post("/leave/new", data=form).location
    assert "chưa duyệt" in mine.get(address).text
    assert f"{office.head.name} duyệt" in mine.get(address).text
    head = client_of(office.head)
    assert office.officer.name in head.get("/leave?tab=decide").text
    assert "Xin nghỉ chờ duyệt" in head.get("/").text
    assert head.get(f"{address}/refuse").status_code == 200
    assert head.post(f"{address}/approve", data={"version": "1"}).location == address
    late = client_of(office.leader).post(f"{address}/refuse", data={"version": "1", "reason": "K"})
    assert late.status_code == 409
    assert client_of(office.economy_head).get(address).status_code == 404
    assert mine.post(f"{address}/take-back", data={"version": "2"}).status_code == 302
    session.rollback()
    assert session.query(LeaveRequest).one().state == "taken_back"


def test_a_unit_is_split_after_it_was_looked_at(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    _document, [line] = directed(session, office, Receiver(unit(office.culture_id), "lead"))
    number = line.id
    session.commit()
    client = client_of(office.admin)
    assert "Sáp nhập, chia tách" in client.get(f"/admin/organisation/{office.agency_id}").text
    address = f"/admin/organisation/units/{office.culture_id}/reorganise"
    assert client.get(address).status_code == 200
    form = {
        "new_name": ["Phòng Văn hóa", "Phòng Y tế"],
        "new_short": ["VH", "YT"],
        "new_symbol": ["VH", "YT"],
        "reason": "Nghị quyết 05.",
        "done": "0",
    }
    looked = client.post(address, data=form)
    assert f'value="work.unit_lines:{number}"' in looked.text
    assert len(re.findall(r'value="post:\d+"', looked.text)) == 3
    assert "văn bản đến" in looked.text  # it keeps the office, and does not read its papers
    assert "cải cách hành chính" not in looked.text
    session.rollback()
    assert session.query(Unit).filter_by(short_name="YT").count() == 0
    session.rollback()
    single = {**form, "new_name": ["Phòng Văn hóa"], "new_short": ["VH"], "new_symbol": ["VH"]}
    assert 'name="to"' not in client.post(address, data=single).text, "there is nothing to choose"
    form |= {"thing": [f"work.unit_lines:{number}"], "to": ["n2"], "done": "1"}
    done = client.post(address, data=form)
    assert client.get(done.location).status_code == 200
    session.rollback()
    to = session.query(Unit).filter_by(short_name="YT").one()
    assert session.get_one(Assignment, number).holder == unit(to.id)
    session.rollback()
    for wrong in ({"new_name": ["", ""]}, {"into": "9999"}):
        assert client.post(address, data={**form, **wrong}).status_code == 422


def test_what_may_not_be_read_is_told_apart(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    for _number in range(2):
        start(session, MemoryStorage(), office.officer, entry(office))
    session.commit()
    address = f"/persons/{office.officer.person_id}/handover"
    shown = client_of(office.admin).get(address).text
    assert all(
        f"Công văn, đồng chí không được xem nội dung ({number})" in shown for number in (1, 2)
    )


def test_who_can_stand_in_is_named_with_their_unit(session: Session, office: Office) -> None:
    said = dict(pages.people_beside(session, office.officer.person_id))
    unit_name = session.get_one(Unit, office.economy_id).short_name
    assert said[office.economy_head.person_id].endswith(unit_name)
    assert next(iter(said)) in (office.head.person_id, office.second_officer.person_id)


def test_who_decides_on_leave_sees_what_falls_due_and_whether_the_stand_in_is_there(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    due = clock.now() + timedelta(days=3)
    receiver = Receiver(person(office.officer), "lead", due)
    directed(session, office, receiver)
    day = clock.local(due).date()
    number = office.second_officer.person_id
    asked = leave.ask(
        session,
        office.officer,
        LeaveData(day, day, "Việc nhà.", stand_in_id=number, delegates=True),
    )
    away = Absence(person_id=number, starts_on=day, ends_on=day, reason="Ốm.")
    session.add(away)
    session.flush()
    address = f"/leave/{asked.id}"
    session.commit()
    mine, _stand_in = client_of(office.officer), client_of(office.second_officer)
    shown = client_of(office.head).get(address).text
    assert "Đến hạn trong những ngày này" in shown
    assert f"văn bản đồng chí không được xem, hạn {day:%d/%m/%Y}" in shown
    assert f"hạn {day:%d/%m/%Y}</a>" in client_of(office.leader).get(address).text
    assert f"{office.second_officer.name} nghỉ vào một số ngày đó" in shown
    assert "Đến hạn trong những ngày này" not in mine.get(address).text
    session.delete(away)
    session.commit()
    client_of(office.head).post(f"{address}/approve", data={"version": "1"})
    assert f"{office.second_officer.name} không còn thay ở chức vụ này" in mine.get(address).text
