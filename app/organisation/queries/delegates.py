"""Who acts for whom today, and who stands in for whom soon."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, not_, select
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.core.policy import person_token, unit_token
from app.organisation.models import Absence, Delegation, Person, Post
from app.organisation.queries.validity import away_now, running_on, valid_on, valid_within


class ComingAbsence(NamedTuple):
    first: date
    last: date
    stand_in: str


def coming_absences(session: Session, agency_id: int, until: date) -> dict[str, ComingAbsence]:
    """Who of the agency will be away at some time up to this day and is not yet, by token: the
    first absence of each. A unit is away with its head."""
    stand_in = aliased(Person)
    rows = (
        select(
            *(Post.person_id, Post.unit_id, Post.is_head),
            *(Absence.starts_on, Absence.ends_on, stand_in.name),
        )
        .join(Absence, Absence.person_id == Post.person_id)
        .outerjoin(stand_in, stand_in.id == Absence.stand_in_id)
        .where(Post.agency_id == agency_id, valid_on(Post))
        .where(valid_within(Absence, clock.today(), until), not_(away_now()))
        .order_by(Absence.starts_on, Absence.id)
    )
    found: dict[str, ComingAbsence] = {}
    for person_id, unit_id, is_head, first, last, name in session.execute(rows):
        absence = ComingAbsence(first, last, name or "")
        found.setdefault(person_token(person_id), absence)
        if is_head and unit_id is not None:
            found.setdefault(unit_token(unit_id), absence)
    return found


def acting_for(session: Session, person_ids: Iterable[int]) -> set[int]:
    """These persons, and those to whom they have delegated their posts today."""
    person_ids = set(person_ids)
    return person_ids | set(session.scalars(_ACTING, {"people": list(person_ids)}))


_ACTING = (
    select(Delegation.to_person_id)
    .join(Post, Post.id == Delegation.post_id)
    .where(Post.person_id.in_(bindparam("people", expanding=True)), running_on())
)
