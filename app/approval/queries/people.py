"""Who may be asked in a circuit, and who may sign, in one agency today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.access.queries import grants, takes_on
from app.approval.policy import APPROVE, SIGNING
from app.organisation.models import Absence, Person, Post, Unit
from app.organisation.queries.validity import valid_on


@dataclass(frozen=True)
class Approver:
    """A post whose holder may be asked."""

    post_id: int
    person_id: int
    name: str
    title: str
    unit_id: int | None
    unit_name: str
    role: str
    is_head: bool
    is_deputy: bool
    may_sign: bool
    away_until: date | None = None

    @property
    def place(self) -> str:
        """Title and unit: "Trưởng phòng, Phòng Văn hóa - Xã hội"."""
        return ", ".join(part for part in (self.title, self.unit_name) if part)


def approvers(session: Session, agency_id: int) -> list[Approver]:
    """Everyone in the agency who may be asked to approve or sign, leaders first, then by unit."""
    rows = (
        select(Post, Person.name, Unit.short_name, grants(SIGNING), Absence.ends_on)
        .join(Person, Person.id == Post.person_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .outerjoin(
            Absence,
            and_(Absence.person_id == Post.person_id, valid_on(Absence)),
        )
        .where(
            Post.agency_id == agency_id,
            takes_on(APPROVE, SIGNING),
        )
        .order_by(Post.unit_id.is_not(None), Unit.position, Post.is_head.desc(), Post.id)
    )
    found = {row[0].id: _approver(*row) for row in session.execute(rows)}
    return list(found.values())


def _approver(
    post: Post, name: str, unit_name: str | None, may_sign: bool, away: date | None
) -> Approver:
    return Approver(
        post_id=post.id,
        person_id=post.person_id,
        name=name,
        title=post.title,
        unit_id=post.unit_id,
        unit_name=unit_name or "",
        role=post.role_code,
        is_head=post.is_head,
        is_deputy=post.is_deputy,
        may_sign=may_sign,
        away_until=away,
    )


def signers(people: Iterable[Approver]) -> list[Approver]:
    return [person for person in people if person.may_sign]
