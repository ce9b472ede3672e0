"""What followed an issued document: one column that every list, link and picker of documents has.

It is true of the original and of every copy that was received of it, for as long as it holds: a
letter of correction that is recalled corrects nothing any more.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import TypeDecorator

from app.core.asking import MY_AGENCIES, RECORD, given
from app.core.db import constant
from app.core.policy import Actor
from app.core.sequels import Sequel, Sequels
from app.correspondence.models import Document
from app.correspondence.policy import IS_READABLE
from app.files.queries import main_files_of, text_of
from app.records.models import RecordLink

_KINDS = {"replaces": "replaced", "corrects": "corrected"}
"""Kind of the link -> what it did to the document at its end."""
_by = aliased(Document)
HOLDS = and_(
    _by.recalled_at.is_(None), _by.state.not_in(("signed", "returned", "recalled", "refused"))
)
"""A document that was taken back does nothing to another."""


class _Told(TypeDecorator[Sequels]):
    """A line to each: day, kind, reference."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, _dialect: Any) -> Sequels:
        told = {_read(line) for line in (value or "").split("\n") if line}
        is_replaced = any(one.kind == "replaced" for one in told)
        return tuple(sorted(one for one in told if not (is_replaced and one.kind == "recalled")))


def _read(line: str) -> Sequel:
    day, kind, reference = line.split(" ", 2)
    return Sequel(date.fromisoformat(day) if day else date.min, _KINDS.get(kind, kind), reference)


def followed(document: Any) -> ColumnElement[bool]:
    """Whether the link ends at this document, or at the one that it is a copy of."""
    ends = or_(RecordLink.to_id == document.id, RecordLink.to_id == document.source_id)
    return and_(ends, RecordLink.kind.in_([constant(kind) for kind in _KINDS]))


def sequels_in(document: Any) -> ColumnElement[Sequels]:
    """The column, for a statement that shows this document: `Sequels`, empty where it stands as it
    was issued."""
    line = (
        func.coalesce(cast(_by.issued_on, String), "")
        .concat(literal(" "))
        .concat(RecordLink.kind)
        .concat(literal(" "))
        .concat(_by.reference)
    )
    linked = (
        select(func.aggregate_strings(line, "\n"))
        .select_from(RecordLink)
        .join(_by, _by.id == RecordLink.from_id)
        .where(followed(document), HOLDS)
        .correlate_except(RecordLink, _by)
        .scalar_subquery()
    )
    is_recalled = or_(document.state == constant("recalled"), document.recalled_at.is_not(None))
    recalled = case((is_recalled, " recalled \n"), else_="")
    return cast(recalled.concat(func.coalesce(linked, "")), _Told)


def sequels_of(session: Session, ids: Collection[int]) -> dict[int, Sequels]:
    """The same for rows of long lists, which are sorted before they are cut: only of those that
    anything followed."""
    if not ids:
        return {}
    return {one: told for one, told in session.execute(_SEQUELS, {"ids": list(ids)}) if told}


def ended_among(
    session: Session, actor: Actor, keys: Collection[str], but: int | None = None
) -> list[tuple[str, Sequels]]:
    """Which documents of the agency that bear one of these references, and the actor may read, were
    recalled or replaced, `but` for one; of those that bore one in several years, the latest."""
    asked = given(actor, keys=list(keys), but=but or 0)
    rows = session.execute(_BEARING, asked).all() if keys else ()
    latest = {row.reference_key: (row.reference, row.sequels) for row in rows}
    return [
        (reference, ended)
        for reference, sequels in latest.values()
        if (ended := tuple(one for one in sequels if one.kind != "corrected"))
    ]


_BEARING = (
    select(Document.reference_key, Document.reference, sequels_in(Document).label("sequels"))
    .where(
        Document.agency_id.in_(MY_AGENCIES),
        Document.reference_key.in_(bindparam("keys", expanding=True)),
        Document.number.is_not(None),
        Document.id != bindparam("but"),
        IS_READABLE,
    )
    .order_by(Document.issued_on, Document.id)
)


def is_recalled(session: Session, document_id: int) -> bool:
    """Whether it stands recalled at this moment, whatever news is still on its way."""
    rows = select(Document.id).where(Document.id == document_id, Document.recalled_at.is_not(None))
    return session.scalar(rows) is not None


def as_originals(session: Session, copy: Document) -> list[tuple[str, int, int]]:
    """The links (kind, from, to) that a received copy has with other copies of its agency, as their
    originals are linked."""
    found = []
    ends = (RecordLink.from_id, RecordLink.to_id)
    for here, there in (ends, ends[::-1]):
        rows = select(RecordLink.kind, _by.id).join(_by, _by.source_id == there)
        kinds = RecordLink.kind.in_([constant(kind) for kind in _KINDS])
        beside = rows.where(here == copy.source_id, kinds, _by.agency_id == copy.agency_id)
        for kind, other in session.execute(beside):
            pair = (copy.id, other) if here is RecordLink.from_id else (other, copy.id)
            found.append((kind, *pair))
    return found


def letters_of(session: Session, document_id: int) -> list[tuple[Sequel, str]]:
    """What corrects this document, the earliest first, each with the text of the letter, once: an
    agency that received both has them of the issuer and among its own."""
    rows = session.execute(_LETTERS, {"record_id": document_id}).all()
    mains = main_files_of(session, [row.id for row in rows])
    found: dict[Sequel, str] = {}
    for row in rows:
        one, main = Sequel(row.issued_on or date.min, "corrected", row.reference), mains.get(row.id)
        found[one] = found.get(one) or (main and text_of(session, main.sha256)) or ""
    return sorted(found.items())


_corrected = aliased(Document)
_LETTERS = (
    select(_by.id, _by.reference, _by.issued_on)
    .select_from(_corrected)
    .join(RecordLink, followed(_corrected))
    .join(_by, _by.id == RecordLink.from_id)
    .where(_corrected.id == RECORD, RecordLink.kind == "corrects", HOLDS)
    .order_by(_by.id)
)
_SEQUELS = select(Document.id, sequels_in(Document)).where(
    Document.id.in_(bindparam("ids", expanding=True))
)
