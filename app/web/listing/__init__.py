"""View models of the shared components: what a template is given, never how it was found.

Every class is frozen and holds plain words, numbers and links. Words are already in the reader's
language, except those of `words`, which are message ids that the templates translate.
"""

from app.web.listing.basics import Action, Choice, Empty, Fact
from app.web.listing.document import (
    Check,
    Difference,
    DocumentHead,
    Line,
    Position,
    Quote,
    Step,
    TimeEntry,
    Version,
)
from app.web.listing.exports import Export, chosen, said_of
from app.web.listing.files import FileMember, FilePage, FileView, Given, Upload
from app.web.listing.listed import Listed
from app.web.listing.lists import (
    Chip,
    Figure,
    HolderBar,
    ListPage,
    Pager,
    Row,
    Tab,
    Tile,
    WordsField,
)
from app.web.listing.record import Addition, FilePane, Part, RecordPage, Why
from app.web.listing.sheets import Cover, Sheet, SheetColumn, SheetRow, sheets_of
from app.web.listing.shell import NavItem, Shell
from app.web.listing.tables import Beside, Cell, Column, TablePage, TableRow
from app.web.listing.words import (
    CONFIDENCE_WORDS,
    ROLE_WORDS,
    STATE_ICONS,
    STATE_WORDS,
    TEMPLATE_GLOBALS,
)

__all__ = [
    "CONFIDENCE_WORDS",
    "ROLE_WORDS",
    "STATE_ICONS",
    "STATE_WORDS",
    "TEMPLATE_GLOBALS",
    "Action",
    "Addition",
    "Beside",
    "Cell",
    "Check",
    "Chip",
    "Choice",
    "Column",
    "Cover",
    "Difference",
    "DocumentHead",
    "Empty",
    "Export",
    "Fact",
    "Figure",
    "FileMember",
    "FilePage",
    "FilePane",
    "FileView",
    "Given",
    "HolderBar",
    "Line",
    "ListPage",
    "Listed",
    "NavItem",
    "Pager",
    "Part",
    "Position",
    "Quote",
    "RecordPage",
    "Row",
    "Sheet",
    "SheetColumn",
    "SheetRow",
    "Shell",
    "Step",
    "Tab",
    "TablePage",
    "TableRow",
    "Tile",
    "TimeEntry",
    "Upload",
    "Version",
    "Why",
    "WordsField",
    "chosen",
    "said_of",
    "sheets_of",
]
