"""What is noted for the index within a transaction, whatever becomes of its savepoints."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core import outbox
from app.records.events import RecordChanged
from app.search import telling
from tests.databases import TestDatabase
from tests.factories.office import Office


class Told:
    """An index that keeps of which records it was told."""

    def __init__(self) -> None:
        self.ids: list[set[int]] = []

    def write_within(self, _connection: Any, documents: list[Any], gone: set[int]) -> None:
        self.ids.append({one.id for one in documents} | gone)


def test_a_savepoint_forgets_nothing_and_a_transaction_that_is_taken_back_all(
    database: TestDatabase, session: Session, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, url = Told(), database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setitem(telling._backends, url, told)
    outbox.publish(session, RecordChanged(7_000_001))
    session.flush()
    inner = session.begin_nested()
    inner.rollback()
    with session.begin_nested():
        outbox.publish(session, RecordChanged(7_000_002))
    assert told.ids == [], "the rest of the transaction may change them yet"
    session.commit()
    assert told.ids == [{7_000_001, 7_000_002}]
    outbox.publish(session, RecordChanged(7_000_003))
    session.flush()
    session.rollback()
    session.commit()
    assert told.ids == [{7_000_001, 7_000_002}]
