"""The chain of the trail: whatever is done to it by hand is named, with its first row."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry, AuditHead
from app.audit.service import Subject, hash_of, record, verify
from app.core import clock
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.audit.conftest import RECORDS

VALUES = {
    "text": "Trích yếu “có dấu” \u2028 \U0001f600 'x' \"y\" \\ %",
    "number": 12,
    "large": 2**60,
    "share": 0.1 + 0.2,
    "nothing": None,
    "flag": True,
    "list": ["b", "a", {"z": 1, "a": 2}],
}


def write(session: Session, office: Office, count: int, **values: Any) -> None:
    for number in range(count):
        subject = Subject("document", number, number % RECORDS)
        record(
            session, office.clerk, "outgoing.issued", subject, reference=f"{number}/UBND", **values
        )
    session.commit()


@pytest.fixture
def chain(session: Session, office: Office) -> Session:
    """Ten entries, committed."""
    write(session, office, 10)
    return session


def test_a_whole_chain_is_whole(session: Session, office: Office) -> None:
    assert verify(session).is_whole
    write(session, office, 3, **VALUES)
    write(session, office, 2)
    report = verify(session)
    assert (report.count, report.first_altered_id, report.damage) == (5, None, "")
    assert report.last_hash == session.get_one(AuditHead, 1).last_hash


def test_values_come_back_as_they_were_hashed(session: Session, office: Office) -> None:
    write(session, office, 1, **VALUES, days=(1, 2), codes={1: "one"})
    session.expire_all()
    entry = session.scalars(select(AuditEntry)).one()
    assert entry.hash == hash_of(entry)
    assert entry.values["days"] == [1, 2]
    assert entry.values["codes"] == {"1": "one"}


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, clock.today()])
def test_what_is_no_plain_value_is_refused_when_recorded(
    session: Session, office: Office, value: object
) -> None:
    with pytest.raises((TypeError, ValueError)):
        record(session, office.clerk, "outgoing.issued", Subject("document", 1, 1), value=value)


@pytest.mark.parametrize(
    "change",
    [
        {"actor_name": "Người khác"},
        {"action": "outgoing.recalled"},
        {"values": {"reference": "99/UBND"}},
        {"object_id": 99},
        {"record_id": None},
        {"on_behalf_of": "Chủ tịch"},
        {"agency_id": None},
        {"actor_id": None},
        {"at": clock.now() - timedelta(seconds=1)},
        {"hash": "0" * 64},
        {"previous_hash": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_altered_column_is_named(chain: Session, change: dict[str, object]) -> None:
    chain.execute(update(AuditEntry).where(AuditEntry.id == 4).values(change))
    chain.commit()
    report = verify(chain)
    assert (report.count, report.first_altered_id, report.damage) == (3, 4, "altered")


def test_an_altered_row_with_a_new_hash_of_its_own_breaks_at_the_next(chain: Session) -> None:
    entry = chain.get_one(AuditEntry, 4)
    entry.actor_name = "Người khác"
    entry.hash = hash_of(entry)
    chain.commit()
    assert verify(chain).first_altered_id == 5


@pytest.mark.parametrize("gone", [1, 4])
def test_a_missing_row_is_named(chain: Session, gone: int) -> None:
    chain.execute(delete(AuditEntry).where(AuditEntry.id == gone))
    chain.commit()
    report = verify(chain)
    assert (report.first_altered_id, report.damage) == (gone, "missing")


def test_missing_last_rows_are_named(chain: Session) -> None:
    chain.execute(delete(AuditEntry).where(AuditEntry.id >= 9))
    chain.commit()
    report = verify(chain)
    assert (report.count, report.first_altered_id, report.damage) == (8, 9, "missing")


def test_a_wholly_emptied_trail_is_named(chain: Session) -> None:
    chain.execute(delete(AuditEntry))
    chain.commit()
    assert (verify(chain).first_altered_id, verify(chain).damage) == (1, "missing")


def test_an_added_row_is_named(chain: Session) -> None:
    last = chain.get_one(AuditEntry, 10)
    added = {column.name: getattr(last, column.name) for column in AuditEntry.__table__.columns}
    added |= {"id": 11, "previous_hash": last.hash}
    added["hash"] = hash_of(AuditEntry(**added))
    chain.execute(insert(AuditEntry).values(added))
    chain.commit()
    report = verify(chain)
    assert (report.count, report.first_altered_id, report.damage) == (10, 11, "added")


def test_a_row_put_before_the_first_is_named(chain: Session) -> None:
    first = chain.get_one(AuditEntry, 1)
    added = {column.name: getattr(first, column.name) for column in AuditEntry.__table__.columns}
    chain.execute(insert(AuditEntry).values({**added, "id": 0}))
    chain.commit()
    assert (verify(chain).first_altered_id, verify(chain).damage) == (0, "added")


def test_exchanged_rows_are_named(chain: Session) -> None:
    for old, new in ((4, 400), (6, 4), (400, 6)):
        chain.execute(update(AuditEntry).where(AuditEntry.id == old).values(id=new))
    chain.commit()
    assert verify(chain).first_altered_id == 4


def test_a_head_put_back_leaves_added_rows(chain: Session) -> None:
    hash_of_eight = chain.get_one(AuditEntry, 8).hash
    chain.execute(update(AuditHead).values(last_id=8, last_hash=hash_of_eight))
    chain.commit()
    assert (verify(chain).first_altered_id, verify(chain).damage) == (9, "added")


def test_a_removed_head_does_not_pass_for_a_whole_chain(chain: Session) -> None:
    chain.execute(delete(AuditHead))
    chain.commit()
    assert not verify(chain).is_whole


def test_verifying_while_others_write_raises_no_alarm(
    database: TestDatabase, office: Office
) -> None:
    """Rows that come between reading the head and reading the end are not taken for damage."""
    with Session(database.engine) as reader, Session(database.engine) as writer:
        write(writer, office, 3)
        if database.url.startswith("sqlite"):
            reader.connection(execution_options={"sqlite_begin": "DEFERRED"})
        reader.execute(select(AuditHead.last_id)).all()
        write(writer, office, 3)
        assert verify(reader).is_whole


def test_what_a_savepoint_took_back_is_not_told(session: Session, office: Office) -> None:
    def note(number: int) -> None:
        record(session, office.clerk, "outgoing.issued", Subject("document", number, number))

    note(1)
    outer = session.begin_nested()
    note(2)
    with session.begin_nested():
        note(3)
    outer.rollback()
    with session.begin_nested():
        note(4)
    session.commit()
    assert session.scalars(select(AuditEntry.object_id).order_by(AuditEntry.id)).all() == [1, 4]
    assert verify(session).is_whole


def test_what_was_rolled_back_or_closed_is_not_told_later(session: Session, office: Office) -> None:
    for end in (session.rollback, session.close):
        session.execute(text("SELECT 1"))
        record(session, office.clerk, "outgoing.issued", Subject("document", 1, 1))
        end()
    session.execute(text("SELECT 1"))
    session.commit()
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_the_first_entries_of_all_may_come_at_once(database: TestDatabase, office: Office) -> None:
    """No head exists yet; eight transactions make the first entry at the same moment."""
    with Session(database.engine) as session:
        session.execute(delete(AuditHead))
        session.commit()
    start = threading.Barrier(8)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with Session(database.engine) as session:
                start.wait()
                write(session, office, 5)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with Session(database.engine) as session:
        report = verify(session)
    assert (report.count, report.is_whole) == (40, True)


def test_a_large_chain_is_read_in_constant_memory(
    database: TestDatabase, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more rows are held at once than one batch, however many there are."""
    import tracemalloc

    with Session(database.engine) as session:
        for _ in range(6):
            write(session, office, 1000, padding="x" * 500)
    with Session(database.engine) as session:
        tracemalloc.start()
        report = verify(session)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert report.count == 6000
    assert most < 6_000_000
