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
LAW = ("Căn cứ Luật Tổ chức chính quyền địa phương",)
OFFICE = Office("Ủy ban nhân dân phường Tân Khê", "VHXH", "Chủ tịch", LAW)


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


def test_the_subject_of_a_reply_keeps_the_whole_topic() -> None:
    assert reply_subject("CV", REQUEST) == "Trả lời Công văn 807/UBND-VX về việc rà soát hộ nghèo"
    topic = "rà soát, thống kê và báo cáo kết quả thực hiện các chương trình mục tiêu quốc gia " * 2
    long = Request("Công văn", "807/UBND-VX", None, "", f"V/v {topic}")
    whole = f"Trả lời Công văn 807/UBND-VX về việc {topic.strip()}"
    assert reply_subject("CV", long) == whole
    assert reply_subject("SY", long).startswith("Sao y Công văn 807/UBND-VX về việc rà soát")


def test_a_topic_that_no_subject_holds_ends_with_a_word() -> None:
    endless = Request("Công văn", "1/UBND", None, "", "kiểm tra " * 60)
    assert reply_subject("CV", endless).endswith((" kiểm", " tra"))
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
    law, letter = decision.bases.split("\n")
    assert law == "Căn cứ Luật Tổ chức chính quyền địa phương"
    assert letter.startswith("Căn cứ Công văn số 807/UBND-VX")
    assert reply_wording("QD", None, OFFICE).bases == law
    assert decision.authority == "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG TÂN KHÊ"
    assert reply_wording("GM", REQUEST, OFFICE).invitation.meeting == "Họp về việc rà soát hộ nghèo"


def test_a_free_draft_is_empty_but_for_the_office() -> None:
    wording = reply_wording("CV", None, OFFICE)
    assert (wording.body, wording.addressees, wording.filing_unit) == ("", "", "VHXH")
