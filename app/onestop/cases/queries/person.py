"""What the counter asks of cases: by a code, of one person, of the officer who sits there."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.core.asking import MY_AGENCIES, MY_PERSONS, given
from app.core.policy import Actor
from app.onestop.cases.models import Case
from app.onestop.cases.policy import IS_READABLE
from app.onestop.cases.queries.listing import CASES, IS_OPEN

MOST_EARLIER = 3
_IDENTITY: Any = bindparam("identity")
_EARLIER = (
    CASES.rows.where(Case.agency_id.in_(MY_AGENCIES), Case.identity == _IDENTITY, IS_READABLE)
    .order_by(IS_OPEN.desc(), Case.id.desc())
    .limit(MOST_EARLIER)
)


def earlier_of(session: Session, actor: Actor, identity: str) -> Sequence[Any]:
    """The newest cases of whoever has this number, what is open first."""
    return session.execute(_EARLIER, given(actor, identity=identity)).all()


_BY_CODE = select(Case.id).where(
    Case.agency_id.in_(MY_AGENCIES),
    IS_READABLE,
    or_(
        Case.code.in_((bindparam("code"), bindparam("code_in_capitals"))),
        Case.public_code == bindparam("public"),
    ),
)


def find_by_code(session: Session, actor: Actor, code: str, public: str | None) -> int | None:
    """The case of either code, which a receipt bears; most agencies write theirs in capitals."""
    values = given(actor, code=code, code_in_capitals=code.upper(), public=public or "")
    return session.scalar(_BY_CODE, values)


_USED = (
    select(Case.procedure_id, func.max(Case.id).label("last"))
    .where(Case.agency_id.in_(MY_AGENCIES), Case.received_by_id.in_(MY_PERSONS))
    .group_by(Case.procedure_id)
    .order_by(func.max(Case.id).desc())
    .limit(bindparam("most"))
)


def procedures_last_used(session: Session, actor: Actor, most: int) -> list[int]:
    """What this officer received last, the newest first."""
    return [one for one, _last in session.execute(_USED, given(actor, most=most))]


_SAME = select(Case.code).where(
    and_(Case.agency_id.in_(MY_AGENCIES), Case.identity == _IDENTITY, IS_OPEN),
    Case.procedure_id == bindparam("procedure_id"),
)


def open_already(session: Session, actor: Actor, identity: str, procedure_id: int) -> str | None:
    """The code of a case that the same person has open for the same thing."""
    values = given(actor, identity=identity, procedure_id=procedure_id)
    return session.scalar(_SAME.limit(1), values)
