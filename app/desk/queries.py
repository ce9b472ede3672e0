"""Reading that belongs to no single feature: kinds of records, opening them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.records.models import Record


def kind_of(session: Session, record_id: int) -> str:
    """The name of its kind; NotFound where there is no such record."""
    kind = session.scalar(select(Record.kind).where(Record.id == record_id))
    if kind is None:
        raise NotFound
    return kind
