"""Wherever a due date stands, "Why?" leads to a page that explains it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.requests import queries, service
from app.requests.rules import Holder
from app.requests.service import Asking
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.drafting.making import at, make_draft, sent, step
from tests.integration.outgoing.making import request_of, signed

pytestmark = pytest.mark.usefixtures("monday")
ClientOf = Callable[[Actor], FlaskClient]
DUE = re.compile(r'<a class="cv-due" href="([^"]+)"')


def test_lists_of_drafts_turns_letters_and_requests_lead_to_the_why_of_each_date(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    storage = MemoryStorage()
    make_draft(session, office, storage, due_on=date(2026, 11, 27))
    asked_round = (
        step("opinion", office.economy_head, 1, date(2026, 11, 26)), step("sign", office.leader, 2),
    )  # fmt: skip
    sent(session, office, storage, asked_round, due_on=date(2026, 11, 30))
    signed(session, office, storage)
    document = request_of(session, office)
    asking = Asking(document.id, "V/v", office.leader.person_id)
    holder = Holder("Phòng Kinh tế", unit_id=office.economy_id, due_at=at(25))
    service.ask(session, office.leader, asking, [holder])
    request = queries.request_on(session, document.id)
    assert request is not None
    request_id = request.id
    session.commit()
    officer, head, leader = map(client_of, (office.officer, office.economy_head, office.leader))
    clerk = client_of(office.clerk)
    for client, path, said in (
        (officer, "/drafts", "Hạn gửi dự thảo"),
        (head, "/approvals", f"Ý kiến của {office.economy_head.name}"),
        (clerk, "/outgoing", "Cấp số, phát hành"),
        (leader, "/requests", "Nơi hỏi đặt hạn trả lời"),
        (leader, f"/requests/{request_id}", "Phòng Kinh tế"),
        (head, f"/requests/{request_id}", "Thời điểm cuối"),
    ):
        page = client.get(path)
        assert page.status_code == 200, path
        found = DUE.findall(page.text)
        assert found, path
        assert '<span class="cv-due"' not in page.text, path
        whys = [client.get(one.replace("&amp;", "&")).text for one in found]
        assert any(said in one for one in whys), (path, said)
