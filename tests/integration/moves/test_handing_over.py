"""What a person holds goes to others as one act, and comes back as far as nobody acted on it."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.approval.models import CircuitStep
from app.core import clock
from app.core.errors import Forbidden, NotFound, Refused
from app.core.memory import forget
from app.dossiers import service as dossiers
from app.dossiers.models import Dossier
from app.dossiers.rules import DossierEntry
from app.moves import queries, service
from app.organisation.models import Post
from app.records.policy import may_read
from app.records.queries import readers_of
from app.requests.models import Request
from app.requests.rules import Holder
from app.requests.service import Asking, ask
from app.urgent.models import DutyShift
from app.work.models import Assignment, Phrase
from app.work.service import Receiver, finish, note_work, open_lines
from tests.databases import TestDatabase
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.together import together
from tests.integration.work.making import directed, person
from tests.statements import statements


def plan_for(
    session: Session, office: Office, source: str, target: str
) -> dict[tuple[str, int], str]:
    return {
        (group.holding.name, one.id): target
        for group in queries.held_by(session, source, office.agency_id)
        for one in group.things
        if not one.stays
    }


def make_work(session: Session, office: Office, count: int) -> list[Assignment]:
    return [
        directed(session, office, Receiver(person(office.officer), "lead"))[1][0]
        for _number in range(count)
    ]


def open_dossier(session: Session, office: Office, record_id: int) -> Dossier:
    entry = DossierEntry(
        code="01.VH",
        title="Cải cách hành chính",
        year=clock.today().year,
        unit_id=office.culture_id,
        owner_id=office.officer.person_id,
        opened_on=date(2026, 1, 5),
        retention="06",
        note="",
    )
    dossier = dossiers.open_dossier(session, office.officer, entry)
    dossiers.put_in(session, office.officer, dossier, record_id)
    return dossier


@pytest.mark.usefixtures("monday")
def test_everything_goes_and_returns_but_what_was_acted_upon(
    session: Session, office: Office
) -> None:
    first, second, third = make_work(session, office, 3)
    for begun in (first, third):
        note_work(session, office.officer, begun.record_id)
    filed = open_dossier(session, office, first.record_id)
    phrase = Phrase(agency_id=office.agency_id, person_id=office.officer.person_id, text="Gấp.")
    step = CircuitStep(
        record_id=first.record_id, round=1, position=1, kind="review", state="current",
        person_id=office.officer.person_id,
    )  # fmt: skip
    signing = CircuitStep(
        record_id=first.record_id, round=1, position=2, kind="sign", state="waiting",
        person_id=office.officer.person_id,
    )  # fmt: skip
    past, duty = (
        DutyShift(agency_id=office.agency_id, day=day, shift="night",
                  person_id=office.officer.person_id)
        for day in (clock.today() - timedelta(days=1), clock.today())
    )  # fmt: skip
    session.add_all([phrase, step, signing, past, duty])
    asking = Asking(first.record_id, "V/v báo cáo", office.officer.person_id)
    [asked] = ask(session, office.officer, asking, [Holder("Sở Y tế")])
    request = session.get_one(Request, asked.request_id)
    source, target = person(office.officer), person(office.second_officer)
    plan = plan_for(session, office, source, target)
    assert {name for name, _id in plan} == {
        "work.lines", "work.phrases", "dossiers.own", "approval.turns", "requests.asked",
        "urgent.duty_night",
    }  # fmt: skip
    taker = office.second_officer
    assert not may_read(taker, readers_of(session, first.record_id))
    act = service.hand_over(
        session, office.head, source, office.agency_id, plan, "Chuyển công tác."
    )
    assert [first.holder, second.holder, filed.owner_id, phrase.person_id, step.person_id] == [
        target, target, *[taker.person_id] * 3,
    ]  # fmt: skip
    assert [request.asked_by_id, duty.person_id] == [taker.person_id] * 2
    assert past.person_id == office.officer.person_id
    assert signing.person_id == office.officer.person_id  # the paper bears the signer's post
    assert may_read(taker, readers_of(session, first.record_id))
    assert may_read(office.officer, readers_of(session, first.record_id))  # may be asked
    assert not plan_for(session, office, source, target)

    finish(session, taker, second.id, "Đã làm.")
    with clock.stopped_at(MONDAY + timedelta(hours=1)):
        open_lines(session, first.record_id, taker)  # looked at, no more
        note_work(session, taker, third.record_id)
    with pytest.raises(Forbidden):  # the head did it: it is not theirs to take back
        service.take_back(session, office.officer, act.id)
    service.take_back(session, office.head, act.id)
    assert {one.item_id: one.state for one in act.items if one.holding == "work.lines"} == {
        first.id: "back",
        second.id: "kept",
        third.id: "kept",
    }
    assert (first.holder, second.holder) == (source, target)
    assert (filed.owner_id, phrase.person_id) == (office.officer.person_id,) * 2
    assert (request.asked_by_id, duty.person_id) == (office.officer.person_id,) * 2
    assert not may_read(taker, readers_of(session, first.record_id))
    assert may_read(taker, readers_of(session, second.record_id))
    assert may_read(office.officer, readers_of(session, first.record_id))
    with pytest.raises(Refused, match="taken back already"):
        service.take_back(session, office.head, act.id)


@pytest.mark.usefixtures("monday")
def test_nothing_returns_to_who_is_not_there_any_more(session: Session, office: Office) -> None:
    [line] = make_work(session, office, 1)
    source, target = person(office.officer), person(office.second_officer)
    plan = plan_for(session, office, source, target)
    act = service.hand_over(session, office.head, source, office.agency_id, plan, "Chuyển.")
    for post in session.query(Post).filter_by(person_id=office.officer.person_id):
        post.valid_to = clock.today() - timedelta(days=1)
    forget(session)
    service.take_back(session, office.admin, act.id)
    assert [one.state for one in act.items] == ["gone"]
    assert line.holder == target


def test_who_may_and_to_whom(session: Session, office: Office) -> None:
    make_work(session, office, 1)
    source = person(office.officer)
    plan = plan_for(session, office, source, person(office.second_officer))
    for stranger in (office.second_officer, office.economy_head, office.other_leader):
        with pytest.raises(Forbidden):
            service.hand_over(session, stranger, source, office.agency_id, plan, "Vì thế.")
    across = dict.fromkeys(plan, person(office.economy_officer))
    with pytest.raises(NotFound):
        service.hand_over(session, office.officer, source, office.agency_id, across, "Vì thế.")
    with pytest.raises(Refused, match="Choose who"):
        service.hand_over(session, office.officer, source, office.agency_id, {}, "Vì thế.")
    post = session.query(Post).filter_by(person_id=office.second_officer.person_id).one()
    with pytest.raises(Refused, match="Say why"):
        service.hand_over(session, office.admin, source, office.agency_id, plan, "")
    service.hand_over(session, office.admin, source, office.agency_id, plan, "Nghỉ hưu.")
    with pytest.raises(Refused, match="None of this is held any more"):
        service.hand_over(session, office.admin, source, office.agency_id, plan, "Lần nữa.")
    post.valid_to = clock.today() - timedelta(days=1)
    session.flush()
    assert person(actor_of(session, office.second_officer.person_id)) not in {
        one.token for one in queries.could_take(session, office.admin, source, office.agency_id)
    }


def test_two_hand_the_same_over_at_once(
    database: TestDatabase, session: Session, office: Office
) -> None:
    [line] = make_work(session, office, 1)
    source = person(office.officer)
    plans = [
        plan_for(session, office, source, person(to)) for to in (office.head, office.second_officer)
    ]
    session.commit()
    outcomes = together(
        database.engine,
        *(
            partial(
                service.hand_over,
                actor=office.head,
                source=source,
                agency_id=office.agency_id,
                plan=plan,
                reason="Chuyển.",
            )
            for plan in plans
        ),
    )
    assert outcomes == ["Refused", "done"]
    session.refresh(line)
    assert line.version == 2


def test_many_things_take_the_statements_of_few(session: Session, office: Office) -> None:
    source, target = person(office.officer), person(office.second_officer)
    counted = []
    for count in (3, 30):
        make_work(session, office, count)
        plan = plan_for(session, office, source, target)
        with statements() as asked:
            act = service.hand_over(session, office.head, source, office.agency_id, plan, "Nghỉ.")
        assert len(act.items) == count
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 40
