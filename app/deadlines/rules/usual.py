"""How long work may usually take, by type and urgency of what it is on. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.deadlines.rules.spans import Span


@dataclass(frozen=True)
class Usual:
    """From a day on, work on this may take so long; without a span no date is set any more.

    Without an agency it holds for all, without type or urgency for whatever has no nearer one:
    with neither it is the default.
    """

    since: date
    span: Span | None
    type_code: str | None = None
    urgency: int | None = None
    agency_id: int | None = None
    id: int = 0

    @property
    def is_default(self) -> bool:
        return self.type_code is None and self.urgency is None


def usual_of(
    rows: Iterable[Usual], agency_id: int, type_code: str, urgency: int, on: date
) -> Usual | None:
    """The nearest of these: what names type and urgency before what names the urgency, that before
    the type, the agency's own before that of all; of the same the one that began last."""
    fitting = [
        row
        for row in rows
        if row.since <= on
        and row.agency_id in (None, agency_id)
        and row.type_code in (None, type_code)
        and row.urgency in (None, urgency)
    ]
    return max(fitting, key=_nearness, default=None)


def _nearness(row: Usual) -> tuple[bool, bool, bool, date]:
    return (
        row.urgency is not None,
        row.type_code is not None,
        row.agency_id is not None,
        row.since,
    )
