"""Reading lines of work."""

from app.assignments.queries.colours import Colours, worst_colour
from app.assignments.queries.lines import (
    DirectiveRow,
    LineRow,
    directives_of,
    get_line,
    lines_of,
    open_below,
)
from app.assignments.queries.people import (
    PhraseRow,
    holder_loads,
    holder_names,
    phrases_of,
    reach,
    receiver_names,
    reply_missing,
)
from app.assignments.queries.worklist import (
    Horizon,
    Neighbours,
    UnitLoad,
    WorkFilter,
    WorkRow,
    colour_counts,
    count_work,
    horizon,
    most_pressing,
    neighbours,
    unit_loads,
    work_page,
)

__all__ = [
    "Colours",
    "DirectiveRow",
    "Horizon",
    "LineRow",
    "Neighbours",
    "PhraseRow",
    "UnitLoad",
    "WorkFilter",
    "WorkRow",
    "colour_counts",
    "count_work",
    "directives_of",
    "get_line",
    "holder_loads",
    "holder_names",
    "horizon",
    "lines_of",
    "most_pressing",
    "neighbours",
    "open_below",
    "phrases_of",
    "reach",
    "receiver_names",
    "reply_missing",
    "unit_loads",
    "work_page",
    "worst_colour",
]
