"""Who may see a dossier, and who keeps it: once for a row and once for SQL."""

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from app.core.errors import Forbidden, NotFound
from app.core.policy import Actor, Rule
from app.dossiers.models import Dossier


def keeps_row(actor: Actor, dossier: Dossier) -> bool:
    """Its owner, and the head of the unit it belongs to."""
    if not actor.may("dossiers.keep") or dossier.agency_id != actor.agency_id:
        return False
    return dossier.owner_id in actor.person_ids or dossier.unit_id in actor.headed_unit_ids


def keeps_sql(actor: Actor) -> ColumnElement[bool]:
    if not actor.may("dossiers.keep"):
        return Dossier.id.in_(())
    return and_(
        Dossier.agency_id == actor.agency_id,
        or_(
            Dossier.owner_id.in_(actor.person_ids),
            Dossier.unit_id.in_(actor.headed_unit_ids),
        ),
    )


def reads_agency_row(actor: Actor, dossier: Dossier) -> bool:
    return actor.may("documents.read_agency") and dossier.agency_id == actor.agency_id


def reads_agency_sql(actor: Actor) -> ColumnElement[bool]:
    if not actor.may("documents.read_agency"):
        return Dossier.id.in_(())
    return Dossier.agency_id == actor.agency_id


keeps = Rule(keeps_row, keeps_sql)
"""May change it: put documents in, take them out, close it."""
sees = keeps | Rule(reads_agency_row, reads_agency_sql)
"""May open it. Its documents are shown only as far as each may be read."""


def get_dossier(session: Session, dossier_id: int, actor: Actor) -> Dossier:
    """The dossier, or NotFound when there is none that this actor may see."""
    dossier = session.get(Dossier, dossier_id)
    if dossier is None or not sees.for_row(actor, dossier):
        raise NotFound
    return dossier


def must_keep(actor: Actor, dossier: Dossier) -> None:
    """Forbidden to whoever only sees it."""
    if not keeps.for_row(actor, dossier):
        raise Forbidden
