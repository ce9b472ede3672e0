"""Reading petitions, always through policy."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.counting import Counting
from app.core.errors import NotFound
from app.core.feature import Face
from app.core.policy import Actor, agency_token
from app.files.queries import texts_of
from search_index import IndexedDocument
from tests.invented.petitions.models import Petition
from tests.invented.petitions.policy import IS_READABLE


def load(session: Session, actor: Actor, petition_id: int) -> Petition:
    wanted = select(Petition).where(Petition.id == petition_id, IS_READABLE)
    found = session.scalar(wanted, given(actor))
    if found is None:
        raise NotFound
    return found


def listing(session: Session, actor: Actor) -> Sequence[Petition]:
    rows = select(Petition).where(IS_READABLE, Petition.is_open)
    return session.scalars(rows.order_by(Petition.id.desc()), given(actor)).all()


def counting() -> Counting:
    return select(func.count()).select_from(Petition).where(IS_READABLE, Petition.is_open)


def faces(session: Session, ids: Collection[int]) -> Mapping[int, Face]:
    rows = session.scalars(select(Petition).where(Petition.id.in_(ids)))
    return {
        one.id: Face(
            one.id,
            "petition",
            f"/records/{one.id}",
            one.subject,
            source=one.sender,
            due_at=one.due_at,
            version=one.answer_version,
        )
        for one in rows
    }


def indexed(session: Session, ids: Sequence[int]) -> Sequence[IndexedDocument]:
    bodies = texts_of(session, ids)
    return [
        IndexedDocument(
            id=one.id,
            version=one.version,
            kind="petition",
            readers=frozenset({agency_token(one.agency_id)}),
            reference="",
            subject=one.subject,
            issuer=one.sender,
            people="",
            body="\n".join(bodies.get(one.id, ())),
            issued_on=None,
            sort_key=one.id,
            agency_id=one.agency_id,
            year=one.received_at.year,
        )
        for one in session.scalars(select(Petition).where(Petition.id.in_(ids)))
    ]


def versions(session: Session) -> Mapping[int, int]:
    return dict(session.execute(select(Petition.id, Petition.version)).all())
