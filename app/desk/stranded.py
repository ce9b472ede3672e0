"""Open work and drafts that wait for whoever cannot take them up, as one table."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.counting import Counting
from app.core.policy import Actor
from app.core.text import N_
from app.drafting.queries.stranded import (
    StrandedDraft,
    counting_stranded_drafts,
    stranded_drafts,
)
from app.drafting.rules import circuit
from app.records.kinds import kind_of
from app.web.formats import day
from app.web.listing import Cell, Column, Empty, TableRow
from app.work.queries.stranded import (
    NO_HEAD,
    RecordName,
    StrandedLines,
    counting_stranded_lines,
    stranded_lines,
)

LACKS = {
    "post": N_("holds no post today"),
    "account": N_("has no account in use"),
    "other_post": N_("no longer holds the post they were asked in"),
    NO_HEAD: N_("has no head who can sign in"),
}


def counting_stranded() -> Counting:
    """How many rows the table has."""
    lines, drafts = counting_stranded_lines(), counting_stranded_drafts()
    return select(lines.scalar_subquery() + drafts.scalar_subquery())


def columns() -> tuple[Column, ...]:
    return (
        Column(_("What is stuck")),
        Column(_("With whom")),
        Column(_("Agency")),
        Column(_("Since")),
    )


def table(session: Session, actor: Actor) -> list[TableRow]:
    """The longest-held first; what the documents say is not for who keeps the accounts."""
    rows: list[tuple[datetime, TableRow]] = [
        *((row.since, _lines(row, actor)) for row in stranded_lines(session)),
        *((row.since, _draft(row)) for row in stranded_drafts(session)),
    ]
    return [row for _since, row in sorted(rows, key=lambda one: one[0])]


def _lines(row: StrandedLines, actor: Actor) -> TableRow:
    held = ngettext("%(num)s open line", "%(num)s open lines", row.open)
    if row.late:
        held = _("%(held)s, %(late)s overdue", held=held, late=row.late)
    return _row(
        Cell(held, note=_named(row.records, row.open)),
        Cell(row.name, _where_to_help(row, actor), _(LACKS[row.lacks])),
        row.agency,
        row.since,
    )


def _draft(row: StrandedDraft) -> TableRow:
    what = _("Draft: %(type)s", type=row.type_name)
    step = _(circuit.KINDS[row.kind]).lower()
    written = _("for: %(step)s; by %(name)s", step=step, name=row.author)
    return _row(
        Cell(what, note=f"{written}, {day(row.created_at)}"),
        Cell(row.name, url_for("access.person", person_id=row.person_id), _(LACKS[row.lacks])),
        row.agency,
        row.since,
    )


def _row(what: Cell, whom: Cell, agency: str, since: datetime) -> TableRow:
    return TableRow((what, whom, agency, day(since)))


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


def nobody() -> Empty:
    return Empty(
        _("All open work is with people who are there."),
        _("Who leaves, or is put out of use, with open work stands here until it is given anew."),
        "check-circle",
    )
