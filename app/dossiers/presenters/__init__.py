"""Dossiers as the components' view models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import Row as DatabaseRow
from sqlalchemy.orm import Session

from app.audit.presenters import time_entries
from app.audit.queries import TrailRow
from app.core import clock, workbooks
from app.core.feature import Opened
from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.core.words import called
from app.dossiers.filters import DossierFilter
from app.dossiers.indexed import meant_by
from app.dossiers.models import Dossier
from app.dossiers.policy import keeps
from app.dossiers.queries import (
    DOSSIERS,
    Facts,
    Member,
    Membership,
    document_counts,
    dossiers_of,
)
from app.dossiers.rules import RETENTIONS, sheet_numbers
from app.records.kinds import kind_of
from app.web.formats import day, short_day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import (
    Action,
    Addition,
    Chip,
    Empty,
    Fact,
    Listed,
    ListPage,
    Row,
    Sheet,
    SheetColumn,
    SheetRow,
    Tab,
    TimeEntry,
    sheets_of,
)
from app.web.records import link_to
from app.web.sequels import sequel_marks, sequel_words

TAB_WORDS = {
    "mine": N_("Mine"),
    "unit": N_("My unit's"),
    "agency": N_("The agency's"),
    "closed": N_("Closed dossiers"),
}
STATE_WORDS = {
    "closed": N_("Closed"),
    "signed": N_("Waiting for its number"),
}
CONTENTS_COLUMNS = (
    (N_("No."), 15, True),
    (N_("Number and symbol"), 31, False),
    (N_("Date"), 22, True),
    (N_("Type and subject"), 0, False),
    (N_("Issued by"), 40, False),
    (N_("Sheet/page"), 20, True),
    (N_("Remark"), 30, False),
)
"""mục lục văn bản trong hồ sơ, in the order of the law; widths in millimetres."""
LETTERS_WIDE = (6, 20, 13, 60, 32, 12, 24)
"""The same in a workbook."""


# -- Lists -----------------------------------------------------------------------------------------


def list_page(
    actor: Actor,
    wanted: DossierFilter,
    found: Page[Any],
    documents: Mapping[int, int],
    counts: Mapping[str, int],
) -> ListPage:
    here = Listed(DOSSIERS.name, wanted)
    return ListPage(
        rows=tuple(_row(item, documents.get(item.id, 0)) for item in found.rows),
        label=_(TAB_WORDS[wanted.tab]),
        empty=_empty(wanted),
        pager=here.pager(found),
        tabs=tabs(here, actor, counts),
        words=here.words("text", _("Number, symbol or title, with or without marks")),
        chips=chips(here),
    )


def tabs(here: Listed[DossierFilter], actor: Actor, counts: Mapping[str, int]) -> tuple[Tab, ...]:
    return here.tabs({tab: TAB_WORDS[tab] for tab in tabs_of(actor)}, counts)


def chips(here: Listed[DossierFilter]) -> list[Chip]:
    return [here.chip("year", _("Year"), [])] if here.wanted.year else []


def exact_hits(session: Session, actor: Actor, text: str) -> list[Row]:
    """Dossiers whose code or title somebody looks for."""
    found = meant_by(session, actor, text.strip())
    documents = document_counts(session, [item.id for item in found]) if found else {}
    return [
        replace(row, marks=(Fact(_("Dossier"), "folder2"), *row.marks))
        for row in (_row(item, documents.get(item.id, 0)) for item in found)
    ]


def _row(item: DatabaseRow[Any], documents: int) -> Row:
    marks = [Fact(ngettext("%(num)s document", "%(num)s documents", documents), "files")]
    if item.closed_on is not None:
        marks.append(Fact(_("closed %(day)s", day=day(item.closed_on)), "lock"))
    who = ", ".join(name for name in (item.owner_name, item.unit_name) if name)
    return Row(
        href=url_for("dossiers.show", dossier_id=item.id),
        subject=item.title,
        number_note=str(item.year),
        reference=item.code,
        issuer=_(RETENTIONS[item.retention]),
        due_text=_("opened %(day)s", day=short_day(item.opened_on)),
        who=who,
        marks=tuple(marks),
    )


def _empty(wanted: DossierFilter) -> Empty:
    if wanted.text:
        return Empty(_("Nothing found"), _("Try fewer words, or another tab."), "search")
    if wanted.tab == "closed":
        text = _("A dossier whose work is over is closed and listed here.")
        return Empty(_("No closed dossier"), text, "folder2")
    action = Action(_("Open a dossier"), url_for("dossiers.open_new"), "plus-lg", primary=True)
    text = _("A dossier keeps together the request, the work on it and its answer.")
    return Empty(_("No dossier yet"), text, "folder2-open", action)


def tabs_of(actor: Actor) -> list[str]:
    """Those that can hold anything for this actor."""
    wide = {"unit": bool(actor.headed_unit_ids), "agency": actor.may("documents.read_agency")}
    return [tab for tab in TAB_WORDS if wide.get(tab, True)]


# -- One dossier -----------------------------------------------------------------------------------


def facts(dossier: Dossier, names: Facts) -> list[tuple[str, str]]:
    """The dossier's own facts, as label and value."""
    rows = [
        (_("Number and symbol"), f"{dossier.code}, {dossier.year}"),
        (_("Kept by"), names.owner_name),
        (_("Unit"), names.unit_name),
        (_("Kept for"), _(RETENTIONS[dossier.retention])),
        (_("Opened on"), day(dossier.opened_on)),
        (_("Closed on"), day(dossier.closed_on)),
        (_("Remark"), dossier.note),
    ]
    return [(label, value) for label, value in rows if value]


