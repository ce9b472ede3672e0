"""Open work of an agency: its own figures are those of its work list, whatever its units are."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.assignments.queries import WorkFilter, agency_load, count_work, horizon
from app.assignments.service import Receiver
from app.core import clock
from app.organisation.models import Unit
from tests.factories.office import Office
from tests.integration.assignments.making import directed, person, unit


def late_and_soon(session: Session, office: Office) -> tuple[int, ...]:
    at = horizon(session, office.agency_id)
    return tuple(
        count_work(session, office.leader, WorkFilter(scope="agency", colour=colour), at)
        for colour in ("late", "soon")
    )


def test_work_of_people_and_of_units_is_the_agency_s(session: Session, office: Office) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    _document, lines = directed(
        session,
        office,
        Receiver(unit(office.culture_id), "lead", tomorrow),
        Receiver(person(office.deputy), "cohandler", tomorrow),
        Receiver(person(office.officer), "cohandler", tomorrow),
    )
    lines[1].opened_at = clock.now()
    late = tomorrow - timedelta(days=3)
    lines[0].due_at = lines[2].due_at = late
    session.flush()

    load = agency_load(session, office.leader, horizon(session, office.agency_id))
    assert (load.late, load.soon) == late_and_soon(session, office) == (2, 1)
    assert sum(one.late for one in load.units) == 2
    assert sum(one.soon for one in load.units) == 0, "the deputy works in no unit"
    assert load.units[0].unit_id == office.culture_id


def test_an_agency_without_units_has_work_all_the_same(session: Session, office: Office) -> None:
    _document, (line,) = directed(session, office, Receiver(person(office.officer), "lead"))
    line.due_at = clock.now() - timedelta(days=1)
    ended = clock.today() - timedelta(days=1)
    session.execute(update(Unit).values(valid_from=ended, valid_to=ended))
    session.flush()

    load = agency_load(session, office.leader, horizon(session, office.agency_id))
    assert load.units == []
    assert (load.late, load.soon) == late_and_soon(session, office) == (1, 0)


def test_an_agency_without_work_has_none(session: Session, office: Office) -> None:
    load = agency_load(session, office.leader, horizon(session, office.agency_id))
    assert (load.late, load.soon) == (0, 0)
    assert {one.late + one.soon + one.track for one in load.units} == {0}
