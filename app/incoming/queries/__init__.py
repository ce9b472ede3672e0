"""Reading incoming documents: for the form, for the list, for their own page."""

from app.incoming.queries.choices import Choices, choices
from app.incoming.queries.entering import (
    Leader,
    Twin,
    came_in_at,
    corrections_of,
    known_issuers,
    leaders,
    likely_twins,
    next_waiting,
    open_line_count,
    usual_leader,
    was_directed,
)
from app.incoming.queries.listing import (
    INCOMING,
    WORST,
    IncomingRow,
    arrived_as,
    list_page,
    rows_of,
    with_work,
)

__all__ = [
    "INCOMING",
    "WORST",
    "Choices",
    "IncomingRow",
    "Leader",
    "Twin",
    "arrived_as",
    "came_in_at",
    "choices",
    "corrections_of",
    "known_issuers",
    "leaders",
    "likely_twins",
    "list_page",
    "next_waiting",
    "open_line_count",
    "rows_of",
    "usual_leader",
    "was_directed",
    "with_work",
]
