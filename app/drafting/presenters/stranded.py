"""Drafts that wait for whoever cannot take their step."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.core.text import N_
from app.drafting.queries.stranded import (
    NO_ACCOUNT,
    NO_POST,
    OTHER_POST,
    StrandedDraft,
    stranded_drafts,
)
from app.drafting.rules import circuit
from app.web.formats import day
from app.web.listing import Cell, TableRow

LACKS = {
    NO_POST: N_("holds no post today"),
    NO_ACCOUNT: N_("has no account in use"),
    OTHER_POST: N_("no longer holds the post they were asked in"),
}


def stranded(session: Session, _actor: Actor) -> Sequence[tuple[datetime, TableRow]]:
    """Since when, and what; what a draft says is not for who keeps the accounts."""
    return [(row.since, _draft(row)) for row in stranded_drafts(session)]


def _draft(row: StrandedDraft) -> TableRow:
    what = _("Draft: %(type)s", type=row.type_name)
    step = _(circuit.KINDS[row.kind]).lower()
    written = _("for: %(step)s; by %(name)s", step=step, name=row.author)
    help_at = url_for("access.person", person_id=row.person_id)
    return TableRow(
        (
            Cell(what, note=f"{written}, {day(row.created_at)}"),
            Cell(row.name, help_at, _(LACKS[row.lacks])),
            row.agency,
            day(row.since),
        )
    )
