"""The circuit on real databases: who may, what follows, what is refused."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval import service as approval
from app.approval.filters import TurnFilter
from app.approval.inputs import Decision, RoundEntry
from app.approval.models import CircuitStep
from app.approval.queries import steps_of
from app.approval.queries.waiting import TURNS
from app.core import clock
from app.core.errors import Forbidden, NotFound, Refused, Stale
from app.core.outbox import OutboxRow
from app.core.policy import Actor
from app.drafting import service
from app.drafting.filters import DraftFilter
from app.drafting.queries.lists import DRAFTS
from app.organisation.models import Post
from app.outgoing.models import OutgoingDocument, Recipient
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.drafting.making import (
    approve,
    at,
    changed,
    current,
    decision,
    delegate,
    make_request,
    rounds,
    sent,
    step,
    usual,
)

pytestmark = pytest.mark.usefixtures("monday")

RETURNED = DraftFilter(tab="returned")


def waiting_count(session: Session, actor: Actor) -> int:
    return TURNS.count(session, actor, TurnFilter())


def messages(refusal: pytest.ExceptionInfo[Refused]) -> str:
    return str(refusal.value)


def test_reply_goes_from_the_officer_to_the_signature(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    request, _line = make_request(session, office)
    draft = sent(session, office, storage, answers_id=request.id)
    for actor in (office.head, office.clerk, office.leader):
        assert waiting_count(session, actor) == 1
        approve(session, storage, actor, draft)
        assert waiting_count(session, actor) == 0
    document = session.get_one(OutgoingDocument, draft.document_id)
    assert (draft.state, document.state, document.answers_id) == ("signed", "signed", request.id)
    assert document.signer_name == "Lưu Đình Thuận"
    assert document.signer_title == "TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH"
    assert document.subject == "Trả lời về cải cách hành chính"
    assert document.files[0].sha256 == draft.versions[-1].sha256
    planned = session.scalars(select(Recipient).where(Recipient.document_id == document.id))
    assert [row.name for row in planned] == ["Sở Nội vụ"]
    topics = set(session.scalars(select(OutboxRow.topic)))
    assert {"drafting.step_began", "drafting.step_done"} <= topics


def test_everyone_before_must_have_acted(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    waiting = session.query(CircuitStep).filter_by(record_id=draft.record_id, kind="sign").one()
    with pytest.raises(Refused):
        approval.decide(session, storage, office.leader, draft.record_id, Decision(waiting.id, 1))
    with pytest.raises(Forbidden):
        approve(session, storage, office.leader, draft)


def test_a_foreign_step_is_not_there(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft, other = sent(session, office, storage), sent(session, office, storage)
    foreign = current(session, other)[0].id
    with pytest.raises(NotFound):
        approval.decide(session, storage, office.head, draft.record_id, Decision(foreign, 1))
    with pytest.raises(NotFound):
        approve(session, storage, office.economy_head, draft)


def test_second_decider_is_told_who_was_quicker(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    deputy = delegate(session, office.head, office.second_officer)
    given = decision(session, draft)
    approval.decide(session, storage, deputy, draft.record_id, given)
    with pytest.raises(Stale, match="Vũ Đức Nghiêm"):
        approval.decide(session, storage, office.head, draft.record_id, given)


def test_deciding_on_a_version_that_is_no_longer_the_newest(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    service.save_version(
        session, storage, office.officer, draft.id, changed(1, "Văn bản khác.", office)
    )
    session.commit()
    with pytest.raises(Stale, match="Lê Thị Nhuần"):
        approve(session, storage, office.head, draft, version=1)
    approve(session, storage, office.head, draft, version=2)


def test_return_to_the_author_needs_a_reason_and_ends_the_round(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    approve(session, storage, office.head, draft)
    with pytest.raises(Refused, match="Say why"):
        approval.return_to(session, office.clerk, draft.record_id, decision(session, draft))
    approval.return_to(
        session, office.clerk, draft.record_id, decision(session, draft, "Sai trích yếu.")
    )
    assert draft.state == "drafting"
    states = [one.state for one in steps_of(session, draft.record_id)]
    assert states == ["done", "returned", "skipped"]
    assert DRAFTS.count(session, office.officer, RETURNED) == 1
    again = RoundEntry(usual(office), base_version=1)
    approval.send_round(session, storage, office.officer, draft.record_id, again)
    assert (rounds(session, draft), DRAFTS.count(session, office.officer, RETURNED)) == (2, 0)


def test_return_to_an_earlier_step_makes_it_come_again(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    first = approve(session, storage, office.head, draft)
    approve(session, storage, office.clerk, draft)
    given = decision(session, draft, "Xem lại số liệu mục 1.")
    approval.return_to(session, office.leader, draft.record_id, given, first.id)
    (step_now,) = current(session, draft)
    assert (step_now.kind, step_now.person_id) == ("review", office.head.person_id)
    for actor in (office.head, office.clerk, office.leader):
        approve(session, storage, actor, draft)
    assert draft.state == "signed"


def test_return_to_a_later_or_foreign_step_is_refused(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    later = session.query(CircuitStep).filter_by(record_id=draft.record_id, kind="sign").one()
    with pytest.raises(Refused, match="cannot be returned to that step"):
        approval.return_to(
            session, office.head, draft.record_id, decision(session, draft, "Sai."), later.id
        )


def test_call_back_until_somebody_acted(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    with pytest.raises(Forbidden):
        approval.call_back(session, office.head, draft.record_id)
    approval.call_back(session, office.officer, draft.record_id)
    assert (draft.state, current(session, draft)) == ("drafting", [])
    again = RoundEntry(usual(office), base_version=1)
    approval.send_round(session, storage, office.officer, draft.record_id, again)
    approve(session, storage, office.head, draft)
    with pytest.raises(Refused, match="Nông Thị Quyên"):
        approval.call_back(session, office.officer, draft.record_id)


def test_a_circuit_that_waits_for_an_ended_post_can_be_called_back(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    approve(session, storage, office.head, draft)
    post = session.get_one(Post, office.clerk.posts[0].post_id)
    post.valid_to = date(2026, 11, 22)
    approval.call_back(session, office.officer, draft.record_id)
    assert draft.state == "drafting"


def test_change_after_an_approval_sends_it_round_again(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    approve(session, storage, office.head, draft)
    with pytest.raises(Refused, match="approved meanwhile"):
        service.save_version(
            session, storage, office.officer, draft.id, changed(1, "Đã sửa.", office)
        )
    change = changed(1, "Đã sửa.", office, restarts_round=True)
    service.save_version(session, storage, office.officer, draft.id, change)
    (now,) = current(session, draft)
    assert (rounds(session, draft), now.kind, now.round) == (2, "review", 2)
    old = session.query(CircuitStep).filter_by(record_id=draft.record_id, round=1).all()
    assert sorted(s.state for s in old) == ["done", "skipped", "skipped"]
    for actor in (office.head, office.clerk, office.leader):
        approve(session, storage, actor, draft, version=2)
    document = session.get_one(OutgoingDocument, draft.document_id)
    assert document.files[0].sha256 == draft.versions[1].sha256


def test_change_before_any_approval_keeps_the_round(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    change = changed(1, "Trưởng phòng sửa.", office)
    service.save_version(session, storage, office.head, draft.id, change)
    assert (rounds(session, draft), current(session, draft)[0].person_id) == (
        1,
        office.head.person_id,
    )


def test_opinions_are_asked_in_parallel_and_lapse(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    until = date(2026, 11, 24)
    steps = (
        step("opinion", office.economy_head, 1, until),
        step("opinion", office.second_officer, 1, until),
        step("review", office.head, 2),
        step("sign", office.leader, 3),
    )
    draft = sent(session, office, storage, steps)
    assert len(current(session, draft)) == 2
    with pytest.raises(Refused, match="Write your opinion"):
        approve(session, storage, office.economy_head, draft)
    approve(session, storage, office.economy_head, draft, "Nhất trí.")
    assert approval.lapse_opinions(session) == 0
    with clock.stopped_at(at(25)):
        assert approval.lapse_opinions(session) == 1
        assert approval.lapse_opinions(session) == 0
        assert [s.kind for s in current(session, draft)] == ["review"]
        late = session.query(CircuitStep).filter_by(
            record_id=draft.record_id, person_id=office.second_officer.person_id
        )
        given = Decision(late.one().id, 1, "Muộn.")
        with pytest.raises(Refused):
            approval.decide(session, storage, office.second_officer, draft.record_id, given)
    approve(session, storage, office.head, draft)
    approve(session, storage, office.leader, draft)
    assert draft.state == "signed"


def test_round_of_opinions_alone_ends_at_the_author(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    steps = (step("opinion", office.economy_head, 1, date(2026, 11, 25)),)
    draft = sent(session, office, storage, steps)
    approve(session, storage, office.economy_head, draft, "Nhất trí.")
    assert draft.state == "drafting"
    assert DRAFTS.count(session, office.officer, RETURNED) == 0


def test_an_opinion_cannot_return_the_draft(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    steps = (step("opinion", office.economy_head, 1, date(2026, 11, 25)),)
    draft = sent(session, office, storage, steps)
    with pytest.raises(Forbidden):
        approval.return_to(
            session, office.economy_head, draft.record_id, decision(session, draft, "Sai.")
        )
