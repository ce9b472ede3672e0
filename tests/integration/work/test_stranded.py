"""Open work of people who are not there to do it, and of units that nobody heads."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.access.models import Account
from app.core import clock
from app.organisation.models import Delegation, Post
from app.work.queries.stranded import STRANDED, stranded_lines
from app.work.service import Receiver
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.work.making import directed, person, unit


def ended(session: Session, person_id: int) -> Post:
    """The person's post, which ended yesterday."""
    post = session.query(Post).filter_by(person_id=person_id).one()
    post.valid_from = post.valid_to = clock.today() - timedelta(days=1)
    session.flush()
    return post


def test_who_left_or_is_out_of_use_stands_with_what_must_be_done(
    session: Session, office: Office
) -> None:
    due = clock.now() + timedelta(days=5)
    document, _lines = directed(
        session,
        office,
        Receiver(person(office.officer), "lead", due),
        Receiver(person(office.second_officer), "cohandler", due),
        Receiver(person(office.economy_officer), "information"),
    )
    assert stranded_lines(session) == []
    session.get_one(Account, office.officer.person_id).disabled_at = clock.now()
    ended(session, office.second_officer.person_id)
    ended(session, office.economy_officer.person_id)
    with clock.stopped_at(due + timedelta(days=1)):
        rows = stranded_lines(session)
    assert [(row.holder, row.open, row.late, row.lacks) for row in rows] == [
        (person(office.officer), 1, 1, "account"),
        (person(office.second_officer), 1, 1, "post"),
    ]
    assert [row.records for row in rows] == [(document.id,), (document.id,)]


def test_a_unit_whose_head_is_gone_can_accept_nothing(session: Session, office: Office) -> None:
    for _ in range(4):
        directed(session, office, Receiver(unit(office.culture_id), "lead"))
    assert stranded_lines(session) == []
    post = ended(session, office.head.person_id)
    [row] = stranded_lines(session)
    assert (row.holder, row.holder_id, row.open, row.lacks) == (
        unit(office.culture_id), office.culture_id, 4, "head",
    )  # fmt: skip
    assert len(row.records) == 3
    post.valid_to = None
    session.get_one(Account, office.head.person_id).disabled_at = clock.now()
    session.flush()
    assert [row.lacks for row in stranded_lines(session)] == ["head"]
    session.add(
        Delegation(
            post_id=post.id,
            to_person_id=office.officer.person_id,
            starts_on=clock.today(),
            ends_on=clock.today(),
            created_by_id=office.head.person_id,
        )
    )
    session.flush()
    assert stranded_lines(session) == []


def test_finding_them_reads_no_line_but_theirs(session: Session, database: TestDatabase) -> None:
    """The watchdog asks for them every five minutes, among a hundred thousand lines."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole, whatever indexes they have")
    asked = STRANDED.params(now=clock.now()).compile(
        database.engine, compile_kwargs={"literal_binds": True}
    )
    plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]
    found = [step for step in plan if "assignment USING INDEX ix_assignment_holder" in step]
    assert len(found) == 2, plan
