"""Who may read petitions: whoever has a right to the record."""

from sqlalchemy import ColumnElement

from app.core.policy import Actor
from app.records import policy
from tests.invented.petitions.models import Petition

KEEP = "petitions.keep"


def readable(actor: Actor) -> ColumnElement[bool]:
    return policy.readable(actor, Petition.id)
