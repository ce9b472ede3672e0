"""Records for the entries of the trail to be about."""

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.records.models import Record
from tests.factories.office import Office

RECORDS = 150


@pytest.fixture(autouse=True)
def _records(session: Session, office: Office) -> None:
    """Numbered from 0 on, more than two pages of the trail."""
    known = {"kind": "incoming", "agency_id": office.agency_id}
    session.execute(insert(Record), [{"id": number, **known} for number in range(RECORDS)])
    session.commit()
