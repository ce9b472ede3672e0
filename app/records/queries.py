"""Reading about records: who may read one and why, and who opened it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select, union_all
from sqlalchemy.orm import Session, aliased

from app.core.asking import RECORD, given
from app.core.db import constant
from app.core.errors import NotFound, Problem
from app.core.feature import Face, Standing, Workable
from app.core.policy import Actor, holder_of, person_token, reader_token, unit_token
from app.core.text import N_
from app.organisation.models import Agency, Person, Post, Unit
from app.organisation.queries import left_to, living, valid_on
from app.records.kinds import faces, kind_of
from app.records.models import Record, RecordOpening, RecordReader
from app.records.policy import is_readable, may_read
from app.records.rules import BESIDE, PUTTING, Ground, Reader


def readers_of(session: Session, record_id: int) -> list[Reader]:
    """Everybody who may read the record, with every ground, in a steady order."""
    rows = session.execute(_READERS, {"record_id": record_id})
    return [Reader(token, Ground(kind, number)) for token, kind, number in rows]


_READERS = (
    select(RecordReader.token, RecordReader.ground, RecordReader.ground_id)
    .where(RecordReader.record_id == RECORD)
    .order_by(RecordReader.token, RecordReader.ground, RecordReader.ground_id)
)


def followers_of(session: Session, question_id: int) -> set[str]:
    """Who reads the answers to a question: whoever reads it, but for those to whom it was put and
    the people of theirs, though they read it for work on it too."""
    readers = readers_of(session, question_id)
    asked = {one.token for one in readers if one.ground.kind in BESIDE}
    putting = {one.token for one in readers if one.ground.kind in PUTTING}
    barred = asked | people_of(session, asked)
    return ({one.token for one in readers} - barred) | putting


def people_of(session: Session, tokens: Collection[str]) -> set[str]:
    """By what the people read who work today in the units among these tokens."""
    units = [int(one[1:]) for one in tokens if one.startswith("u")]
    if not units:
        return set()
    rows = select(Post.person_id, Post.agency_id).where(Post.unit_id.in_(units), valid_on(Post))
    found = session.execute(rows)
    return {reader_token(person_token(person_id), agency_id) for person_id, agency_id in found}


def units_of(session: Session, token: str) -> set[str]:
    """The tokens of the units in which a person works today."""
    if not token.startswith("p"):
        return set()
    rows = select(Post.unit_id).where(Post.person_id == int(holder_of(token)[1:]), valid_on(Post))
    found = session.scalars(rows.where(Post.unit_id.is_not(None)))
    return {unit_token(one) for one in found if one is not None}


def reader_names(session: Session, tokens: Collection[str]) -> dict[str, str]:
    """The name of every token: of its agency, its unit or its person."""
    if not tokens:
        return {}
    holders = {token: holder_of(token) for token in tokens}
    ids: dict[str, list[int]] = {letter: [] for letter in _NAMED}
    for holder in holders.values():
        ids[holder[0]].append(int(holder[1:]))
    rows = session.execute(_NAMES, ids)
    names = {f"{letter}{number}": name for letter, number, name in rows}
    return {token: names.get(holder, token) for token, holder in holders.items()}


_NAMED: dict[str, type[Agency | Unit | Person]] = {
    "a": Agency, "s": Agency, "u": Unit, "p": Person,
}  # fmt: skip
"""A shop is named as its agency."""
_NAMES = union_all(
    *(
        select(constant(letter), model.id, model.name).where(
            model.id.in_(bindparam(letter, expanding=True))
        )
        for letter, model in _NAMED.items()
    )
)


def agency_of(session: Session, record_id: int) -> int:
    """The agency whose record it is."""
    return session.scalars(select(Record.agency_id).where(Record.id == record_id)).one()


def rights_held(
    session: Session, kind: str, ground_ids: Collection[int], token: str
) -> list[tuple[int, int]]:
    """What this token reads on these grounds of one kind: record and ground."""
    rows = select(RecordReader.record_id, RecordReader.ground_id).where(
        RecordReader.ground == kind,
        RecordReader.ground_id.in_(ground_ids),
        RecordReader.token == token,
    )
    return [(record_id, ground_id) for record_id, ground_id in session.execute(rows)]


def papers_of(
    session: Session, record_ids: Collection[int | None], agency_ids: Collection[int]
) -> set[int]:
    """Which of these records are papers of these agencies."""
    rows = select(Record.id).where(Record.agency_id.in_(agency_ids), Record.id.in_(record_ids))
    return set(session.scalars(rows))


def hands_in(session: Session, source: str, target: str, agency_id: int) -> list[tuple[str, str]]:
    """By which tokens one holder reads, and another would, what is read in this agency: in those
    that are one with it by now too, as old papers are read as of the agency that left them."""
    agencies = left_to(session, living(session, agency_id))
    return sorted({(reader_token(source, one), reader_token(target, one)) for one in agencies})


def read_by(token: str) -> Select[int]:
    """The records that this token reads, on whatever ground."""
    return select(RecordReader.record_id).where(RecordReader.token == token)


def faces_for(
    session: Session, actor: Actor, record_ids: Collection[int | None]
) -> dict[int, Face]:
    """The faces of these records; of those that the actor may not read, no more than their kind,
    number, its day and their sort."""
    ids = {one for one in record_ids if one is not None}
    if not ids:
        return {}
    rows = select(Record.id, Record.kind).where(Record.id.in_(ids))
    kinds = dict(session.execute(rows).all())
    readable = set(session.scalars(rows.where(is_readable(Record.id)), given(actor)))
    return {
        one.record_id: one if one.record_id in readable else _from_outside(one)
        for one in faces(session, kinds.items()).values()
    }


def _from_outside(face: Face) -> Face:
    return Face(
        face.record_id,
        face.kind,
        "",
        "",
        number=face.number,
        numbered_on=face.numbered_on,
        sort=face.sort,
    )


def opened_by(session: Session, record_id: int, token: str) -> datetime | None:
    """When one of those who read by this token first opened the record, if any did."""
    number = int(holder_of(token)[1:])
    rows = select(RecordOpening.at).where(RecordOpening.record_id == record_id)
    if token.startswith("p"):
        rows = rows.where(RecordOpening.person_id == number)
    else:
        heads = and_(Post.unit_id == number, Post.is_head)
        people = heads if token.startswith("u") else Post.agency_id == number
        rows = rows.where(RecordOpening.person_id.in_(select(Post.person_id).where(people)))
    return session.scalar(rows.order_by(RecordOpening.at).limit(1))


def tokens_of(session: Session, record_ids: Sequence[int]) -> dict[int, set[str]]:
    """The reader tokens of each of these records, in one statement."""
    found: dict[int, set[str]] = {record_id: set() for record_id in record_ids}
    rows = select(RecordReader.record_id, RecordReader.token).distinct()
    for record_id, token in session.execute(rows.where(RecordReader.record_id.in_(record_ids))):
        found[record_id].add(token)
    return found


# -- Of any kind ---------------------------------------------------------------------------------


def get_face(session: Session, record_id: int, actor: Actor) -> Face:
    """The face of a record, or NotFound when there is none that this actor may read."""
    kind = session.scalar(select(Record.kind).where(Record.id == record_id))
    if kind is None or not may_read(actor, readers_of(session, record_id)):
        raise NotFound
    return faces(session, [(record_id, kind)])[record_id]


def face_of(session: Session, record_id: int) -> Face:
    """The face of one record, which has to be there."""
    kind = session.scalars(select(Record.kind).where(Record.id == record_id)).one()
    return faces(session, [(record_id, kind)])[record_id]


def urgency_of(record_id: Any) -> ColumnElement[int]:
    """How urgent the record of a row is, for the order of lists."""
    of_row = aliased(Record)
    return select(of_row.urgency).where(of_row.id == record_id).scalar_subquery()


def _closed(session: Session, record_id: int, _anew: bool) -> Standing:
    return Standing(
        record_id, agency_of(session, record_id), Problem(N_("Nobody is given work on this."))
    )


NO_WORK = Workable(
    standing=_closed,
    may_direct=lambda _session, _actor, _record_id: False,
    receivers=lambda _session, _agency_id: {},
    reply_missing=lambda _session, _record_id: False,
    lines_changed=lambda _session, _record_id, _is_carried_out: None,
)


def work_on(name: str) -> Workable:
    """What work asks of the kind of this name; every kind answers."""
    return kind_of(name).work or NO_WORK


_OPENABLE = select(Record.id).where(
    Record.id.in_(bindparam("among", expanding=True)), is_readable(Record.id)
)


def openable(session: Session, actor: Actor, among: Collection[int]) -> set[int]:
    """Which of these records the actor may read."""
    return set(session.scalars(_OPENABLE, given(actor, among=list(among))))
