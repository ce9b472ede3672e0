"""Documents and lines for the tests of assignments and of the desk."""

from datetime import date, datetime, time
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor, agency_token, person_token, unit_token
from app.incoming.models import IncomingDocument
from app.records.rules import ENTERED, Ground
from app.records.service import let_read
from app.work.models import Assignment, Directive
from app.work.service import Receiver, direct
from tests.factories.office import Office

_numbers = count(1)


def at(day: int, hour: int = 17) -> datetime:
    """A moment of November 2026."""
    return clock.at(date(2026, 11, day), time(hour))


def make_document(session: Session, office: Office, **values: object) -> IncomingDocument:
    """A registered incoming document, presented to the leader."""
    number = next(_numbers)
    given = {
        "agency_id": office.agency_id,
        "register_id": office.incoming_register_id,
        "year": 2026,
        "number": number,
        "reference": f"{number}/SNV-CCHC",
        "reference_key": f"{number}/SNV-CCHC",
        "type_code": "CV",
        "subject": "V/v báo cáo kết quả cải cách hành chính",
        "issuer": "Sở Nội vụ",
        "state": "registered",
        "created_by_id": office.clerk.person_id,
        "arrived_on": date(2026, 11, 23),
        "presented_to_id": office.leader.person_id,
        **values,
    }
    document = IncomingDocument(**given)
    session.add(document)
    session.flush()
    let_read(session, document.id, [agency_token(office.agency_id)], Ground(ENTERED))
    return document


def unit(unit_id: int) -> str:
    return unit_token(unit_id)


def person(actor: Actor) -> str:
    return person_token(actor.person_id)


def lines(session: Session, directive: Directive) -> list[Assignment]:
    """The lines a directive gave out, in the order of its receivers."""
    rows = select(Assignment).where(Assignment.directive_id == directive.id)
    return list(session.scalars(rows.order_by(Assignment.id)))


def directed(
    session: Session, office: Office, *receivers: Receiver, **values: object
) -> tuple[IncomingDocument, list[Assignment]]:
    """A document with the leader's directive, and its lines; culture leads when nobody is named."""
    document = make_document(session, office, **values)
    receivers = receivers or (Receiver(unit(office.culture_id), "lead"),)
    written = direct(session, office.leader, document.id, "Giao xử lý.", receivers)
    return document, lines(session, written)
