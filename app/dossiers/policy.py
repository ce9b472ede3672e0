"""Who may see a dossier, and who keeps it: once for a row and once for SQL."""

from sqlalchemy import and_, or_
from sqlalchemy.orm import Session

from app.core.asking import MY_AGENCY, MY_PERSONS, MY_UNITS, may
from app.core.errors import Forbidden, NotFound
from app.core.policy import Actor, Rule
from app.dossiers.models import Dossier


def keeps_row(actor: Actor, dossier: Dossier) -> bool:
    """Its owner, and the head of the unit it belongs to."""
    if not actor.may("dossiers.keep") or dossier.agency_id != actor.agency_id:
        return False
    return dossier.owner_id in actor.person_ids or dossier.unit_id in actor.headed_unit_ids


def stands_in_for(actor: Actor, dossier: Dossier) -> str:
    """For whom the actor keeps it, where that is by delegation: its owner, the head of its unit."""
    return actor.in_name_of(lambda post: post.is_of(dossier.owner_id, dossier.unit_id))


KEEPS = and_(
    may("dossiers.keep"),
    Dossier.agency_id == MY_AGENCY,
    or_(Dossier.owner_id.in_(MY_PERSONS), Dossier.unit_id.in_(MY_UNITS)),
)


def reads_agency_row(actor: Actor, dossier: Dossier) -> bool:
    return actor.may("documents.read_agency") and dossier.agency_id == actor.agency_id


READS_AGENCY = and_(may("documents.read_agency"), Dossier.agency_id == MY_AGENCY)

keeps = Rule(keeps_row, KEEPS)
"""May change it: put documents in, take them out, close it."""
sees = keeps | Rule(reads_agency_row, READS_AGENCY)
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
