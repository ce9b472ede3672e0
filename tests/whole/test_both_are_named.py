"""Whoever acts by a right that another delegated is named with them, in every act of the trail."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import Account, Role, RolePermission
from app.access.queries import actor_of
from app.access.service import delegations
from app.approval import service as approval
from app.approval.inputs import Decision, RoundEntry
from app.approval.models import CircuitStep
from app.approval.rules.circuit import PlannedStep
from app.audit.models import AuditEntry
from app.audit.service import Subject, record
from app.core import clock
from app.core.db import transaction
from app.core.feature import installed
from app.core.policy import Actor, HeldPost, person_token, unit_token
from app.drafting import service as drafting
from app.files.service import note_all_downloaded
from app.incoming import service as incoming
from app.leave import service as leave
from app.leave.rules import LeaveData
from app.moves import service as moves
from app.organisation.models import Delegation, Person, Post
from app.work import service as work
from app.work.service import Receiver
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.work.making import lines, make_document
from tests.sandboxing import taken
from tests.whole import acts
from tests.whole.acts import ACTS, Acting
from tests.whole.prepared import a_pdf
from tests.whole.test_rights import begin

ONES_OWN = {
    *("access.signed_in", "access.signed_out", "access.signed_out_everywhere"),
    *("access.password_changed", "access.post_chosen"),
    *("assignments.returned_own", "assignments.finished_own", "leave.asked"),
}
"""What nobody does for anybody: their own session, password, choice, line."""
BY_THE_SYSTEM = {
    *("access.sign_in_failed", "access.locked", "drafting.opinion_lapsed"),
    *("assignments.unanswered", "drafting.round_restarted"),
}
FOLLOWING = {
    *("records.right_ended", "records.right_ended_seen"),
}
"""What an act does to the rights and the work of others: the act itself names both."""
BY_ITS_SERVICE = {
    *("correspondence.opened", "correspondence.file_added", "correspondence.file_removed"),
    *("access.delegation_given", "access.delegation_revoked"),
    *("assignments.phrase_added", "assignments.phrase_removed"),
    *("assignments.directed", "assignments.passed_on", "assignments.returned"),
    *("assignments.open_again", "assignments.settled"),
    *("assignments.recalled", "assignments.leads_again", "assignments.withdrawn"),
    *("assignments.finished", "assignments.closed"),
    *("assignments.called_off", "assignments.answered", "assignments.informed"),
    *("assignments.only_information", "assignments.due_changed", "assignments.due_given_back"),
    *("assignments.extension_asked", "assignments.extension_granted"),
    *("assignments.extension_refused", "assignments.extension_reopened"),
    *(
        "assignments.extension_taken_back",
        "assignments.longer_needed",
        "leave.approved",
        "leave.refused",
        "leave.taken_back",
    ),
    *("drafting.sent_round", "drafting.reviewed", "drafting.initialled", "drafting.signed"),
    *("drafting.opinion_given", "drafting.returned", "drafting.called_back"),
    *("drafting.commented", "drafting.taken_back", "files.all_downloaded"),
}
"""Of these the services say whose post gave the right: it is that of a holder, an owner, a turn."""


def test_of_every_act_it_is_known_by_whose_right_it_is_done() -> None:
    """A new action is given its right in its feature's `Trail`, or a place above, and a test."""
    trail = installed()
    without = {action for action in trail.sentences if not trail.rights.get(action)}
    assert without == ONES_OWN | BY_THE_SYSTEM | FOLLOWING | BY_ITS_SERVICE


def held(permission: str, *, by: str = "") -> HeldPost:
    """A post with this one permission; one's own, or that of `by`, who delegated it."""
    number = 2 if by else 1
    return HeldPost(
        number, number, by or "Người làm", "Chức vụ", "x", 1, None, False,
        delegation_id=1 if by else None, permissions=frozenset({permission}),
    )  # fmt: skip


def test_an_act_by_a_delegated_right_names_both_and_by_ones_own_only_oneself(
    session: Session, app: Flask
) -> None:
    """Every action that has a right of its own."""
    rights = {action: right for action, right in installed().rights.items() if right}
    for action, right in rights.items():
        lent, own = held(right, by="Người giao"), held(right)
        for posts in ((held("other"), lent), (own, lent)):
            record(session, Actor(1, "Người làm", 1, posts), action, Subject("person", 1))
    named = [one.entry.on_behalf_of for one in session.info["audit_pending"]]
    assert named == ["Người giao", ""] * len(rights)
    session.rollback()


# -- An office whose people let two others act for them all ----------------------------------------

OWN = ("documents.read", "assignments.work")
"""Work goes only to whoever may hold some: all else these two have by delegation alone."""
WRITERS = ("officer", "second_officer", "economy_officer")


