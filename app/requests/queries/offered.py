"""What the forms of requests offer: whom one may ask, and documents asked for or answering."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from app.core import clock
from app.core.asking import given, may
from app.core.policy import Actor, agency_token, unit_token
from app.correspondence.models import Document
from app.correspondence.policy import IS_READABLE
from app.correspondence.queries.sequels import sequels_in
from app.organisation.queries import agencies
from app.organisation.queries.pages import unit_options
from app.requests.models import Request, RequestLine
from app.requests.policy import IS_ON, token_of
from app.requests.queries.boards import LineFact
from app.requests.rules import ASKED_BY, ASKED_BY_AS
from app.work.policy import leads
from app.work.queries import directives_of

MOST = 40
_ROWS = select(
    Document.id,
    Document.reference,
    Document.issuer,
    Document.subject,
    sequels_in(Document).label("sequels"),
)


def to_be_asked(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Units of one's own agency, and the other agencies of this installation, by token."""
    units = unit_options(session, actor.agency_id or 0, clock.today())
    own = [(unit_token(unit_id), name) for unit_id, name in units]
    others = [one for one in agencies(session) if one.id != actor.agency_id]
    return [*own, *((agency_token(one.id), one.short_name) for one in others)]


def asked_tokens(session: Session, record_id: int) -> set[str]:
    """Who of those who work here is asked by this record already."""
    rows = select(RequestLine).join(Request, Request.id == RequestLine.request_id)
    lines = session.scalars(rows.where(Request.record_id == record_id, IS_ON))
    return {token for line in lines if (token := token_of(line)) is not None}


def to_ask_by(session: Session, actor: Actor) -> list[Any]:
    """The latest documents by which one may ask and nobody has asked yet: what came in, and what
    was issued to others or within the house, a conclusion of a meeting too."""
    rows = _ROWS.where(
        Document.agency_id.in_(actor.agency_ids),
        Document.kind.in_(ASKED_BY),
        Document.state.in_(ASKED_BY_AS),
        ~exists().where(Request.record_id == Document.id),
        IS_READABLE,
    )
    return list(session.execute(rows.order_by(Document.id.desc()).limit(MOST), given(actor)))


def directed_words(session: Session, record_id: int) -> str:
    """The latest directive on a document that came in: what is to be asked is often said there."""
    said = directives_of(session, record_id)
    return said[-1].text if said else ""


_CLOSES = and_(
    Document.state.in_(("registered", "directed")), or_(may("incoming.close"), leads(Document.id))
)
"""It closes with what is asked for its sake: that is for who may close it, or leads its work."""


def may_ask_for(session: Session, actor: Actor, record_id: int) -> bool:
    """Whether something may be asked for the sake of this document, which closes with it."""
    which = and_(_CLOSES, Document.id == record_id)
    return bool(_registered(session, actor, "incoming", which))


def open_incoming(session: Session, actor: Actor, kept_id: int | None = None) -> list[Any]:
    """The latest incoming documents that still wait, for which something may be asked."""
    return _registered(session, actor, "incoming", or_(_CLOSES, Document.id == kept_id))


def answering_documents(
    session: Session, actor: Actor, request: Request, line: LineFact, *, is_asker: bool
) -> list[Any]:
    """Likely answers: for whoever asked what came in, from this one first; a unit answers by what
    its agency issued, while an agency sends its reply."""
    if is_asker:
        return _registered(session, actor, "incoming", true(), line.name)
    if line.unit_id is None:
        return []
    is_other = and_(Document.state == "issued", Document.id != request.record_id)
    return _registered(session, actor, "outgoing", is_other)


def _registered(
    session: Session, actor: Actor, kind: str, which: ColumnElement[bool], name: str = ""
) -> list[Any]:
    rows = _ROWS.where(
        Document.agency_id.in_(actor.agency_ids),
        Document.kind == kind,
        Document.number.is_not(None),
        which,
        IS_READABLE,
    ).order_by(Document.issuer != name, Document.id.desc())
    return list(session.execute(rows.limit(MOST), given(actor)))
