"""Open work of people who are not there to do it, and of units that nobody heads."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from app.access.models import Account
from app.core import clock
from app.core.outbox import OutboxRow
from app.moves.events import HandedOver
from app.moves.messages import _handed_over as handed_over
from app.organisation.models import Delegation, Post
from app.work.messages import _given_back as given_back
from app.work.queries.stranded import STRANDED, stranded_lines
from app.work.service import Receiver, hand_to_heads, pass_on
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.work.making import directed, lines, person, unit


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


def test_a_head_gets_the_work_with_one_notice_and_none_of_it_twice(
    session: Session, office: Office
) -> None:
    """What the head's unit had passed on comes back to its line; the rest is handed over."""
    document, (above,) = directed(session, office, Receiver(unit(office.culture_id), "lead"))
    to_officer = [Receiver(person(office.officer), "lead")]
    written = pass_on(session, office.head, above.id, "Xử lý.", to_officer)
    (below,) = lines(session, written)
    own = [directed(session, office, *to_officer)[1][0] for _each in range(2)]
    session.get_one(Account, office.officer.person_id).disabled_at = clock.now()
    session.execute(delete(OutboxRow))
    assert hand_to_heads(session, office.admin, [office.officer.person_id]) == 3
    head = person(office.head)
    assert [(one.holder, one.state) for one in own] == [(head, "open")] * 2
    assert (below.state, above.state) == ("withdrawn", "open")
    again, handed = (
        session.scalars(select(OutboxRow).where(OutboxRow.topic == topic)).one()
        for topic in ("assignments.given_back", HandedOver.topic)
    )
    told = handed_over(session, handed.payload)
    assert told is not None
    assert office.head.person_id in told.people
    assert told.values["count"] == 2
    assert told.path == f"/handovers/{handed.payload['handover_id']}"
    back = given_back(session, again.payload)
    assert back is not None
    assert (set(back.people), again.payload["record_id"]) == (
        {office.head.person_id}, document.id,
    )  # fmt: skip
    assert hand_to_heads(session, office.admin, [office.officer.person_id]) == 0
