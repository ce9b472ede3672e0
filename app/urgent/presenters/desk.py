"""Urgent messages on the leader's desk: who confirmed today, when and by what."""

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import PanelContent
from app.core.policy import Actor
from app.urgent.filters import TargetFilter
from app.urgent.presenters.chains import standing
from app.urgent.queries.lists import TARGETS
from app.web.i18n import gettext as _

SHOWN = 5


def today(session: Session, actor: Actor, _horizon: object) -> PanelContent:
    found = TARGETS.page(session, actor, TargetFilter(tab="all"), size=SHOWN)
    rows = [
        {
            "name": row.name,
            "said": standing(row, row.by or ""),
            "href": url_for("urgent.alert", alert_id=row.alert_id),
            "is_confirmed": row.state == "confirmed",
        }
        for row in found.rows
    ]
    href = url_for("urgent.index", tab="all") if rows else ""
    return PanelContent(rows, href, _("Open all"))
