"""Who may read petitions: whoever keeps them, in their own agency."""

from sqlalchemy import ColumnElement, and_, false

from app.core.policy import Actor
from tests.invented.petitions.models import Petition

KEEP = "petitions.keep"


def readable(actor: Actor) -> ColumnElement[bool]:
    if not actor.may(KEEP):
        return false()
    return and_(Petition.agency_id == actor.agency_id)
