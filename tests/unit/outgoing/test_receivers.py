"""Whom the words of a paper name."""

from dataclasses import replace
from time import process_time

import pytest

from app.organisation.queries import AgencyIndex, AgencyOption, NameIndex
from app.outgoing.receivers import is_unclear, named_in, receiver_name

KNOWN = NameIndex(
    AgencyIndex((AgencyOption(2, "Sở Tài chính tỉnh Hà Sơn", "Sở Tài chính", "H2"),)),
    own_id=1,
    units=((1, "Văn phòng HĐND và UBND", "VP"), (2, "Phòng Kinh tế, Hạ tầng và Đô thị", "P. KTHT")),
    people=((1, "Tạ Hữu Phước", "Trưởng phòng"),),
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kính gửi:\n- Sở Tài chính;\n- UBND các xã.\nNội dung", "Sở Tài chính|UBND các xã"),
        ("UBND xã trân trọng kính mời: Sở Tài chính tới dự họp", "Sở Tài chính"),
        (
            "Trân trọng kính mời:\n- Ông Tạ Hữu Phước;\n- Bà X, Hội Nông dân.\nTới dự: Họp",
            "Ông Tạ Hữu Phước|Bà X, Hội Nông dân",
        ),
        (
            "Điều 1. Bổ nhiệm ông Tạ Hữu Phước.\nĐiều 2. Quyết định này có hiệu lực thi hành từ "
            "ngày ký. Chánh Văn phòng HĐND và UBND tỉnh, Trưởng phòng Kinh tế, Hạ tầng và Đô thị, "
            "Giám đốc Sở Văn hóa, Thể thao và Du lịch và ông (bà) có tên tại Điều 1 chịu trách "
            "nhiệm thi hành Quyết định này./.\nNơi nhận:\n- Như Điều 2;",
            "Chánh Văn phòng HĐND và UBND tỉnh|Trưởng phòng Kinh tế, Hạ tầng và Đô thị|"
            "Giám đốc Sở Văn hóa, Thể thao và Du lịch|Tạ Hữu Phước",
        ),
        (
            "Điều 1. Bổ nhiệm ông Tạ Hữu Phước.\nĐiều 3. Văn phòng HĐND và UBND; Sở Tài chính "
            "và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
            "Văn phòng HĐND và UBND|Sở Tài chính|Tạ Hữu Phước",
        ),
        (
            "Điều 1. Khen thưởng 03 cá nhân (danh sách kèm theo).\nĐiều 2. Văn phòng, các ông; bà "
            "có tên tại Điều 1 thi hành Quyết định này./.",
            "Văn phòng|các ông (bà) có tên tại Điều 1",
        ),
        (
            "Điều 3. Các ông Tạ Hữu Phước, Đỗ Văn Bình, Đảng ủy xã và các\n"
            "phòng, ban căn cứ Quyết định thi hành.",
            "Các ông Tạ Hữu Phước|Đỗ Văn Bình|Đảng ủy xã|các phòng, ban",
        ),
        (
            "Điều 3. Tổ chức thực hiện\n1. Giao Phòng Kinh tế chủ trì, phối hợp với Sở Tài chính "
            "tổ chức thực hiện Quyết định này.",
            "Phòng Kinh tế|Sở Tài chính",
        ),
        ("Điều 3. Trách nhiệm thi hành: Văn phòng; Sở Tài chính.", "Văn phòng|Sở Tài chính"),
        (
            "Điều 2. Văn phòng chịu trách nhiệm thi hành.\nNơi nhận:\n- Như Điều 2;\nQUY CHẾ\n"
            "Điều 9. Phòng Kinh tế chịu trách nhiệm thi hành.",
            "Văn phòng",
        ),
        ("Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.", ""),
        ("Kính thưa các đồng chí", ""),
    ],
)
def test_whom_a_paper_names(text: str, names: str) -> None:
    assert "|".join(named_in(text, KNOWN)) == names


