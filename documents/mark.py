"""What has to be settled in a document before it is signed, as a plain value."""

from dataclasses import dataclass

INSERTED, DELETED, MOVED, FORMATTED = "inserted", "deleted", "moved", "formatted"
COMMENT, HIDDEN, EMBEDDED, HISTORY = "comment", "hidden", "embedded", "history"


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
