"""The layout check: what of a draft is not as the decree wants it."""

import unicodedata
from dataclasses import replace

import pytest

from app.drafting.rules.content import Invitation, RecipientPlan, Wording
from app.drafting.rules.layout import Finding, Sheet, check, stops_signing

GOOD = Sheet(
    type_code="CV",
    subject="Trả lời về rà soát hộ nghèo",
    recipients=(RecipientPlan("Sở Nội vụ"),),
    signer_name="Lưu Đình Thuận",
    signature_lines=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    signs_for_collective=True,
    wording=Wording(addressees="Sở Nội vụ", body="Nội dung.", filing_unit="VHXH"),
    unit_symbol="VHXH",
)
PAPER = Finding("Paper: A4", True, "Annex I, part I, section I")
UPLOADED = replace(GOOD, wording=None, file=[PAPER])
DECISION = replace(
    GOOD,
    type_code="QD",
    wording=Wording(
        bases="Căn cứ Luật Tổ chức chính quyền địa phương",
        body="Điều 1. Giao việc.\nĐiều 2. Thi hành.",
        filing_unit="VHXH",
    ),
)
INVITED = Invitation("Các phòng", "Họp giao ban", "Chủ tịch", "8 giờ 00 ngày 25/11", "Phòng họp 1")


def wrong(sheet: Sheet) -> list[Finding]:
    return [finding for finding in check(sheet) if not finding.passed]


def worded(sheet: Sheet, **changes: object) -> Sheet:
    assert sheet.wording is not None
    return replace(sheet, wording=replace(sheet.wording, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("sheet", [GOOD, DECISION, UPLOADED])
def test_a_good_draft_passes_every_point(sheet: Sheet) -> None:
    assert wrong(sheet) == []
    assert all(finding.rule for finding in check(sheet)), "what is listed is counted"
    assert stops_signing(sheet) == []


@pytest.mark.parametrize(
    ("sheet", "message", "fix"),
    [
        (replace(GOOD, subject=""), "There is no subject.", "subject"),
        (replace(GOOD, subject="x" * 121), "The subject has %(count)s characters", "subject"),
        (replace(GOOD, subject="Trả lời."), "The subject ends with a mark", "subject"),
        (replace(GOOD, recipients=()), "The list of receivers is empty.", "recipients"),
        (worded(GOOD, filing_unit=""), "Write “Lưu: VT, %(unit)s”", "filing_unit"),
        (worded(GOOD, addressees=""), "not said to whom", "addressees"),
        (replace(GOOD, signer_name=""), "not said who signs", "signer_post_id"),
        (replace(GOOD, signature_lines=()), "title is missing", "signer_post_id"),
        (replace(GOOD, signature_lines=("CHỦ TỊCH",)), "in what capacity", "signer_post_id"),
        (replace(GOOD, signer_name="TS. Lưu Đình Thuận"), "No academic title", "signer_post_id"),
        (worded(GOOD, body=" "), "says nothing yet", "body"),
        (worded(GOOD, body="Theo Công văn số 7/UBND-VX."), "A number below 10", "body"),
        (worded(GOOD, body="ngày 5 tháng 11 năm 2026"), "Days below 10", "body"),
        (worded(GOOD, body="ngày 15 tháng 1 năm 2026"), "Days below 10", "body"),
        (worded(GOOD, body=unicodedata.normalize("NFD", "Việt")), "TCVN 6909", "body"),
        (worded(GOOD, body="Kết quả như sau: "), "ends with a colon", "body"),
        (replace(GOOD, ends_with_table=True), "ends with a table", "body"),
        (worded(DECISION, bases=""), "names its legal bases", "bases"),
        (worded(DECISION, bases="Căn cứ Công văn số 12/UBND-VX"), "letters are none", "bases"),
        (replace(GOOD, has_appendices=True), "does not speak of its appendices", "body"),
        (worded(DECISION, bases="Luật Tổ chức"), "A legal base begins with", "bases"),
        (worded(DECISION, body="Giao việc."), "divided into articles", "body"),
        (worded(DECISION, body="Điều 1. A\nĐiều 3. B"), "not numbered one after", "body"),
    ],
)
def test_each_fault_is_found_with_its_place(sheet: Sheet, message: str, fix: str) -> None:
    found = [finding for finding in wrong(sheet) if message in finding.message]
    assert [finding.fix for finding in found] == [fix]
    assert found[0].message % found[0].params if found[0].params else found[0].message


def test_an_invitation_names_guests_contents_time_and_place() -> None:
    sheet = replace(GOOD, type_code="GM", wording=Wording(filing_unit="VHXH", invitation=INVITED))
    assert wrong(sheet) == []
    empty = worded(sheet, invitation=Invitation())
    assert {"guests", "meeting", "time", "place"} <= {finding.fix for finding in wrong(empty)}


def test_a_head_who_signs_alone_needs_no_capacity() -> None:
    sheet = replace(GOOD, signs_for_collective=False, signature_lines=("GIÁM ĐỐC",))
    assert wrong(sheet) == []


def test_number_padding_is_not_asked_of_long_numbers() -> None:
    assert wrong(worded(GOOD, body="Công văn số 07/UBND-VX, số 70/UBND, ngày 11 tháng 10")) == []


def test_what_stops_signing_is_listed_whole() -> None:
    sheet = replace(
        GOOD, subject="", recipients=(), signer_name="", wording=replace(Wording(), body="")
    )
    assert [problem.field for problem in stops_signing(sheet)] == [
        "subject",
        "signer_post_id",
        "recipients",
        "body",
    ]


def test_state_secrets_are_not_drafted_here() -> None:
    assert stops_signing(replace(GOOD, subject="Báo cáo TỐI MẬT")) != []
    assert stops_signing(replace(GOOD, subject="Bảo vệ bí mật nhà nước")) == []


def test_an_uploaded_text_is_not_judged_by_its_words() -> None:
    assert check(UPLOADED) == [PAPER], "only what was looked at in the file is said to be right"
    assert stops_signing(UPLOADED) == []
    (empty,) = wrong(replace(UPLOADED, subject=""))
    assert (empty.fix, empty.rule) == ("subject", ""), "beside the file: no rule of the decree"
    (unread,) = check(replace(UPLOADED, file=None))
    assert (unread.passed, unread.rule) == (False, "")
