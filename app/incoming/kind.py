"""Incoming documents as a kind of record: the one on which leaders give out work."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import PutOff, Standing, Workable
from app.core.policy import Actor
from app.correspondence.queries import has_reply, standing_of
from app.correspondence.service import changed
from app.incoming.models import IncomingDocument
from app.incoming.policy import directs
from app.incoming.rules import OPEN_STATES
from app.incoming.service.common import note, touched
from app.organisation.queries import living, receiver_names


def standing(session: Session, record_id: int, anew: bool) -> Standing:
    document = session.get_one(IncomingDocument, record_id, populate_existing=anew)
    here = living(session, document.agency_id)
    found = replace(standing_of(document), agency_id=here)
    return replace(found, due_at=None) if has_reply(session, record_id) else found


def may_direct(session: Session, actor: Actor, record_id: int) -> bool:
    return directs(actor, session.get_one(IncomingDocument, record_id))


def reply_missing(session: Session, record_id: int) -> bool:
    document = session.get_one(IncomingDocument, record_id)
    return document.reply_required and not has_reply(session, record_id)


def lines_changed(session: Session, record_id: int, is_carried_out: bool) -> None:
    """The state of an open document follows its lines; whoever keeps copies is told."""
    document = session.get_one(IncomingDocument, record_id)
    if document.state in OPEN_STATES:
        document.state = "directed" if is_carried_out else "registered"
    changed(session, document)


def put_off(session: Session, actor: Actor, record_id: int, until: PutOff) -> None:
    """Its own due date follows; what it was before stays in the trail."""
    document = session.get_one(IncomingDocument, record_id)
    old = clock.local(document.due_at).date().isoformat() if document.due_at else "–"
    document.due_at, document.due_rule = until.due_at, until.rule
    values = {"old": old, "new": clock.local(until.due_at).date().isoformat()}
    note(session, actor, document, "incoming.put_off", reason=until.reason, **values)
    touched(session, actor, document)


WORK = Workable(standing, may_direct, receiver_names, reply_missing, lines_changed, put_off)
