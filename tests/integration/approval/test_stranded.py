"""Drafts that wait for somebody who cannot act: who left, whose post ended, who may not sign in."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.access.models import Account
from app.approval import service as approval
from app.approval.queries.stranded import stranded_steps
from app.core import clock
from app.core.policy import Actor
from app.organisation.models import Post
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.drafting.making import approve, post_of, sent


def told(session: Session) -> list[tuple[str, str, str]]:
    rows = stranded_steps(session)
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
