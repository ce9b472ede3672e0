"""Acts × grounds: what the services do to rights is what the table says."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.audit.models import AuditEntry
from app.core import clock
from app.core.asking import given
from app.core.outbox import OutboxRow
from app.core.policy import Actor, agency_token, person_token, unit_token
from app.organisation.models import Post
from app.records import policy, queries, rules
from app.records.events import ReadersChanged
from app.records.models import Record
from app.records.rules import FATES, Ground
from app.records.service import end_everywhere, end_ground, let_follow, let_read, mark_seen
from tests.factories.office import Office

ONE, OTHER = Ground(rules.LINE, 17), Ground(rules.STEP, 4)


@pytest.fixture
def make(session: Session, office: Office) -> Callable[[], int]:
    """A record of no kind that any feature knows."""

    def made() -> int:
        record = Record(kind="thing", agency_id=office.agency_id)
        session.add(record)
        session.flush()
        return record.id

    return made


def reads(session: Session, actor: Actor, record_id: int) -> bool:
    """Both halves, which must agree."""
    by_row = policy.may_read(actor, queries.readers_of(session, record_id))
    rows = select(Record.id).where(Record.id == record_id)
    for said in (policy.is_readable(Record.id), policy.readable_in(Record.id)(actor)):
        found = session.scalar(rows.where(said), given(actor))
        assert (found is not None) == by_row
    return by_row


def told(session: Session) -> list[tuple[str, dict[str, str]]]:
    session.commit()
    rows = select(AuditEntry.action, AuditEntry.values).where(AuditEntry.object_kind == "record")
    return [(action, values) for action, values in session.execute(rows.order_by(AuditEntry.id))]


@pytest.mark.parametrize(("kind", "act"), sorted(FATES))
def test_an_act_ends_the_right_on_its_ground_or_leaves_it(
    session: Session, office: Office, make: Callable[[], int], kind: str, act: str
) -> None:
    record_id, officer = make(), office.officer
    let_read(session, record_id, [person_token(officer.person_id)], Ground(kind, 1))
    assert reads(session, officer, record_id)
    end_ground(session, record_id, Ground(kind, 2), act)
    assert reads(session, officer, record_id), "another of its kind"
    end_ground(session, record_id, Ground(kind, 1), act)
    end_ground(session, record_id, Ground(kind, 1), act)
    assert reads(session, officer, record_id) is not FATES[kind, act].ends
    assert len(told(session)) == FATES[kind, act].ends


def test_a_right_by_another_ground_stays(
    session: Session, office: Office, make: Callable[[], int]
) -> None:
    record_id, holders = make(), [person_token(office.officer.person_id)]
    let_read(session, record_id, holders, ONE)
    let_read(session, record_id, holders, OTHER)
    end_ground(session, record_id, ONE, "recalled")
    assert reads(session, office.officer, record_id)
    assert told(session) == [], "nothing was lost yet"
    end_ground(session, record_id, OTHER, "skipped")
    assert not reads(session, office.officer, record_id)


def test_the_trail_says_whether_the_copy_was_seen(
    session: Session, office: Office, make: Callable[[], int]
) -> None:
    record_id = make()
    people = [office.officer, office.second_officer]
    let_read(session, record_id, [person_token(one.person_id) for one in people], ONE)
    mark_seen(session, record_id, office.officer)
    end_ground(session, record_id, ONE, "withdrawn", office.leader)
    found = {values["reader"]: action for action, values in told(session)}
    assert found == {
        office.officer.name: "records.right_ended_seen",
        office.second_officer.name: "records.right_ended",
    }


def test_one_ground_may_open_several_records_and_ends_on_all(
    session: Session, office: Office, make: Callable[[], int]
) -> None:
    records = [make(), make()]
    for record_id in records:
        let_read(session, record_id, [unit_token(office.culture_id)], ONE)
    end_everywhere(session, ONE, "recalled")
    assert not any(reads(session, office.head, record_id) for record_id in records)


def test_whoever_reads_the_question_reads_its_answer_as_long_as_that(
    session: Session, office: Office, make: Callable[[], int]
) -> None:
    question, answer, answer_to_that = make(), make(), make()
    let_read(session, question, [unit_token(office.culture_id)], ONE)
    let_follow(session, answer, question)
    let_follow(session, answer_to_that, answer)
    assert reads(session, office.head, answer_to_that)
    let_read(session, question, [person_token(office.officer.person_id)], OTHER)
    assert reads(session, office.officer, answer), "who comes later reads it too"
    for asked, kind in (
        (office.economy_id, rules.ASKED),
        (office.economy_id, rules.RECEIVED),
    ):
        let_read(session, question, [unit_token(asked)], Ground(kind, 1))
    let_follow(session, answer, question)
    assert reads(session, office.economy_head, question)
    assert not reads(session, office.economy_head, answer), "what another answers is not theirs"
    end_ground(session, question, ONE, "recalled")
    assert not reads(session, office.head, answer)
    assert not reads(session, office.head, answer_to_that)
    assert reads(session, office.officer, answer_to_that)


def test_the_index_is_told_of_every_change(
    session: Session, office: Office, make: Callable[[], int]
) -> None:
    record_id = make()
    for _twice in range(2):
        let_read(session, record_id, [agency_token(office.agency_id)], Ground(rules.ENTERED))
    end_ground(session, record_id, Ground(rules.ENTERED), "cancelled")
    session.flush()
    topics = session.scalars(select(OutboxRow.topic)).all()
    assert topics == [ReadersChanged.topic], "once: twice is no change, and the right stays"


def test_a_person_reads_only_as_one_of_the_agency(
    session: Session, office: Office, make: Callable[[], int]
) -> None:
    """No row is touched when a post ends by its date: the day's tokens decide."""
    record_id, officer = make(), office.officer
    let_read(session, record_id, [person_token(officer.person_id)], ONE)
    post = session.scalars(select(Post).where(Post.person_id == officer.person_id)).one()
    post.valid_to = clock.today()
    elsewhere = Post(
        person_id=officer.person_id,
        agency_id=office.other_agency_id,
        title="Chuyên viên",
        role_code="officer",
        valid_from=post.valid_from,
    )
    session.add(elsewhere)
    session.commit()
    assert reads(session, actor_of(session, officer.person_id), record_id)
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        moved = actor_of(session, officer.person_id)
    assert moved.agency_id == office.other_agency_id
    assert not reads(session, moved, record_id)
