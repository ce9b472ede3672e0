"""What a case says of itself: who received it, where it may go, and whose eyes it is for."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.access.models import RolePermission
from app.core.policy import Actor
from app.onestop.cases import service
from app.onestop.cases.inputs import Intake, Status
from app.onestop.cases.models import Case, CaseMove
from app.onestop.cases.policy import READ
from app.onestop.cases.presenters import sheet_of
from app.organisation.service.common import raise_epoch
from tests.factories.office import Office

pytestmark = pytest.mark.usefixtures("monday")
Clients = Callable[[Actor], FlaskClient]


def received(session: Session, office: Office, intake: Intake) -> Case:
    case = service.take_in(session, office.clerk, intake, Status.RECEIVED)
    session.commit()
    return case


def test_nothing_goes_back_to_how_it_began(
    client_of: Clients, session: Session, office: Office, complete: Intake
) -> None:
    case_id, version = (case := received(session, office, complete)).id, case.version
    session.rollback()
    clerk = client_of(office.clerk)
    for status in (1, 11):
        sent = clerk.post(f"/cases/{case_id}/move/{status}", data={"version": version})
        assert sent.status_code == 404


def test_a_receipt_names_whoever_found_it_complete(
    client_of: Clients, session: Session, office: Office, complete: Intake
) -> None:
    case = service.take_in(session, office.clerk, complete, Status.REGISTERED, "Tờ khai")
    service.move(session, office.clerk, case.id, Status.RECEIVED)
    made = session.query(CaseMove).filter_by(case_id=case.id, target=Status.RECEIVED).one()
    made.by_id = office.leader.person_id
    session.commit()
    named = sheet_of(session, case, "").officer
    service.move(session, office.clerk, case.id, Status.SUPPLEMENT, "Tờ khai")
    session.commit()
    asked = sheet_of(session, case, "")
    assert asked.form == "02"
    assert named != asked.officer
    case_id = case.id
    session.rollback()
    page = client_of(office.clerk).get(f"/records/{case_id}").text
    assert "In phiếu" in page
    assert "In giấy hẹn" not in page


def test_a_case_is_opened_by_the_right_to_cases_alone(
    client_of: Clients, session: Session, office: Office, complete: Intake
) -> None:
    case_id = received(session, office, complete).id
    of_leaders = RolePermission.role_code == "leader", RolePermission.permission == READ
    session.execute(delete(RolePermission).where(*of_leaders))
    raise_epoch(session)
    session.commit()
    assert client_of(office.leader).get(f"/records/{case_id}").status_code == 404
    assert client_of(office.clerk).get(f"/records/{case_id}").status_code == 200
