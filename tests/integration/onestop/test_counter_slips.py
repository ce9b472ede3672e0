"""Slips at the counter: another person, other papers, too much typed."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.onestop.cases import service
from app.onestop.cases.inputs import Intake, Status
from app.onestop.cases.models import Case
from app.onestop.counter.forms import CounterForm
from app.onestop.procedures.inputs import Content, Paper, Variant
from app.organisation.models import Agency
from tests.factories.office import Office
from tests.integration.onestop.test_cases import CARD, field_of

pytestmark = pytest.mark.usefixtures("monday")
Clients = Callable[[Actor], FlaskClient]


def received(session: Session, office: Office, intake: Intake) -> Case:
    case = service.take_in(session, office.clerk, intake, Status.RECEIVED)
    session.commit()
    return case


def test_nothing_of_one_person_stays_with_the_next(
    client_of: Clients, office: Office, complete: Intake
) -> None:
    clerk, number = client_of(office.clerk), str(complete.procedure_id)
    typed = {"name": "Hoàng Thị Mẩy", "identity": "098190000017", "phone": "0999018301",
             "procedure_id": number, "shown_id": number, "paper": "0"}  # fmt: skip
    page = clerk.post("/counter", data={**typed, "scan": CARD}).text
    assert (field_of(page, "name"), field_of(page, "phone")) == ("Nông Văn Thịnh", "")
    assert 'value="0" checked' not in page
    page = clerk.post("/counter", data={**typed, "scan": "098084001842"}).text
    assert (field_of(page, "name"), field_of(page, "identity")) == ("", "098084001842")
    page = clerk.post("/counter", data={**typed, "scan": "098190000017"}).text
    assert (field_of(page, "name"), field_of(page, "phone")) == ("Hoàng Thị Mẩy", "0999018301")
    assert 'value="0" checked' in page


def test_more_than_a_case_has_room_for_is_said(
    client_of: Clients, office: Office, complete: Intake
) -> None:
    clerk, number = client_of(office.clerk), str(complete.procedure_id)
    sent = {"name": "Nông Văn Thịnh", "identity": "098084001842", "sets": "1", "do": "receive",
            "procedure_id": number, "shown_id": number, "all_here": "y"}  # fmt: skip
    for much in ({"name": "N" * 201}, {"phone": "0" * 31}, {"note": "n" * 501}):
        assert clerk.post("/counter", data={**sent, **much}).status_code == 422
    ticked = clerk.post("/counter", data={**sent, "all_here": "", "paper": "9" * 5_000})
    assert ticked.status_code == 422


@pytest.mark.parametrize("shown", ["Cấp đổi", "Cấp lại", None])
def test_what_was_ticked_holds_for_the_papers_that_were_shown(
    app: Flask, shown: str | None
) -> None:
    papers = (Paper("Giấy cũ", variant="Cấp đổi"), Paper("Đơn báo mất", variant="Cấp lại"))
    content = Content(name="Cấp lại", level="X", variants=(Variant("Cấp đổi"), Variant("Cấp lại")))
    sent = {"procedure_id": "1", "shown_id": "1", "variant": "Cấp lại", "paper": "0"}
    if shown is not None:
        sent["shown_variant"] = shown
    with app.test_request_context("/counter", method="POST", data=sent):
        form = CounterForm()
        form.offer(replace(content, papers=papers))
        assert form.has_other_papers == (shown == "Cấp đổi")
        assert form.papers.ticked == (set() if shown == "Cấp đổi" else {0})
        form.offer(content)
        assert form.shown_variant.data == "Cấp lại"


def test_the_code_of_an_agency_may_have_small_letters(
    client_of: Clients, session: Session, office: Office, complete: Intake
) -> None:
    session.get_one(Agency, office.agency_id).code = "h49.12x"
    case = received(session, office, complete)
    code, case_id = case.code, case.id
    session.rollback()
    answer = client_of(office.clerk).post("/counter", data={"scan": code})
    assert answer.status_code == 302
    assert answer.location.endswith(f"/records/{case_id}")
