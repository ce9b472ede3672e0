"""Records that wait for whoever cannot take their step."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from app.approval.queries.stranded import (
    NO_ACCOUNT,
    NO_POST,
    OTHER_POST,
    StrandedStep,
    stranded_steps,
)
from app.approval.rules import circuit
from app.core.policy import Actor
from app.core.text import N_
from app.records.kinds import Face, faces, kind_of
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.listing import Cell, TableRow

LACKS = {
    NO_POST: N_("holds no post today"),
    NO_ACCOUNT: N_("has no account in use"),
    OTHER_POST: N_("no longer holds the post they were asked in"),
}


def stranded(session: Session, _actor: Actor) -> Sequence[tuple[datetime, TableRow]]:
    """Since when, and what; what a record says is not for who keeps the accounts."""
    rows = stranded_steps(session)
    known = faces(session, ((row.record_id, row.record_kind) for row in rows))
    return [(row.since, _row(row, known[row.record_id])) for row in rows]


def _row(row: StrandedStep, face: Face) -> TableRow:
    what = _(kind_of(row.record_kind).label)
    if face.sort:
        what = f"{what}: {face.sort}"
    step = _(circuit.KINDS[row.kind]).lower()
    written = _("for: %(step)s; by %(name)s", step=step, name=row.author)
    help_at = url_for("access.person", person_id=row.person_id)
    return TableRow(
        (
            Cell(what, note=f"{written}, {day(row.sent_at)}"),
            Cell(row.name, help_at, _(LACKS[row.lacks])),
            row.agency,
            day(row.since),
        )
    )
