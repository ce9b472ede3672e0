"""An answer with files of its own as a kind of record: read on a page, reached from the board."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.asking import given
from app.core.errors import NotFound
from app.core.feature import Face, Named, RecordKind
from app.core.policy import Actor
from app.core.text import N_
from app.records.policy import is_readable
from app.requests.models import Request, RequestAnswer, RequestLine
from app.requests.rules import KIND


@dataclass(frozen=True)
class AnswerPage:
    """What the page of an answer shows."""

    record_id: int
    agency_id: int
    request_id: int
    name: str
    """Of whoever was asked."""
    note: str
    given_at: datetime
    record_kind: str = KIND


_PAGES = (
    select(
        RequestAnswer.record_id,
        Request.agency_id,
        Request.id.label("request_id"),
        RequestLine.name,
        RequestAnswer.note,
        RequestAnswer.given_at,
    )
    .join(RequestLine, RequestLine.id == RequestAnswer.line_id)
    .join(Request, Request.id == RequestLine.request_id)
    .where(RequestAnswer.record_id.in_(bindparam("ids", expanding=True)))
)
_READABLE = _PAGES.where(is_readable(RequestAnswer.record_id))


def faces(session: Session, record_ids: Collection[int]) -> Mapping[int, Face]:
    """What lists and notices of any room show of these answers."""
    rows = session.execute(_PAGES, {"ids": list(record_ids)})
    shown = (AnswerPage(**row._mapping) for row in rows)
    return {
        one.record_id: Face(
            one.record_id,
            KIND,
            f"/records/{one.record_id}",
            one.name,
            dated=clock.local(one.given_at).date(),
        )
        for one in shown
    }


def load(session: Session, actor: Actor, record_id: int) -> AnswerPage:
    """NotFound when there is none that this actor may read."""
    row = session.execute(_READABLE, given(actor, ids=[record_id])).one_or_none()
    if row is None:
        raise NotFound
    return AnswerPage(**row._mapping)


KINDS = (
    RecordKind(
        KIND,
        N_("Answer to a request"),
        "documents.read",
        faces,
        load,
        head=Named("app.requests.presenters:answer_head"),
        icon="reply",
    ),
)
