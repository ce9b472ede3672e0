"""Drafts that wait for somebody who cannot act: who left, whose post ended, who may not sign in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.access.models import Account
from app.approval import service as approval
from app.approval.queries.stranded import COUNTING_STRANDED, stranded_steps
from app.core import clock
from app.core.policy import Actor
from app.organisation.models import Post
from documents.storage import MemoryStorage
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.drafting.making import approve, post_of, sent


def told(session: Session) -> list[tuple[str, str, str]]:
    rows = stranded_steps(session)
    assert session.scalar(COUNTING_STRANDED) == len(rows)
    return [(row.name, row.kind, row.lacks) for row in rows]


def end_post(session: Session, actor: Actor) -> Post:
    post = session.get_one(Post, post_of(actor))
    post.valid_from = post.valid_to = clock.today() - timedelta(days=1)
    session.flush()
    return post


def test_only_the_turn_of_who_cannot_act_is_stuck(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    end_post(session, office.leader)
    assert told(session) == [], "their turn has not come yet"
    session.get_one(Account, office.head.person_id).disabled_at = clock.now()
    assert told(session) == [(office.head.name, "review", "account")]
    end_post(session, office.head)
    assert told(session) == [(office.head.name, "review", "post")]
    approval.call_back(session, office.officer, draft.record_id)
    assert told(session) == []


def test_another_post_is_not_the_one_they_were_asked_in(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    approve(session, storage, office.head, draft)
    old = end_post(session, office.clerk)
    session.add(
        Post(
            person_id=old.person_id,
            agency_id=old.agency_id,
            title="Chuyên viên",
            role_code="officer",
            valid_from=clock.today(),
        )
    )
    session.flush()
    assert told(session) == [(office.clerk.name, "initial", "other_post")]


def test_the_administrator_sees_it_by_kind_and_day_and_never_its_subject(
    session: Session,
    office: Office,
    storage: MemoryStorage,
    client_of: Callable[[Actor], FlaskClient],
) -> None:
    draft = sent(session, office, storage)
    session.get_one(Account, office.head.person_id).disabled_at = clock.now()
    session.commit()
    page = client_of(office.admin).get("/admin/stranded").get_data(as_text=True)
    assert "Dự thảo: Công văn" in page
    assert f"{office.officer.name} soạn" in page
    assert f"/admin/persons/{office.head.person_id}" in page
    assert draft.subject not in page


def test_counting_them_reads_no_step_but_theirs(session: Session, database: TestDatabase) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole, whatever indexes they have")
    asked = COUNTING_STRANDED.compile(database.engine, compile_kwargs={"literal_binds": True})
    plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]
    assert any("USING INDEX ix_circuit_step_current" in one for one in plan), plan
