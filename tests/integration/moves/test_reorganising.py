"""Units are merged and split as one act; open work follows, old papers keep the old names."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from typing import TypeVar

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.core import clock
from app.core.errors import Forbidden, NotFound, Refused
from app.core.memory import forget
from app.core.policy import Actor
from app.drafting.service import start
from app.leave import messages as leave_messages
from app.leave import service as leave
from app.leave.queries import deciders
from app.leave.rules import LeaveData
from app.moves import messages, queries, service
from app.moves.service import Reorganisation
from app.organisation.models import Agency, Delegation, Post, Unit
from app.organisation.service.agencies import AgencyData, change_agency
from app.organisation.service.units import UnitData, change_unit
from app.records.policy import may_read
from app.records.queries import readers_of
from app.records.rules import UNIT
from app.requests.models import Request
from app.requests.rules import Holder
from app.requests.service import Asking, ask
from app.work.queries import lines_of
from app.work.service import Receiver, finish
from documents.storage import MemoryStorage
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.drafting.making import entry
from tests.integration.work.making import directed, unit

pytestmark = pytest.mark.usefixtures("monday")


def post_of(session: Session, person_id: int) -> Post:
    rows = select(Post).where(Post.person_id == person_id).order_by(Post.id.desc())
    return session.scalars(rows).first() or pytest.fail("no post")


def merged(session: Session, office: Office, **how: object) -> Reorganisation:
    """The head of the culture unit heads what both go to, whatever that is."""
    head_id = post_of(session, office.head.person_id).id
    keys = ("n1", unit(office.culture_id), unit(office.economy_id))
    new = {"n1": ("Phòng Văn hóa - Kinh tế", "VHKT", "VHKT")}
    wanted = {"sources": [office.culture_id, office.economy_id], "targets": ["n1"], "new": new}
    wanted["reason"] = "Nghị quyết 05."
    return Reorganisation(**{**wanted, "heads": dict.fromkeys(keys, head_id), **how})  # type: ignore[arg-type]


def test_two_units_become_one_and_two_again(session: Session, office: Office) -> None:
    document, [line] = directed(session, office, Receiver(unit(office.economy_id), "lead"))
    done_document, [done] = directed(session, office, Receiver(unit(office.economy_id), "lead"))
    finish(session, office.economy_head, done.id, "Xong.")
    head_post = post_of(session, office.head.person_id)
    session.add(
        Delegation(
            post_id=head_post.id, to_person_id=office.officer.person_id, starts_on=clock.today(),
            ends_on=clock.today(), created_by_id=office.head.person_id,
        )
    )  # fmt: skip
    asking = Asking(document.id, "V/v", office.leader.person_id, unit_id=office.culture_id)
    [asked] = ask(session, office.leader, asking, [Holder("Phòng", unit_id=office.economy_id)])
    request = session.get_one(Request, asked.request_id)
    draft = start(session, MemoryStorage(), office.officer, entry(office))

    def drafted_in() -> set[tuple[str, int]]:
        rights = readers_of(session, draft.record_id)
        return {(one.token, one.ground.id) for one in rights if one.ground.kind == UNIT}

    assert drafted_in() == {(unit(office.culture_id), office.culture_id)}
    with pytest.raises(Forbidden):
        service.reorganise(session, office.head, office.agency_id, merged(session, office))
    act = service.reorganise(session, office.admin, office.agency_id, merged(session, office))
    new = session.query(Unit).filter_by(short_name="VHKT").one()
    old = session.get_one(Unit, office.economy_id)
    assert (old.successor_id, old.valid_to) == (new.id, clock.today() - timedelta(days=1))
    assert line.holder == unit(new.id)
    assert (asked.unit_id, asked.is_passed_on, request.unit_id) == (new.id, True, new.id)
    assert drafted_in() == {(unit(new.id), new.id)}
    posts = session.query(Post).filter_by(unit_id=new.id).all()
    assert len(posts) == 5
    assert [post.person_id for post in posts if post.is_head] == [office.head.person_id]
    assert session.query(Delegation).one().post_id == post_of(session, office.head.person_id).id
    head = actor_of(session, office.head.person_id)
    assert may_read(head, readers_of(session, document.id))
    assert may_read(head, readers_of(session, done_document.id))  # of the unit that it succeeds
    assert old.id in head.headed_unit_ids
    assert [row.name for row in lines_of(session, done_document.id)] == [old.name]

    service.take_back(session, office.admin, act.id)
    forget(session)
    assert (old.successor_id, old.valid_to, line.holder) == (None, None, unit(old.id))
    assert (asked.unit_id, request.unit_id) == (old.id, office.culture_id)
    assert drafted_in() == {(unit(office.culture_id), office.culture_id)}
    assert session.query(Unit).filter_by(short_name="VHKT").one_or_none() is None
    assert post_of(session, office.head.person_id).id == head_post.id
    assert head_post.valid_to is None
    again = actor_of(session, office.head.person_id)
    assert not may_read(again, readers_of(session, document.id))


def test_part_of_a_unit_becomes_another_and_stays_once_it_is_at_work(
    session: Session, office: Office
) -> None:
    _document, [line] = directed(session, office, Receiver(unit(office.culture_id), "lead"))
    _other, [stays] = directed(session, office, Receiver(unit(office.culture_id), "lead"))
    officer_post = post_of(session, office.officer.person_id)
    head_post = post_of(session, office.head.person_id)
    own = unit(office.culture_id)
    wanted = merged(
        session,
        office,
        sources=[office.culture_id],
        targets=[own, "n1"],
        posts={officer_post.id: "n1"},
        things={("work.unit_lines", line.id): "n1"},
    )
    act = service.reorganise(session, office.admin, office.agency_id, wanted)
    new = session.query(Unit).filter_by(short_name="VHKT").one()
    assert (line.holder, stays.holder) == (unit(new.id), own)
    assert post_of(session, office.officer.person_id).unit_id == new.id
    assert post_of(session, office.head.person_id) is head_post
    assert session.get_one(Unit, office.culture_id).valid_to is None
    with clock.stopped_at(MONDAY + timedelta(hours=1)):
        plan = {("work.unit_lines", line.id): unit(office.economy_id)}
        service.hand_over(
            session, office.admin, unit(new.id), office.agency_id, plan, "Việc của phòng khác."
        )
        session.commit()
        with pytest.raises(Refused, match="went on since in a unit that would be no more"):
            service.take_back(session, office.admin, act.id)
        session.rollback()
        assert [one.item_id for one in queries.hindrances(session, act).over] == [line.id]


def test_an_act_of_somebody_else_does_not_make_a_wrong_merge_last(
    session: Session, office: Office
) -> None:
    """The chairman gave a part another date: it goes back with that date."""
    _document, [line] = directed(session, office, Receiver(unit(office.economy_id), "lead"))
    wanted = merged(session, office)
    act = service.reorganise(session, office.admin, office.agency_id, wanted)
    line.version += 1
    session.flush()
    service.take_back(session, office.admin, act.id)
    assert (line.holder, line.version > 1) == (unit(office.economy_id), True)
    assert {one.state for one in act.items} == {"back"}


def test_who_is_head_no_more_hears_it_on_a_page_that_opens_to_them(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    directed(session, office, Receiver(unit(office.economy_id), "lead"))
    wanted = merged(session, office)
    act = service.reorganise(session, office.admin, office.agency_id, wanted)
    payload = {"handover_id": act.id, "by_id": office.admin.person_id, "back": False}
    told = messages._stood_down(session, payload) or pytest.fail("nobody told")
    assert set(told.people) == {office.economy_head.person_id}
    assert told.values["head"] == office.head.name
    others = messages._handed_over(session, payload) or pytest.fail("nobody told")
    assert office.economy_head.person_id not in others.people
    path = told.path
    session.commit()
    shown = client_of(office.economy_head).get(path)
    assert f"{office.economy_head.name} thôi đứng đầu" in shown.text
    assert "Việc đang làm" in shown.text
    assert client_of(office.other_leader).get(path).status_code == 404


IMPOSSIBLE: tuple[tuple[dict[str, object], str], ...] = (
    ({"targets": []}, "takes this over"),
    ({"reason": ""}, "Say why"),
    ({"new": {"n1": ("", "", "")}}, "needs a name"),
)


def test_what_cannot_be_is_refused_and_a_unit_goes_into_one_that_goes_on(
    session: Session, office: Office
) -> None:
    for how, message in IMPOSSIBLE:
        with pytest.raises(Refused, match=message):
            service.reorganise(
                session, office.admin, office.agency_id, merged(session, office, **how)
            )
    for strange in ("foo", "work.given"):  # none, and one of persons
        with pytest.raises(NotFound):
            service.reorganise(
                session,
                office.admin,
                office.agency_id,
                merged(session, office, things={(strange, 1): "n1"}),
            )
    session.rollback()
    own = unit(office.culture_id)
    wanted = merged(session, office, targets=[own], new={})
    service.reorganise(session, office.admin, office.agency_id, wanted)
    assert session.get_one(Unit, office.economy_id).successor_id == office.culture_id
    assert session.get_one(Unit, office.culture_id).valid_to is None


Data = TypeVar("Data", UnitData, AgencyData)


def data_of(kind: type[Data], row: Unit | Agency) -> Data:
    """A row as its form sends it back unchanged."""
    return kind(**{one.name: getattr(row, one.name) for one in fields(kind)})


def into(session: Session, office: Office, source: int, target: int) -> Reorganisation:
    return merged(session, office, sources=[source], targets=[unit(target)], new={})


def test_a_chain_is_undone_from_its_end(session: Session, office: Office) -> None:
    """A into B, then B into C: what was done last is undone first; then everything is as before."""
    third = Unit(
        agency_id=office.agency_id, name="Phòng Tư pháp", short_name="TP", symbol="TP",
        position=9, valid_from=clock.today() - timedelta(days=30),
    )  # fmt: skip
    session.add(third)
    session.flush()
    _document, [line] = directed(session, office, Receiver(unit(office.culture_id), "lead"))
    posts = {one.id: one.unit_id for one in session.scalars(select(Post))}
    admin, agency = office.admin, office.agency_id
    first = service.reorganise(
        session, admin, agency, into(session, office, office.culture_id, office.economy_id)
    )
    second = service.reorganise(
        session, admin, agency, into(session, office, office.economy_id, third.id)
    )
    assert line.holder == unit(third.id)
    first_id, second_id = first.id, second.id
    session.commit()
    with pytest.raises(Refused, match="at work as it is now"):
        service.take_back(session, admin, first_id)
    session.rollback()
    for act_id in (second_id, first_id):
        service.take_back(session, admin, act_id)
    forget(session)
    assert line.holder == unit(office.culture_id)
    assert {one.id: one.unit_id for one in session.scalars(select(Post))} == posts
    ended = select(Unit).where(Unit.valid_to.is_not(None) | Unit.successor_id.is_not(None))
    assert session.scalars(ended).all() == []


def test_a_unit_does_not_go_into_one_far_below_it_nor_succeed_in_a_circle(
    session: Session, office: Office
) -> None:
    """Into the one right below it, it may: that takes its place."""
    below, far = (
        Unit(
            agency_id=office.agency_id, name=f"Tổ {number}", short_name=f"T{number}", symbol="T",
            position=9, valid_from=clock.today() - timedelta(days=30),
        )
        for number in (1, 2)
    )  # fmt: skip
    session.add_all([below, far])
    session.flush()
    below.parent_id, far.parent_id = office.culture_id, below.id
    session.commit()
    admin, agency = office.admin, office.agency_id
    with pytest.raises(Refused, match="Move it up first"):
        service.reorganise(session, admin, agency, into(session, office, office.culture_id, far.id))
    session.rollback()
    service.reorganise(session, admin, agency, into(session, office, office.culture_id, below.id))
    stands_under = {one.id: one.parent_id for one in session.scalars(select(Unit))}
    assert (stands_under[below.id], stands_under[far.id]) == (None, below.id)
    ended = session.get_one(Unit, office.culture_id)
    data = data_of(UnitData, below)
    with pytest.raises(Refused, match="succeed itself by way"):
        change_unit(session, admin, below.id, below.version, replace(data, successor_id=ended.id))
    agencies = [session.get_one(Agency, one) for one in (agency, office.other_agency_id)]
    agencies[1].successor_id = agency
    session.flush()
    form = data_of(AgencyData, agencies[0])
    with pytest.raises(Refused, match="succeed itself by way"):
        change_agency(
            session, admin, agency, agencies[0].version,
            replace(form, successor_id=office.other_agency_id),
        )  # fmt: skip


def test_a_receiver_who_holds_work_on_it_already_holds_both_lines(
    session: Session, office: Office
) -> None:
    """Each with its own role and date, and both come back."""
    _document, [lead, beside] = directed(
        session, office,
        Receiver(unit(office.culture_id), "lead"), Receiver(unit(office.economy_id), "cohandler"),
    )  # fmt: skip
    act = service.reorganise(
        session, office.admin, office.agency_id,
        into(session, office, office.economy_id, office.culture_id),
    )  # fmt: skip
    assert (lead.holder, beside.holder) == (unit(office.culture_id),) * 2
    assert may_read(actor_of(session, office.head.person_id), readers_of(session, lead.record_id))
    finish(session, office.head, lead.id, "Xong phần chủ trì.")
    assert (lead.state, beside.state) == ("done", "open")
    service.take_back(session, office.admin, act.id)
    assert (beside.holder, beside.state) == (unit(office.economy_id), "open")


@pytest.mark.parametrize("into_new", [True, False], ids=["into a new unit", "into one of them"])
def test_it_is_chosen_who_heads_what_several_go_to(
    session: Session, office: Office, into_new: bool
) -> None:
    """Nobody loses a post by the order of a list; the other works on there, and is named."""
    key = "n1" if into_new else unit(office.culture_id)
    how = {} if into_new else {"targets": [key], "sources": [office.economy_id], "new": {}}
    chosen = post_of(session, office.economy_head.person_id).id
    for wrong in ({}, {key: post_of(session, office.officer.person_id).id}):
        with pytest.raises(Refused, match="Choose who is head"):
            service.reorganise(
                session, office.admin, office.agency_id,
                merged(session, office, **how, heads=wrong),
            )  # fmt: skip
    wanted = merged(session, office, **how, heads={key: chosen})
    act = service.reorganise(session, office.admin, office.agency_id, wanted)
    head, other = (post_of(session, one.person_id) for one in (office.economy_head, office.head))
    assert (head.is_head, other.is_head) == (True, False)
    assert head.unit_id == other.unit_id
    service.take_back(session, office.admin, act.id)
    heads = [post_of(session, one.person_id) for one in (office.economy_head, office.head)]
    assert [one.is_head for one in heads] == [True, True]
    assert [one.unit_id for one in heads] == [office.economy_id, office.culture_id]


def test_leave_that_waits_goes_to_the_head_of_the_unit_the_asker_goes_to(
    session: Session, office: Office
) -> None:
    """The head before is asked no more; undone, they are again."""
    day = clock.today() + timedelta(days=3)
    asked = leave.ask(session, office.economy_officer, LeaveData(day, day, "Việc nhà."))
    act = service.reorganise(session, office.admin, office.agency_id, merged(session, office))
    new = session.query(Unit).filter_by(short_name="VHKT").one()
    assert asked.unit_id == new.id
    telling = leave_messages._asked(
        session, {"leave_id": asked.id, "before_id": office.economy_id}
    ) or pytest.fail("nobody told")
    assert set(telling.people) == {office.head.person_id}
    assert f"leave asked:{asked.id}" in telling.settles
    assert telling.key not in telling.settles
    service.take_back(session, office.admin, act.id)
    assert asked.unit_id == office.economy_id
    assert deciders(session, asked) == {office.economy_head.person_id}
