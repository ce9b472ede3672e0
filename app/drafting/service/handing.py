"""Drafts go to whoever writes them on when their author, or their unit, moves."""

from collections.abc import Collection

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.approval.service.handing import change_author
from app.core import outbox
from app.core.policy import Actor, reader_token
from app.drafting.models import Draft
from app.records.events import RecordChanged
from app.records.rules import AUTHOR, UNIT
from app.records.service import hand_on, hand_records


def hand_drafts(
    session: Session, actor: Actor, ids: Collection[int], source: str, target: str, back: bool
) -> None:
    """Another person is the author: what is on its way comes back to them."""
    author = {"author_id": int(target[1:])}
    changed = update(Draft).where(Draft.id.in_(ids)).values(**author, version=Draft.version + 1)
    moved = session.execute(changed.returning(Draft.record_id, Draft.agency_id)).all()
    records = [record_id for record_id, _agency_id in moved]
    change_author(session, records, int(target[1:]))
    for agency_id in {agency_id for _record_id, agency_id in moved}:
        hands = reader_token(source, agency_id), reader_token(target, agency_id)
        rights = [(record_id, 0) for record_id, its in moved if its == agency_id]
        hand_on(session, actor, AUTHOR, rights, hands, "handed back" if back else "handed over")
    outbox.publish_all(session, map(RecordChanged, records))
    session.expire_all()


def hand_unit_drafts(
    session: Session, actor: Actor, ids: Collection[int], source: str, target: str, back: bool
) -> None:
    """Another unit drafts it on: whoever heads that one reads it, not the one before."""
    was, becomes = int(source[1:]), int(target[1:])
    changed = update(Draft).where(Draft.id.in_(ids))
    values = {"unit_id": becomes, "version": Draft.version + 1}
    records = session.scalars(changed.values(**values).returning(Draft.record_id)).all()
    rights = [(record_id, was) for record_id in records]
    act = "handed back" if back else "handed over"
    hand_on(session, actor, UNIT, rights, (source, target), act, becomes)
    outbox.publish_all(session, map(RecordChanged, records))
    session.expire_all()


def move_signing(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """The same person signs in the post that follows theirs in another unit."""
    changed = update(Draft).where(Draft.id.in_(ids))
    session.execute(changed.values(signer_post_id=int(target[1:])))
    session.expire_all()


def hand_drafts_of_agency(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """Another agency issues them: they stay with their authors and in their circuits."""
    changed = update(Draft).where(Draft.id.in_(ids)).values(agency_id=int(target[1:]))
    records = session.scalars(changed.returning(Draft.record_id)).all()
    hand_records(session, records, int(target[1:]))
    session.expire_all()
