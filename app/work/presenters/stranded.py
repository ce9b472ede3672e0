"""Open work that waits for whoever cannot take it up."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.core.text import N_
from app.records.kinds import kind_of
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import Cell, TableRow
from app.work.queries.stranded import (
    NO_ACCOUNT,
    NO_HEAD,
    NO_POST,
    RecordName,
    StrandedLines,
    stranded_lines,
)

LACKS = {
    NO_POST: N_("holds no post today"),
    NO_ACCOUNT: N_("has no account in use"),
    NO_HEAD: N_("has no head who can sign in"),
}


def stranded(session: Session, actor: Actor) -> Sequence[tuple[datetime, TableRow]]:
    """Since when, and what; what the records say is not for who keeps the accounts."""
    return [(row.since, _lines(row, actor)) for row in stranded_lines(session)]


def _lines(row: StrandedLines, actor: Actor) -> TableRow:
    held = ngettext("%(num)s open line", "%(num)s open lines", row.open)
    if row.late:
        held = _("%(held)s, %(late)s overdue", held=held, late=row.late)
    what = Cell(held, note=_named(row.records, row.open))
    whom = Cell(row.name, _where_to_help(row, actor), _(LACKS[row.lacks]))
    return TableRow((what, whom, row.agency, day(row.since)))


def _where_to_help(row: StrandedLines, actor: Actor) -> str | None:
    """A person's posts and account, or the people of a unit, one of whom may become its head."""
    if row.lacks != NO_HEAD:
        return url_for("access.person", person_id=row.holder_id)
    if not actor.may("organisation.manage"):
        return None
    anchor = f"u{row.holder_id}"
    return url_for("organisation.agency", agency_id=row.agency_id, _anchor=anchor)


def _named(records: Sequence[RecordName], count: int) -> str:
    """Which records, by number and date; the first few of them."""
    names = [
        _(kind_of(one.kind).named, number=f"{one.number or 0:02d}", day=day(one.dated) or "–")
        for one in dict.fromkeys(records)
    ]
    more = count - len(records)
    if more > 0:
        names.append(ngettext("%(num)s more", "%(num)s more", more))
    return ", ".join(names)
