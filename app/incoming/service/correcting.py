"""Putting a registered line right: every change stays in the trail, before and after."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.text import N_
from app.core.words import URGENCY_WORDS, written_number
from app.core.workflow import target_of
from app.correspondence.queries import type_options
from app.correspondence.service import record_added
from app.correspondence.service import remove_file as remove_from_document
from app.files.service import attach_uploads
from app.incoming import rules
from app.incoming.events import Corrected, DueCorrected, Presented
from app.incoming.inputs import Entry
from app.incoming.models import Correction, IncomingDocument
from app.incoming.service.common import RIGHT, must_be, note, take_in_hand, touched
from app.incoming.service.registering import as_delivered, check, fill, present
from app.organisation.queries import person_names
from app.records.rules import ENTERED, PRESENTED, Ground
from app.records.service import end_ground
from app.registers.queries import closed_year
from app.registers.service import void_used

FIELDS = (
    "reference",
    "type_code",
    "subject",
    "issuer",
    "issued_on",
    "signer_name",
    "signer_title",
    "urgency",
    "pages",
    "copies",
    "note",
    "reply_required",
    "due_at",
    "arrived_on",
    "presented_to_id",
)
"""Columns whose change is told; each has its sentence "incoming.corrected_<column>"."""

_WORDS: dict[str, Sequence[str]] = {
    "urgency": URGENCY_WORDS,
    "reply_required": (N_("no"), N_("yes")),
}
_NAMED = {"type_code", "presented_to_id"}
Values = dict[str, Any]


def correct(
    session: Session,
    actor: Actor,
    document: IncomingDocument,
    entry: Entry,
    version: int | None = None,
) -> list[str]:
    """Change what was entered, for a stated reason; return the columns that changed.

    The arrival number stays, and so does what another agency sent.
    """
    take_in_hand(session, actor, document, version=version)
    must_be(document, rules.OPEN_STATES)
    entry = as_delivered(document, entry)
    check(session, actor, entry, document)
    before = {name: getattr(document, name) for name in FIELDS}
    fill(session, document, entry)
    after = {name: getattr(document, name) for name in FIELDS}
    changes = [name for name in FIELDS if before[name] != after[name]]
    refuse_for(reason_problems(entry.reason, needed=bool(changes)))
    if "presented_to_id" in changes:
        present(session, document)
        _end_presenting(session, actor, document, before["presented_to_id"], "moved")
        if document.presented_to_id is not None:
            outbox.publish(session, Presented(document_id=document.id))
    if "due_at" in changes:
        outbox.publish(session, _due_corrected(actor, document, before["due_at"]))
    told = list(_told(session, changes, before, after))
    for name, values in told:
        note(session, actor, document, f"incoming.corrected_{name}", **values)
    if told:
        _keep(session, actor, document, entry.reason, told)
    added = attach_uploads(session, document.id, entry.uploads, actor)
    record_added(session, actor, document, added, RIGHT)
    if changes or added:
        touched(session, actor, document)
    return changes


def _keep(
    session: Session,
    actor: Actor,
    document: IncomingDocument,
    reason: str,
    told: Sequence[tuple[str, dict[str, str]]],
) -> None:
    """Why, and what it was before; whoever works on it is told."""
    closed = closed_year(session, document.register_id, document.year)
    session.add(
        Correction(
            document_id=document.id,
            person_id=actor.person_id,
            reason=reason,
            changes=[[name, *values.values()] for name, values in told],
            after_closing=closed is not None,
        )
    )
    note(session, actor, document, "incoming.corrected", reason=reason)
    names = tuple(name for name, _values in told)
    outbox.publish(session, Corrected(document.id, names, reason, actor.person_id))


def _due_corrected(actor: Actor, document: IncomingDocument, old: datetime | None) -> DueCorrected:
    new_iso, old_iso = (day.isoformat() if day else None for day in (document.due_at, old))
    return DueCorrected(document.id, new_iso, old_iso, actor.person_id, document.version)


def _end_presenting(
    session: Session, actor: Actor, document: IncomingDocument, leader_id: int | None, act: str
) -> None:
    if leader_id is not None:
        end_ground(session, document.id, Ground(PRESENTED, leader_id), act, actor)


def _told(
    session: Session, changes: Sequence[str], before: Values, after: Values
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each changed column with what the trail keeps of it: before and after."""
    names = _names(session, before, after) if _NAMED & set(changes) else {}
    for name in changes:
        suffix = "_word" if name in _WORDS else ""
        old, new = (_plain(name, values[name], names) for values in (before, after))
        yield name, {f"before{suffix}": old, f"after{suffix}": new}


def _names(session: Session, before: Values, after: Values) -> dict[Any, str]:
    people = [values["presented_to_id"] for values in (before, after)]
    return {**dict(type_options(session)), **person_names(session, people)}


def _plain(name: str, value: Any, names: dict[Any, str]) -> str:
    """A value as the trail keeps it: days in ISO form, choices as message ids, persons by name."""
    if value is None or value == "":
        return "…"
    if name in _WORDS:
        return _WORDS[name][int(value)]
    if name in _NAMED:
        return names.get(value, "?")
    if isinstance(value, datetime):
        return clock.local(value).date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def add_files(
    session: Session, actor: Actor, document: IncomingDocument, tokens: Sequence[str]
) -> None:
    """Add uploaded files to a document that is already registered."""
    take_in_hand(session, actor, document)
    must_be(document, rules.OPEN_STATES)
    if not tokens:
        raise Refused(Problem(N_("Choose at least one file."), field="files"))
    files = attach_uploads(session, document.id, tokens, actor)
    record_added(session, actor, document, files, RIGHT)
    touched(session, actor, document)


def remove_file(session: Session, actor: Actor, document: IncomingDocument, file_id: int) -> None:
    """Take a file off; its content and the fact stay."""
    take_in_hand(session, actor, document)
    must_be(document, rules.OPEN_STATES)
    remove_from_document(session, document, file_id, actor, RIGHT)
    touched(session, actor, document)


def cancel(
    session: Session,
    actor: Actor,
    document: IncomingDocument,
    reason: str,
    version: int | None = None,
) -> None:
    """Take back a registration made by mistake, while nobody was given work on it.

    Its arrival number becomes void with this reason; the book shows it so.
    """
    take_in_hand(session, actor, document, version=version)
    state = target_of(rules.MOVES, "cancel", document.state)
    problems = reason_problems(reason)
    if document.recipient_id is not None:
        message = N_("It was sent from inside and accepted: its sender must recall it.")
        problems.append(Problem(message))
    refuse_for(problems)
    number = written_number(document.number)
    void_used(session, actor, document.id, reason)
    document.register_id = document.year = document.number = None
    document.state, document.refused_reason = state, reason
    document.closed_at = clock.now()
    note(session, actor, document, "incoming.cancelled", number=number, reason=reason)
    _end_presenting(session, actor, document, document.presented_to_id, "cancelled")
    end_ground(session, document.id, Ground(ENTERED), "cancelled", actor)
    touched(session, actor, document)
