"""Registering: the line of the book, its arrival number, its files, its first readers."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import Problem, Refused, refuse_for
from app.core.policy import Actor, agency_token, person_token
from app.core.text import N_
from app.core.words import written_number
from app.correspondence.queries import type_options
from app.correspondence.rules import Likeness, reference_key
from app.correspondence.service import changed
from app.deadlines.queries import calendar, due_moment
from app.files.queries import files_of, uploads_of
from app.files.service import attach_uploads
from app.incoming import rules
from app.incoming.events import Registered
from app.incoming.inputs import DELIVERED, Entry, reference_parts
from app.incoming.models import IncomingDocument
from app.incoming.queries import Twin, leaders, likely_twins
from app.incoming.service.common import agency_of, note
from app.organisation.queries import agency_index
from app.records.rules import ENTERED, PRESENTED, Ground
from app.records.service import let_read, link, mark_seen
from app.registers.queries import registers_in_use, series_of_register
from app.registers.service import take_number


def register(session: Session, actor: Actor, entry: Entry) -> IncomingDocument:
    """Enter a document into the book under the next arrival number of its register's year.

    Raises Refused with every problem of the entry, and for a likely twin unless the clerk said
    that this is another document.
    """
    actor.needs("incoming.register")
    agency_id = agency_of(actor)
    check(session, actor, entry)
    twins = twins_of(session, actor, entry, None)
    document = IncomingDocument(agency_id=agency_id, created_by_id=actor.person_id, state="waiting")
    fill(session, document, entry)
    session.add(document)
    session.flush()
    attach_uploads(session, document.id, entry.uploads, actor)
    link_twins(session, actor, document, twins)
    enter(session, actor, document, entry)
    note(session, actor, document, "incoming.registered", number=written_number(document.number))
    return document


def as_delivered(document: IncomingDocument | None, entry: Entry) -> Entry:
    """The entry with what another agency sent as they sent it, whatever a form says of it.

    The receiver's own columns are those of their book: register, arrival, due date, note.
    """
    if document is None or document.recipient_id is None:
        return entry
    number, symbol = reference_parts(document.reference)
    theirs: dict[str, Any] = {name: getattr(document, name) for name in DELIVERED[3:]}
    reference: dict[str, Any] = {
        "number": number,
        "symbol": symbol,
        "without_number": not document.reference,
    }
    return replace(entry, **reference, **theirs)


def check(
    session: Session, actor: Actor, entry: Entry, document: IncomingDocument | None = None
) -> None:
    """Refused with everything wrong with the entry; `document` is the one it corrects."""
    refuse_for(entry_problems(session, actor, entry, document))


def entry_problems(
    session: Session, actor: Actor, entry: Entry, document: IncomingDocument | None = None
) -> list[Problem]:
    entry = as_delivered(document, entry)
    problems = rules.entry_problems(entry, entry_facts(session, actor, document))
    if not entry.is_different and any(
        twin.is_sure for twin in twins_of(session, actor, entry, document)
    ):
        problems.append(
            Problem(
                N_("Look at the registered one that is like it, and tick this if it is another."),
                field="is_different",
            )
        )
    return problems


def entry_facts(
    session: Session, actor: Actor, document: IncomingDocument | None
) -> rules.EntryFacts:
    agency_id = agency_of(actor)
    is_numbered = document is not None and document.number is not None
    due_at = document.due_at if document else None
    return rules.EntryFacts(
        today=clock.today(),
        registers={row.id for row in registers_in_use(session, agency_id, "incoming")}
        | ({document.register_id} if document and document.register_id else set()),
        types={code for code, _name in type_options(session)},
        leaders=_leader_ids(session, agency_id, document),
        earlier_due=clock.local(due_at).date() if due_at else None,
        year=document.year if document and is_numbered else None,
    )


def _leader_ids(session: Session, agency_id: int, document: IncomingDocument | None) -> set[int]:
    """Whoever directs today, and whom the document was presented to before."""
    earlier = {document.presented_to_id} if document and document.presented_to_id else set()
    return {leader.id for leader in leaders(session, agency_id)} | earlier


def twins_of(
    session: Session, actor: Actor, entry: Entry, document: IncomingDocument | None
) -> list[Twin]:
    """What the entry looks like. What is corrected elsewhere stays quiet."""
    if document is not None and document.number is not None:
        return []
    new = likeness_of(entry, contents_in_hand(session, actor, entry, document))
    return likely_twins(session, actor, new, document.id if document else None)


def contents_in_hand(
    session: Session, actor: Actor, entry: Entry, document: IncomingDocument | None
) -> frozenset[str]:
    """Hashes of the files that come with the entry, and of those the document has."""
    uploads = {one.sha256 for one in uploads_of(session, entry.uploads, actor)}
    files = files_of(session, document.id) if document is not None else []
    return frozenset(uploads | {one.sha256 for one in files})


def link_twins(
    session: Session, actor: Actor, document: IncomingDocument, twins: Iterable[Twin]
) -> None:
    """What was entered all the same beside its likely twin is found from it."""
    for twin in twins:
        link(session, document.id, twin.id, "twin", actor)


def likeness_of(entry: Entry, contents: frozenset[str] = frozenset()) -> Likeness:
    return Likeness(
        key=reference_key(entry.reference),
        issuer=entry.issuer,
        issued_on=entry.issued_on,
        subject=entry.subject,
        contents=contents,
    )


def fill(session: Session, document: IncomingDocument, entry: Entry) -> None:
    """Put the entry into the document's columns, all but what its arrival number rests on."""
    document.reference = entry.reference
    document.reference_key = reference_key(entry.reference)
    document.type_code = entry.type_code
    document.subject = entry.subject
    document.issuer = entry.issuer
    if document.recipient_id is None:
        named = agency_index(session).named(entry.issuer)
        document.issuer_agency_id = named.id if named is not None else None
    document.issued_on = entry.issued_on
    document.signer_name = entry.signer_name
    document.signer_title = entry.signer_title
    document.urgency = entry.urgency
    document.pages = entry.pages
    document.copies = entry.copies or 1
    document.note = entry.note
    document.reply_required = entry.reply_required
    _set_due(session, document, entry)
    document.arrived_on = entry.arrived_on
    document.presented_to_id = entry.presented_to_id


