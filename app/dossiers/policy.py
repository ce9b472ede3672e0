"""Who may see a dossier, and who keeps it: once for a row and once for SQL."""

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import Session

from app.access.queries import grants
from app.core.asking import MY_AGENCIES, MY_PERSONS, MY_UNITS, may
from app.core.errors import Forbidden, NotFound
from app.core.policy import Actor, Rule, tokens_of
from app.dossiers.models import Dossier, DossierRecord
from app.organisation.models import Delegation, Post
from app.records.policy import READS_ALL
from app.records.queries import readers_of
from app.records.rules import DOSSIER, Ground


def keeps_row(actor: Actor, dossier: Dossier) -> bool:
    """Its owner, and the head of the unit it belongs to."""
    if not actor.may("dossiers.keep") or not actor.works_for(dossier.agency_id):
        return False
    return dossier.owner_id in actor.person_ids or dossier.unit_id in actor.headed_unit_ids


def stands_in_for(actor: Actor, dossier: Dossier) -> str:
    """For whom the actor keeps it, where that is by delegation: its owner, the head of its unit."""
    return actor.in_name_of(lambda post: post.is_of(dossier.owner_id, dossier.unit_id))


KEEPS = and_(
    may("dossiers.keep"),
    Dossier.agency_id.in_(MY_AGENCIES),
    or_(Dossier.owner_id.in_(MY_PERSONS), Dossier.unit_id.in_(MY_UNITS)),
)


def reads_agency_row(actor: Actor, dossier: Dossier) -> bool:
    return actor.may("documents.read_agency") and actor.works_for(dossier.agency_id)


READS_AGENCY = and_(may("documents.read_agency"), Dossier.agency_id.in_(MY_AGENCIES))

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


def forfeited(session: Session, record_id: int) -> list[Ground]:
    """Dossiers by which this record is read although whoever put it there reads it no more.

    What is read by a dossier alone gives nothing on, unless that dossier stands by somebody else.
    """
    rows = select(DossierRecord).where(DossierRecord.record_id == record_id)
    members = {Ground(DOSSIER, row.dossier_id): row for row in session.scalars(rows)}
    if not members:
        return []
    readers = readers_of(session, record_id)
    givers = {ground: _ever_read_as(session, row.added_by_id) for ground, row in members.items()}
    stands: set[Ground] = set()
    while True:
        tokens = {
            one.token for one in readers if one.ground.kind != DOSSIER or one.ground in stands
        }
        more = {ground for ground, giver in givers.items() if giver & tokens} - stands
        if not more:
            break
        stands |= more
    return [ground for ground in members if ground not in stands]


def _ever_read_as(session: Session, person_id: int) -> set[str]:
    """The tokens of all posts this person ever worked in: who left has not lost what they gave."""
    lent = select(Delegation.post_id).where(Delegation.to_person_id == person_id)
    heads = case((Post.is_head, Post.unit_id))
    rows = select(Post.person_id, Post.agency_id, heads, grants(READS_ALL)).where(
        or_(Post.person_id == person_id, Post.id.in_(lent))
    )
    found = session.execute(rows).all()
    return set().union(*(tokens_of(*post, reads_all=reads_all) for *post, reads_all in found))
