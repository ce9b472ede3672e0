"""What a reply is proposed to say."""

from datetime import date

import pytest

from app.drafting.rules.proposals import (
    Office,
    Request,
    about,
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
    assert (
        reply_subject("CV", REQUEST, 120) == "Trả lời Công văn 807/UBND-VX về việc rà soát hộ nghèo"
    )
    long = Request("Công văn", "807/UBND-VX", None, "", "V/v " + "rà soát " * 30)
    assert reply_subject("CV", long, 120) == "Trả lời Công văn 807/UBND-VX"
    assert len(reply_subject("KH", Request("", "", None, "", "x" * 900), 120)) == 500


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
