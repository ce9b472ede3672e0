"""What is to be settled before a signature, in the reader's language."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core import clock
from app.core.text import N_
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from documents import mark
from documents.mark import Mark
from documents.media import BUNDLES, EXTENSIONS, TODAYS

MOST_SHOWN = 100
_KINDS = {
    mark.INSERTED: N_("Inserted"),
    mark.DELETED: N_("Deleted"),
    mark.MOVED: N_("Moved"),
    mark.FORMATTED: N_("Format changed"),
    mark.COMMENT: N_("Comment in the file"),
    mark.HIDDEN: N_("Hidden words"),
    mark.EMBEDDED: N_("Embedded or linked file"),
    mark.HISTORY: N_("Earlier states kept in the file"),
    mark.UNSEEN: N_("Cannot be looked into"),
}
_STORIES = {
    "header": N_("in a header"),
    "footer": N_("in a footer"),
    "footnotes": N_("in a footnote"),
    "endnotes": N_("in an endnote"),
    "notes": N_("in the speaker's notes"),
    "slide": N_("on a hidden slide"),
    "sheet": N_("a hidden sheet: show it or delete it in Excel"),
    "cells": N_("hidden rows or columns: show them or delete them in Excel"),
}
_CHANGES = (mark.INSERTED, mark.DELETED, mark.MOVED, mark.FORMATTED)


@dataclass(frozen=True)
class MarkLine:
    """One mark: what it is, about which words, by whom and when, as the file says."""

    kind: str
    text: str
    by: str


@dataclass(frozen=True)
class MarkedFile:
    """A file of the draft with what it holds beside its pages."""

    name: str
    summary: str
    lines: tuple[MarkLine, ...]
    more: int
    """How many are not listed."""
    has_changes: bool
    is_settled_here: bool
    """Whether one press takes out any of it."""
    is_for_its_author: bool
    """Whether some of it has to be taken out in the program it came from."""
    holds_files: bool
    """A zip or a mail, which is not made anew here."""
    becomes: str
    """The extension that an old kind gets when it is settled here."""
    unknown: str = ""
    """Why nobody can say (yet) what it holds."""


def marked_file(name: str, media_type: str, marks: Sequence[Mark], unknown: str = "") -> MarkedFile:
    stays = [mark.is_for_its_author(one, media_type) for one in marks]
    counts = Counter("change" if one.kind in _CHANGES else one.kind for one in marks)
    return MarkedFile(
        name=name,
        summary=", ".join(_counted(kind, count) for kind, count in counts.items()),
        lines=tuple(map(_line, marks[:MOST_SHOWN])),
        more=max(0, len(marks) - MOST_SHOWN),
        has_changes="change" in counts,
        is_settled_here=not all(stays),
        unknown=unknown,
        is_for_its_author=any(stays) and media_type not in BUNDLES,
        holds_files=media_type in BUNDLES,
        becomes=EXTENSIONS[TODAYS[media_type]] if media_type in TODAYS else "",
    )


def _counted(kind: str, count: int) -> str:
    if kind == "change":
        return str(ngettext("%(num)s marked change", "%(num)s marked changes", count))
    if kind == mark.COMMENT:
        return str(ngettext("%(num)s comment", "%(num)s comments", count))
    if kind in (mark.HIDDEN, mark.HISTORY):
        return str(ngettext("%(num)s hidden passage", "%(num)s hidden passages", count))
    if kind == mark.UNSEEN:
        return str(ngettext("%(num)s file not looked into", "%(num)s files not looked into", count))
    return str(ngettext("%(num)s embedded file", "%(num)s embedded files", count))


def _line(one: Mark) -> MarkLine:
    where = _(_STORIES[one.story]) if one.story in _STORIES else ""
    inside = _("in “%(name)s”", name=one.inside) if one.inside else ""
    said = (one.author, _when(one.at), where, inside)
    return MarkLine(_(_KINDS[one.kind]), one.text, ", ".join(filter(None, said)))


def _when(written: str) -> str:
    """Word writes the clock of its machine and calls it UTC: shown as it stands in the file."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return ""
    return moment(at.replace(tzinfo=clock.VIETNAM))
