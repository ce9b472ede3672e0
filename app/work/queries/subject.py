"""What lines of work are on: all that the pages of work show and ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.asking import RECORD, given
from app.core.errors import NotFound
from app.core.feature import Face, Standing, Workable
from app.core.policy import Actor
from app.records.kinds import faces
from app.records.models import Record
from app.records.policy import is_readable
from app.records.queries import work_on
from app.work.queries.people import can_be_given


@dataclass(frozen=True)
class WorkedOn:
    """A record as work sees it, and what this actor may do with it."""

    kind: Workable
    face: Face
    record: Standing
    receivers: Mapping[str, str]
    """Names by token of who may be given work on it today."""
    may_be_directed: bool

    def reply_missing(self, session: Session) -> bool:
        return self.kind.reply_missing(session, self.record.record_id)


def worked_on(session: Session, actor: Actor, record_id: int) -> WorkedOn:
    """The record, for one of its readers; NotFound for anybody else."""
    name = session.scalar(_KIND, given(actor, record_id=record_id))
    if name is None:
        raise NotFound
    kind = work_on(name)
    record = kind.standing(session, record_id, False)
    return WorkedOn(
        kind,
        faces(session, [(record_id, name)])[record_id],
        record,
        can_be_given(session, kind, record.agency_id),
        kind.may_direct(session, actor, record_id),
    )


def standing_of(session: Session, record_id: int) -> Standing:
    """How any record stands towards work, for who was let to it already."""
    (name,) = session.execute(select(Record.kind).where(Record.id == record_id)).one()
    return work_on(name).standing(session, record_id, False)


_KIND = select(Record.kind).where(Record.id == RECORD, is_readable(Record.id))
