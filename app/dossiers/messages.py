"""Who is told what of dossiers."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core.feature import FILED, MessageKind, Occasion, Telling
from app.core.text import N_
from app.dossiers import events
from app.dossiers.models import Dossier
from app.organisation.queries import acting_for, person_names


def _handed_over(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Its new owner hears of it, and whoever acts for them, unless it went on meanwhile.

    The notice outlives their keeping it, so that it does not say what the dossier is about.
    """
    dossier = session.get_one(Dossier, payload["dossier_id"])
    if dossier.owner_id != payload["owner_id"]:
        return None
    by_id = payload["by_id"]
    return Telling(
        people=acting_for(session, {dossier.owner_id}) - {by_id},
        key=f"dossier:{dossier.id}:{payload['version']}",
        words=N_("%(name)s gave you the dossier %(code)s to keep."),
        path=f"/dossiers/{dossier.id}",
        values={"name": person_names(session, [by_id])[by_id], "code": dossier.code},
    )


HANDED = Occasion(
    name="dossiers.handed_over",
    words=N_("A dossier is handed over to you"),
    group=FILED,
)

MESSAGES = (
    MessageKind("dossiers.handed_over", events.HandedOver.topic, _handed_over, occasion=HANDED),
)
