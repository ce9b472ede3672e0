"""Lists: what is asked for, which rows that is, and the pages that they make. No Flask.

A list is three things said once: a `Filter` (what an address may ask for), a `Listing` (which rows
that is, in which order), and the page that shows them (`app/web/listing/listed.py`).
"""

from app.core.lists.filters import (
    HASTE,
    Everything,
    Filter,
    day,
    flag,
    number,
    one_of,
    sorting,
    tab,
    text,
)
from app.core.lists.listing import Listing, among, contains, equals, when
from app.core.lists.paging import FIRST, LAST, PAGE_ROWS, Page, Place

__all__ = [
    "FIRST",
    "HASTE",
    "LAST",
    "PAGE_ROWS",
    "Everything",
    "Filter",
    "Listing",
    "Page",
    "Place",
    "among",
    "contains",
    "day",
    "equals",
    "flag",
    "number",
    "one_of",
    "sorting",
    "tab",
    "text",
    "when",
]