class Stand:
    """Two persons who act in the posts of everybody of the first agency."""

    def __init__(self, session: Session, office: Office) -> None:
        self.office = office
        session.add(Role(code="stand_in", name="Người làm thay", position=99))
        session.flush()
        session.add_all(RolePermission(role_code="stand_in", permission=one) for one in OWN)
        self.ids = [self._hire(session, office, name) for name in ("Người Một", "Người Hai")]
        for name in acts.PEOPLE:
            if not name.startswith("other_"):
                self._lend(session, getattr(office, name), self.ids[name in WRITERS])

    def _hire(self, session: Session, office: Office, name: str) -> int:
        person = Person(name=name, phone="", email="")
        session.add(person)
        session.flush()
        session.add(Account(person_id=person.id, user_name=f"stand{person.id}", password_hash="-"))
        session.add(
            Post(
                person_id=person.id, agency_id=office.agency_id, role_code="stand_in",
                title="Người làm thay", valid_from=clock.today() - timedelta(days=9),
            )
        )  # fmt: skip
        return person.id

    def _lend(self, session: Session, giver: Actor, to_person_id: int) -> None:
        today = clock.today()
        session.add(
            Delegation(
                post_id=giver.posts[0].post_id, to_person_id=to_person_id, scope="all",
                starts_on=today, ends_on=today + timedelta(days=30),
                created_by_id=giver.person_id,
            )
        )  # fmt: skip

    def actor_of(self, session: Session, person_id: int) -> Actor:
        """Whoever stands in for this person; those of the other agency act for themselves."""
        names = {getattr(self.office, name).person_id: name for name in acts.PEOPLE}
        name = names.get(person_id, "other")
        is_here = not name.startswith("other")
        return actor_of(session, self.ids[name in WRITERS] if is_here else person_id)


LEFT_OUT = ("delegate", "revoke", "end_post", "reorganise", "go_on_leave", "come_back")
"""They end the posts and units by which others act here, or are one's own leave."""
WALKED = [name for name in ACTS if name not in LEFT_OUT]
STEPS = 300