@pytest.mark.parametrize(
    "filler",
    ["\n ", "\t", ", ", "chịu trách nhiệm ", "phối hợp với ", "và ", "A, B thi hành\n", "căn cứ "],
)
def test_no_text_takes_long_to_be_read(filler: str) -> None:
    long = "Điều 1. x" + filler * (100_000 // len(filler)) + "\nNơi nhận:"
    lines = filler * (1_400 // len(filler)) + "\nx.\n"
    articles = "".join(f"Điều {number}. {lines * 40}" for number in range(6))
    listed = "Kính gửi:\n" + f"- các xã {filler.strip()} {'a ' * 700}\n" * 700
    for text in (long, articles, listed):
        began = process_time()
        KNOWN.missing([], [name for name in named_in(text, KNOWN) if not is_unclear(name, KNOWN)])
        assert process_time() - began < 1


@pytest.mark.parametrize(
    ("words", "person_id", "unit_id"),
    [
        ("Ông Tạ Hữu Phước", None, None),
        ("Ông Tạ Hữu Phước, Trưởng phòng", 1, None),
        ("Ông Tạ Hữu Phước, Trưởng phòng Kinh tế, Hạ tầng và Đô thị", 1, None),
        ("Ông Tạ Hữu Phước, Trưởng phòng Sở Y tế tỉnh", None, None),
        ("Ông Tạ Hữu Phước, nguyên Trưởng phòng, trú tại xã Tân Khê", None, None),
        ("Bà Lê Thị Mận, Chuyên viên", None, None),
        ("Bà Lê Thị Mận, Chuyên viên Phòng Kinh tế, Hạ tầng và Đô thị", 2, None),
        ("Trưởng phòng Kinh tế, Hạ tầng và Đô thị", None, 2),
    ],
)
def test_a_name_alone_gives_nobody_a_right(
    words: str, person_id: int | None, unit_id: int | None
) -> None:
    officers = ((2, "Lê Thị Mận", "Chuyên viên"), (3, "Đỗ Văn Bình", "Chuyên viên"))
    meant = replace(KNOWN, people=(*KNOWN.people, *officers)).certain(words)
    given = (meant.person_id, meant.unit_id) if meant is not None else (None, None)
    assert given == (person_id, unit_id)


def test_whoever_is_proposed_is_meant_by_the_line_that_is_added() -> None:
    index = replace(KNOWN, places={1: "Phòng Kinh tế, Hạ tầng và Đô thị"})
    on_paper, elsewhere = "Ông Tạ Hữu Phước", "Ông Tạ Hữu Phước, Trưởng phòng Sở Y tế tỉnh"
    [proposed] = index.missing([], [on_paper])
    assert index.certain(proposed.called) == proposed
    for listed in (proposed.called, on_paper):
        assert index.missing([(listed, None)], [on_paper]) == []
    assert index.identity(elsewhere) != index.identity(proposed.called)


@pytest.mark.parametrize(
    ("words", "unclear"),
    [
        ("các đơn vị liên quan", True),
        ("Các cơ quan có liên quan", True),
        ("Thủ trưởng các cơ quan, đơn vị có liên quan", True),
        ("các tổ chức, cá nhân hữu quan", True),
        ("Tất cả các doanh nghiệp trên địa bàn", True),
        ("Cơ quan, đơn vị thuộc Bộ", True),
        ("các ngành, đoàn thể", True),
        ("các sở, ban, ngành", False),  # those that the office knows
        ("Các phòng, ban chuyên môn", False),  # its own units
        ("Sở Tài chính", False),
        ("Ban Dân tộc", False),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", False),
        ("Công ty Liên Quang", False),
        ("Ông Lưu Văn Các", False),
    ],
)
def test_words_for_nobody_in_particular_are_told_from_names(words: str, *, unclear: bool) -> None:
    assert is_unclear(words, KNOWN) is unclear
    alone = replace(KNOWN, units=())
    assert is_unclear("Các phòng, ban chuyên môn", alone)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("- Như trên; Như kính gửi;", ""),
        ("- Như Kính gửi;", ""),
        ("+ như danh sách kèm theo.", ""),
        ("- Như Điều 3;", ""),
        ("- Lưu VT, KT;", ""),
        ("- Lưu hồ sơ.", ""),
        ("- Lưu Văn Hà, Phó Chủ tịch;", "Lưu Văn Hà, Phó Chủ tịch"),
        ("- Như Xuân;", "Như Xuân"),
    ],
)
def test_a_line_that_points_elsewhere_names_nobody(line: str, name: str) -> None:
    assert receiver_name(line) == name
