"""What has to be settled in a document before it is signed, as a plain value."""

from dataclasses import dataclass

from documents.media import PPTX, TODAYS, XLSX

INSERTED, DELETED, MOVED, FORMATTED = "inserted", "deleted", "moved", "formatted"
COMMENT, HIDDEN, EMBEDDED, HISTORY = "comment", "hidden", "embedded", "history"
#: A file inside another of which nobody here can say what it holds.
UNSEEN = "unseen"


@dataclass(frozen=True)
class Mark:
    """One thing to settle: who made it and when, as the file says, and the words it is about."""

    kind: str
    text: str = ""
    author: str = ""
    at: str = ""
    """ISO 8601, as Word wrote it; empty where the file does not say."""
    story: str = "document"
    """Or header, footer, footnotes, endnotes; of slides slide, notes; of workbooks sheet, cells."""
    inside: str = ""
    """The file in a zip or with a mail that holds it."""


def is_for_its_author(mark: Mark, media_type: str) -> bool:
    """Whether only the program it came from takes it out: cells seen may be reckoned from it, and
    a mail with other files would be another mail."""
    in_cells = mark.kind == HIDDEN and mark.story in ("sheet", "cells")
    todays = TODAYS.get(media_type, media_type)
    return in_cells or bool(mark.inside) or (mark.kind == EMBEDDED and todays in (XLSX, PPTX))
