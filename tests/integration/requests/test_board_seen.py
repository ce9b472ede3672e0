"""What each side is shown of a request, and told when something was done with it."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from docx import Document as open_docx
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.deadlines.queries import due_moment
from app.requests import service
from app.requests.models import RequestLine
from app.requests.queries import find, request_on
from app.requests.rules import Holder
from app.requests.service import Asking
from tests.factories.office import Office
from tests.integration.outgoing.making import request_of
from tests.reading import found

pytestmark = pytest.mark.usefixtures("monday")
OUTSIDE = "Công ty Thủy nông"


@pytest.fixture
def lines(session: Session, office: Office) -> list[RequestLine]:
    """The economy unit leads; the culture unit and a company are asked too."""
    asking = Asking(request_of(session, office).id, "V/v báo cáo", office.leader.person_id)
    due = due_moment(session, office.agency_id, date(2026, 11, 27))
    holders = [
        Holder("Phòng Kinh tế", unit_id=office.economy_id, due_at=due, role="lead"),
        Holder("Phòng Văn hóa", unit_id=office.culture_id, due_at=due),
        Holder(OUTSIDE),
    ]
    asked = service.ask(session, office.leader, asking, holders)
    columns = [{"name": "Hạn xong", "kind": "day"}]
    service.lay_out(session, office.leader, asked[0].request_id, columns)
    session.commit()
    return asked


def test_the_date_of_one_answer_is_explained_alone(
    session: Session,
    office: Office,
    client_of: Callable[[Actor], FlaskClient],
    lines: list[RequestLine],
) -> None:
    leader, why = client_of(office.leader), f"/requests/{lines[0].request_id}/why"
    assert f'{why}?line={lines[1].id}"' in leader.get(f"/requests/{lines[0].request_id}").text
    one, every = leader.get(f"{why}?line={lines[1].id}").text, leader.get(why).text
    assert ("Phòng Văn hóa" in one, "Phòng Kinh tế" in one) == (True, False)
    assert "Phòng Kinh tế" in every


def test_of_what_was_withdrawn_nothing_waits(
    session: Session,
    office: Office,
    client_of: Callable[[Actor], FlaskClient],
    lines: list[RequestLine],
) -> None:
    here, leader = f"/requests/{lines[0].request_id}", client_of(office.leader)
    service.answer(session, office.clerk, lines[2].id, "qua điện thoại")
    session.commit()
    noted = leader.get(here).text
    assert "Chờ tôi" in noted
    assert "đôn đốc bằng công văn" not in noted
    told = leader.post(f"{here}/withdraw", data={"reason": "nhầm"}, follow_redirects=True).text
    assert "Đã rút yêu cầu." in told
    shown = found("<main.*</main>", told).group()
    assert "Chưa duyệt" in shown
    assert "hỏi 3 nơi" in shown
    for waiting in ("Chờ tôi", "Chờ duyệt"):
        assert waiting not in shown
    assert "1 chờ duyệt" not in leader.get("/requests?tab=closed").text


def test_who_is_to_do_it_again_is_not_called_unanswered(
    session: Session,
    office: Office,
    client_of: Callable[[Actor], FlaskClient],
    lines: list[RequestLine],
) -> None:
    given = service.answer(session, office.economy_head, lines[0].id, "bản đầu", ("31/12/2026",))
    service.redo(session, office.leader, lines[0].id, given.id, "thiếu", None)
    service.answer(session, office.head, lines[1].id, "", ("31/12/2026",))
    session.commit()
    here, leader = f"/requests/{lines[0].request_id}", client_of(office.leader)
    report = open_docx(io.BytesIO(leader.get(f"{here}/answers.docx").data))
    said = [one.text for one in report.paragraphs]
    assert "Phải làm lại: Phòng Kinh tế" in said
    assert f"Chưa trả lời: {OUTSIDE}" in said
    sheet = load_workbook(io.BytesIO(leader.get(f"{here}/answers.xlsx").data)).active
    assert sheet is not None
    days = [cell.value.date() for row in sheet.iter_rows() for cell in row if cell.is_date]
    assert days == [date(2026, 12, 31)]


def test_who_is_asked_is_told_in_the_list_how_far_they_are_alone(
    session: Session,
    office: Office,
    client_of: Callable[[Actor], FlaskClient],
    lines: list[RequestLine],
) -> None:
    service.answer(session, office.head, lines[1].id, "xong")
    session.commit()
    mine = client_of(office.leader).get("/requests?tab=mine").text
    asked = client_of(office.economy_head).get("/requests?tab=answer").text
    for words in ("0/3 đã duyệt", "1 chờ duyệt"):
        assert words in mine
        assert words not in asked
    assert f"/requests/{lines[0].request_id}" in asked


def test_whoever_leads_is_among_those_who_are_asked(
    session: Session,
    office: Office,
    client_of: Callable[[Actor], FlaskClient],
    lines: list[RequestLine],
) -> None:
    leader = client_of(office.leader)
    anew, off = request_of(session, office).id, f"/requests/lines/{lines[0].id}/off"
    session.commit()
    sent = {"inside": [f"u{office.culture_id}"], "lead": f"u{office.economy_id}"}
    refused = leader.post(f"/requests/ask/{anew}", data=sent)
    assert refused.status_code == 422
    assert "Chưa chọn hỏi Phòng Kinh tế" in refused.text
    assert request_on(session, anew) is None
    session.rollback()
    twice = {"outside": f"{OUTSIDE}\n{OUTSIDE}", "lead": ""}
    told = leader.post(f"/requests/ask/{anew}", data=twice, follow_redirects=True).text
    assert "Đã hỏi 1 nơi." in told

    # Who is asked already may come to lead; the one who leads is not taken off unwarned.
    assert "đang chủ trì" in leader.get(off).text
    shown = leader.post(off, data={"reason": "nhầm nơi"}, follow_redirects=True).text
    assert "Chủ trì" not in shown
    record_id = find(session, lines[0].request_id).record_id
    session.rollback()
    lead = {"outside": "Sở Y tế", "lead": f"u{office.culture_id}"}
    assert leader.post(f"/requests/ask/{record_id}", data=lead).status_code == 302
    session.expire_all()
    assert lines[1].role == "lead"
