"""Reading lines of work."""

from app.work.queries.colours import COLOUR, IS_COLOURED, RANK, parts_of
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
    receiver_names,
    reply_missing,
)
from app.work.queries.worklist import (
    Neighbours,
    WorkFilter,
    WorkRow,
    colour_counts,
    count_documents,
    count_work,
    counting_work,
    most_pressing,
    neighbours,
    work_page,
    worst,
)

__all__ = [
    "COLOUR",
    "IS_COLOURED",
    "RANK",
    "AgencyLoad",
    "DirectiveRow",
    "HolderLoad",
    "LineRow",
    "Neighbours",
    "PhraseRow",
    "WorkFilter",
    "WorkRow",
    "agency_load",
    "colour_counts",
    "count_documents",
    "count_work",
    "counting_work",
    "directives_of",
    "get_line",
    "holder_loads",
    "holder_names",
    "lines_of",
    "most_pressing",
    "neighbours",
    "open_below",
    "parts_of",
    "phrases_of",
    "reach",
    "receiver_names",
    "reply_missing",
    "work_page",
    "worst",
]
