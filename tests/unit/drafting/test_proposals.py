"""What a reply is proposed to say, and by whom it is proposed to be approved."""

from dataclasses import dataclass
from datetime import date

import pytest

from app.drafting.rules.proposals import (
    Office,
    Request,
    about,
    circuit_by_rule,
    citation,
    reply_subject,
    reply_wording,
)

REQUEST = Request(
    type_name="Công văn",
    reference="807/UBND-VX",
    issued_on=date(2026, 2, 7),
    issuer="Ủy ban nhân dân tỉnh Hà Sơn",
    subject="V/v rà soát hộ nghèo",
)
OFFICE = Office("Ủy ban nhân dân phường Tân Khê", "VHXH", "Chủ tịch")


@pytest.mark.parametrize(
    ("subject", "topic"),
    [
        ("V/v rà soát", "rà soát"),
        ("Về việc: rà soát", "rà soát"),
        ("về việc  rà  soát", "rà soát"),
        ("Kế hoạch rà soát", "Kế hoạch rà soát"),
        ("Vận động quyên góp", "Vận động quyên góp"),
    ],
)
def test_what_a_document_is_about(subject: str, topic: str) -> None:
    assert about(subject) == topic


def test_citation_pads_days_and_early_months() -> None:
    assert citation(REQUEST) == (
        "Công văn số 807/UBND-VX ngày 07 tháng 02 năm 2026 của Ủy ban nhân dân tỉnh Hà Sơn "
        "về việc rà soát hộ nghèo"
    )


def test_citation_of_a_document_without_number_or_date() -> None:
    bare = Request("", "", None, "Ông Nguyễn Văn A", "Đề nghị cấp giấy")
    assert citation(bare) == "Văn bản của Ông Nguyễn Văn A về việc đề nghị cấp giấy"


def test_subject_of_a_reply_stays_readable() -> None:
    assert reply_subject("CV", REQUEST) == "Trả lời Công văn 807/UBND-VX về việc rà soát hộ nghèo"
    long = Request("Công văn", "807/UBND-VX", None, "", "V/v " + "rà soát " * 30)
    assert reply_subject("CV", long) == "Trả lời Công văn 807/UBND-VX"
    assert len(reply_subject("KH", Request("", "", None, "", "x" * 900))) == 500


def test_letter_opens_with_the_request_and_is_addressed_to_its_issuer() -> None:
    wording = reply_wording("CV", REQUEST, OFFICE)
    assert wording.addressees == "Ủy ban nhân dân tỉnh Hà Sơn"
    assert wording.body.startswith("Phúc đáp Công văn số 807/UBND-VX ngày 07 tháng 02 năm 2026")
    assert wording.body.strip().endswith("Ủy ban nhân dân phường Tân Khê có ý kiến như sau:")
    assert wording.filing_unit == "VHXH"


def test_report_and_decision_take_the_request_up_in_their_way() -> None:
    assert reply_wording("BC", REQUEST, OFFICE).body.startswith("Thực hiện Công văn số 807")
    decision = reply_wording("QD", REQUEST, OFFICE)
    assert decision.bases.startswith("Căn cứ Công văn số 807/UBND-VX")
    assert decision.authority == "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG TÂN KHÊ"
    assert reply_wording("GM", REQUEST, OFFICE).invitation.meeting == "Họp về việc rà soát hộ nghèo"


def test_a_free_draft_is_empty_but_for_the_office() -> None:
    wording = reply_wording("CV", None, OFFICE)
    assert (wording.body, wording.addressees, wording.filing_unit) == ("", "", "VHXH")


@dataclass(frozen=True)
class Someone:
    post_id: int
    person_id: int
    unit_id: int | None
    role: str
    is_head: bool = False
    may_sign: bool = False


CHAIR = Someone(1, 11, None, "leader", is_head=True, may_sign=True)
DEPUTY = Someone(2, 12, None, "leader", may_sign=True)
CLERK = Someone(3, 13, None, "clerk")
HEAD = Someone(4, 14, 7, "unit_head", is_head=True, may_sign=True)
OTHER_HEAD = Someone(5, 15, 8, "unit_head", is_head=True, may_sign=True)
PEOPLE = (CHAIR, DEPUTY, CLERK, OTHER_HEAD, HEAD)


def test_head_reviews_clerk_initials_leader_signs() -> None:
    assert circuit_by_rule(PEOPLE, 99, 7, DEPUTY.post_id) == [
        ("review", 4),
        ("initial", 3),
        ("sign", 2),
    ]


def test_without_a_planned_signer_the_head_of_the_agency_signs() -> None:
    assert circuit_by_rule(PEOPLE, 99, 7, None)[-1] == ("sign", CHAIR.post_id)


def test_the_author_does_not_review_their_own_draft() -> None:
    assert circuit_by_rule(PEOPLE, HEAD.person_id, 7, None) == [("initial", 3), ("sign", 1)]


def test_whoever_signs_is_not_asked_to_review_as_well() -> None:
    assert circuit_by_rule(PEOPLE, 99, 7, HEAD.post_id) == [("initial", 3), ("sign", 4)]