def _set_due(session: Session, document: IncomingDocument, entry: Entry) -> None:
    """What was counted moves with the calendar, until somebody sets another day."""
    old, rule = document.due_at, entry.due_rule
    document.due_at = due_moment(session, document.agency_id, entry.due_on, old)
    if rule is not None:
        document.due_at = rule.due(calendar(session, document.agency_id)).at
    if rule is not None or document.due_at != old:
        document.due_rule = rule


def present(session: Session, document: IncomingDocument) -> None:
    """Let the leader read it to whom the clerk presents it."""
    leader_id = document.presented_to_id
    if leader_id is not None:
        tokens = [person_token(leader_id)]
        let_read(session, document.id, tokens, Ground(PRESENTED, leader_id))


def enter(session: Session, actor: Actor, document: IncomingDocument, entry: Entry) -> None:
    """Give the document its arrival number and make it known.

    The counter is locked last, so that other clerks wait for as little as possible.
    """
    assert entry.register_id is not None
    assert entry.arrived_on is not None
    series = series_of_register(session, entry.register_id, entry.type_code)
    if series is None:
        raise Refused(
            Problem(N_("No series of this register takes this type."), field="register_id")
        )
    let_read(session, document.id, [agency_token(document.agency_id)], Ground(ENTERED))
    present(session, document)
    outbox.publish(session, Registered(document_id=document.id))
    changed(session, document)
    mark_seen(session, document.id, actor)
    year = entry.arrived_on.year
    number = take_number(session, series.id, year, document.id, actor)
    document.register_id, document.year, document.number = entry.register_id, year, number
    document.state = "registered"
    session.flush()
