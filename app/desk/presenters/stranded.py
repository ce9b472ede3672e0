"""Whatever waits for people who cannot take it up, of every feature, as one table."""

from sqlalchemy.orm import Session

from app.core.feature import Features
from app.core.policy import Actor
from app.web.i18n import gettext as _
from app.web.listing import Column, Empty, TableRow


def columns() -> tuple[Column, ...]:
    return (
        Column(_("What is stuck")),
        Column(_("With whom")),
        Column(_("Agency")),
        Column(_("Since")),
    )


def table(session: Session, actor: Actor, brought: Features) -> list[TableRow]:
    """The longest-held first."""
    rows = [row for one in brought.stranded for row in one.rows.found()(session, actor)]
    return [row for _since, row in sorted(rows, key=lambda one: one[0])]


def nobody() -> Empty:
    return Empty(
        _("All open work is with people who are there."),
        _("Who leaves, or is put out of use, with open work stands here until it is given anew."),
        "check-circle",
    )
