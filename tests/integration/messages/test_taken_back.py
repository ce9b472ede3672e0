"""Ten seconds to take back what one has just decided: nobody heard of it, nothing of it remains."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.approval import service as approval
from app.approval.models import Approval, CircuitStep
from app.approval.rules.circuit import PlannedStep
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.policy import Actor
from app.drafting import service
from app.drafting.models import Draft, DraftVersion
from app.outgoing import service as outgoing
from app.outgoing.inputs import IssueEntry
from app.outgoing.models import OutgoingDocument
from app.records.queries import readers_of
from documents.storage import Storage
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.drafting.making import approve, changed, current, delegate, sent, step
from tests.integration.messages.conftest import Told
from tests.reading import found
from tests.sandboxing import stamps_for

pytestmark = pytest.mark.usefixtures("monday")
ClientOf = Callable[[Actor], FlaskClient]
AT_ONCE = timedelta()


def reviewed_and_signed(office: Office) -> tuple[PlannedStep, ...]:
    return step("review", office.head, 1), step("sign", office.leader, 2)


def states(session: Session, draft: Draft) -> list[str]:
    rows = select(CircuitStep.state).where(CircuitStep.record_id == draft.record_id)
    return list(session.scalars(rows.order_by(CircuitStep.position, CircuitStep.id)))


def take_back(session: Session, actor: Actor, draft: Draft, seconds: float = 5) -> None:
    with clock.stopped_at(MONDAY + timedelta(seconds=seconds)):
        approval.take_back(session, actor, draft.record_id)


def test_nobody_hears_of_an_approval_that_was_taken_back(
    session: Session, office: Office, storage: Storage, told: Told
) -> None:
    draft = sent(session, office, storage, reviewed_and_signed(office))
    told(office.head)
    approve(session, storage, office.head, draft, "Đồng ý.")
    assert told(office.leader, AT_ONCE) == []
    take_back(session, office.head, draft)
    assert states(session, draft) == ["current", "waiting"]
    assert told(office.leader, timedelta(minutes=1)) == []
    assert told(office.officer) == []
    (again,) = current(session, draft)
    assert (again.acted_by_id, again.comment) == (None, "Đồng ý."), "what was said is kept"
    approve(session, storage, office.head, draft)
    assert len(told(office.leader)) == 1, "asked once it stands"
    assert len(told(office.officer)) == 1


def test_what_was_done_again_is_told_when_that_stands(
    session: Session, office: Office, storage: Storage, told: Told
) -> None:
    draft = sent(session, office, storage, reviewed_and_signed(office))
    approve(session, storage, office.head, draft)
    take_back(session, office.head, draft, 5)
    with clock.stopped_at(MONDAY + timedelta(seconds=8)):
        approve(session, storage, office.head, draft)
    assert told(office.leader, timedelta(seconds=13)) == [], "the first was taken back"
    assert len(told(office.leader, timedelta(seconds=21))) == 1


def test_a_signature_is_undone_with_all_it_made(
    session: Session, office: Office, storage: Storage, told: Told
) -> None:
    draft = sent(session, office, storage, (step("sign", office.leader, 1),))
    before = set(readers_of(session, draft.record_id))
    approve(session, storage, office.leader, draft)
    document_id = draft.document_id
    assert document_id is not None
    assert told(office.clerk, AT_ONCE) == []
    take_back(session, office.leader, draft)
    assert told(office.clerk, timedelta(minutes=1)) == []
    session.refresh(draft)
    assert (draft.state, draft.document_id) == ("circulating", None)
    undone = session.get_one(OutgoingDocument, document_id)
    with pytest.raises(Refused, match="taken the signature back"):
        outgoing.must_be(undone, "signed")
    assert undone.state == "returned"
    assert set(readers_of(session, draft.record_id)) == before
    assert session.get_one(Approval, draft.record_id).state == "circulating"
    approve(session, storage, office.leader, draft)
    assert draft.document_id not in (None, document_id)
    assert len(told(office.clerk)) == 1


def test_the_block_of_whoever_signed_goes_with_the_signature(
    session: Session, office: Office, storage: Storage
) -> None:
    draft = sent(session, office, storage, (step("sign", office.leader, 1),))
    deputy = delegate(session, office.leader, office.deputy)
    approve(session, storage, deputy, draft)
    count = select(func.count()).where(DraftVersion.draft_id == draft.id)
    assert session.scalar(count) == 2
    take_back(session, deputy, draft)
    assert session.scalar(count) == 1
    approve(session, storage, office.leader, draft)
    assert draft.state == "signed"


def test_a_round_that_was_over_goes_on(session: Session, office: Office, storage: Storage) -> None:
    draft = sent(session, office, storage, (step("review", office.head, 1),))
    approve(session, storage, office.head, draft)
    assert draft.state == "drafting"
    take_back(session, office.head, draft)
    assert (draft.state, states(session, draft)) == ("circulating", ["current"])


def test_after_ten_seconds_it_stands(session: Session, office: Office, storage: Storage) -> None:
    draft = sent(session, office, storage, reviewed_and_signed(office))
    approve(session, storage, office.head, draft)
    with pytest.raises(Refused, match="ten seconds"):
        take_back(session, office.head, draft, 13)
    take_back(session, office.head, draft, 12)
    with pytest.raises(Refused):
        take_back(session, office.head, draft, 12)


def test_nobody_takes_back_what_others_did_or_went_on_with(
    session: Session, office: Office, storage: Storage
) -> None:
    draft = sent(session, office, storage, reviewed_and_signed(office))
    approve(session, storage, office.head, draft)
    with pytest.raises(Refused, match="Somebody has acted"):
        take_back(session, office.leader, draft)
    with pytest.raises(NotFound):
        take_back(session, office.other_clerk, draft)
    approve(session, storage, office.leader, draft)
    with pytest.raises(Refused, match="Somebody has acted"):
        take_back(session, office.head, draft)
    document = session.get_one(OutgoingDocument, draft.document_id)
    stamps = stamps_for(session, storage, document.id)
    given = IssueEntry(version=document.version)
    outgoing.issue(session, office.clerk, document, given, stamps)
    with pytest.raises(Refused, match="already issued as 01/UBND-VHXH"):
        take_back(session, office.leader, draft)


def test_a_returned_draft_is_not_taken_back(
    session: Session, office: Office, storage: Storage
) -> None:
    draft = sent(session, office, storage, (step("sign", office.leader, 1),))
    approve(session, storage, office.leader, draft)
    document = session.get_one(OutgoingDocument, draft.document_id)
    outgoing.return_to_drafter(session, office.clerk, document, "Sai nơi nhận", document.version)
    with pytest.raises(Refused, match="returned to its drafter"):
        take_back(session, office.leader, draft)


def test_parallel_opinions_are_taken_back_one_by_one(
    session: Session, office: Office, storage: Storage
) -> None:
    day = clock.today() + timedelta(days=2)
    asked = (step("opinion", office.head, 1, day), step("opinion", office.clerk, 1, day))
    draft = sent(session, office, storage, (*asked, step("sign", office.leader, 2)))
    approve(session, storage, office.head, draft, "Được.")
    assert states(session, draft) == ["done", "current", "waiting"]
    take_back(session, office.head, draft)
    assert states(session, draft) == ["current", "current", "waiting"]


def test_the_page_offers_it_and_does_it(
    session: Session, office: Office, app: Flask, client_of: ClientOf
) -> None:
    storage = app.extensions["engines"].storage
    draft = sent(session, office, storage, (step("sign", office.leader, 1),))
    turn_id, draft_id, record_id = current(session, draft)[0].id, draft.id, draft.record_id
    session.commit()
    leader = client_of(office.leader)
    data = {"step_id": turn_id, "seen_version": 1, "comment": "", "do": "approve"}
    leader.post(f"/records/{record_id}/decide", data=data)
    shown = leader.get(f"/drafts/{draft_id}").text
    assert "Hoàn tác được trong mười giây" in shown
    assert f'action="/records/{record_id}/take-back"' in shown
    assert 'data-seconds="10"' in shown
    done = leader.post(f"/records/{record_id}/take-back")
    assert done.location == f"/drafts/{draft_id}"
    assert "lại ở lượt của bạn" in leader.get(done.location).text
    assert leader.post(f"/records/{record_id}/take-back").status_code == 422


def rows_of(page: str) -> list[tuple[str, str]]:
    """Of each row that can be ticked its record, and what it says was seen."""
    return re.findall(r'name="ids" value="(\d+)".*?name="seen" value="([^"]+)"', page)


def last_states(session: Session, drafts: Mapping[str, Draft]) -> list[str]:
    """Read anew, leaving nothing open."""
    session.expire_all()
    found = [states(session, draft)[-1] for draft in drafts.values()]
    session.commit()
    return found


def test_several_are_decided_in_one_press_and_taken_back_in_one(
    session: Session, office: Office, app: Flask, client_of: ClientOf, told: Told
) -> None:
    """An opinion has to be written, and what was changed since it was shown is not signed."""
    storage = app.extensions["engines"].storage
    to_sign = (step("sign", office.leader, 1),)
    ask = (step("opinion", office.leader, 1, clock.today() + timedelta(days=2)),)
    ways = {"Một": to_sign, "Hai": to_sign, "Ba": to_sign, "Ý kiến": ask, "Không chọn": to_sign}
    ways["Tờ trình: “rút”"] = to_sign
    drafts = {name: sent(session, office, storage, way, subject=name) for name, way in ways.items()}
    session.commit()
    leader = client_of(office.leader)
    shown = leader.get("/approvals").text
    going = client_of(office.officer).get(f"/records/{rows_of(shown)[0][0]}/circuit")
    assert going.status_code == 422, "what goes round is not sent round again"
    rows = rows_of(shown)
    assert len(rows) == len(drafts)
    skipped = str(drafts["Không chọn"].record_id)
    data = {"ids": [one for one, _seen in rows if one != skipped], "seen": [s for _one, s in rows]}
    other = changed(1, "Khác./.", office, subject="Ba")
    service.save_version(session, storage, office.officer, drafts["Ba"].id, other)
    approval.call_back(session, office.officer, drafts.pop("Tờ trình: “rút”").record_id)
    session.commit()
    done = leader.post("/approvals/decide", data=data)
    assert done.location == "/approvals"
    page = unescape(leader.get(done.location).text)
    assert "Đã ký, duyệt 2 văn bản." in page
    assert "Ba: " in page
    assert "Tờ trình: “rút”: Việc này đã được xử lý rồi" in page, "no longer to be read"
    assert "Ý kiến: Hãy ghi ý kiến." in page
    stands = dict(zip(drafts, last_states(session, drafts), strict=True))
    assert stands == {"Một": "done", "Hai": "done"} | dict.fromkeys(
        ("Ba", "Ý kiến", "Không chọn"), "current"
    )
    undo = found(r'action="(/approvals/take-back[^"]+)"', page)[1]
    assert leader.post(undo).location == "/approvals"
    assert set(last_states(session, drafts)) == {"current"}
    assert told(office.clerk, timedelta(minutes=1)) == []
    session.commit()
    assert "nữa" in leader.get(leader.post(undo).location).text
    assert leader.post("/approvals/decide", data={}).status_code == 422


def test_ticking_what_is_not_theirs_names_nothing(
    session: Session, office: Office, app: Flask, client_of: ClientOf
) -> None:
    draft = sent(session, office, app.extensions["engines"].storage, subject="Chuyện riêng")
    (turn,) = current(session, draft)
    data = {"ids": draft.record_id, "seen": f"{draft.record_id}:{turn.id}:1"}
    session.commit()
    for who in (office.other_leader, office.leader):  # no reader of it; a reader before their turn
        client = client_of(who)
        client.post("/approvals/decide", data=data)
        assert ("Chuyện riêng" in client.get("/approvals").text) == (who is office.leader)
    session.expire_all()
    assert states(session, draft)[0] == "current"
