"""Reading cases: the list, one of them with its clocks and story, those of one person."""

from app.onestop.cases.queries.listing import CASES, rows_of
from app.onestop.cases.queries.one import (
    Moved,
    clocks_of,
    due_after,
    due_of,
    faces,
    get_case,
    last_move,
    papers,
    pauses,
    story,
)
from app.onestop.cases.queries.person import (
    earlier_of,
    find_by_code,
    open_already,
    procedures_last_used,
)
from app.onestop.cases.queries.public import Looked, looked_up

__all__ = [
    "CASES",
    "Looked",
    "Moved",
    "clocks_of",
    "due_after",
    "due_of",
    "earlier_of",
    "faces",
    "find_by_code",
    "get_case",
    "last_move",
    "looked_up",
    "open_already",
    "papers",
    "pauses",
    "procedures_last_used",
    "rows_of",
    "story",
]
