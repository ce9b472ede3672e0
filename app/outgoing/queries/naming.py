"""Documents as the forms of outgoing documents name them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.db import grouped
from app.core.errors import Problem
from app.core.policy import Actor
from app.correspondence.models import Document
from app.correspondence.policy import IS_READABLE, readable
from app.correspondence.queries.sequels import sequels_in
from app.correspondence.rules import reference_key
from app.files.queries import text_of
from app.organisation.queries import Named, NameIndex, name_index, unit_names
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.queries.lists import RecipientFact
from app.outgoing.queries.numbering import main_file
from app.outgoing.receivers import is_unclear, named_in
from app.outgoing.rules import LINKS, Candidate, linking_problems, meant, name_of, named


def references(
    session: Session, actor: Actor, document_ids: Iterable[int | None]
) -> dict[int, str]:
    """The names by which forms show those one may read, by id."""
    ids = [document_id for document_id in document_ids if document_id is not None]
    if not ids:
        return {}
    rows = select(Document.id, Document.reference, Document.subject, Document.issued_on)
    rows = rows.where(Document.id.in_(ids), IS_READABLE)
    found = session.execute(rows, given(actor))
    return {row.id: name_of(row.reference, row.issued_on, row.subject) for row in found}


def readable_answers(
    session: Session, actor: Actor, facts: Iterable[RecipientFact]
) -> dict[int, str]:
    """References of those answers that the actor may open, by document id."""
    ids = [fact.answer_id for fact in facts if fact.answer_id is not None]
    if not ids:
        return {}
    rows = select(Document.id, Document.reference).where(Document.id.in_(ids), IS_READABLE)
    return {row.id: row.reference for row in session.execute(rows, given(actor))}


def find_document(
    session: Session, actor: Actor, text: str, kind: str, given_id: int = 0
) -> list[Candidate]:
    """Documents of the agency that bear this arrival number or reference, newest first.

    As long as the form says what it was given for `given_id`, it is that one: many a letter has
    neither, and some have the same.
    """
    is_as_given = references(session, actor, [given_id]).get(given_id) == text
    rows = (
        select(
            Document.id,
            Document.reference,
            Document.number,
            Document.year,
            Document.issued_on,
            sequels_in(Document),
        )
        .where(Document.agency_id.in_(actor.agency_ids), Document.kind == kind, IS_READABLE)
        .where(Document.id == given_id if is_as_given else _bears(text))
    )
    rows = rows.order_by(Document.year.desc(), Document.id.desc()).limit(9)
    found = session.execute(rows, given(actor))
    return [Candidate(*row) for row in found]


def link_names(session: Session, actor: Actor, *ids: int | None) -> dict[str, object]:
    """What a form says of them, in the order of rules.LINKS: names to be read, and which these
    are."""
    known = references(session, actor, ids)
    named = dict(zip(LINKS, ids, strict=True))
    shown: dict[str, object] = {name: known.get(one or 0, "") for name, one in named.items()}
    return shown | {f"{name}_id": one or 0 for name, one in named.items()}


def linked(
    session: Session, actor: Actor, typed: Mapping[str, tuple[str, int]]
) -> tuple[dict[str, int | None], list[Problem]]:
    """The documents that a form names, and what stands against taking them for those."""
    found: dict[str, int | None] = {}
    problems: list[Problem] = []
    for name, (text, given_id) in typed.items():
        rows = find_document(session, actor, text, LINKS[name], given_id) if text else []
        likely = meant(text, rows)
        found[f"{name}_id"] = likely[0].id if likely else None
        problems += linking_problems(name, text, likely) if text else []
    return found, problems


def _bears(text: str) -> ColumnElement[bool]:
    """This arrival number or reference, of this date where the text says one."""
    name, day = named(text)
    is_dated = Document.issued_on == day if day is not None else true()
    if name.isdecimal() and len(name) < 10:
        return and_(Document.number == int(name), Document.year.is_not(None), is_dated)
    return and_(Document.reference_key == reference_key(name), is_dated)


def recent_incoming(session: Session, actor: Actor, issuer: str) -> list[Any]:
    """The latest incoming documents, those of this issuer first: likely answers."""
    rows = (
        select(
            Document.id,
            Document.reference,
            Document.issuer,
            Document.subject,
            sequels_in(Document).label("sequels"),
        )
        .where(
            Document.agency_id.in_(actor.agency_ids),
            Document.kind == "incoming",
            Document.number.is_not(None),
            readable(actor),
        )
        .order_by((Document.issuer != issuer), Document.id.desc())
        .limit(40)
    )
    return list(session.execute(rows, given(actor)))


def names_in_index(
    session: Session, document_ids: Sequence[int]
) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Who receives each of these documents, and the unit that drafted it, for search."""
    received = select(Recipient.document_id, Recipient.name)
    found = grouped(session, received.where(Recipient.document_id.in_(document_ids)))
    drafted = select(OutgoingDocument.id, OutgoingDocument.unit_id)
    units = dict(session.execute(drafted.where(OutgoingDocument.id.in_(document_ids))).all())
    names = unit_names(session, units.values())
    return {
        one: [
            *(("", name) for name in found.get(one, ())),
            *([("unit", names[unit])] if unit else ()),
        ]
        for one, unit in units.items()
    }