@dataclass(frozen=True)
class MemberLine:
    """A document of the dossier on its page."""

    ordinal: int
    direction: str
    reference: str
    title: str
    note: str
    href: str
    state_text: str
    marks: Sequence[Fact]
    remove: Action | None


def _member(dossier: Dossier, member: Member, may_remove: bool) -> MemberLine:
    here: dict[str, Any] = {"dossier_id": dossier.id, "document_id": member.id}
    remove = Action(
        _("Take out"), url_for("dossiers.remove", **here), "folder-minus", dialog=True, quiet=True
    )
    return MemberLine(
        ordinal=member.ordinal,
        direction=_(kind_of(member.kind).label),
        reference=member.reference,
        title=member.subject,
        note=", ".join(
            part for part in (member.type_name, day(member.issued_on), member.issuer) if part
        ),
        href=link_to(member.kind, member.id),
        state_text=_(STATE_WORDS[member.state]) if member.state in STATE_WORDS else "",
        marks=sequel_marks(member.sequels),
        remove=remove if may_remove else None,
    )


def member_rows(actor: Actor, dossier: Dossier, members: Sequence[Member]) -> list[MemberLine]:
    may_remove = keeps.for_row(actor, dossier) and dossier.closed_on is None
    return [_member(dossier, member, may_remove) for member in members]


def dossier_actions(actor: Actor, dossier: Dossier) -> list[Action]:
    """What this person may do now with the dossier."""
    here: dict[str, Any] = {"dossier_id": dossier.id}
    contents = [
        Action(_("Table of contents"), url_for("dossiers.contents", **here), "printer"),
        Action(
            _("As a spreadsheet"),
            url_for("dossiers.contents_sheet", **here),
            "download",
            quiet=True,
        ),
    ]
    if not keeps.for_row(actor, dossier):
        return contents
    if dossier.closed_on is not None:
        href = url_for("dossiers.reopen", **here)
        return [Action(_("Open again"), href, "unlock", dialog=True), *contents]
    return [
        Action(_("Edit"), url_for("dossiers.edit", **here), "pencil"),
        Action(_("Close"), url_for("dossiers.close", **here), "lock", dialog=True),
        *contents,
    ]


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition:
    """The dossiers a record is in, as facts of its head, and putting it into one."""
    return Addition(
        facts=_memberships(dossiers_of(session, actor, opened.record_id)),
        facts_place=90,
        actions=_putting(actor, opened.record_id),
        actions_place=50,
    )


