"""When two names are those of one agency."""

import unicodedata

import pytest

from app.organisation.queries import AgencyIndex, AgencyOption, NameIndex
from app.organisation.queries.agencies import Before
from app.organisation.rules import agency_key

KHE = AgencyOption(1, "Ủy ban nhân dân xã Tân Khê", "UBND xã Tân Khê", "H1")
DONG = AgencyOption(2, "Ủy ban nhân dân xã Đông Sơn", "UBND xã Đông Sơn", "H2")
DOONG = AgencyOption(3, "Ủy ban nhân dân xã Đồng Sơn", "UBND xã Đồng Sơn", "H3")
OFFICE = AgencyOption(4, "Sở Nội vụ tỉnh Hà Sơn", "Sở Nội vụ", "H4")
INDEX = AgencyIndex((KHE, DONG, DOONG, OFFICE))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND xã Tân Khê", "Ủy ban nhân dân xã Tân Khê"),
        ("UBND xã Tân Khê", "  ubnd   XÃ tân khê ;"),
        ("Uỷ ban nhân dân xã Hoà Bình", "Ủy ban nhân dân xã Hòa Bình"),
        ("HĐND thành phố Thủy Nguyên", "Hội đồng nhân dân TP. Thuỷ Nguyên"),
        ("UBND tỉnh (để b/c)", "UBND tỉnh"),
        ("UBND xã Tân Khê", unicodedata.normalize("NFD", "UBND xã Tân Khê")),
    ],
)
def test_one_agency_written_in_two_ways(one: str, other: str) -> None:
    assert agency_key(one) == agency_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND xã Đông Sơn", "UBND xã Đồng Sơn"),
        ("UBND xã Tân Lập", "UBND xã Tân Lấp"),
        ("UBND xã Tân Khê", "HĐND xã Tân Khê"),
        ("Sở Y tế", "Sở Y tế tỉnh Hà Sơn"),
    ],
)
def test_two_agencies_are_told_apart(one: str, other: str) -> None:
    assert agency_key(one) != agency_key(other)


def test_names_without_marks_are_found_where_only_one_can_be_meant() -> None:
    assert INDEX.named("ubnd xa tan khe") == KHE
    assert INDEX.named("ubnd xa dong son") is None
    assert INDEX.named("UBND xã Đồng Sơn") == DOONG
    assert INDEX.named("So noi vu") == OFFICE
    assert INDEX.named("UBND xã Tân Khe") is None


def test_an_agency_is_one_whether_picked_or_written() -> None:
    assert INDEX.identity("UBND XÃ TÂN KHÊ") == INDEX.identity("whatever", 1) == 1
    assert INDEX.identity("Hội Nông dân") == INDEX.identity("HỘI NÔNG DÂN")


def test_a_name_borne_no_more_means_whoever_bears_another_now() -> None:
    ended = Before({8: 9, 9: 1}, ((8, "UBND xã Khê Hạ"), (1, "UBND xã Khê"), (3, "Sở Nội vụ")))
    index = AgencyIndex(INDEX.options, ended)
    assert index.named("Ủy ban nhân dân xã Khê Hạ") == index.named("UBND xã Khê") == KHE
    assert index.named("Sở Nội vụ") == OFFICE  # whoever bears it today goes first
    assert index.identity("UBND xã Khê Hạ", 8) == KHE.id
    assert AgencyIndex((KHE,), Before({5: 6, 6: 5}, ())).living(5) in (5, 6)


PAPERS = NameIndex(
    INDEX,
    own_id=1,
    subordinate_ids=frozenset({3}),
    units=((1, "Văn phòng HĐND và UBND", "VP"), (2, "Phòng Kinh tế, Hạ tầng và Đô thị", "P. KTHT")),
    people=(
        (1, "Tạ Hữu Phước", "Trưởng phòng"),
        (2, "Lê Thị Nhuần", "Chuyên viên"),
        (3, "Lê Thị Nhuần", "Văn thư"),
    ),
)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Trưởng phòng Kinh tế", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("Các ông (bà): Chánh Văn phòng", "Văn phòng HĐND và UBND"),
        ("Chánh Văn phòng HĐND và UBND xã Tân Khê", "Văn phòng HĐND và UBND"),
        ("Đại diện lãnh đạo Sở Nội vụ", "Sở Nội vụ tỉnh Hà Sơn"),
        ("Ông Tạ Hữu Phước, Trưởng phòng Kinh tế", "Tạ Hữu Phước"),
        ("Bà Ma Thị X, Chủ tịch UBND xã Đông Sơn", "Ủy ban nhân dân xã Đông Sơn"),
        ("Ông Tạ Hữu Phước, thôn 3", None),
        ("Chánh Văn phòng UBND tỉnh", None),
        ("Hội Nông dân, UBND xã Đông Sơn", None),
        ("Chủ tịch UBND xã Tân Khê", None),
    ],
)
def test_whom_a_post_or_a_guest_means(words: str, name: str | None) -> None:
    named = PAPERS.named(words)
    assert (named.name if named else None) == name


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("UBND các xã", ["Ủy ban nhân dân xã Đông Sơn", "Ủy ban nhân dân xã Đồng Sơn"]),
        ("Chủ tịch UBND các phường, xã", [DONG.name, DOONG.name]),
        ("Các phòng, ban", [names[1] for names in PAPERS.units]),
        (
            "Thủ trưởng các cơ quan, đơn vị thuộc xã",
            [*(names[1] for names in PAPERS.units), DOONG.name],
        ),
        ("Các Sở, ban, ngành tỉnh", [OFFICE.name]),
        ("Các cơ quan có liên quan", []),
        ("Các trường học", []),
        ("Công an các xã", []),
        ("Phòng Kinh tế", []),
    ],
)
def test_for_whom_a_group_stands(group: str, members: list[str]) -> None:
    assert [one.name for one in PAPERS.members(group)] == members


def test_who_is_missing_where_a_group_is_named() -> None:
    listed = [("UBND các xã", None), ("UBND xã Đông Sơn", None)]
    assert [one.agency_id for one in PAPERS.missing(listed, ["Sở Nội vụ"])] == [3, 4]
    assert PAPERS.met(listed) == {PAPERS.identity("UBND các xã")}


def test_nobody_in_particular_is_meant_by_a_name_that_two_bear() -> None:
    named = PAPERS.named("Bà Lê Thị Nhuần")
    assert named is not None
    assert (named.name, named.token) == ("Lê Thị Nhuần", "")
