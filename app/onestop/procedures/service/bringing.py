"""A catalogue that somebody brings: kept until they have seen what it changes."""

import json
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core.errors import Refused
from app.core.policy import Actor
from app.core.text import clean
from app.onestop.procedures.models import BroughtCatalogue
from app.onestop.procedures.policy import MANAGE
from app.onestop.procedures.rules.changes import Taking
from app.onestop.procedures.rules.exchange import read, written

MOST_PROBLEMS = 30


def bring(session: Session, actor: Actor, name: str, data: object) -> BroughtCatalogue:
    """Keep this catalogue in place of the one that the actor brought before.

    Refused with what is wrong with it, the first of many.
    """
    actor.needs(MANAGE)
    listed, problems = read(data)
    if problems:
        raise Refused(*problems[:MOST_PROBLEMS])
    put_away(session, actor)
    kept = json.dumps(written(listed), ensure_ascii=False)
    row = BroughtCatalogue(name=clean(name)[:200], brought_by_id=actor.person_id, data=kept)
    session.add(row)
    session.flush()
    return row


def put_away(session: Session, actor: Actor) -> None:
    """Forget what the actor brought."""
    own = BroughtCatalogue.brought_by_id == actor.person_id
    session.execute(delete(BroughtCatalogue).where(own))


def digest(found: list[Taking]) -> str:
    """By which somebody says which changes they have seen."""
    return sha256(repr(found).encode()).hexdigest()[:16]
