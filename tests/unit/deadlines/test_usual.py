"""By which date work is due: whoever is nearest says it."""

from datetime import date, timedelta

import pytest

from app.deadlines.rules.spans import Rule, Span, Unit
from app.deadlines.rules.usual import Usual, usual_of
from app.deadlines.rules.working_time import STANDARD
from app.work.rules import Date, date_of
from tests.factories.moments import MONDAY

DAY = date(2026, 11, 23)
EVERY = Usual(date(2026, 1, 1), Span(10))
LETTER = Usual(date(2026, 1, 1), Span(5), "CV")
FLASH = Usual(date(2026, 1, 1), Span(4, Unit.WORKING_HOUR), urgency=3)
FLASH_LETTER = Usual(date(2026, 1, 1), Span(2, Unit.WORKING_HOUR), "CV", 3)
OWN = Usual(date(2025, 1, 1), Span(3), "CV", agency_id=1)
LATER = Usual(date(2026, 11, 23), None, "CV", agency_id=1)
COMING = Usual(date(2026, 11, 24), Span(1))
ROWS = (EVERY, LETTER, FLASH, FLASH_LETTER, OWN, COMING)


@pytest.mark.parametrize(
    ("rows", "agency", "type_code", "urgency", "found"),
    [
        (ROWS, 2, "BC", 0, EVERY),
        (ROWS, 2, "CV", 0, LETTER),
        (ROWS, 2, "BC", 3, FLASH),
        (ROWS, 2, "CV", 3, FLASH_LETTER),
        (ROWS, 1, "CV", 1, OWN),
        ((*ROWS, LATER), 1, "CV", 0, LATER),
        ((COMING,), 1, "CV", 0, None),
    ],
)
def test_the_nearest_that_has_begun(
    rows: tuple[Usual, ...], agency: int, type_code: str, urgency: int, found: Usual | None
) -> None:
    assert usual_of(rows, agency, type_code, urgency, DAY) == found
    assert usual_of(reversed(rows), agency, type_code, urgency, DAY) == found


def test_leader_before_document_before_what_is_usual() -> None:
    soon, later = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
    leaders, whole = Date(soon, None, "directive"), Date(later, Rule(Span(4), MONDAY), "document")
    past = Date(MONDAY - timedelta(days=1), None, "document")

    def due(set_here: Date, of_whole: Date, usual: Usual | None) -> Date:
        return date_of(set_here, of_whole, usual, MONDAY, STANDARD)

    assert due(leaders, whole, LETTER) == leaders
    assert due(Date(later, None, "directive"), whole, LETTER) == whole, "it moves with the document"
    assert due(Date(), whole, LETTER) == whole
    rule = Rule(Span(5), MONDAY)
    for without in (Date(), past):
        assert due(Date(), without, LETTER) == Date(rule.due(STANDARD).at, rule, "rule")
    assert due(Date(), Date(), EVERY).source == "default"
    assert due(Date(), Date(), LATER) == due(Date(), Date(), None) == Date()
