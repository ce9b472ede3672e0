"""Many processes at one series: no number twice, no gap (Decree 30/2020, article 15)."""

import multiprocessing
from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import models  # noqa: F401  (the whole metadata, in every process)
from app.core.db import create_engine, session_factory, transaction
from app.core.policy import Actor
from app.correspondence.models import Document
from app.incoming.models import IncomingDocument
from app.registers.queries import gap_report
from app.registers.service import take_number
from tests.databases import TestDatabase
from tests.factories.office import Office

PROCESSES, EACH, YEAR = 8, 500, 2026
TOTAL = PROCESSES * EACH


def test_eight_processes_take_four_thousand_numbers(
    database: TestDatabase, session: Session, office: Office
) -> None:
    ids = make_documents(session, office)
    work = [
        (database.url, office.arrival_series_id, office.clerk, ids[start::PROCESSES])
        for start in range(PROCESSES)
    ]
    database.engine.dispose()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        taken = [number for numbers in pool.starmap(take, work) for number in numbers]
    assert Counter(taken) == Counter(range(1, TOTAL + 1))
    report = gap_report(session, office.arrival_series_id, YEAR)
    assert (report.last_number, report.used, report.is_proven) == (TOTAL, TOTAL, True)


def test_a_number_given_up_by_a_rollback_is_taken_by_the_next(
    database: TestDatabase, session: Session, office: Office
) -> None:
    first, second, *_rest = make_documents(session, office, 2)
    take_number(session, office.arrival_series_id, YEAR, first, office.clerk)
    session.rollback()
    with transaction(session_factory(database.engine)) as other:
        number = take_number(other, office.arrival_series_id, YEAR, second, office.clerk)
    assert number == 1
    assert gap_report(session, office.arrival_series_id, YEAR).is_proven


@pytest.mark.parametrize("year", [2025, 2027])
def test_every_year_starts_at_one(session: Session, office: Office, year: int) -> None:
    first, second = make_documents(session, office, 2)
    assert take_number(session, office.arrival_series_id, YEAR, first, office.clerk) == 1
    assert take_number(session, office.arrival_series_id, year, second, office.clerk) == 1


def make_documents(session: Session, office: Office, count: int = TOTAL) -> list[int]:
    """Documents that wait for a number, committed."""
    row = {
        "agency_id": office.agency_id,
        "type_code": "CV",
        "subject": "Văn bản chờ số",
        "issuer": "Sở Nội vụ",
        "state": "waiting",
        "arrived_on": date(YEAR, 11, 23),
        "created_by_id": office.clerk.person_id,
    }
    session.add_all(IncomingDocument(**row) for _ in range(count))
    session.commit()
    ids = list(session.scalars(select(Document.id).order_by(Document.id)))
    session.rollback()
    return ids


def take(url: str, series_id: int, actor: Actor, document_ids: Sequence[int]) -> list[int]:
    """One process: a transaction of its own for every number."""
    engine = create_engine(url)
    factory = session_factory(engine)
    numbers = []
    for document_id in document_ids:
        with transaction(factory) as session:
            numbers.append(take_number(session, series_id, YEAR, document_id, actor))
    engine.dispose()
    return numbers
