"""Open work of an agency: its own figures are those of its work list, whatever its units are."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core import clock
from app.deadlines.queries import horizon_of
from app.organisation.models import Post, Unit
from app.work.filters import WorkFilter
from app.work.queries import WORK, agency_load
from app.work.service import Receiver
from tests.factories.office import Office
from tests.integration.work.making import directed, person, unit


def late_and_soon(session: Session, office: Office) -> tuple[int, ...]:
    horizon = horizon_of(session, office.agency_id)
    return tuple(
        WORK.count(
            session, office.leader, WorkFilter(whose="agency", colour=colour), horizon.moments
        )
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

    load = agency_load(session, office.leader, horizon_of(session, office.agency_id))
    assert (load.late, load.soon) == late_and_soon(session, office) == (2, 1)
    assert load.holders[0].holder == unit(office.culture_id)
    assert [one.late for one in load.holders if one.all] == [2, 0], "of its officer, and its own"
    deputy = load.holders[-1]
    assert (deputy.name, deputy.holder) == (office.deputy.name, person(office.deputy))
    assert (deputy.all, deputy.soon) == (1, 1), "who works in no unit stands for themselves"


@pytest.mark.parametrize("colour", ["", "late", "soon", "track", "new"])
def test_a_figure_opens_the_rows_it_counts(session: Session, office: Office, colour: str) -> None:
    now = clock.now()
    for days, is_seen in ((1, True), (1, False), (30, True), (30, False), (-2, True), (0, False)):
        _document, lines = directed(
            session,
            office,
            Receiver(unit(office.culture_id), "lead"),
            Receiver(person(office.deputy), "cohandler"),
            Receiver(person(office.officer), "cohandler"),
        )
        for line in lines:
            line.due_at = now + timedelta(days=days) if days else None
            line.opened_at = now if is_seen else None
    session.flush()
    horizon = horizon_of(session, office.agency_id)
    for load in agency_load(session, office.leader, horizon).holders:
        wanted = WorkFilter(whose="agency", holder=load.holder, colour=colour)
        counted = getattr(load, colour or "all")
        assert counted == WORK.count(session, office.leader, wanted, horizon.moments), load.name


def test_an_agency_without_units_has_work_all_the_same(session: Session, office: Office) -> None:
    _document, (line,) = directed(session, office, Receiver(person(office.officer), "lead"))
    line.due_at = clock.now() - timedelta(days=1)
    ended = clock.today() - timedelta(days=1)
    session.execute(update(Unit).values(valid_from=ended, valid_to=ended))
    session.execute(update(Post).values(unit_id=None))
    session.flush()

    load = agency_load(session, office.leader, horizon_of(session, office.agency_id))
    assert [(one.name, one.late) for one in load.holders] == [(office.officer.name, 1)]
    assert (load.late, load.soon) == late_and_soon(session, office) == (1, 0)


def test_an_agency_without_work_has_none(session: Session, office: Office) -> None:
    load = agency_load(session, office.leader, horizon_of(session, office.agency_id))
    assert (load.late, load.soon) == (0, 0)
    assert {one.all for one in load.holders} == {0}
