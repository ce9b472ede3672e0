"""A draft that is not as it was: its next version, and whoever keeps copies of it is told."""

from sqlalchemy.orm import Session

from app.core import outbox
from app.drafting.models import Draft
from app.records.events import RecordChanged


def changed(session: Session, draft: Draft) -> None:
    draft.version += 1
    outbox.publish(session, RecordChanged(draft.record_id))
