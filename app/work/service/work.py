"""What every verb begins and ends with: the document locked, its lines read, the news told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.audit.service import Subject, record
from app.core import clock
from app.core.errors import Forbidden, NotFound, Problem, Refused, Stale
from app.core.outbox import Event, publish
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.models import Document
from app.correspondence.policy import readable
from app.correspondence.service import changed
from app.work import policy, queries
from app.work.models import Assignment
from app.work.rules import DIRECTED_STATES, HOLDER_VERBS, allowed
from app.work.tree import Tree

KIND = "assignment"


@dataclass(frozen=True)
class Work:
    """A document and its lines; the document's row is locked, so that verbs on it take turns."""

    document: Document
    tree: Tree[Assignment]


def lock_readable(session: Session, actor: Actor, document_id: int) -> Work:
    """The work on a document this actor may read; NotFound otherwise."""
    known = select(Document.id).where(Document.id == document_id, readable(actor))
    if session.scalar(known) is None:
        raise NotFound
    return lock(session, document_id)


def lock(session: Session, document_id: int) -> Work:
    document = session.get_one(Document, document_id, with_for_update=True, populate_existing=True)
    lines = session.scalars(
        select(Assignment)
        .where(Assignment.document_id == document_id)
        .execution_options(populate_existing=True)
    )
    return Work(document, Tree(lines))


def line_for(
    session: Session, actor: Actor, line_id: int, verb: str, version: int | None
) -> tuple[Work, Assignment]:
    """The line with its document locked, if the actor may use this verb on it now."""
    document_id = session.scalar(select(Assignment.document_id).where(Assignment.id == line_id))
    if document_id is None:
        raise NotFound
    work = lock_readable(session, actor, document_id)
    line = work.tree.by_id[line_id]
    directs = policy.may_direct(actor, work.document)
    facts = policy.facts(actor, work.tree, line, directs)
    if not (facts.is_mine if verb in HOLDER_VERBS else facts.is_given or facts.may_direct):
        raise Forbidden(Problem(N_("This line of work is not yours.")))
    if version is not None and version != line.version:
        raise _stale(session, line)
    if work.document.state not in DIRECTED_STATES:
        raise Refused(Problem(N_("The document is closed: its lines stay as they are.")))
    if verb not in allowed(facts):
        raise Refused(Problem(N_("This is no longer possible: the line has moved on.")))
    return work, line


def _stale(session: Session, line: Assignment) -> Stale:
    last = session.execute(
        select(AuditEntry.actor_name, AuditEntry.at)
        .where(AuditEntry.object_kind == KIND, AuditEntry.object_id == line.id)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    name, at = last or ("?", clock.now())
    return Stale(name, clock.local(at).strftime("%H:%M"))


def end(line: Assignment, state: str, outcome: str, at: datetime) -> None:
    """Close the line in this state."""
    line.state = state
    line.finished_at = at
    line.outcome = outcome
    line.version += 1


def tell(session: Session, work: Work, *events: Event) -> None:
    """Publish the events, bring the document's own state in line, have it indexed again."""
    for event in events:
        publish(session, event)
    if work.document.state in DIRECTED_STATES:
        given = any(line.state in ("open", "done") for line in work.tree.below(None))
        work.document.state = "directed" if given else "registered"
    changed(session, work.document)


def note(
    session: Session,
    actor: Actor | None,
    action: str,
    line: Assignment,
    on_behalf_of: str = "",
    **values: Any,
) -> None:
    """Write a sentence about this line into the trail; it names the holder."""
    holder = queries.holder_names(session, {line.holder})[line.holder]
    subject = Subject(KIND, line.id, line.document_id)
    record(session, actor, action, subject, on_behalf_of=on_behalf_of, holder=holder, **values)
