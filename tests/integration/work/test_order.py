"""The list of work stands by its lateness, in stable pages, each in one statement."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core import clock
from app.core.lists import FIRST, Place
from app.deadlines.queries import horizon_of
from app.work.filters import WorkFilter
from app.work.queries import WORK
from app.work.service import Receiver
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.work.making import at, directed, unit

DUE_DAYS = (25, None, 20, 27, 20, None, 18, 24)
"""Of the lines in the order in which they were given out; today is the 23rd."""
LATEST_FIRST = [6, 4, 2, 7, 0, 3, 5, 1]
"""Overdue since the 18th, twice since the 20th (the newer first), then 24, 25, 27, then no date."""


def given_out(session: Session, office: Office) -> list[int]:
    """Their ids, a week ago: nobody gives out what is overdue already."""
    ids = []
    with clock.stopped_at(at(16, 9)):
        for day in DUE_DAYS:
            due = at(day) if day else None
            lead = Receiver(unit(office.culture_id), "lead", due)
            _document, (line,) = directed(session, office, lead)
            ids.append(line.id)
        session.commit()
    return ids


def test_the_longest_overdue_comes_first_over_all_pages(session: Session, office: Office) -> None:
    ids = given_out(session, office)
    with clock.stopped_at(MONDAY):
        horizon = horizon_of(session, office.agency_id)
        seen: list[int] = []
        place: Place | None = FIRST
        while place is not None:
            found = WORK.page(session, office.head, WorkFilter(), place, horizon.moments, size=3)
            seen += [row.id for row in found.rows]
            place = Place(before=found.older) if found.older else None
        assert seen == [ids[number] for number in LATEST_FIRST]
        newest = WORK.page(session, office.head, WorkFilter(sort="-given"), moments=horizon.moments)
        assert [row.id for row in newest.rows] == ids[::-1]


def test_a_page_is_one_statement(session: Session, office: Office) -> None:
    given_out(session, office)
    with clock.stopped_at(MONDAY):
        moments = horizon_of(session, office.agency_id).moments
        statements: list[str] = []
        note = lambda *execution: statements.append(str(execution[2]))  # noqa: E731
        event.listen(session.get_bind(), "before_cursor_execute", note)
        try:
            WORK.page(session, office.head, WorkFilter(), FIRST, moments, size=5)
        finally:
            event.remove(session.get_bind(), "before_cursor_execute", note)
    assert len(statements) == 1


def test_the_page_says_its_order_and_an_order_chosen_is_kept(
    session: Session, office: Office, client_of
) -> None:
    given_out(session, office)
    client = client_of(office.head)
    said = "Khẩn nhất trước, rồi quá hạn và đến hạn gần nhất, rồi việc chờ lâu nhất."
    assert said in client.get("/work").text
    for other in ("/work?sort=-given", "/work?standing=done"):
        assert said not in client.get(other).text
