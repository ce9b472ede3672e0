"""Reading outgoing documents: lists and their counts, what issuing will give, names in forms."""

from app.outgoing.queries.lists import (
    AWAITED,
    OUTGOING,
    REFUSED,
    WORST,
    FilterOptions,
    RecipientFact,
    awaited,
    filter_options,
    next_waiting,
    recipients_of,
    rows_of,
    units_of,
)
from app.outgoing.queries.naming import (
    find_document,
    readable_answers,
    recent_incoming,
    references,
)
from app.outgoing.queries.numbering import (
    NumberPreview,
    main_file,
    neighbours,
    number_preview,
    reference_for,
    reserved_for,
    reserved_numbers,
)

__all__ = [
    "AWAITED",
    "OUTGOING",
    "REFUSED",
    "WORST",
    "FilterOptions",
    "NumberPreview",
    "RecipientFact",
    "awaited",
    "filter_options",
    "find_document",
    "main_file",
    "neighbours",
    "next_waiting",
    "number_preview",
    "readable_answers",
    "recent_incoming",
    "recipients_of",
    "reference_for",
    "references",
    "reserved_for",
    "reserved_numbers",
    "rows_of",
    "units_of",
]
