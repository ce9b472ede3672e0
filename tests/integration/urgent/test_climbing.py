"""A message climbs until somebody confirms, by the clock, and never comes twice."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.access.queries import actor_of
from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import transaction
from app.core.errors import NotFound, Refused
from app.core.memory import forget
from app.core.policy import Actor
from app.messages.models import Notice, SmsMessage
from app.moves.service import Merger, Reorganisation, hand_over, merge, reorganise, take_back
from app.organisation.models import Absence, Person, Post
from app.outgoing import service as outgoing
from app.urgent import service
from app.urgent.models import (
    DutyShift,
    UrgentAlert,
    UrgentCall,
    UrgentGuess,
    UrgentStep,
    UrgentTarget,
)
from app.urgent.queries.pages import calls_of_agency
from app.urgent.service import Link, sending
from app.work import service as work
from documents.storage import Storage
from tests.factories.moments import MONDAY
from tests.integration.outgoing.making import issue, signed
from tests.integration.urgent.conftest import SECRET, Tower
from tests.watching import look


def put_on_duty(tower: Tower, actor: Actor) -> None:
    with tower.at(0):
        service.set_duty(tower.session, tower.office.clerk, clock.today(), "day", actor.person_id)


def test_it_climbs_to_the_duty_officer_then_to_the_call_list(tower: Tower) -> None:
    office = tower.office
    put_on_duty(tower, office.officer)
    tower.line()
    tower.goes_on(1)
    assert tower.told() == [office.head.person_id]
    (text,) = tower.left()
    assert "HOA TOC" in text
    assert SECRET.split()[3] not in text, "whoever finds the phone learns nothing"
    tower.goes_on(9)
    assert tower.told() == [office.head.person_id], "its minutes are not over"
    tower.goes_on(11)
    assert tower.told() == [office.head.person_id, office.officer.person_id]
    assert tower.steps == [("head", ""), ("deputy", "nobody"), ("duty", "")]
    tower.goes_on(22)
    assert tower.target.state == "calling"
    target = tower.target
    rows = select(Notice).where(Notice.key.startswith("calling:"))
    assert {notice.person_id: notice.path for notice in tower.read(rows)} == {
        office.leader.person_id: f"/urgent/{target.alert_id}",
        office.officer.person_id: "/urgent/calls",
    }, "each to the page that opens to them"
    with tower.at(23):
        with pytest.raises(NotFound):
            service.note_call(tower.session, office.second_officer, target.id, 1, "reached")
        head = office.head.person_id
        service.note_call(tower.session, office.officer, target.id, head, "silent")
        service.note_call(tower.session, office.clerk, target.id, head, "reached")
        with pytest.raises(Refused, match="confirmed or ended"):
            service.note_call(tower.session, office.clerk, target.id, head, "reached")
    assert (target.state, target.confirmed_how) == ("confirmed", "phone")
    assert target.confirmed_by_id == head
    calls = tower.read(select(UrgentCall).order_by(UrgentCall.id))
    assert [(one.called_by_id, one.outcome) for one in calls] == [
        (office.officer.person_id, "silent"),
        (office.clerk.person_id, "reached"),
    ]
    with tower.at(30):  # who was told in vain confirms after all: that stays beside it
        service.confirm_by_link(tower.session, tower.link(1))
    tower.goes_on(60)
    (duty,) = tower.read(select(UrgentStep).where(UrgentStep.role == "duty"))
    assert duty.confirmed_how == "link"
    assert (tower.target.confirmed_how, len(tower.left())) == ("phone", 2)


def test_whoever_cannot_be_told_is_skipped_at_once(tower: Tower) -> None:
    office = tower.office
    head = tower.session.get_one(Person, office.head.person_id)
    with tower.at(0):
        today = clock.today()
    tower.session.add(
        Absence(person_id=head.id, starts_on=today, ends_on=today + timedelta(days=3))
    )
    put_on_duty(tower, office.officer)
    tower.line()
    tower.goes_on(1)
    assert tower.steps == [("head", "away"), ("deputy", "nobody"), ("duty", "")]
    assert tower.told() == [office.officer.person_id], "not a minute was waited for"


def test_a_step_whose_messages_have_all_failed_is_not_waited_for(tower: Tower) -> None:
    put_on_duty(tower, tower.office.officer)
    tower.line()
    tower.goes_on(1)
    tower.session.execute(update(SmsMessage).values(state="failed", error="no such number"))
    tower.goes_on(2)
    assert tower.told() == [tower.office.head.person_id, tower.office.officer.person_id]


def test_a_confirmation_by_sms_counts_from_the_telephone_that_was_asked(tower: Tower) -> None:
    tower.line()
    tower.goes_on(1)
    (phone,) = tower.read(select(SmsMessage.phone))
    tower.receive(2, "84999999999", f"OK {tower.reply()}")
    tower.receive(2, phone, "OK 1, nhan duoc roi")
    tower.goes_on(2)
    assert tower.target.state == "climbing"
    tower.receive(3, phone, f"ok{tower.reply()}.")
    tower.receive(3, phone, f"OK {tower.reply()}")
    tower.goes_on(3)
    assert (tower.target.state, tower.target.confirmed_how) == ("confirmed", "sms")
    assert tower.target.confirmed_by_id == tower.office.head.person_id
    tower.goes_on(60)
    assert len(tower.left()) == 1


def test_a_code_from_another_telephone_proves_nothing_and_is_seen(
    tower: Tower, client_of: Callable[[Actor], FlaskClient]
) -> None:
    line = tower.line()
    tower.goes_on(1)
    code = tower.reply()
    tower.receive(2, "0999 999 999", f"OK {code}")
    tower.goes_on(2)
    assert tower.target.state == "climbing"
    (step,) = tower.read(select(UrgentStep).where(UrgentStep.role == "head"))
    assert (step.unproven_phone, step.confirmed_at) == ("84999999999", None)
    tower.session.commit()
    with tower.at(3):
        leader = client_of(tower.office.leader)
        page = leader.get(f"/urgent/{tower.target.alert_id}").get_data(as_text=True)
        assert "0999 999 999, không phải số được hỏi" in page
        trail = leader.get(f"/documents/{line.record_id}").get_data(as_text=True)
        assert "chưa coi là xác nhận" in trail
    tower.session.rollback()


def test_whoever_tries_out_codes_is_not_heard_for_a_while(tower: Tower) -> None:
    tower.line()
    tower.goes_on(1)
    (phone,) = tower.read(select(SmsMessage.phone))
    code = tower.reply()
    wrong = [
        number for number in ("1111", "2222", "3333", "4444", "5555", "6666") if number != code
    ]
    for number in wrong[:5]:
        tower.receive(2, phone, f"OK {number}")
    tower.goes_on(2)
    tower.receive(3, phone, f"OK {code}")
    tower.goes_on(3)
    assert tower.target.state == "climbing", "whoever sends in its name could have met it"
    told = select(AuditEntry.values).where(AuditEntry.action == "urgent.guessed_by_sms")
    assert [one["source"] for one in tower.read(told)] == [phone]
    with tower.at(4):
        (found,) = look(tower.session, "urgent.codes_are_not_guessed").breaches
    assert found.values == {"source": phone, "misses": 5}
    tower.session.rollback()
    tower.receive(18, phone, f"OK {code}")
    tower.goes_on(18)
    assert (tower.target.state, tower.target.confirmed_how) == ("confirmed", "sms")
    tower.receive(19, phone, "OK 1111")
    tower.goes_on(19)
    (guess,) = tower.read(select(UrgentGuess))
    assert guess.misses == 1, "a new span begins with its first"
    with tower.at(25 * 60):
        assert look(tower.session, "urgent.codes_are_not_guessed").breaches == []
    tower.session.rollback()


def test_many_codes_in_one_answer_are_as_many_tries(tower: Tower) -> None:
    tower.line()
    tower.goes_on(1)
    (phone,) = tower.read(select(SmsMessage.phone))
    code = tower.reply()
    others = " ".join(str(number) for number in range(1001, 1020) if str(number) != code)
    tower.receive(2, phone, f"OK {others} {code}")
    tower.goes_on(2)
    assert tower.target.state == "climbing"
    (guess,) = tower.read(select(UrgentGuess))
    assert guess.misses == 2


def test_opening_the_document_in_the_office_confirms(
    tower: Tower, client_of: Callable[[Actor], FlaskClient]
) -> None:
    line = tower.line()
    tower.goes_on(1)
    with tower.at(5):
        page = client_of(tower.office.head).get(f"/documents/{line.record_id}")
        assert page.status_code == 200
        assert (tower.target.state, tower.target.confirmed_how) == ("confirmed", "app")
        read = client_of(tower.office.leader).get(f"/documents/{line.record_id}")
        assert "bằng cách mở văn bản" in read.get_data(as_text=True)
        desk = client_of(tower.office.leader).get("/").get_data(as_text=True)
        assert "bằng cách mở văn bản" in desk


@pytest.mark.parametrize("what", ["taken_off", "withdrawn", "done"])
def test_what_ends_a_chain_ends_it_in_mid_climb(tower: Tower, what: str) -> None:
    office = tower.office
    put_on_duty(tower, office.officer)
    line = tower.line()
    tower.goes_on(1)
    with tower.at(11):
        service.climb_all(tower.factory)  # to the duty officer: noted, and not sent yet
        if what == "taken_off":
            work.withdraw(tower.session, office.leader, line.id, "Giao nhầm")
        elif what == "done":
            work.finish(tower.session, office.head, line.id, "Đã sơ tán xong")
        else:
            service.recall(tower.session, office.leader, tower.target.alert_id)
    tower.goes_on(40)
    assert (tower.target.state, tower.target.ended_why) == ("ended", what)
    with tower.at(41):
        assert service.look_at_link(tower.session, tower.link(0))[0] is Link.VOID
    if what == "withdrawn":
        assert len(tower.left()) == 1, "what had not left is called off in the same moment"
        marked = tower.session.get_one(UrgentAlert, tower.target.alert_id)
        of = marked.record_id, marked.agency_id, marked.urgency, None
        later = sending._marked(tower.session, *of)
        assert later.id != marked.id, "what comes later is another, and can be taken back itself"
        assert sending._marked(tower.session, *of).id == later.id


def test_an_urgent_document_asks_the_chairman_of_its_receiver(
    tower: Tower, storage: Storage
) -> None:
    office = tower.office
    with tower.at(0):
        document = issue(
            tower.session, office, signed(tower.session, office, storage, urgency=2), storage
        )
    tower.goes_on(1)
    assert tower.told() == [office.other_leader.person_id]
    with tower.at(2):
        outgoing.recall(tower.session, office.clerk, document, "Phát hành nhầm", document.version)
    tower.goes_on(3)
    assert (tower.target.state, tower.target.ended_why) == ("ended", "recalled")
    tower.goes_on(90)
    assert len(tower.left()) == 1


def test_a_confirmation_in_the_second_of_climbing_ends_it(tower: Tower) -> None:
    """Two workers and whoever confirms, all at once: one of them is first, and nothing is sent
    twice, whoever it was."""
    put_on_duty(tower, tower.office.officer)
    tower.line()
    tower.goes_on(1)
    code, moment = tower.link(), clock.now()
    with tower.at(11):
        moment = clock.now()
    together, failed = threading.Barrier(3), []

    def run(do: Callable[[], object]) -> None:
        with clock.stopped_at(moment):
            together.wait(timeout=20)
            try:
                do()
            except BaseException as error:
                failed.append(error)

    def confirm() -> None:
        with transaction(tower.factory) as session:
            service.confirm_by_link(session, code)

    climb = lambda: service.climb_all(tower.factory)  # noqa: E731
    threads = [threading.Thread(target=run, args=(do,)) for do in (climb, climb, confirm)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    tower.goes_on(60)
    assert (tower.target.state, tower.target.confirmed_how) == ("confirmed", "link")
    assert len(tower.left()) == 1, "what climbing had just noted is called off"


def test_a_line_that_is_handed_over_goes_on_with_its_new_holder(tower: Tower) -> None:
    office = tower.office
    line = tower.line()
    tower.goes_on(1)
    with tower.at(2):
        unit, economy = f"u{office.culture_id}", f"u{office.economy_id}"
        plan = {("work.unit_lines", line.id): economy}
        hand_over(tower.session, office.admin, unit, office.agency_id, plan, "Chia lại việc.")
    tower.goes_on(3)
    tower.goes_on(4)
    before, after = tower.read(select(UrgentTarget).order_by(UrgentTarget.id))
    assert (before.state, before.ended_why) == ("ended", "taken_off")
    assert (after.state, after.unit_id, after.step) == ("climbing", office.economy_id, 0)
    assert tower.told()[-1] == office.economy_head.person_id
    with tower.at(5):
        assert service.look_at_link(tower.session, tower.link(0))[0] is service.Link.VOID
    tower.session.rollback()


def test_a_unit_that_goes_into_another_takes_its_chain_along(tower: Tower) -> None:
    """Whoever was told, and heads what it went into, is not told again; it stays to be phoned."""
    office = tower.office
    tower.line()
    tower.goes_on(1)
    tower.goes_on(40)
    told, target = tower.told(), tower.target
    assert target.state == "calling"
    head = select(Post.id).where(Post.person_id == office.head.person_id)
    with tower.at(41):
        wanted = Reorganisation(
            [office.culture_id, office.economy_id], ["n1"], "Nghị quyết 05.",
            {"n1": ("Phòng Văn hóa - Kinh tế", "VHKT", "VHKT")},
            heads={"n1": tower.session.scalars(head).one()},
        )  # fmt: skip
        act_id = reorganise(tower.session, office.admin, office.agency_id, wanted).id
    tower.goes_on(42)
    after = tower.target
    assert (after.state, after.name) == ("calling", "Phòng Văn hóa - Kinh tế")
    assert tower.told() == told
    with tower.at(43):
        take_back(tower.session, office.admin, act_id)
    tower.goes_on(44)
    assert (tower.target.unit_id, tower.target.name) == (office.culture_id, target.name)
    assert tower.told() == told


def test_an_agency_that_is_merged_takes_its_chains_along(tower: Tower) -> None:
    """Nobody is told twice; the next to be asked is on duty in the successor, which may phone."""
    office, session = tower.office, tower.session
    into, day = office.other_agency_id, MONDAY.date()
    session.add(
        DutyShift(agency_id=into, day=day, shift="day", person_id=office.other_clerk.person_id)
    )
    tower.line()
    tower.goes_on(1)
    before = tower.target
    head = select(Post.id).where(Post.person_id == office.other_leader.person_id)
    with tower.at(2):
        heads = {f"a{into}": session.scalars(head).one()}
        wanted = Merger(office.agency_id, into, "Nghị quyết 05.", heads=heads)
        act_id = merge(session, office.admin, wanted).id
    tower.goes_on(40)
    assert tower.told() == [office.head.person_id, office.other_clerk.person_id]
    tower.goes_on(80)
    after = tower.target
    assert (after.state, after.agency_id, after.name) == ("calling", into, before.name)
    with tower.at(81):
        forget(session)
        caller = actor_of(session, office.other_clerk.person_id)
        assert [one.target.id for one in calls_of_agency(session, caller)] == [after.id]
        take_back(session, office.admin, act_id)
        forget(session)
    assert (tower.target.agency_id, tower.target.unit_id) == (before.agency_id, before.unit_id)
    tower.goes_on(82)
    assert len(tower.told()) == 2
