"""Who receives a document: planning, sending, sending again, and what they answered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.core.workflow import target_of
from app.correspondence.models import Document
from app.correspondence.policy import get_document
from app.deadlines.queries import due_moment
from app.organisation.queries import NameIndex, agency_index, name_index
from app.outgoing import rules
from app.outgoing.events import Delivery, Sent
from app.outgoing.inputs import RecipientChange, RecipientEntry
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.queries import own_receivers
from app.outgoing.receivers import is_unclear, receiver_name
from app.outgoing.service.answers import ask_for_answers, summarise
from app.outgoing.service.common import must_be, take_in_hand, touched
from app.records.rules import RECEIVED, Ground
from app.records.service import let_read
from app.requests import service as requests


def recipients_of(session: Session, document_id: int) -> list[Recipient]:
    rows = select(Recipient).where(Recipient.document_id == document_id)
    return list(session.scalars(rows.order_by(Recipient.id)))


def plan(
    session: Session, document: OutgoingDocument, entries: Iterable[RecipientEntry]
) -> list[Recipient]:
    """Add receivers that are not there yet: one agency counts once, picked or written by hand.

    A group ("UBND các xã") is no receiver of its own once one of its members is.
    """
    index = name_index(session, document.agency_id)
    entries = list(entries)
    refuse_for(list(_unclear(entries, index)))
    rows = recipients_of(session, document.id)
    known = {row.agency_id or index.identity(row.name): row for row in rows}
    for entry in filter(None, (_sought(entry, index) for entry in entries)):
        identity = index.identity(entry.name, entry.agency_id)
        if identity not in known:
            known[identity] = _planned(session, document, entry)
        known[identity].addressed |= entry.addressed
    groups = index.met((row.name, row.agency_id) for row in known.values())
    for row in (known[one] for one in groups):
        if row in rows and row.state == "planned":
            session.delete(row)
    added = [row for one, row in known.items() if row not in rows and one not in groups]
    session.add_all(added)
    session.flush()
    summarise(session, document)
    return added


def change(
    session: Session, document: OutgoingDocument, changes: Iterable[RecipientChange]
) -> None:
    """Take planned receivers off, or say anew by when they are to answer."""
    planned = {row.id: row for row in recipients_of(session, document.id) if row.state == "planned"}
    refused = []
    for item in changes:
        row = planned.get(item.id)
        if row is None:
            raise NotFound
        if item.keep:
            row.reply_required = item.reply_required
            row.due_at = due_moment(session, document.agency_id, item.due_on, row.due_at)
        elif row.addressed:
            refused.append(_addressed(row))
        else:
            session.delete(row)
    refuse_for(refused)
    session.flush()
    summarise(session, document)


def _addressed(row: Recipient) -> Problem:
    message = N_(
        "The paper itself names %(name)s: it receives the document. To leave it out, return the "
        "document to its drafter."
    )
    return Problem(message, {"name": row.name})


def with_heirs(session: Session, document: OutgoingDocument) -> list[Recipient]:
    """Whom a document goes to that is sent now: in the place of an agency that ended its successor,
    under the name on the paper; nobody twice, nor the sender."""
    index, rows = agency_index(session), recipients_of(session, document.id)
    reached = {document.agency_id, *(row.agency_id for row in rows)}
    for row in rows:
        if row.agency_id is None or (heir := index.living(row.agency_id)) == row.agency_id:
            continue
        if heir in reached:
            session.delete(row)
        else:
            row.agency_id = heir
            reached.add(heir)
    session.flush()
    return recipients_of(session, document.id)


def send(rows: Sequence[Recipient], now: datetime) -> tuple[Delivery, ...]:
    """Mark planned receivers as sent to; return those that are reached inside."""
    for row in rows:
        row.state = target_of(rules.RECIPIENT_MOVES, "send", row.state)
        row.changed_at = now
    return tuple(_delivery(row) for row in rows if row.agency_id is not None)


def hand_out(session: Session, document: OutgoingDocument) -> None:
    """Units and people of its own agency read here what was issued to them; whoever is to answer
    stands on the board."""
    own = own_receivers(session, document)
    ask_for_answers(session, document, recipients_of(session, document.id), own)
    for row_id, named in own.items():
        let_read(session, document.id, [named.token], Ground(RECEIVED, row_id))


def add_recipients(
    session: Session, actor: Actor, document: OutgoingDocument, entries: Sequence[RecipientEntry]
) -> list[Recipient]:
    """Send an issued document to more receivers."""
    take_in_hand(session, actor, document)
    must_be(document, "issued")
    refuse_for(_entry_problems(entries, clock.today()))
    added = plan(session, document, entries)
    if not added:
        raise Refused(Problem(N_("All of these have received it already."), field="inside"))
    _send_later(session, actor, document, added)
    names = ", ".join(row.name for row in added)
    touched(session, actor, document, "outgoing.recipients_added", names=names)
    return added


def resend(
    session: Session, actor: Actor, document: OutgoingDocument, recipient_id: int
) -> Recipient:
    """Send the document once more to a receiver whose clerk refused it."""
    take_in_hand(session, actor, document)
    must_be(document, "issued")
    refused = _one_of(session, document, recipient_id)
    if refused.state != "refused" or refused.resent_as_id is not None:
        raise Refused(
            Problem(
                N_("%(name)s has not refused it, or was sent it again."), {"name": refused.name}
            )
        )
    inside = refused.agency_id and agency_index(session).living(refused.agency_id)
    again = Recipient(
        document_id=document.id,
        agency_id=inside,
        name=refused.name,
        channel=refused.channel,
        addressed=refused.addressed,
        reply_required=refused.reply_required,
        due_at=refused.due_at,
    )
    session.add(again)
    session.flush()
    refused.resent_as_id = again.id
    again.line_id, refused.line_id = refused.line_id, None
    summarise(session, document)
    _send_later(session, actor, document, [again])
    touched(session, actor, document, "outgoing.resent", name=again.name)
    return again


def note_answered(
    session: Session,
    actor: Actor,
    document: OutgoingDocument,
    recipient_id: int,
    incoming_id: int | None,
    note: str,
) -> None:
    """Note that a receiver answered: by a registered incoming document, or otherwise as noted."""
    take_in_hand(session, actor, document)
    must_be(document, "issued")
    row = _one_of(session, document, recipient_id)
    if row.line_id is None:
        raise Refused(Problem(N_("%(name)s was not asked for an answer."), {"name": row.name}))
    if incoming_id is None and not note:
        raise Refused(Problem(N_("Choose its answer, or write how it answered."), field="note"))
    reference = ""
    if incoming_id is not None:
        answer = get_document(session, Document, incoming_id, actor)
        _must_be_incoming(answer, document)
        reference = answer.reference
    requests.note_answer(session, actor, row.line_id, document_id=incoming_id, note=note)
    summarise(session, document)
    values = {"name": row.name, "reference": reference or note}
    touched(session, actor, document, "outgoing.answer_noted", **values)


def take_answer_off(
    session: Session, actor: Actor, document: OutgoingDocument, recipient_id: int
) -> None:
    """What was noted as the answer of a receiver was none: it has yet to answer."""
    take_in_hand(session, actor, document)
    must_be(document, "issued")
    row = _one_of(session, document, recipient_id)
    if row.line_id is None:
        raise Refused(Problem(N_("%(name)s was not asked for an answer."), {"name": row.name}))
    requests.take_noted_off(session, actor, row.line_id)
    summarise(session, document)
    touched(session, actor, document, "outgoing.answer_taken_off", name=row.name)


def _must_be_incoming(answer: Document, document: OutgoingDocument) -> None:
    if answer.kind != "incoming" or answer.agency_id != document.agency_id:
        raise Refused(
            Problem(N_("An answer is an incoming document of your agency."), field="incoming_id")
        )


def _send_later(
    session: Session, actor: Actor, document: OutgoingDocument, rows: Sequence[Recipient]
) -> None:
    """To those who were planned just now; its corrections go with it."""
    deliveries = send(rows, clock.now())
    hand_out(session, document)
    outbox.publish(session, Sent(document_id=document.id, deliveries=deliveries))
    for letter in session.scalars(_LETTERS, {"document_id": document.id}).all():
        added = plan(session, letter, [told_too(row) for row in rows])
        if added:
            _send_later(session, actor, letter, added)
            names = ", ".join(row.name for row in added)
            touched(session, actor, letter, "outgoing.recipients_added", names=names)


_LETTERS = (
    select(OutgoingDocument)
    .where(
        OutgoingDocument.corrects_id == bindparam("document_id"),
        OutgoingDocument.state == "issued",
    )
    .order_by(OutgoingDocument.id)
)
"""The letters of correction that hold."""


def told_too(row: Recipient) -> RecipientEntry:
    """The same receiver for a letter of correction, which asks for no answer."""
    return RecipientEntry(row.name, row.agency_id, row.channel)


def _one_of(session: Session, document: OutgoingDocument, recipient_id: int) -> Recipient:
    row = session.get(Recipient, recipient_id)
    if row is None or row.document_id != document.id:
        raise NotFound
    return row


def _entry_problems(entries: Sequence[RecipientEntry], today: date) -> list[Problem]:
    return list(rules.recipient_problems([(item.name, item.due_on) for item in entries], today))


def _unclear(entries: Iterable[RecipientEntry], index: NameIndex) -> Iterator[Problem]:
    """A line that stands for nobody in particular would be a receiver that nothing reaches."""
    message = N_("It is not clear who “%(name)s” is: choose the units.")
    for one in entries:
        if one.agency_id is None and is_unclear(one.name, index):
            yield Problem(message, {"name": one.name}, "recipients")


def _sought(entry: RecipientEntry, index: NameIndex) -> RecipientEntry | None:
    """The receiver that an entry means: an agency inside though its name was written by hand."""
    if entry.agency_id is not None:
        return replace(entry, agency_id=index.agencies.living(entry.agency_id))
    name = receiver_name(entry.name)
    named = index.named(name)
    if named is None or named.agency_id is None:
        return replace(entry, name=name) if name else None
    return replace(entry, name=named.name, agency_id=named.agency_id)


def _planned(session: Session, document: OutgoingDocument, entry: RecipientEntry) -> Recipient:
    return Recipient(
        document_id=document.id,
        agency_id=entry.agency_id,
        name=entry.name,
        channel="system" if entry.agency_id is not None else entry.channel,
        addressed=entry.addressed,
        reply_required=entry.reply_required,
        due_at=due_moment(session, document.agency_id, entry.due_on),
    )


def _delivery(row: Recipient) -> Delivery:
    assert row.agency_id is not None
    due = row.due_at.isoformat() if row.due_at is not None else None
    return Delivery(row.id, row.agency_id, row.reply_required, due)