def _putting(actor: Actor, document_id: int) -> Sequence[Action]:
    if not actor.may("dossiers.keep"):
        return ()
    href = url_for("dossiers.put", ids=document_id)
    return [Action(_("Put into a dossier"), href, "folder-plus", dialog=True, quiet=True)]


def bulk_actions(actor: Actor) -> Sequence[Action]:
    if not actor.may("dossiers.keep"):
        return ()
    return [Action(_("Put into a dossier"), url_for("dossiers.put"))]


def _memberships(found: Sequence[Membership]) -> Sequence[Fact]:
    return [
        Fact(
            _("Dossier %(code)s/%(year)s", code=one.code, year=one.year),
            "folder2" if one.is_closed else "folder2-open",
            url_for("dossiers.show", dossier_id=one.id),
            one.title,
        )
        for one in found
    ]


# -- Table of contents -----------------------------------------------------------------------------


def contents_header() -> list[workbooks.SheetColumn]:
    words = (words for words, _width, _centre in CONTENTS_COLUMNS)
    return [
        workbooks.SheetColumn(_(one), width) for one, width in zip(words, LETTERS_WIDE, strict=True)
    ]


def contents_cells(members: Sequence[Member]) -> list[tuple[workbooks.Value, ...]]:
    """The seven columns of every document."""
    sheets = sheet_numbers([member.pages for member in members])
    return [
        (
            number,
            member.reference,
            member.issued_on,
            f"{member.type_name}: {member.subject}",
            member.issuer,
            sheet,
            "; ".join(filter(None, (sequel_words(member.sequels), member.note))),
        )
        for number, (member, sheet) in enumerate(zip(members, sheets, strict=True), start=1)
    ]


def _written(value: workbooks.Value) -> str:
    return day(value) if isinstance(value, date) else str(value or "")


def contents_sheets(
    dossier: Dossier, names: Facts, members: Sequence[Member], hidden: int, agency: str
) -> list[Sheet]:
    """The table of contents as A4 pages."""
    whole = Sheet(
        title=_("TABLE OF CONTENTS OF THE DOSSIER"),
        columns=tuple(SheetColumn(_(w), width, mid) for w, width, mid in CONTENTS_COLUMNS),
        rows=tuple(SheetRow(tuple(map(_written, cells))) for cells in contents_cells(members)),
        agency=agency,
        unit=names.unit_name,
        volume=(
            _("Dossier %(code)s/%(year)s", code=dossier.code, year=dossier.year),
            _(RETENTIONS[dossier.retention]),
        ),
        total_text=total_words(members, hidden),
        place_date=day(clock.today()),
        signer_title=_("Made by"),
        signer_name=names.owner_name,
        footer_left=dossier.title,
    )
    leaves = sheets_of(whole)
    words = N_("Page %(number)s of %(total)s")
    return [
        replace(leaf, footer_right=_(words, number=number, total=len(leaves)))
        for number, leaf in enumerate(leaves, start=1)
    ]


def total_words(members: Sequence[Member], hidden: int) -> str:
    """How many documents there are, and how many of them this reader may not open."""
    text = ngettext(
        "The dossier holds %(num)s document.",
        "The dossier holds %(num)s documents.",
        len(members) + hidden,
    )
    return f"{text} {hidden_words(hidden)}".strip()


def hidden_words(hidden: int) -> str:
    """Documents that are there, but not for this reader."""
    if not hidden:
        return ""
    return ngettext(
        "%(num)s document that you may not open.",
        "%(num)s documents that you may not open.",
        hidden,
    )


# -- What happened ---------------------------------------------------------------------------------


def story(rows: Sequence[TrailRow], members: Sequence[Member]) -> list[TimeEntry]:
    """The story of all documents together: each sentence names the one it is about."""
    names = {member.id: called(member.reference, subject=member.subject) for member in members}
    return [
        _about(entry, names.get(row.record_id or 0, ""))
        for row, entry in zip(rows, time_entries(rows), strict=True)
    ]


def _about(entry: TimeEntry, name: str) -> TimeEntry:
    if not name or name in entry.text:
        return entry
    return replace(entry, text=f"{entry.text} ({name})")
