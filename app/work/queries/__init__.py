"""Reading lines of work."""

from app.organisation.queries import holder_names
from app.work.filters import WorkFilter
from app.work.queries.colours import COLOUR, IS_COLOURED, WORST, parts_of
from app.work.queries.due_changes import WHOLE, DueChange, due_changes
from app.work.queries.extensions import due_above, extensions_of, last_of, pending
from app.work.queries.lines import (
    HAS_UNREAD,
    DirectiveRow,
    LineRow,
    directives_of,
    get_line,
    lines_given,
    lines_of,
    open_below,
)
from app.work.queries.loads import AgencyLoad, HolderLoad, agency_load
from app.work.queries.people import (
    Load,
    PhraseRow,
    can_be_given,
    decider_names,
    deciders_of,
    handlers_of,
    holder_loads,
    people_of,
    people_of_holders,
    phrases_of,
    reach,
    untold,
)
from app.work.queries.put_offs import put_offs
from app.work.queries.reminders import reminder_hours
from app.work.queries.subject import WorkedOn, standing_of, worked_on
from app.work.queries.worklist import (
    WORK,
    Neighbour,
    Neighbours,
    Pressing,
    WorkRow,
    colour_counts,
    count_records,
    neighbours,
    with_faces,
    work_page,
)

__all__ = [
    "COLOUR",
    "HAS_UNREAD",
    "IS_COLOURED",
    "WHOLE",
    "WORK",
    "WORST",
    "AgencyLoad",
    "DirectiveRow",
    "DueChange",
    "HolderLoad",
    "LineRow",
    "Load",
    "Neighbour",
    "Neighbours",
    "PhraseRow",
    "Pressing",
    "WorkFilter",
    "WorkRow",
    "WorkedOn",
    "agency_load",
    "can_be_given",
    "colour_counts",
    "count_records",
    "decider_names",
    "deciders_of",
    "directives_of",
    "due_above",
    "due_changes",
    "extensions_of",
    "get_line",
    "handlers_of",
    "holder_loads",
    "holder_names",
    "last_of",
    "lines_given",
    "lines_of",
    "neighbours",
    "open_below",
    "parts_of",
    "pending",
    "people_of",
    "people_of_holders",
    "phrases_of",
    "put_offs",
    "reach",
    "reminder_hours",
    "standing_of",
    "untold",
    "with_faces",
    "work_page",
    "worked_on",
]
