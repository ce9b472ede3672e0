"""One agency is merged into another as one act; what is open follows, old papers keep its name."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.approval.models import CircuitStep
from app.core import clock
from app.core.errors import Forbidden, NotFound, Refused
from app.core.lists import FIRST
from app.core.memory import forget
from app.core.policy import Actor, person_token
from app.deadlines.queries import horizon_of
from app.dossiers.models import Dossier
from app.dossiers.policy import keeps
from app.drafting.models import Draft
from app.incoming import service as incoming
from app.incoming.filters import IncomingFilter
from app.incoming.models import IncomingDocument
from app.incoming.queries import INCOMING
from app.leave import service as leave
from app.leave.queries import deciders
from app.leave.rules import LeaveData
from app.moves import messages, queries, service
from app.moves.models import Handover
from app.moves.service import Merger
from app.organisation.models import Agency, Post, Unit
from app.organisation.queries import head_of, valid_on
from app.organisation.queries.bodies import heads_of_agency
from app.outgoing.models import OutgoingDocument
from app.records.models import Record
from app.records.policy import may_read
from app.records.queries import readers_of
from app.requests.models import Request, RequestLine
from app.requests.policy import answers
from app.requests.rules import Holder
from app.requests.service import Asking, ask, give_to_officer
from app.requests.service.asking import must_be_asked_by
from app.work.models import Assignment
from app.work.service import Receiver, direct, finish
from documents.storage import MemoryStorage
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.dossiers.test_service import opened
from tests.integration.drafting.making import approve, current, sent
from tests.integration.incoming.making import entry_of
from tests.integration.outgoing.making import request_of
from tests.integration.work.making import directed, person, unit

ClientOf = Callable[[Actor], FlaskClient]
pytestmark = pytest.mark.usefixtures("monday")
YESTERDAY = timedelta(days=1)


@dataclass(frozen=True)
class Left:
    """What is open in the agency that is merged, and one paper that is done."""

    line: Assignment
    draft: Draft
    dossier: Dossier
    delivery: IncomingDocument
    asked: RequestLine
    done_id: int
    storage: MemoryStorage


@pytest.fixture
def left(session: Session, office: Office) -> Left:
    """Its district asked for an answer by a document that nobody accepted yet."""
    _document, [line] = directed(session, office, Receiver(person(office.officer), "lead"))
    done, [finished] = directed(session, office, Receiver(person(office.officer), "lead"))
    finish(session, office.officer, finished.id, "Xong.")
    storage = MemoryStorage()
    draft = sent(session, office, storage)
    dossier = opened(session, office)
    district = Agency(
        name="Ủy ban nhân dân tỉnh Hà Sơn", short_name="UBND tỉnh", code="H49", symbol="UBND",
        place_name="Hà Sơn", valid_from=clock.today() - timedelta(days=900),
    )  # fmt: skip
    session.add(district)
    session.flush()
    letter = OutgoingDocument(
        agency_id=district.id, type_code="CV", subject="V/v báo cáo", issuer=district.name,
        reference="12/UBND", reference_key="12/UBND", issued_on=clock.today(), number=12,
        signer_name="Lò Văn Tính", state="issued", year=2026, created_by_id=office.admin.person_id,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    where = {"agency_id": office.agency_id, "recipient_id": 71, "reply_required": True}
    news = {"document_id": letter.id, "deliveries": [{**where, "due_at": None}], "answers_id": None}
    incoming.receive_delivery(session, news)
    delivery = session.scalars(select(IncomingDocument).filter_by(source_id=letter.id)).one()
    holder = Holder("UBND phường Tân Khê", agency_id=office.agency_id)
    asking = Asking(letter.id, "V/v báo cáo", office.admin.person_id)
    [asked] = ask(session, None, asking, [holder], carried=True)
    session.commit()
    return Left(line, draft, dossier, delivery, asked, done.id, storage)


def merger(session: Session, office: Office, **how: object) -> Merger:
    """The chairman of the successor heads it as before, if it is not said otherwise."""
    into = office.other_agency_id
    heads = {f"a{into}": _post(session, office.other_leader)}
    wanted = Merger(office.agency_id, into, "Nghị quyết 1656/NQ-UBTVQH15.", heads=heads)
    return replace(wanted, **how)  # type: ignore[arg-type]


def _post(session: Session, actor: Actor) -> int:
    """The post that they hold now."""
    rows = select(Post.id).where(Post.person_id == actor.person_id, valid_on(Post))
    return session.scalars(rows).one()


def _headed_by(session: Session, office: Office, actor: Actor) -> Merger:
    return merger(session, office, heads={f"a{office.other_agency_id}": _post(session, actor)})


def again(session: Session, actor: Actor) -> Actor:
    """Who this is by now."""
    forget(session)
    return actor_of(session, actor.person_id)


def stand(session: Session, left: Left) -> dict[str, object]:
    """How everything stands that moves with an agency."""
    session.flush()
    session.expire_all()
    columns = (Unit.id, Unit.agency_id, Unit.parent_id, Unit.successor_id, Unit.valid_to)
    of_posts = Post.id, Post.agency_id, Post.unit_id, Post.is_head, Post.is_main, Post.valid_to
    step = session.scalars(
        select(CircuitStep).filter_by(record_id=left.draft.record_id, kind="sign")
    ).one()
    records = Record.id.in_([left.draft.record_id, left.delivery.id])
    return {
        "units": session.execute(select(*columns).order_by(Unit.id)).all(),
        "posts": session.execute(select(*of_posts).order_by(Post.id)).all(),
        "agencies": session.execute(
            select(Agency.id, Agency.successor_id, Agency.valid_to).order_by(Agency.id)
        ).all(),
        "line": (left.line.agency_id, left.line.holder),
        "draft": (left.draft.agency_id, left.draft.unit_id, left.draft.signer_post_id),
        "turn": step.post_id,
        "dossier": (left.dossier.agency_id, left.dossier.unit_id),
        "delivery": left.delivery.agency_id,
        "asked": (left.asked.agency_id, left.asked.is_passed_on),
        "records": session.execute(
            select(Record.id, Record.agency_id).where(records).order_by(Record.id)
        ).all(),
    }


def test_what_is_open_is_carried_on_by_the_successor(
    session: Session, office: Office, left: Left
) -> None:
    with pytest.raises(Forbidden):
        service.merge(session, office.leader, merger(session, office))
    before = stand(session, left)
    into = office.other_agency_id
    service.merge(session, office.admin, merger(session, office))
    old = session.get_one(Agency, office.agency_id)
    assert (old.successor_id, old.valid_to) == (into, clock.today() - YESTERDAY)
    now = stand(session, left)
    assert (left.line.agency_id, left.draft.agency_id, left.delivery.agency_id) == (into,) * 3
    assert now["asked"] == (into, True)
    assert {agency_id for _id, agency_id in now["records"]} == {into}  # type: ignore[attr-defined]
    assert now["posts"] != before["posts"]

    clerk, officer = again(session, office.other_clerk), again(session, office.officer)
    leader = again(session, office.other_leader)
    incoming.accept(session, clerk, left.delivery, entry_of(session, clerk))
    assert (left.delivery.agency_id, left.delivery.number) == (into, 1)
    finish(session, officer, left.line.id, "Đã tham mưu.")
    assert left.line.state == "done"
    for number in (left.done_id, left.line.record_id):  # what it left
        paper = session.get_one(IncomingDocument, number)
        assert paper.agency_id == office.agency_id
        assert may_read(clerk, readers_of(session, number))
    moments = horizon_of(session, into)
    found = INCOMING.page(session, clerk, IncomingFilter(tab="all"), FIRST, moments.moments)
    assert {row.id for row in found.rows} == {
        left.done_id, left.line.record_id, left.delivery.id,
    }  # fmt: skip
    assert officer.agency_id == into
    assert keeps.for_row(officer, left.dossier)
    assert [one.person_id for one in current(session, left.draft)] == [office.head.person_id]
    must_be_asked_by(session, leader, left.line.record_id)  # by a paper of the agency before
    clerk_token = Receiver(person(office.second_officer), "lead")
    direct(session, leader, left.done_id, "Xem lại.", (clerk_token,))
    given = session.scalars(select(Assignment).order_by(Assignment.id.desc()).limit(1)).one()
    assert given.agency_id == into
    assert may_read(again(session, office.second_officer), readers_of(session, left.done_id))


def test_undone_before_anybody_acts_everything_is_as_before(
    session: Session, office: Office, left: Left
) -> None:
    before, readers = stand(session, left), set(readers_of(session, left.draft.record_id))
    act = service.merge(session, office.admin, _headed_by(session, office, office.leader))
    session.commit()
    service.take_back(session, office.admin, act.id)
    assert stand(session, left) == before
    assert set(readers_of(session, left.draft.record_id)) == readers
    assert {one.state for one in act.items} == {"back"}
    assert office.agency_id not in again(session, office.other_clerk).agency_ids


def test_undone_although_somebody_acted_what_is_held_returns(
    session: Session, office: Office, left: Left
) -> None:
    """What was finished meanwhile stays as it was finished, and is named."""
    before = stand(session, left)
    act = service.merge(session, office.admin, merger(session, office))
    finish(session, again(session, office.officer), left.line.id, "Xong.")
    session.commit()
    service.take_back(session, office.admin, act.id)
    now = stand(session, left)
    assert {key for key in now if now[key] != before[key]} == {"line"}
    kept = [(one.holding, one.item_id) for one in act.items if one.state == "kept"]
    assert kept == [("work.lines_of_agency", left.line.id)]


def test_what_a_unit_of_the_successor_finished_hinders_undoing_it(
    session: Session, office: Office
) -> None:
    _document, [line] = directed(session, office, Receiver(unit(office.culture_id), "lead"))
    act = service.merge(session, office.admin, merger(session, office))
    finish(session, again(session, office.head), line.id, "Xong.")
    session.commit()
    with pytest.raises(Refused, match="in a unit that would be no more"):
        service.take_back(session, office.admin, act.id)
    session.rollback()
    assert [one.item_id for one in queries.hindrances(session, act).over] == [line.id]


def test_two_heads_one_is_chosen_and_posts_may_end(session: Session, office: Office) -> None:
    """Whoever is head no more is told so; whoever leaves has handed over before."""
    ending = frozenset({_post(session, office.deputy)})
    wanted = replace(_headed_by(session, office, office.leader), ending=ending)
    with pytest.raises(Refused, match="Choose who is head: Lưu Đình Thuận, Ma Văn Hiến"):
        service.merge(session, office.admin, replace(wanted, heads={}))
    _document, [line] = directed(session, office, Receiver(person(office.deputy), "lead"))
    with pytest.raises(Refused, match="Trịnh Xuân Quảng still holds open work"):
        service.merge(session, office.admin, wanted)
    finish(session, office.deputy, line.id, "Xong.")
    act = service.merge(session, office.admin, wanted)
    into = office.other_agency_id
    assert heads_of_agency(session, into) == {office.leader.person_id}
    assert again(session, office.deputy).agency_id is None
    assert again(session, office.other_leader).agency_id == into
    clerks = [again(session, one) for one in (office.clerk, office.other_clerk)]
    assert [one.may("incoming.register") for one in clerks] == [True, True]
    payload = {"handover_id": act.id, "by_id": office.admin.person_id, "back": False}
    told = messages._stood_down(session, payload) or pytest.fail("nobody told")
    assert set(told.people) == {office.other_leader.person_id}
    assert told.values["head"] == office.leader.name
    service.take_back(session, office.admin, act.id)
    assert heads_of_agency(session, into) == {office.other_leader.person_id}
    assert again(session, office.deputy).agency_id == office.agency_id


def test_in_a_unit_too_it_is_chosen_who_is_head(session: Session, office: Office) -> None:
    here = Unit(
        agency_id=office.other_agency_id, name="Phòng Kinh tế", short_name="KT", symbol="KT",
        position=1, valid_from=clock.today() - timedelta(days=90),
    )  # fmt: skip
    session.add(here)
    session.flush()
    units = {office.economy_id: here.id, office.culture_id: here.id}
    wanted = merger(session, office, units=units)
    with pytest.raises(Refused, match="Choose who is head"):
        service.merge(session, office.admin, wanted)
    chosen = {f"u{here.id}": _post(session, office.head)}
    service.merge(session, office.admin, replace(wanted, heads={**wanted.heads, **chosen}))
    assert head_of(session, here.id) == [office.head.person_id]
    assert again(session, office.economy_head).headed_unit_ids == set()


def test_leave_that_waits_is_decided_in_the_successor(session: Session, office: Office) -> None:
    """Of whoever is in no unit, by its chairman; undone, by the one before."""
    day = clock.today() + timedelta(days=3)
    asked = leave.ask(session, office.clerk, LeaveData(day, day, "Việc nhà."))
    assert deciders(session, asked) == {office.leader.person_id}
    act = service.merge(session, office.admin, merger(session, office))
    assert deciders(session, asked) == {office.other_leader.person_id}
    service.take_back(session, office.admin, act.id)
    assert deciders(session, asked) == {office.leader.person_id}


def test_units_go_on_or_go_into_those_of_the_successor(session: Session, office: Office) -> None:
    here = Unit(
        agency_id=office.other_agency_id, name="Phòng Kinh tế", short_name="KT", symbol="KT",
        position=1, valid_from=clock.today() - timedelta(days=90),
    )  # fmt: skip
    below = Unit(
        agency_id=office.agency_id, name="Tổ Di sản", short_name="TDS", position=3,
        valid_from=clock.today() - timedelta(days=30), parent_id=office.culture_id,
    )  # fmt: skip
    session.add_all([here, below])
    session.flush()
    _document, [line] = directed(session, office, Receiver(unit(office.economy_id), "lead"))
    service.merge(
        session, office.admin, merger(session, office, units={office.economy_id: here.id})
    )
    assert line.holder == unit(here.id)
    assert office.economy_id in again(session, office.economy_head).headed_unit_ids
    rows = select(Unit).where(Unit.agency_id == office.other_agency_id, Unit.id != here.id)
    units = {one.name: one for one in session.scalars(rows)}
    culture = units["Phòng Văn hóa - Xã hội"]
    assert units["Tổ Di sản"].parent_id == culture.id
    assert session.get_one(Unit, office.culture_id).successor_id == culture.id


def test_what_somebody_held_before_they_hand_over_in_the_successor(
    session: Session, office: Office, left: Left
) -> None:
    """Old papers are read as of the agency that left them, and dossiers bear its name."""
    service.merge(session, office.admin, merger(session, office))
    head, taker = again(session, office.head), office.second_officer
    source, target = person_token(office.officer.person_id), person_token(taker.person_id)
    plan = {("work.lines", left.line.id): target, ("dossiers.own", left.dossier.id): target}
    into = office.other_agency_id
    act = service.hand_over(session, head, source, into, plan, "Chuyển công tác.")
    assert (left.line.holder, left.dossier.owner_id) == (target, taker.person_id)
    assert may_read(again(session, taker), readers_of(session, left.line.record_id))
    service.take_back(session, head, act.id)
    assert (left.line.holder, left.dossier.owner_id) == (source, office.officer.person_id)
    assert not may_read(again(session, taker), readers_of(session, left.line.record_id))


def test_what_was_begun_since_on_its_papers_goes_on_there_when_it_is_undone(
    session: Session, office: Office, left: Left
) -> None:
    act = service.merge(session, office.admin, merger(session, office))
    leader = again(session, office.other_leader)
    officer = Receiver(person(office.second_officer), "lead")
    direct(session, leader, left.done_id, "Xem lại.", (officer,))
    given = session.scalars(select(Assignment).order_by(Assignment.id.desc()).limit(1)).one()
    asking = Asking(left.done_id, "V/v góp ý", leader.person_id)
    [line] = ask(session, None, asking, [Holder("Sở Y tế")])
    asked = session.get_one(Request, line.request_id)
    assert (given.agency_id, asked.agency_id) == (office.other_agency_id,) * 2
    service.take_back(session, office.admin, act.id)
    assert (given.agency_id, asked.agency_id) == (office.agency_id,) * 2
    assert left.asked.agency_id == office.agency_id


def test_an_officer_who_answers_goes_along_with_their_unit(
    session: Session, office: Office
) -> None:
    asking = Asking(request_of(session, office).id, "V/v báo cáo", office.leader.person_id)
    [line] = ask(session, office.leader, asking, [Holder("VHXH", unit_id=office.culture_id)])
    give_to_officer(session, office.head, line.id, office.officer.person_id)
    act = service.merge(session, office.admin, merger(session, office))
    assert line.unit_id != office.culture_id
    assert answers.for_row(again(session, office.officer), line)
    service.take_back(session, office.admin, act.id)
    assert line.unit_id == office.culture_id
    assert answers.for_row(again(session, office.officer), line)


def test_a_chain_of_mergers_is_undone_from_its_end(
    session: Session, office: Office, left: Left
) -> None:
    before = stand(session, left)
    third = session.scalars(select(Agency.id).where(Agency.code == "H49")).one()
    first = service.merge(session, office.admin, merger(session, office)).id
    onward = Merger(office.other_agency_id, third, "Nghị quyết của tỉnh.")
    session.commit()
    with pytest.raises(Refused, match="only since today"):  # what was made today ends tomorrow
        service.merge(session, again(session, office.admin), onward)
    session.rollback()
    with clock.stopped_at(MONDAY + timedelta(days=1)):
        admin = again(session, office.admin)
        between = stand(session, left)
        second = service.merge(session, admin, onward).id
        assert (left.line.agency_id, left.delivery.agency_id) == (third, third)
        assert again(session, office.officer).agency_ids == {
            third, office.agency_id, office.other_agency_id,
        }  # fmt: skip
        session.commit()
        with pytest.raises(Refused, match="at work as it is now"):
            service.take_back(session, admin, first)
        session.rollback()
        later = queries.later(session, session.get_one(Handover, first))
        assert [one.id for one in later] == [second]
        service.take_back(session, admin, second)
        assert stand(session, left) == between
        service.take_back(session, again(session, office.admin), first)
        assert stand(session, left) == before


def test_a_draft_leaves_with_the_letterhead_of_who_issues_it(
    session: Session, office: Office, left: Left
) -> None:
    storage = left.storage
    service.merge(session, office.admin, _headed_by(session, office, office.leader))
    for who in (office.head, office.clerk, office.leader):
        approve(session, storage, again(session, who), left.draft)
    assert left.draft.document_id is not None
    signed = session.get_one(OutgoingDocument, left.draft.document_id)
    assert (signed.agency_id, signed.issuer) == (
        office.other_agency_id, "Ủy ban nhân dân xã Hữu Lũng",
    )  # fmt: skip
    versions = [one.agency_id for one in left.draft.versions]
    assert versions == [office.agency_id, office.other_agency_id]


def test_its_pages(session: Session, office: Office, left: Left, client_of: ClientOf) -> None:
    """Looked at first; done, reported, and taken back."""
    session.rollback()
    client, page = client_of(office.admin), f"/admin/organisation/{office.agency_id}"
    assert f"{page}/merge" in client.get(page).text
    assert client_of(office.leader).get(f"{page}/merge").status_code == 403
    nowhere = client.post(f"{page}/merge", data={"into": "", "reason": "Nghị quyết.", "done": "0"})
    assert nowhere.status_code == 422
    assert "Chọn cơ quan nhận sáp nhập." in nowhere.text
    form = {"into": str(office.other_agency_id), "reason": "Nghị quyết.", "done": "0"}
    looked = client.post(f"{page}/merge", data=form).text
    for words in ("Văn bản chờ tiếp nhận", "Phòng Văn hóa - Xã hội", "Sáp nhập từ hôm nay"):
        assert words in looked
    assert "Chọn người đứng đầu" in looked
    form |= {"headed": f"a{office.other_agency_id}"}
    form |= {"head_post": str(_post(session, office.other_leader))}
    session.rollback()
    assert "Lưu Đình Thuận" in client.post(f"{page}/merge", data=form).text
    session.rollback()
    assert session.get_one(Agency, office.agency_id).successor_id is None
    delivery_id = left.delivery.id
    session.rollback()
    units = {"thing": f"unit:{office.culture_id}", "to": ""}
    done = client.post(f"{page}/merge", data={**form, **units, "done": "1"})
    assert "đã bàn giao" in client.get(done.location).text
    clerk = client_of(office.other_clerk)
    assert clerk.get(f"/documents/{delivery_id}").status_code == 200
    assert "Ủy ban nhân dân phường Tân Khê" in clerk.get("/registers").text
    assert clerk.get(f"/registers/{office.incoming_register_id}/book").status_code == 200
    assert client.post(f"{done.location}/take-back").location == done.location
    session.rollback()
    assert session.get_one(Agency, office.agency_id).successor_id is None
    session.rollback()
    assert clerk.get(f"/registers/{office.incoming_register_id}/book").status_code == 404


def test_what_cannot_be_is_refused(session: Session, office: Office) -> None:
    own = office.agency_id
    for how, message in (
        ({"reason": ""}, "Say why"),
        ({"into_id": own}, "succeed itself"),
    ):
        with pytest.raises(Refused, match=message):
            service.merge(session, office.admin, merger(session, office, **how))
    strange = {office.culture_id: office.economy_id}  # a unit that is none of the successor
    with pytest.raises(NotFound):
        service.merge(session, office.admin, merger(session, office, units=strange))
    service.merge(session, office.admin, merger(session, office))
    with pytest.raises(Refused, match="does not exist today"):
        service.merge(session, office.admin, merger(session, office))
