"""A Word document as it may leave: its final wording, and nothing that no page shows."""

import io
from datetime import datetime
from pathlib import Path

from documents.settling.changes import settle_changes
from documents.settling.fields import freeze_fields
from documents.settling.hidden import HiddenWords, remove_comments
from documents.settling.parts import forget_authors, remove_foreign
from documents.settling.settle import stories
from documents.wordml import open_docx


def cleaned(path: Path, moment: datetime, *, accept: bool = True) -> bytes:
    """Settle every mark of a .docx, its changes accepted or undone; raise UnreadableDocx.

    Hidden words, comments and embedded files go; fields keep what they last showed, as on the
    pages that were signed. It is said to have been made at this moment, by nobody.
    """
    document = open_docx(path)
    hidden = HiddenWords(document.styles.element)
    for _story, root in stories(document):
        settle_changes(root, accept=accept)
        freeze_fields(root)
        remove_comments(root)
        hidden.remove(root)
    remove_foreign(document)
    forget_authors(document.part.package, moment)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