def unreceived(session: Session, document: OutgoingDocument, words: str = "") -> list[str]:
    """Whom the words of the main file name, or a group of its receivers stands for, although nobody
    planned that they receive it. `words` are its own where no worker has read it yet."""
    index = name_index(session, document.agency_id)
    main = main_file(session, document.id)
    text = (text_of(session, main.sha256) if main is not None else "") or words
    rows = select(Recipient.name, Recipient.agency_id).where(Recipient.document_id == document.id)
    listed = [(name, agency_id) for name, agency_id in session.execute(rows)]
    names = [name for name in named_in(text, index) if not is_unclear(name, index)]
    return [one.called for one in index.missing(listed, names)]


def as_reached(
    session: Session, document: OutgoingDocument, facts: Sequence[RecipientFact]
) -> list[RecipientFact]:
    """Its receivers as they are reached: units and people of its own agency in this system, a group
    by way of those whom it stands for, who take its place when it is issued."""
    if all(one.agency_id for one in facts):
        return list(facts)
    index = name_index(session, document.agency_id)
    own = _own(session, document, index)
    groups = {one.id for one in facts if one.state == "planned" and index.members(one.name)}
    ways = dict.fromkeys(groups, "members") | dict.fromkeys(own, "system")
    return [replace(one, channel=ways.get(one.id, one.channel)) for one in facts]


def was_written_to_answer(session: Session, record_id: int, question_id: int) -> bool:
    """Whether it is, by what it says itself, the reply to that one."""
    rows = select(OutgoingDocument.id).where(
        OutgoingDocument.id == record_id, OutgoingDocument.answers_id == question_id
    )
    return session.scalar(rows) is not None


class Inside(NamedTuple):
    """A receiver that this system reaches: another agency, or a unit or person of the issuer's."""

    recipient_id: int
    name: str
    agency_id: int
    unit_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Issued:
    """An issued document with those of its receivers whom the system reaches."""

    agency_id: int
    urgency: int
    receivers: Sequence[Inside]


def issued_to(session: Session, record_id: int, *, planned: bool = False) -> Issued | None:
    """With those it is on its way to, or those it is planned for; None of what is not issued."""
    document = session.get(OutgoingDocument, record_id)
    if document is None or document.state != "issued":
        return None
    states = ("planned",) if planned else ("sent", "delivered")
    agencies = select(Recipient.id, Recipient.name, Recipient.agency_id).where(
        Recipient.document_id == document.id,
        Recipient.agency_id.is_not(None),
        Recipient.state.in_(states),
    )
    others = [
        Inside(recipient_id, name, agency_id or 0)
        for recipient_id, name, agency_id in session.execute(agencies.order_by(Recipient.id))
    ]
    own = [
        Inside(recipient_id, named.name, document.agency_id, named.unit_id, named.person_id)
        for recipient_id, named in own_receivers(session, document).items()
    ]
    return Issued(document.agency_id, document.urgency, [*others, *own])


def became(record_id: object) -> Select[int]:
    """The lines of receivers whose copy of an outgoing document is this record."""
    return select(Recipient.id).where(Recipient.delivered_id == record_id)


def own_receivers(session: Session, document: OutgoingDocument) -> dict[int, Named]:
    """Units and people of its own agency that receive it, by the id of their line."""
    return _own(session, document, name_index(session, document.agency_id))


def _own(session: Session, document: OutgoingDocument, index: NameIndex) -> dict[int, Named]:
    rows = select(Recipient.id, Recipient.name).where(
        Recipient.document_id == document.id, Recipient.agency_id.is_(None)
    )
    found = {row.id: index.certain(row.name) for row in session.execute(rows)}
    return {number: named for number, named in found.items() if named and named.token}
