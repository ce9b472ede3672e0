"""Who signs, in whose name, and what becomes of what was signed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.approval import service as approval
from app.approval.filters import TurnFilter
from app.approval.inputs import RoundEntry
from app.approval.queries.returned import Return, returns
from app.approval.queries.waiting import turns_page
from app.audit.models import AuditEntry
from app.core import clock
from app.core.asking import given
from app.core.errors import Forbidden, Refused
from app.drafting import queries, service
from app.drafting.models import Draft, DraftVersion
from app.drafting.policy import readable
from app.drafting.queries.lists import DRAFTS
from app.drafting.rules.content import Wording
from app.organisation.models import Post
from app.outgoing.models import OutgoingDocument
from app.records.models import RecordReader
from documents.settling import paragraphs_of
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.approval.test_circuit import RETURNED, messages, waiting_count
from tests.integration.drafting.making import (
    approve,
    delegate,
    entry,
    make_draft,
    make_request,
    post_of,
    sent,
    step,
    usual,
)

pytestmark = pytest.mark.usefixtures("monday")


# -- Signing -------------------------------------------------------------------------------------


def test_author_alone_cannot_approve(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    steps = (step("review", office.leader, 1), step("sign", office.leader, 2))
    draft = service.start(session, storage, office.leader, entry(office))
    with pytest.raises(Refused, match="only one to approve"):
        approval.send_round(session, storage, office.leader, draft.record_id, RoundEntry(steps, 1))


def test_author_acting_for_the_signer_is_not_another_approver(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    officer = delegate(session, office.leader, office.officer)
    draft = sent(session, office, storage, (step("sign", office.leader, 1),))
    with pytest.raises(Refused, match="only one who approved"):
        approve(session, storage, officer, draft)
    assert draft.state == "circulating"


def test_deputy_signs_under_delegation_with_their_own_block(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    deputy = delegate(session, office.leader, office.deputy)
    draft = sent(session, office, storage)
    approve(session, storage, office.head, draft)
    approve(session, storage, office.clerk, draft)
    approve(session, storage, deputy, draft)
    document = session.get_one(OutgoingDocument, draft.document_id)
    assert document.signer_name == "Trịnh Xuân Quảng"
    assert document.signer_title == "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH"
    newest = session.scalars(
        select(DraftVersion).where(DraftVersion.draft_id == draft.id).order_by(DraftVersion.number)
    ).all()[-1]
    assert (newest.number, newest.note) == (2, "Signature block of who signed")
    words = "\n".join(paragraphs_of(storage.path(newest.sha256)))
    assert "KT. CHỦ TỊCH" in words
    session.commit()
    of_document = select(AuditEntry).where(AuditEntry.record_id == document.id)
    told = session.scalars(of_document.where(AuditEntry.action == "outgoing.accepted")).one()
    assert told.on_behalf_of == office.leader.name
    assert "Trịnh Xuân Quảng" in words
    assert document.files[0].sha256 == newest.sha256
    session.commit()
    signing = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "drafting.signed")
    ).one()
    assert (signing.actor_name, signing.on_behalf_of) == ("Trịnh Xuân Quảng", "Lưu Đình Thuận")


def test_authorised_unit_head_signs_tuq(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    head = delegate(session, office.leader, office.economy_head)
    draft = sent(session, office, storage)
    approve(session, storage, office.head, draft)
    approve(session, storage, office.clerk, draft)
    approve(session, storage, head, draft)
    document = session.get_one(OutgoingDocument, draft.document_id)
    assert document.signer_title.startswith("TUQ. CHỦ TỊCH")


@pytest.mark.parametrize(
    ("authority", "signed_as"),
    [
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG TÂN KHÊ", "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG TÂN KHÊ", "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH"),
    ],
)
def test_decision_is_signed_in_the_authority_it_names(
    session: Session, office: Office, storage: MemoryStorage, authority: str, signed_as: str
) -> None:
    wording = Wording(authority=authority, body="Điều 1. Thành lập tổ công tác.", filing_unit="VP")
    steps = (step("review", office.head, 1), step("sign", office.leader, 2))
    draft = sent(session, office, storage, steps, type_code="QD", wording=wording)
    approve(session, storage, office.head, draft)
    approve(session, storage, delegate(session, office.leader, office.deputy), draft)
    document = session.get_one(OutgoingDocument, draft.document_id)
    assert document.signer_title == signed_as


def test_delegation_of_processing_may_not_sign(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    deputy = delegate(session, office.leader, office.deputy, scope="process")
    draft = sent(session, office, storage)
    approve(session, storage, office.head, draft)
    approve(session, storage, office.clerk, draft)
    assert waiting_count(session, deputy) == 0
    with pytest.raises(Forbidden):
        approve(session, storage, deputy, draft)


def test_what_could_not_be_issued_is_not_sent_for_signature(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    to_nobody = Wording(body="1. Một việc.")  # whom it addresses would receive it
    draft = make_draft(session, office, storage, recipients=(), wording=to_nobody)
    with pytest.raises(Refused, match="no receiver"):
        approval.send_round(
            session, storage, office.officer, draft.record_id, RoundEntry(usual(office), 1)
        )


def test_circuit_without_right_people_is_refused_with_every_reason(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = make_draft(session, office, storage)
    steps = (
        step("sign", office.second_officer, 1),
        step("opinion", office.economy_head, 2),
        step("review", office.other_leader, 3),
    )
    with pytest.raises(Refused) as refusal:
        approval.send_round(session, storage, office.officer, draft.record_id, RoundEntry(steps, 1))
    said = messages(refusal)
    for reason in ("comes last", "may not sign", "needs the day", "no longer holds"):
        assert reason in said


def test_other_signer_in_the_circuit_gives_the_draft_their_block(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    steps = (step("review", office.head, 1), step("sign", office.deputy, 2))
    draft = sent(session, office, storage, steps)
    assert draft.versions[-1].number == 2
    assert draft.versions[-1].details["signature"]["name"] == "Trịnh Xuân Quảng"
    approve(session, storage, office.head, draft, version=2)
    approve(session, storage, office.deputy, draft, version=2)
    document = session.get_one(OutgoingDocument, draft.document_id)
    assert document.signer_name == "Trịnh Xuân Quảng"


# -- Afterwards ----------------------------------------------------------------------------------


def test_the_clerks_own_reason_is_told_whatever_was_remarked_since_the_signature(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    for actor in (office.head, office.clerk, office.leader):
        approve(session, storage, actor, draft)
    approval.remark(session, office.head, draft.record_id, 1, "Cảm ơn, đã xong.")
    given = {"reason": "Thiếu phụ lục.", "by_id": office.clerk.person_id}
    service.note_returned(session, {"document_id": draft.document_id, **given})
    assert returns(session, [draft.record_id]) == {
        draft.record_id: Return(office.clerk.name, "Thiếu phụ lục.")
    }


def test_issued_and_returned_by_the_clerk(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    for actor in (office.head, office.clerk, office.leader):
        approve(session, storage, actor, draft)
    payload = {"document_id": draft.document_id, "reason": "Sai thể thức.", "by_id": 1}
    payload["by_id"] = office.clerk.person_id
    service.note_returned(session, payload)
    service.note_returned(session, payload)
    assert (draft.state, draft.document_id) == ("drafting", None)
    assert DRAFTS.count(session, office.officer, RETURNED) == 1
    assert returns(session, [draft.record_id]) == {
        draft.record_id: Return(office.clerk.name, "Sai thể thức.")
    }
    view = queries.draft_view(session, office.officer, draft.id)
    assert [one.text for one in view.approval.remarks] == ["Sai thể thức."]
    again = RoundEntry(usual(office), base_version=1)
    approval.send_round(session, storage, office.officer, draft.record_id, again)
    assert returns(session, [draft.record_id]) == {}
    for actor in (office.head, office.clerk, office.leader):
        approve(session, storage, actor, draft)
    service.note_issued(session, {"document_id": draft.document_id})
    assert draft.state == "issued"


def test_readers_grow_with_the_circuit(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    request, _line = make_request(session, office)
    draft = make_draft(session, office, storage, answers_id=request.id)

    def tokens() -> set[str]:
        rows = select(RecordReader.token).where(RecordReader.record_id == draft.record_id)
        return set(session.scalars(rows))

    first = {f"p{office.officer.person_id}a{office.agency_id}", f"u{office.culture_id}"}
    assert tokens() == first
    approval.send_round(
        session, storage, office.officer, draft.record_id, RoundEntry(usual(office), 1)
    )
    asked = {
        f"p{a.person_id}a{office.agency_id}" for a in (office.head, office.clerk, office.leader)
    }
    assert tokens() == first | asked
    for actor in (office.head, office.clerk, office.leader):
        approve(session, storage, actor, draft)
    assert f"a{office.agency_id}" in tokens()


def test_who_may_see_a_draft(session: Session, office: Office, storage: MemoryStorage) -> None:
    draft = make_draft(session, office, storage)
    sees = {
        actor.name: session.scalar(
            select(Draft.id).where(Draft.id == draft.id, readable(actor)), given(actor)
        )
        is not None
        for actor in (
            office.officer,
            office.head,
            office.second_officer,
            office.economy_head,
            office.clerk,
            office.leader,
            office.deputy,
            office.admin,
            office.other_clerk,
            office.other_leader,
        )
    }
    assert [name for name, may in sees.items() if may] == ["Lê Thị Nhuần", "Nông Thị Quyên"]


def test_a_turn_has_the_due_date_of_its_record_as_it_is_now(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage)
    (turn,) = turns_page(session, office.head, TurnFilter()).rows
    assert (turn.due_at, turn.face.path) == (None, f"/drafts/{draft.id}")
    later = entry(office, base_version=1, due_on=date(2026, 12, 1))
    _version, is_new = service.save_version(session, storage, office.officer, draft.id, later)
    assert not is_new
    (turn,) = turns_page(session, office.head, TurnFilter(sort="due")).rows
    assert turn.due_at == draft.due_at is not None


def test_a_turn_ends_with_the_post_it_was_asked_in(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    """Whoever holds another post since is not asked in that one."""
    draft = sent(session, office, storage)
    post = session.get_one(Post, post_of(office.head))
    session.add(
        Post(
            person_id=post.person_id, agency_id=post.agency_id, unit_id=post.unit_id,
            title="Phó Trưởng phòng", role_code="unit_head", valid_from=post.valid_from,
        )
    )  # fmt: skip
    session.flush()
    both = actor_of(session, office.head.person_id)
    assert waiting_count(session, both) == 1
    post.valid_to = clock.today() - timedelta(days=1)
    session.flush()
    other = actor_of(session, office.head.person_id)
    assert waiting_count(session, other) == 0
    with pytest.raises(Forbidden):
        approve(session, storage, other, draft)
