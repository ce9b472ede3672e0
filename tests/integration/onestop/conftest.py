"""A shop that may receive: the shipped procedures are in force."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.onestop.cases.inputs import Applicant, Copy, Intake, PaperTaken
from app.onestop.procedures import service
from app.onestop.procedures.demo import shipped
from app.onestop.procedures.queries import content_of, version_on
from app.onestop.procedures.queries.offered import found_by
from tests.factories.office import Office

PERSON = Applicant("Nông Văn Thịnh", "098084001842", born_on=date(1984, 3, 14))
MARITAL = "1.004873"
"""Three working days."""


@pytest.fixture
def procedures(session: Session, office: Office) -> None:
    service.take_over(session, office.admin, shipped(), date(2025, 7, 1), "tệp")
    session.commit()


@pytest.fixture
def complete(session: Session, procedures: None) -> Intake:
    """Someone asks for their marital status, with all papers."""
    procedure_id = found_by(session, MARITAL, (), 1)[0].procedure_id
    version = version_on(session, procedure_id)
    assert version is not None
    papers = [
        PaperTaken(one.name, Copy.ORIGINAL, int(one.is_required), one.is_required)
        for one in content_of(session, version).papers
    ]
    session.commit()
    return Intake(procedure_id, PERSON, papers)