@pytest.fixture
def walked(
    app: Flask, database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> tuple[Acting, Stand]:
    acting = begin(app, database)
    with transaction(acting.factory) as session:
        stand = Stand(session, acting.office)
    for seed in range(STEPS):
        _step(acting, stand, monkeypatch, seed)
    monkeypatch.setattr(acts, "actor_of", stand.actor_of)
    return acting, stand


def _step(acting: Acting, stand: Stand, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Everybody begins drafts of their own, which others then send for them."""
    name = WALKED[seed % len(WALKED)]
    with monkeypatch.context() as patch:
        if name != "draft":
            patch.setattr(acts, "actor_of", stand.actor_of)
        acting.act(name, seed)


def test_stand_ins_are_named_with_whom_they_stand_in_for(walked: tuple[Acting, Stand]) -> None:
    acting, stand = walked
    with transaction(acting.factory) as session:
        the_rest_of_it(session, acting, stand)
    with acting.factory() as session:
        rows = select(AuditEntry).where(AuditEntry.actor_id.in_(stand.ids))
        entries = [one for one in session.scalars(rows) if one.action not in FOLLOWING]
    alone = {one.action for one in entries if not one.on_behalf_of}
    assert alone == set()
    missed = BY_ITS_SERVICE - {one.action for one in entries}
    assert missed == set(), "each is done by a delegated right here"


def the_rest_of_it(session: Session, acting: Acting, stand: Stand) -> None:
    """What the walk does not do by itself."""
    office = stand.office
    leader, head, clerk, writer = (
        stand.actor_of(session, one.person_id)
        for one in (office.leader, office.head, office.clerk, office.officer)
    )
    _on_lines(session, office, leader, head, clerk, writer)
    phrase = work.add_phrase(session, leader, "Giao đồng chí phó.", for_agency=True)
    work.remove_phrase(session, leader, phrase.id)
    _on_a_draft(session, acting, writer, clerk)
    _of_people(session, office, head)
    upload = taken(session, acting.storage, io.BytesIO(a_pdf("thêm")), "them.pdf", clerk)
    letter = make_document(session, office)
    incoming.add_files(session, clerk, letter, [upload.token])
    session.refresh(letter)
    note_all_downloaded(session, letter.id, clerk, 1)
    incoming.remove_file(session, clerk, letter, letter.files[0].id)
    today = clock.today()
    lent = delegations.DelegationData(
        post_id=office.other_clerk.posts[0].post_id, to_person_id=office.other_leader.person_id,
        scope="all", starts_on=today, ends_on=today, basis="05/GUQ",
    )  # fmt: skip
    given = delegations.delegate(session, stand.actor_of(session, office.admin.person_id), lent)
    delegations.revoke(session, stand.actor_of(session, office.admin.person_id), given.id)


def _on_lines(
    session: Session, office: Office, leader: Actor, head: Actor, clerk: Actor, writer: Actor
) -> None:
    culture, economy = (unit_token(one) for one in (office.culture_id, office.economy_id))
    officers = [person_token(one.person_id) for one in (office.officer, office.second_officer)]
    document = make_document(session, office)
    first = work.direct(
        session, leader, document.id, "Giao.",
        [Receiver(culture, "lead"), Receiver(economy, "cohandler")],
    )  # fmt: skip
    lead, helper = lines(session, first)
    taking = work.direct(
        session, leader, document.id, "Giao lại.", [Receiver(economy, "lead")], lead.id
    )
    work.recall_directive(session, leader, taking.id)
    work.change_due(session, leader, lead.id, clock.now() + timedelta(days=3), "Cần thêm ngày.")
    later = clock.now() + timedelta(days=5)
    work.ask_extension(session, head, lead.id, later, "Chưa đủ số liệu.")
    work.take_back_extension(session, head, lead.id)
    for due_at in (None, later):
        asked = work.ask_extension(session, head, lead.id, later, "Chưa đủ số liệu.")
        work.decide_extension(session, leader, lead.id, asked.id, due_at, "Đã xem xét.")
    work.undo_decision(session, leader, lead.id)
    work.only_information(session, head, helper.id)
    told = work.direct(session, leader, document.id, "Biết.", [Receiver(culture, "information")])
    work.open_lines(session, document.id, head)
    assert [one.state for one in lines(session, told)] == ["done"]
    passed = work.pass_on(
        session, head, lead.id, "",
        [Receiver(officers[0], "lead"), Receiver(officers[1], "cohandler")],
    )  # fmt: skip
    held, beside = lines(session, passed)
    longer = clock.now() + timedelta(days=40)
    work.need_longer(session, writer, held.id, longer, "Chờ số liệu của xã.")
    work.answered(session, clerk, document.id, "1/UBND", right="outgoing.issue")
    work.return_line(session, writer, beside.id, "Đi công tác.")
    work.settle(session, head, beside.id)
    incoming.close(session, leader, document, "Không cần nữa.")
    done = make_document(session, office)
    given = work.direct(session, leader, done.id, "Giao.", [Receiver(culture, "lead")])
    work.finish(session, head, lines(session, given)[0].id, "Đã trả lời.")
    recalled = make_document(session, office)
    recalled.recalled_at, recalled.recall_reason = clock.now(), "Sai số liệu."
    work.direct(session, leader, recalled.id, "Giao.", [Receiver(culture, "lead")])
    incoming.follow_recall(session, leader, recalled)


def _of_people(session: Session, office: Office, head: Actor) -> None:
    """Days off, and what somebody hands over: whoever stands in for their head decides."""
    starts = clock.today() + timedelta(days=30)
    first, other = (
        leave.ask(session, office.officer, LeaveData(day, day, "Việc gia đình."))
        for day in (starts, starts + timedelta(days=9))
    )
    leave.approve(session, head, first.id, first.version)
    leave.take_back(session, head, first.id, first.version)
    leave.refuse(session, head, other.id, other.version, "Đang mùa lũ.")
    phrase = work.add_phrase(session, office.officer, "Câu để bàn giao.", for_agency=False)
    session.flush()
    source, to = (person_token(one.person_id) for one in (office.officer, office.second_officer))
    plan = {("work.phrases", phrase.id): to}
    act = moves.hand_over(session, head, source, office.agency_id, plan, "Chuyển công tác.")
    moves.take_back(session, head, act.id)


def _on_a_draft(session: Session, acting: Acting, writer: Actor, clerk: Actor) -> None:
    author, entry = acting.office.officer, acting.draft_entry(session)
    draft = drafting.start(session, acting.storage, author, entry)
    asked = acting.office.clerk
    steps = (
        PlannedStep("initial", asked.person_id, asked.posts[0].post_id, 1),
        PlannedStep(
            "sign", acting.office.leader.person_id, acting.office.leader.posts[0].post_id, 2
        ),
    )
    way = RoundEntry(steps, base_version=1)
    approval.send_round(session, acting.storage, writer, draft.record_id, way)
    approval.call_back(session, writer, draft.record_id)
    approval.send_round(session, acting.storage, writer, draft.record_id, way)
    turn = session.scalars(
        select(CircuitStep).where(CircuitStep.record_id == draft.record_id, CircuitStep.is_live)
        .where(CircuitStep.state == "current")
    ).one()  # fmt: skip
    said = Decision(turn.id, 1, "Được.")
    approval.decide(session, acting.storage, clerk, draft.record_id, said)
    approval.take_back(session, clerk, draft.record_id)
    approval.decide(session, acting.storage, clerk, draft.record_id, said)
    approval.remark(session, clerk, draft.record_id, 1, "Xem lại.")
