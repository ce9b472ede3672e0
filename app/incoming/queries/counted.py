"""Documents whose own due dates were counted, for whoever changes the calendar."""

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.db import constant
from app.core.policy import Actor
from app.correspondence.policy import IS_READABLE
from app.correspondence.queries import faces
from app.deadlines.queries.counted import CountedRows
from app.incoming.models import IncomingDocument
from app.incoming.rules import OPEN_STATES

OWN_DATES = CountedRows(
    IncomingDocument, IncomingDocument.state.in_([constant(one) for one in OPEN_STATES])
)


def said_of_documents(
    session: Session, actor: Actor, ids: Collection[int]
) -> Mapping[int, tuple[str, str, str]]:
    """Title and address for who may read it; nobody holds the date of the document itself."""
    readable = session.scalars(_READABLE, given(actor, ids=list(ids)))
    shown = faces(session, list(readable))
    return {one: ("", face.entitled, face.path) for one, face in shown.items()}


def units_of_documents(session: Session, actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    """Those that the actor may not read: no unit answers for the date of the document itself."""
    readable = set(session.scalars(_READABLE, given(actor, ids=list(ids))))
    return {one: "" for one in ids if one not in readable}


_READABLE = select(IncomingDocument.id).where(
    IncomingDocument.id.in_(bindparam("ids", expanding=True)), IS_READABLE
)
