"""Open work of people who are not there to do it."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.access.models import Account
from app.assignments.queries.stranded import counting_stranded, stranded
from app.assignments.service import Receiver
from app.core import clock
from app.organisation.models import Post
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.assignments.making import directed, person


def test_who_left_or_is_out_of_use_stands_with_what_must_be_done(
    session: Session, office: Office
) -> None:
    due = clock.now() + timedelta(days=5)
    directed(
        session,
        office,
        Receiver(person(office.officer), "lead", due),
        Receiver(person(office.second_officer), "cohandler", due),
        Receiver(person(office.economy_officer), "information"),
    )
    assert stranded(session) == []
    session.get_one(Account, office.officer.person_id).disabled_at = clock.now()
    for actor in (office.second_officer, office.economy_officer):
        post = session.query(Post).filter_by(person_id=actor.person_id).one()
        post.valid_from = post.valid_to = clock.today() - timedelta(days=1)
    session.flush()
    with clock.stopped_at(due + timedelta(days=1)):
        rows = stranded(session)
    assert [(row.person_id, row.open, row.late) for row in rows] == [
        (office.officer.person_id, 1, 1),
        (office.second_officer.person_id, 1, 1),
    ]
    assert [(row.has_post, row.has_account) for row in rows] == [(True, False), (False, True)]
    assert session.scalar(counting_stranded()) == 2


def test_counting_them_reads_no_line_but_theirs(session: Session, database: TestDatabase) -> None:
    """A desk counts them at every visit, among a hundred thousand lines."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole, whatever indexes they have")
    asked = counting_stranded().compile(database.engine, compile_kwargs={"literal_binds": True})
    plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]
    assert any("assignment USING INDEX ix_assignment_holder" in step for step in plan)
