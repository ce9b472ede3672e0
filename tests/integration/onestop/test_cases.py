"""Cases: received with two codes and one promise, moved, paused, taken back; and who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.core import clock
from app.core.errors import Forbidden, NotFound, Refused, Stale
from app.core.policy import Actor
from app.deadlines.queries import horizon_of
from app.moves.queries import carried_to, heads_of, heads_together
from app.moves.service import Merger, merge
from app.onestop.cases import queries, service
from app.onestop.cases.filters import CaseFilter
from app.onestop.cases.inputs import Intake, Status
from app.onestop.cases.models import Case, CaseDay, CasePaper
from app.onestop.cases.queries import CASES
from app.onestop.procedures.models import ProcedureVersion
from app.onestop.procedures.service import drafting, publishing
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.reading import found

pytestmark = pytest.mark.usefixtures("monday")
Clients = Callable[[Actor], FlaskClient]


def at(written: str) -> datetime:
    return datetime.strptime(written, "%d/%m/%Y %H:%M").replace(tzinfo=clock.VIETNAM)


def received(session: Session, office: Office, intake: Intake) -> Case:
    case = service.take_in(session, office.clerk, intake, Status.RECEIVED)
    session.commit()
    return case


def test_codes_count_by_agency_and_day_and_none_is_given_twice(
    session: Session, office: Office, complete: Intake
) -> None:
    first = received(session, office, complete)
    service.take_in(session, office.clerk, complete, Status.RECEIVED)
    session.rollback()
    second = received(session, office, complete)
    other = service.take_in(session, office.other_clerk, complete, Status.RECEIVED)
    assert (first.code, second.code) == ("H49.12-261123-0001", "H49.12-261123-0002")
    assert other.code == "H49.13-261123-0001"
    assert len({first.public_code, second.public_code, other.public_code}) == 3
    with clock.stopped_at(MONDAY + timedelta(days=2)):
        assert received(session, office, complete).code == "H49.12-261125-0001"
    assert session.scalars(select(CaseDay.last_number).order_by(CaseDay.last_number)).all()


def test_what_comes_out_of_hours_is_dated_from_when_people_work(
    session: Session, office: Office, complete: Intake
) -> None:
    with clock.stopped_at(at("27/11/2026 18:10")):
        case = received(session, office, complete)
        assert case.received_at == at("27/11/2026 18:10")
        assert case.step_since == at("30/11/2026 07:00")
        due = queries.clocks_of(session, case).due
        assert due is not None
        assert due.begins == at("30/11/2026 07:00")
        assert case.due_at == at("02/12/2026 17:00")


def test_the_clock_stands_while_the_citizen_is_waited_for(
    session: Session, office: Office, complete: Intake
) -> None:
    with clock.stopped_at(at("02/11/2026 08:00")):
        case = received(session, office, complete)
        service.move(session, office.clerk, case.id, Status.PROCESSING)
    with clock.stopped_at(at("03/11/2026 08:00")):
        with pytest.raises(Refused, match="Say why"):
            service.move(session, office.clerk, case.id, Status.SUPPLEMENT)
        service.move(session, office.clerk, case.id, Status.SUPPLEMENT, "Tờ khai")
        assert (case.due_at, case.first_due_at) == (None, at("05/11/2026 08:00"))
    with clock.stopped_at(at("06/11/2026 08:00")):
        service.move(session, office.clerk, case.id, Status.PROCESSING)
        assert case.due_at == at("10/11/2026 08:00")
    with clock.stopped_at(at("20/11/2026 08:00")):
        service.move(session, office.clerk, case.id, Status.FINISHED)
        assert case.finished_at == at("20/11/2026 08:00"), "late, and yet it goes on"
        with pytest.raises(Refused, match="cannot go there"):
            service.move(session, office.clerk, case.id, Status.SUPPLEMENT, "Tờ khai")


def test_what_was_late_before_the_citizen_was_asked_stays_late(
    session: Session, office: Office, complete: Intake, client_of: Clients
) -> None:
    with clock.stopped_at(at("02/11/2026 08:00")):
        case = received(session, office, complete)
    service.move(session, office.clerk, case.id, Status.SUPPLEMENT, "Tờ khai")
    session.commit()
    assert case.due_at == at("05/11/2026 08:00")
    listed = client_of(office.clerk).get("/cases?tab=late").text
    assert case.code in listed
    assert 'data-state="late"' in listed


def test_a_move_is_taken_back_until_the_next_person_acts(
    session: Session, office: Office, complete: Intake
) -> None:
    case = received(session, office, complete)
    with pytest.raises(Refused, match="not taken back"):
        service.take_back_last(session, office.clerk, case.id)
    due = case.due_at
    service.move(session, office.clerk, case.id, Status.SUPPLEMENT, "Tờ khai")
    service.take_back_last(session, office.clerk, case.id)
    assert (case.status, case.due_at, queries.pauses(session, case.id)) == (2, due, [])
    assert queries.story(session, case.id)[0].undone_at is not None
    service.move(session, office.clerk, case.id, Status.SUPPLEMENT, "Tờ khai")
    with clock.stopped_at(MONDAY + timedelta(days=2)):
        service.move(session, office.clerk, case.id, Status.PROCESSING)
        service.take_back_last(session, office.clerk, case.id)
    assert [one.end for one in queries.pauses(session, case.id)] == [None]


def test_what_is_incomplete_has_no_promise_before_it_is_complete(
    session: Session, office: Office, complete: Intake
) -> None:
    lacks = replace(complete, papers=[replace(one, quantity=0) for one in complete.papers])
    with pytest.raises(Refused, match="Still missing"):
        service.take_in(session, office.clerk, lacks, Status.RECEIVED)
    session.rollback()
    case = service.take_in(session, office.clerk, lacks, Status.REGISTERED, "Tờ khai")
    assert (case.received_at, case.due_at) == (None, None)
    with clock.stopped_at(at("25/11/2026 09:00")):
        service.move(session, office.clerk, case.id, Status.RECEIVED)
        assert (case.received_at, case.due_at) == (at("25/11/2026 09:00"), at("30/11/2026 09:00"))


def test_what_was_missing_stands_on_the_receipt_once_it_is_complete(
    session: Session, office: Office, complete: Intake
) -> None:
    papers = [
        replace(one, quantity=0, is_required=place < 2) for place, one in enumerate(complete.papers)
    ]
    case = service.take_in(
        session, office.clerk, replace(complete, papers=papers), Status.REGISTERED, "Tờ khai"
    )

    def there() -> list[str]:
        rows = select(CasePaper).where(CasePaper.case_id == case.id).order_by(CasePaper.place)
        session.expire_all()
        return [one.name for one in session.scalars(rows) if one.quantity]

    assert not there()
    service.move(session, office.clerk, case.id, Status.RECEIVED)
    assert there() == [one.name for one in papers if one.is_required]
    service.take_back_last(session, office.clerk, case.id)
    assert not there()


def test_what_is_complete_later_is_received_by_what_is_asked_for_then(
    session: Session, office: Office, complete: Intake
) -> None:
    lacks = replace(complete, papers=[replace(one, quantity=0) for one in complete.papers])
    case = service.take_in(session, office.clerk, lacks, Status.REGISTERED, "Tờ khai")
    version = session.get_one(ProcedureVersion, case.version_id)
    publishing.end(session, office.admin, version.id, clock.today(), "Quyết định 15/QĐ-UBND")
    with clock.stopped_at(MONDAY + timedelta(days=1)):
        with pytest.raises(Refused, match="nothing more may be received"):
            service.move(session, office.clerk, case.id, Status.RECEIVED)
        next_one = drafting.begin_next(session, office.admin, case.procedure_id)
        publishing.publish(session, office.admin, next_one.id, clock.today())
        with pytest.raises(Refused, match="note the case anew"):
            service.move(session, office.clerk, case.id, Status.RECEIVED)


def test_two_officers_at_one_case(session: Session, office: Office, complete: Intake) -> None:
    case = received(session, office, complete)
    seen = case.version
    service.move(session, office.clerk, case.id, Status.PROCESSING, seen=seen)
    session.commit()
    with pytest.raises(Stale):
        service.move(session, office.clerk, case.id, Status.WITHDRAWN, "Đơn", seen=seen)


def test_who_may(session: Session, office: Office, complete: Intake) -> None:
    case = received(session, office, complete)
    with pytest.raises(NotFound):
        service.move(session, office.other_clerk, case.id, Status.PROCESSING)
    with pytest.raises(Forbidden):
        service.move(session, office.leader, case.id, Status.PROCESSING)
    with pytest.raises(Forbidden):
        service.take_in(session, office.officer, complete, Status.RECEIVED)
    assert CASES.count(session, office.officer, CaseFilter(tab="all"), _moments(session)) == 0
    assert CASES.count(session, office.leader, CaseFilter(tab="all"), _moments(session)) == 1


def _moments(session: Session) -> dict[str, datetime]:
    return horizon_of(session, None).moments


def test_its_pages(client_of: Clients, session: Session, office: Office, complete: Intake) -> None:
    case = received(session, office, complete)
    clerk = client_of(office.clerk)
    listed = clerk.get("/cases?text=nong+van").text
    assert case.code in listed
    page = clerk.get(f"/records/{case.id}").text
    assert "Nông Văn Thịnh" in page
    assert "098084001842" in page
    sheet = clerk.get(f"/cases/{case.id}/print").text
    for words in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "3 ngày làm việc",
        case.code,
        "<path d=",
    ):
        assert words in sheet
    moved = clerk.post(f"/cases/{case.id}/move/5", data={"words": "", "version": case.version})
    assert moved.status_code == 422
    moved = clerk.post(
        f"/cases/{case.id}/move/5", data={"words": "Tờ khai", "version": case.version}
    )
    assert moved.status_code == 302
    assert "PHIẾU YÊU CẦU BỔ SUNG" in clerk.get(f"/cases/{case.id}/print").text
    assert clerk.post(f"/cases/{case.id}/take-back").status_code == 302
    assert client_of(office.officer).get(f"/cases/{case.id}/print").status_code == 404
    assert client_of(office.leader).get(f"/cases/{case.id}/print").status_code == 200
    assert clerk.get(f"/cases/{case.id}/move/9").status_code == 404


CARD = "098084001842|082123456|Nông Văn Thịnh|14031984|Nam|Thôn Nà Pàn, xã Hữu Lũng|22062024"


def field_of(page: str, name: str) -> str:
    tag = found(rf'<input[^>]*name="{name}"[^>]*>', page)[0]
    return found(r'value="([^"]*)"', tag)[1] if "value=" in tag else ""


def test_from_the_card_to_the_receipt(
    client_of: Clients, session: Session, office: Office, complete: Intake
) -> None:
    clerk = client_of(office.clerk)
    page = clerk.post("/counter", data={"scan": CARD}).text
    assert (field_of(page, "name"), field_of(page, "born_on")) == ("Nông Văn Thịnh", "14/03/1984")
    typed = {"name": "Nông Văn Thịnh", "identity": "098084001842", "born_on": "14/03/1984"}
    page = clerk.post("/counter", data={**typed, "words": "tinh trang hon nhan"}).text
    procedure_id = field_of(page, "procedure_id")
    assert procedure_id == str(complete.procedure_id)
    assert "27/11/2026" in page
    chosen = {**typed, "procedure_id": procedure_id, "shown_id": procedure_id, "sets": "1"}
    lacking = clerk.post("/counter", data={**chosen, "do": "receive"})
    assert lacking.status_code == 422
    sent = clerk.post("/counter", data={**chosen, "do": "receive", "all_here": "y"})
    assert sent.status_code == 302, sent.text
    case = session.scalars(select(Case)).one()
    assert (case.code, case.status, case.channel) == ("H49.12-261123-0001", 2, "counter")
    code, public_code = case.code, case.public_code
    session.rollback()
    page = clerk.post("/counter", data={"scan": CARD}).text
    assert code in page
    assert clerk.post("/counter", data={"scan": public_code}).status_code == 302
    page = clerk.post("/counter", data={**typed, "words": "", "pick": procedure_id}).text
    assert code in page


@pytest.mark.parametrize(("do", "status", "form"), [("ask", 1, "02"), ("refuse", 3, "03")])
def test_nothing_is_received_but_in_writing(
    client_of: Clients, session: Session, complete: Intake, office: Office,
    do: str, status: int, form: str,
) -> None:  # fmt: skip
    clerk, number = client_of(office.clerk), str(complete.procedure_id)
    sent = {"name": "Nông Văn Thịnh", "identity": "098084001842", "sets": "1", "do": do,
            "procedure_id": number, "shown_id": number}  # fmt: skip
    assert clerk.post("/counter", data=sent).status_code == 422
    answer = clerk.post("/counter", data={**sent, "notice": "Tờ khai theo mẫu"})
    assert answer.status_code == 302
    assert session.scalars(select(Case.status)).one() == status
    sheet = clerk.get(answer.location).text
    assert f"Mẫu số {form}" in sheet
    assert "Tờ khai theo mẫu" in sheet


def test_a_code_that_is_no_card_is_said(
    client_of: Clients, office: Office, procedures: None
) -> None:
    clerk = client_of(office.clerk)
    for text in ("https://x.vn|1|2", "|" * 100_000):
        answer = clerk.post("/counter", data={"scan": text})
        assert answer.status_code == 422
    assert client_of(office.officer).get("/counter").status_code == 403


def test_the_cases_of_a_merged_agency_go_on_at_the_counter_of_its_successor(
    session: Session, office: Office, complete: Intake
) -> None:
    case = service.take_in(session, office.other_clerk, complete, Status.RECEIVED)
    code, promised = case.code, case.due_at
    with pytest.raises(NotFound):
        service.move(session, office.clerk, case.id, Status.PROCESSING)
    together = (office.other_agency_id, office.agency_id)
    place = carried_to(*together, {}, ())
    heads = {
        key: rows[0].id for key, rows in heads_together(heads_of(session, together), place).items()
    }
    merge(session, office.admin, Merger(*together, "Nghị quyết 07.", heads=heads))
    clerk = actor_of(session, office.clerk.person_id)
    service.move(session, clerk, case.id, Status.PROCESSING)
    assert case.status == Status.PROCESSING
    assert (case.code, case.due_at) == (code, promised), "what the receipt says stands"
    assert CASES.count(session, clerk, CaseFilter(tab="all"), _moments(session)) == 1
