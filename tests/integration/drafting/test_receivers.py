"""Addressees are receivers, and each agency is one."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from app.drafting import service
from app.drafting.models import Draft
from app.drafting.queries.receivers import reached
from app.drafting.queries.sheets import sheet_of
from app.drafting.rules.content import Details, Invitation, RecipientPlan, Wording
from app.drafting.rules.layout import check, stops_signing
from app.drafting.service.signing import signing_problems
from app.drafting.service.versions import latest_version
from documents.settling import paragraphs_of
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.drafting.making import entry

pytestmark = pytest.mark.usefixtures("monday")
BODY = "Đến nay đã có 347 hồ sơ."


def started(
    session: Session, office: Office, addressees: str, *receivers: str
) -> tuple[Draft, MemoryStorage]:
    storage = MemoryStorage()
    said = entry(
        office,
        wording=Wording(addressees=addressees, body=BODY, filing_unit="VHXH"),
        recipients=tuple(RecipientPlan(name) for name in receivers),
    )
    return service.start(session, storage, office.officer, said), storage


def receivers(session: Session, draft: Draft) -> list[tuple[str, int | None, bool]]:
    details = Details.from_json(latest_version(session, draft.id).details)
    return [(one.name, one.agency_id, one.addressed) for one in details.recipients]


def test_whoever_is_addressed_is_a_receiver(session: Session, office: Office) -> None:
    draft, _storage = started(session, office, "UBND xã Hữu Lũng", "Sở Tài chính")
    assert receivers(session, draft) == [
        ("Sở Tài chính", None, False),
        ("Ủy ban nhân dân xã Hữu Lũng", office.other_agency_id, True),
    ]


def test_as_above_is_printed_for_all_addressees_and_others_by_name(
    session: Session, office: Office
) -> None:
    draft, storage = started(
        session, office, "UBND xã Hữu Lũng\nHĐND tỉnh", "Sở Tài chính", "ubnd XÃ hữu lũng"
    )
    assert [name for name, _id, _addressed in receivers(session, draft)] == [
        "Sở Tài chính",
        "Ủy ban nhân dân xã Hữu Lũng",
        "HĐND tỉnh",
    ]
    content = storage.path(latest_version(session, draft.id).sha256)
    printed = "\n".join(paragraphs_of(content))
    assert "Như trên" in printed
    assert printed.count("Hữu Lũng") == 1
    assert "Sở Tài chính" in printed


def test_lines_that_name_no_receiver_are_none(session: Session, office: Office) -> None:
    lines = ("Như trên", "- Như Điều 3;", "Lưu: VT, VHXH")
    draft, _storage = started(session, office, "Sở Nội vụ", *lines)
    assert receivers(session, draft) == [("Sở Nội vụ", None, True)]


def test_a_draft_of_before_says_who_would_not_receive_it(session: Session, office: Office) -> None:
    draft, _storage = started(session, office, "UBND xã Hữu Lũng", "Sở Tài chính")
    version = latest_version(session, draft.id)
    details = Details.from_json(version.details)
    version.details = Details.to_json(
        Details(details.type_code, details.subject, recipients=details.recipients[:1])
    )
    wrong = [one for one in check(sheet_of(session, draft, version)) if not one.passed]
    assert {"names": "Ủy ban nhân dân xã Hữu Lũng"} in [one.params for one in wrong]


def test_an_uploaded_text_is_held_against_its_receivers(session: Session, office: Office) -> None:
    draft, _storage = started(session, office, "Sở Nội vụ")
    version = latest_version(session, draft.id)
    version.fields = None
    sheet = sheet_of(session, draft, version, ["Kính gửi: UBND xã Hữu Lũng", "Nội dung"])
    assert sheet.unreceived == ("Ủy ban nhân dân xã Hữu Lũng",)
    districts = sheet_of(session, draft, version, ["Kính gửi: UBND các huyện", "Nội dung"])
    assert districts.unreceived == ("UBND các huyện",)
    unread = replace(sheet_of(session, draft, version), recipients=())
    (said,) = (one for one in stops_signing(unread) if one.field == "recipients")
    assert "not known yet" in said.message, "nothing is said of a text that nobody has read"


ARTICLES = (
    "Điều 1. Giao việc.\nĐiều 2. Chủ tịch UBND xã Hữu Lũng, Trưởng phòng Kinh tế và ông Bùi Văn Xá "
    "chịu trách nhiệm thi hành Quyết định này."
)


def test_a_decision_goes_to_whom_its_article_names(session: Session, office: Office) -> None:
    said = entry(
        office,
        type_code="QD",
        wording=Wording(bases="Căn cứ Luật Ngân sách nhà nước", body=ARTICLES, filing_unit="VHXH"),
        recipients=(RecipientPlan("Như Điều 2"),),
    )
    storage = MemoryStorage()
    draft = service.start(session, storage, office.officer, said)
    assert signing_problems(session, draft, None) == []
    sheet = sheet_of(session, draft, latest_version(session, draft.id))
    assert sheet.unreceived == (
        "Ủy ban nhân dân xã Hữu Lũng",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "ông Bùi Văn Xá",
    )
    taken_in = tuple(map(RecipientPlan, (*sheet.unreceived, "Sở Tài chính")))
    again = replace(said, recipients=taken_in, base_version=1)
    service.save_version(session, storage, office.officer, draft.id, again)
    assert [one[2] for one in receivers(session, draft)] == [True, True, True, False]
    printed = paragraphs_of(storage.path(latest_version(session, draft.id).sha256))
    listed = [line for line in printed if line.startswith("-") and line.endswith(";")]
    assert listed == ["- Như Điều 2;", "- Sở Tài chính;"]
    nobody = replace(said, wording=replace(said.wording, body="Điều 1. Giao việc."))  # type: ignore[type-var]
    service.save_version(
        session, storage, office.officer, draft.id, replace(nobody, base_version=2)
    )
    assert [one.field for one in signing_problems(session, draft, None)] == ["recipients"]


def test_guests_receive_their_invitation(session: Session, office: Office) -> None:
    guests = "Bà Ma Thị Lành, Chủ tịch UBND xã Hữu Lũng; Ông Tạ Hữu Phước, Trưởng phòng"
    invited = Invitation(guests, "Họp giao ban", "Chủ tịch", "8 giờ 00", "Phòng họp 1")
    said = entry(office, type_code="GM", wording=Wording(invitation=invited), recipients=())
    storage = MemoryStorage()
    draft = service.start(session, storage, office.officer, said)
    assert receivers(session, draft) == [
        ("Ủy ban nhân dân xã Hữu Lũng", office.other_agency_id, True),
        ("Ông Tạ Hữu Phước, Trưởng phòng", None, True),
    ]
    assert signing_problems(session, draft, None) == []
    printed = paragraphs_of(storage.path(latest_version(session, draft.id).sha256))
    assert "- Như trên;" in printed


def test_a_group_stays_on_the_paper_and_its_members_receive_it(
    session: Session, office: Office
) -> None:
    draft, storage = started(session, office, "UBND các xã", "UBND xã Hữu Lũng", "Các phòng, ban")
    assert receivers(session, draft) == [
        ("Ủy ban nhân dân xã Hữu Lũng", office.other_agency_id, True),
        ("Các phòng, ban", None, False),
    ]
    printed = paragraphs_of(storage.path(latest_version(session, draft.id).sha256))
    assert {"- Như trên;", "- Các phòng, ban;"} <= set(printed)
    assert not any("Hữu Lũng" in line for line in printed)
    sheet = sheet_of(session, draft, latest_version(session, draft.id))
    assert sheet.unreceived == ("Phòng Văn hóa - Xã hội", "Phòng Kinh tế, Hạ tầng và Đô thị")


def test_words_for_nobody_in_particular_are_said_and_are_no_receiver(
    session: Session, office: Office
) -> None:
    """Printed they stay; a letter to nobody else is not signed; nothing hand-written goes on."""
    vague = "Các cơ quan có liên quan"
    draft, _storage = started(session, office, vague)
    assert receivers(session, draft) == []
    latest = latest_version(session, draft.id)
    found = {one.message: one.params for one in check(sheet_of(session, draft, latest))}
    (said,) = (found[message] for message in found if message.startswith("Not clear who"))
    assert said == {"names": vague}
    assert not any("Named in the text" in message for message in found)
    (stops,) = (one for one in signing_problems(session, draft, None) if one.field == "recipients")
    assert stops.params == {"names": vague}, "the same words as on the draft's own page"
    both, _storage = started(session, office, f"Sở Tài chính\n{vague}", "các phòng hữu quan")
    named = latest_version(session, both.id)
    plans = Details.from_json(named.details).recipients
    assert [one.name for one in plans] == ["các phòng hữu quan", "Sở Tài chính"]
    assert [one.name for one in reached(session, office.agency_id, plans)] == ["Sở Tài chính"]
