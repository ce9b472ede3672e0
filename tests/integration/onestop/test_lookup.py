"""The citizen's page: what it says of each state, what it never says, and whoever guesses waits."""

from datetime import timedelta
from html import unescape
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core import clock
from app.onestop.cases import service
from app.onestop.cases.inputs import Intake, Status
from app.onestop.lookup.views import MISSES_ALLOWED, MISSES_WITHIN
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("monday")


VISITORS = count(1)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """At an address of their own: misses are counted by address, as long as the process lives."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"203.0.113.{next(VISITORS)}"
    return client


def moved(session: Session, office: Office, case_id: int, *targets: Status) -> None:
    for target in targets:
        service.move(session, office.clerk, case_id, target, "Bản sao giấy khai tử")
    session.commit()


def looked_up(visitor: FlaskClient, code: str) -> str:
    answer = visitor.get("/lookup", query_string={"code": code})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    page = unescape(answer.text)
    for personal in ("Nông Văn Thịnh", "098084001842", "Phùng Thị Lụa"):
        assert personal not in page
    return page


def test_a_case_is_told_from_its_receipt_to_its_result(
    visitor: FlaskClient, session: Session, office: Office, complete: Intake
) -> None:
    case = service.take_in(session, office.clerk, complete, Status.RECEIVED)
    session.commit()
    case_id, code = case.id, case.public_code
    session.rollback()
    page = looked_up(visitor, f" {code[:4].lower()}-{code[4:]} ")
    assert "Hồ sơ đã được tiếp nhận." in page
    assert "thứ Sáu 27/11/2026" in page
    moved(session, office, case_id, Status.PROCESSING, Status.SUPPLEMENT)
    page = looked_up(visitor, f"https://vp.tankhe.gov.vn/lookup?code={code}")
    assert "Bản sao giấy khai tử" in page
    assert "Ngày hẹn đang dừng lại" in page
    moved(session, office, case_id, Status.PROCESSING)
    assert "đúng hẹn" in looked_up(visitor, code)
    with clock.stopped_at(MONDAY + timedelta(days=14)):
        assert "xin lỗi ông, bà" in looked_up(visitor, code)
        moved(session, office, case_id, Status.FINISHED)
        assert "mời ông, bà đến nhận" in looked_up(visitor, code)
        moved(session, office, case_id, Status.RETURNED)
        assert "Đã trả kết quả." in looked_up(visitor, code)


def test_a_ground_of_refusal_stands_on_paper_alone(
    visitor: FlaskClient, session: Session, office: Office, complete: Intake
) -> None:
    ground = "Ông Nông Văn Thịnh đã có giấy này"
    case = service.take_in(session, office.clerk, complete, Status.REFUSED, ground)
    session.commit()
    page = looked_up(visitor, case.public_code)
    assert "Lý do ghi trên giấy" in page
    assert ground not in page


def test_whoever_guesses_waits_and_a_slip_of_the_hand_costs_nothing(
    visitor: FlaskClient, session: Session, office: Office, complete: Intake
) -> None:
    case = service.take_in(session, office.clerk, complete, Status.RECEIVED)
    session.commit()
    code = case.public_code
    session.rollback()
    for _slip in range(MISSES_ALLOWED + 1):
        assert visitor.get("/lookup?code=7MQ4").status_code == 404
    for _guess in range(MISSES_ALLOWED):
        assert visitor.get("/lookup?code=7MQ42H93").status_code == 404
    assert visitor.get("/lookup", query_string={"code": code}).status_code == 429
    assert visitor.get("/lookup").status_code == 200
    with clock.stopped_at(MONDAY + MISSES_WITHIN):
        looked_up(visitor, code)


def test_no_date_is_kept_where_none_was_promised(
    visitor: FlaskClient, session: Session, office: Office, complete: Intake
) -> None:
    case = service.take_in(session, office.clerk, complete, Status.RECEIVED)
    case.due_rule = case.due_at = case.first_due_at = None
    service.move(session, office.clerk, case.id, Status.PROCESSING)
    session.commit()
    code = case.public_code
    session.rollback()
    page = looked_up(visitor, code)
    assert "Hồ sơ đang được giải quyết." in page
    assert "đúng hẹn" not in page


def test_nothing_of_the_procedure_is_read_to_say_how_a_case_stands(
    visitor: FlaskClient, session: Session, office: Office, complete: Intake
) -> None:
    code = service.take_in(session, office.clerk, complete, Status.RECEIVED).public_code
    session.commit()
    with statements() as asked:
        looked_up(visitor, code)
    assert not [one for one in asked if "procedure_" in one.partition("FROM")[2]]
