"""Reading lines of work."""

from app.work.queries.colours import (
    COLOUR,
    IS_COLOURED,
    NOW,
    SOON_LIMIT,
    WEEK_END,
    Horizon,
    worst_colour,
)
from app.work.queries.lines import (
    DirectiveRow,
    LineRow,
    directives_of,
    get_line,
    lines_of,
    open_below,
)
from app.work.queries.loads import AgencyLoad, HolderLoad, agency_load
from app.work.queries.people import (
    PhraseRow,
    holder_loads,
    holder_names,
    phrases_of,
    reach,
)
from app.work.queries.subject import WorkedOn, worked_on
from app.work.queries.worklist import (
    Neighbour,
    Neighbours,
    WorkFilter,
    WorkRow,
    colour_counts,
    count_work,
    counting_work,
    horizon,
    most_pressing,
    neighbours,
    work_page,
)

__all__ = [
    "COLOUR",
    "IS_COLOURED",
    "NOW",
    "SOON_LIMIT",
    "WEEK_END",
    "AgencyLoad",
    "DirectiveRow",
    "HolderLoad",
    "Horizon",
    "LineRow",
    "Neighbour",
    "Neighbours",
    "PhraseRow",
    "WorkFilter",
    "WorkRow",
    "WorkedOn",
    "agency_load",
    "colour_counts",
    "count_work",
    "counting_work",
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
    "work_page",
    "worked_on",
    "worst_colour",
]
