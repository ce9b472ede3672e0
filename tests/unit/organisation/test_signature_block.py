"""The lines above a signature (Decree 30/2020, Appendix I): TM., KT., TL., TUQ., Q."""

import pytest

from app.organisation.rules import Signatory, full_title, signature_block, speaks_for_collective

CHAIRMAN = Signatory("Chủ tịch", is_head=True)
VICE = Signatory("Phó Chủ tịch", is_deputy=True)
ACTING_CHAIRMAN = Signatory("Quyền Chủ tịch", is_head=True)
DIRECTOR = Signatory("Giám đốc", is_head=True)
VICE_DIRECTOR = Signatory("Phó Giám đốc", is_deputy=True)
CULTURE = "Phòng Văn hóa - Xã hội"
HEAD = Signatory("Trưởng phòng", is_head=True, unit_name=CULTURE)
VICE_HEAD = Signatory("Phó Trưởng phòng", is_deputy=True, unit_name=CULTURE)
CHIEF = Signatory("Chánh Văn phòng", is_head=True, unit_name="Văn phòng HĐND và UBND")
OFFICER = Signatory("Chuyên viên", unit_name=CULTURE)
PEOPLE = "Ủy ban nhân dân"


@pytest.mark.parametrize(
    ("signer", "options", "lines"),
    [
        (CHAIRMAN, {"collective": PEOPLE}, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (
            VICE,
            {"collective": PEOPLE, "head_title": "Chủ tịch"},
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (VICE, {"collective": PEOPLE}, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (ACTING_CHAIRMAN, {"collective": PEOPLE}, ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH")),
        (
            VICE,
            {"collective": PEOPLE, "head_title": "Quyền Chủ tịch"},
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (DIRECTOR, {}, ("GIÁM ĐỐC",)),
        (VICE_DIRECTOR, {"head_title": "Giám đốc"}, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (
            HEAD,
            {"collective": PEOPLE, "head_title": "Chủ tịch"},
            ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"),
        ),
        (CHIEF, {"head_title": "Chủ tịch"}, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG HĐND VÀ UBND")),
        (
            VICE_HEAD,
            {"head_title": "Chủ tịch", "unit_head_title": "Trưởng phòng"},
            (
                "TL. CHỦ TỊCH",
                "KT. TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI",
                "PHÓ TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI",
            ),
        ),
        (
            CHIEF,
            {"collective": PEOPLE, "head_title": "Chủ tịch", "acting_for": CHAIRMAN},
            ("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG HĐND VÀ UBND"),
        ),
        (
            VICE,
            {"collective": PEOPLE, "head_title": "Chủ tịch", "acting_for": CHAIRMAN},
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            VICE_HEAD,
            {"head_title": "Chủ tịch", "unit_head_title": "Trưởng phòng", "acting_for": HEAD},
            (
                "TL. CHỦ TỊCH",
                "KT. TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI",
                "PHÓ TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI",
            ),
        ),
        (
            OFFICER,
            {"head_title": "Chủ tịch", "acting_for": HEAD},
            ("TUQ. TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI", "CHUYÊN VIÊN PHÒNG VĂN HÓA - XÃ HỘI"),
        ),
        (
            HEAD,
            {"collective": PEOPLE, "head_title": "Chủ tịch", "acting_for": VICE},
            ("TUQ. PHÓ CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"),
        ),
    ],
)
def test_signature_block(
    signer: Signatory, options: dict[str, object], lines: tuple[str, ...]
) -> None:
    assert signature_block(signer, **options) == lines  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("collective", "authority", "expected"),
    [
        (PEOPLE, "", True),
        (PEOPLE, "ỦY BAN NHÂN DÂN HUYỆN KHÊ SƠN", True),
        (PEOPLE, "Ủy ban nhân dân huyện Khê Sơn", True),
        (PEOPLE, "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN KHÊ SƠN", False),
        ("", "GIÁM ĐỐC SỞ NỘI VỤ", False),
        ("", "", False),
    ],
)
def test_a_decision_of_the_head_is_not_signed_for_the_collective(
    collective: str, authority: str, expected: bool
) -> None:
    assert speaks_for_collective(collective, authority) is expected


@pytest.mark.parametrize(
    ("title", "unit", "expected"),
    [
        ("Trưởng phòng", "Phòng Kinh tế", "Trưởng phòng Kinh tế"),
        ("Trưởng phòng Kinh tế", "Phòng Kinh tế", "Trưởng phòng Kinh tế"),
        ("Giám đốc", "Trung tâm Y tế", "Giám đốc Trung tâm Y tế"),
        ("Chủ tịch", "", "Chủ tịch"),
    ],
)
def test_title_and_unit_become_one_name(title: str, unit: str, expected: str) -> None:
    assert full_title(title, unit) == expected
