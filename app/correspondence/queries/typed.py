"""What somebody who types may mean."""

import re
from collections.abc import Sequence

from sqlalchemy import Select, String, bindparam, func, select
from sqlalchemy.orm import Session

from app.core.asking import MY_AGENCIES, MY_AGENCY, given
from app.core.db import begins
from app.core.policy import Actor
from app.core.text import fold
from app.correspondence.models import Document
from app.correspondence.policy import AMONG_FEW, IS_READABLE
from app.correspondence.queries import LinkedDocument, to_be_linked
from app.correspondence.rules import reference_key
from app.records.policy import READS_ALL


def begun(session: Session, actor: Actor, typed: str, most: int) -> list[LinkedDocument]:
    """Documents of the agency whose reference begins so, marks or none: those with just this
    number first, then the newest. Only from a figure on: the symbols are those of thousands."""
    key = reference_key(typed)
    number = _NUMBER.match(key)
    if number is None:
        return []
    most_looked_at = most if number[0] == key else BEGUN_LOOKED_AT
    values = given(actor, begins=number[0], number=f"{number[1]}/", most=most_looked_at)
    plain = fold(key)
    ids = [one for one, found in session.execute(_BEGUN, values) if fold(found).startswith(plain)]
    documents = to_be_linked(session, actor, ids[:most])
    return [documents[one] for one in ids if one in documents]


_NUMBER = re.compile(r"(\d{1,7})/?")
BEGUN_LOOKED_AT = 200
"""Of one number: one a year and register."""
_BEGUN = (
    select(Document.id, Document.reference_key)
    .where(
        Document.agency_id.in_(MY_AGENCIES),
        begins(Document.reference_key, bindparam("begins", type_=String())),
        IS_READABLE,
    )
    .order_by(
        begins(Document.reference_key, bindparam("number", type_=String())).desc(),
        Document.id.desc(),
    )
    .limit(bindparam("most"))
)


def issuers(session: Session, actor: Actor) -> Sequence[str]:
    """Who issued what the actor may read in the agency, each once.

    Whoever reads the whole agency finds the next name by the index, as often as there are names;
    whoever reads a few documents, in those.
    """
    rows = _ALL_ISSUERS if actor.may(READS_ALL) else _FEW_ISSUERS
    return session.scalars(rows, given(actor)).all()


def _all_issuers() -> Select[str]:
    of_mine = select(func.min(Document.issuer)).where(Document.agency_id == MY_AGENCY, IS_READABLE)
    names = of_mine.cte("names", recursive=True)
    next_one = of_mine.where(Document.issuer > names.c[0]).correlate(names).scalar_subquery()
    names = names.union_all(select(next_one).where(names.c[0].is_not(None)))
    return select(names.c[0]).where(names.c[0].is_not(None))


_ALL_ISSUERS = _all_issuers()
_FEW_ISSUERS = select(Document.issuer).where(Document.agency_id == MY_AGENCY, AMONG_FEW).distinct()
