"""Reading incoming documents: for the form, for the list, for their own page."""

from app.incoming.queries.choices import Choices, choices
from app.incoming.queries.entering import (
    Leader,
    Twin,
    agency_named,
    known_issuers,
    leaders,
    likely_twins,
    next_waiting,
    open_line_count,
    was_directed,
)
from app.incoming.queries.listing import (
    INCOMING,
    WORST,
    IncomingRow,
    arrived_as,
    list_page,
    rows_of,
)

__all__ = [
    "INCOMING",
    "WORST",
    "Choices",
    "IncomingRow",
    "Leader",
    "Twin",
    "agency_named",
    "arrived_as",
    "choices",
    "known_issuers",
    "leaders",
    "likely_twins",
    "list_page",
    "next_waiting",
    "open_line_count",
    "rows_of",
    "was_directed",
]
