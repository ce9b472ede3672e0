"""Issuing: number, date and sending in one transaction (Decree 30/2020, articles 14 to 18)."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import Problem, Refused, refuse_for
from app.core.feature import Question, UrgentAhead
from app.core.policy import Actor
from app.core.text import N_
from app.core.workflow import target_of
from app.correspondence.rules import reference_key
from app.files.queries import grade_on
from app.files.service import content_of, note_inside, unsettled
from app.organisation.queries.bodies import take_turn_of
from app.outgoing import queries, rules
from app.outgoing.events import Issued
from app.outgoing.inputs import IssueEntry
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.service import recipients
from app.outgoing.service.calling_back import take_effect
from app.outgoing.service.common import (
    must_be,
    take_in_hand,
    touched,
    unwanted_words,
)
from app.outgoing.service.correcting import tell_receivers
from app.outgoing.service.stamping import Stamps, stamp_main_file, take_out_authors, written_into
from app.registers import service as registers
from app.registers.models import TakenNumber
from app.registers.queries import series_for

URGENT_AHEAD: Question[[Session, int], UrgentAhead | None] = Question(
    "what goes to telephones by itself when a document is issued"
)
"""Asked while the document stands as it would be issued; None where nothing goes by itself."""


@dataclass(frozen=True)
class NumberPlan:
    """Which number the document is to take: the next one of a series, or a reserved one."""

    series_id: int | None
    register_id: int | None
    dated: date
    reserved: TakenNumber | None = None


@dataclass(frozen=True)
class Prospect:
    """What issuing would do."""

    reference: str
    dated: date
    receivers: tuple[str, ...]
    written: tuple[str, ...] | None
    """The lines of a main file from elsewhere that get number or day; None: it has no place."""
    urgent: UrgentAhead | None = None
    """What goes to telephones by itself."""

    @property
    def said(self) -> str:
        """What the clerk was shown, and says yes to."""
        return "; ".join((self.reference, self.dated.isoformat(), *self.receivers))


class Unasked(Exception):
    """Nobody has asked the clerk yet, or something else: another took the number meanwhile."""

    def __init__(self, prospect: Prospect) -> None:
        self.prospect = prospect
        super().__init__(prospect.said)


def issue(
    session: Session,
    actor: Actor,
    document: OutgoingDocument,
    entry: IssueEntry,
    stamps: Stamps,
) -> OutgoingDocument:
    """Give the document its number and date, send it, and let it answer what it answers.

    `stamps` was prepared for this document before the transaction began. Refused lists everything
    that stands in the way. Unasked, after which the caller rolls back, where `entry.sure` is not
    what it does. An issued document is never issued again.
    """
    take_in_hand(session, actor, document, version=entry.version)
    must_be(document, "signed")
    note_inside(session, stamps.found)
    recipients.change(session, document, entry.changes)
    recipients.plan(session, document, entry.added)
    tell_receivers(session, document)
    plan = number_plan(session, document, entry)
    problems = _problems(session, document, plan)
    if entry.reserved_id is None:
        problems += rules.next_number_problems(entry.dated, plan.dated)
    refuse_for(problems)
    _number(session, actor, document, plan)
    _refuse_unasked(session, document, entry.sure, stamps)
    document.copies, document.note = entry.copies, entry.note
    document.archive_copy = entry.archive_copy or document.archive_copy
    stamped = stamp_main_file(session, actor, document, stamps)
    take_out_authors(session, actor, document)
    take_effect(session, actor, document)
    _send(session, document)
    values = {"reference": document.reference, "stamped": stamped}
    touched(session, actor, document, "outgoing.issued", **values)
    return document


def _refuse_unasked(
    session: Session, document: OutgoingDocument, sure: str | None, stamps: Stamps
) -> None:
    """A number that went out is not taken back: the clerk has said yes to these very words."""
    assert document.issued_on is not None
    names = tuple(row.name for row in recipients.recipients_of(session, document.id))
    written = written_into(session, document, stamps)
    prospect = Prospect(document.reference, document.issued_on, names, written)
    if sure is not None and sure != prospect.said:
        raise Unasked(replace(prospect, urgent=URGENT_AHEAD(session, document.id)))


def number_plan(session: Session, document: OutgoingDocument, entry: IssueEntry) -> NumberPlan:
    """The series of the document's type, and the number it would take."""
    series = series_for(session, document.agency_id, "outgoing", document.type_code)
    today = clock.today()
    if series is None:
        return NumberPlan(None, None, today)
    if entry.reserved_id is None:
        return NumberPlan(series.id, series.register_id, today)
    reserved = session.get(TakenNumber, entry.reserved_id, with_for_update=True)
    if reserved is None or reserved.series_id != series.id or reserved.state != "reserved":
        raise Refused(
            Problem(N_("This number is no longer kept for a document."), field="number_from")
        )
    return NumberPlan(series.id, series.register_id, entry.dated or reserved.day, reserved)


def _problems(session: Session, document: OutgoingDocument, plan: NumberPlan) -> list[Problem]:
    rows = recipients.recipients_of(session, document.id)
    year = plan.reserved.year if plan.reserved is not None else plan.dated.year
    number = plan.reserved.number if plan.reserved is not None else None
    lower, higher = queries.neighbours(session, plan.series_id, year, number)
    signed_at, main = document.signed_at, queries.main_file(session, document.id)
    facts = rules.IssueFacts(
        state=document.state,
        subject=document.subject,
        type_name=document.type.name,
        signer_name=document.signer_name,
        has_main_file=main is not None,
        grade=grade_on(session, main.sha256) if main is not None else "",
        recipients=[(row.name, _day(row)) for row in rows],
        has_series=plan.series_id is not None,
        dated=plan.dated,
        today=clock.today(),
        year=year,
        signed_on=clock.local(signed_at).date() if signed_at is not None else None,
        lower=lower,
        higher=higher,
        unwanted=unwanted_words(session, document.agency_id),
    )
    return [*rules.issue_problems(facts), *_marked(session, document)]


def _marked(session: Session, document: OutgoingDocument) -> list[Problem]:
    """What no page shows must not leave."""
    files = queries.live_files(session, document.id)
    return unsettled(session, map(content_of, files))


def _day(row: Recipient) -> date | None:
    return clock.local(row.due_at).date() if row.due_at is not None else None


def _number(session: Session, actor: Actor, document: OutgoingDocument, plan: NumberPlan) -> None:
    """Take the number; from here on the document is issued."""
    assert plan.series_id is not None
    # Two series that would give one number and symbol give it one after the other.
    take_turn_of(session, document.agency_id)
    if plan.reserved is None:
        year = plan.dated.year
        number = registers.take_number(session, plan.series_id, year, document.id, actor)
    else:
        year, number = plan.reserved.year, plan.reserved.number
        registers.use_reserved(session, actor, plan.reserved.id, document.id)
    reference = queries.reference_for(session, document, number)
    if bearer := queries.bearer_of(session, document.agency_id, year, reference):
        raise Refused(rules.given_twice(bearer))
    document.reference = reference
    document.reference_key = reference_key(document.reference)
    document.issued_on, document.issued_at = plan.dated, clock.now()
    document.series_id, document.register_id = plan.series_id, plan.register_id
    document.year, document.number = year, number
    document.state = target_of(rules.MOVES, "issue", document.state)
    session.flush()


def _send(session: Session, document: OutgoingDocument) -> None:
    rows = recipients.with_heirs(session, document)
    deliveries = recipients.send(rows, clock.now())
    recipients.hand_out(session, document)
    outbox.publish(session, Issued(document.id, deliveries, document.answers_id))
