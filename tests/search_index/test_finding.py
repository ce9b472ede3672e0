"""What a clerk types, and which documents come, in order; the same on both backends.

Each line of a table is a query and the ids that must come, best first.
"""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from search_index import Order, SearchBackend, SearchRequest, alike, better_question, ranking
from tests.search_index.samples import CLERK, document, hits, ids

WORDS = [
    # Without marks: every spelling; the subject says more than the body.
    ("dat dai", [1]),
    ("bao cao", [3, 4]),
    ("ha noi", [1]),
    ("hoi dong", [2, 5]),
    ("cai cach hanh chinh", [4, 3]),
    ("noi vu", [3, 4]),
    ("phong chay", [5]),
    ("thuy", [6, 4, 3]),
    ("quy", [3, 2, 8]),
    ("kinh", [5, 6]),
    # With marks: that spelling first, the others after it.
    ("cải cách hành chính", [4, 3]),
    ("nội vụ", [4, 3]),
    ("thúy", [6, 4, 3]),
    ("thủy", [4, 6, 3]),
    ("thuỷ", [4, 6, 3]),
    ("thuý", [6, 4, 3]),
    ("quý", [2, 8, 3]),
    ("mã", [6]),
    ("mà", [6]),
    ("hà nội", [1]),
    ("HÀ NỘI", [1]),
    ("Hà noi", [1]),
    ("đất", [1, 2, 4]),
    ("dat", [1, 2, 4]),
    ("đạt", [4, 1, 2]),
    ("công tác", [3]),
    # Both places of the tone mark.
    ("hoà", [1, 2]),
    ("hòa", [1, 2]),
    ("Hoà Vang", [2]),
    ("xóa nhà tạm", [8]),
    ("xoá nhà tạm", [8]),
    ("khỏe", [8]),
    ("khoẻ", [8]),
    ("lũy kế", [8]),
    ("luỹ kế", [8]),
    ("hòan thiện", [6]),
    ("hoàn thiện", [6]),
    ("qúy", [2, 8, 3]),
    # Either of i and y.
    ("quản lí", [1]),
    ("quan li", [1]),
    ("kĩ", []),
    ("quí I", [8, 3]),
    ("lũy kế", [8]),
    # Invisible characters.
    ("đất\u00ad đ\u200bai", [1]),
    ("\u202eđất đai\u202c", [1]),
    # Fields: issuer, people, body.
    ("huyện hòa vang", [2]),
    ("nguyễn thị hòa", [1]),
    ("Phạm Hồng Hà", [5]),
    ("huynh thuy nga", [6]),
    ("ma túy", [6]),
    ("nhà ở xã hội", [6]),
    ("dột nát", [8]),
    # Punctuation, order of words, nothing.
    ("phòng cháy, chữa cháy!", [5]),
    ("chữa cháy phòng", [5]),
    ("(đất đai)", [1]),
    ("không có từ này", []),
    ("đất đai cải cách", []),
    ("???", []),
    ("-", []),
    ('""', []),
    ("", [8, 6, 5, 4, 3, 2, 1]),
    ("   ", [8, 6, 5, 4, 3, 2, 1]),
]

NUMBERS = [
    ("0807/UBND-VX", [1, 3]),
    ("807/UBND-VX", [1]),
    ("0807/ubnd-vx", [1, 3]),
    ("0807 / UBND - VX", [1, 3]),
    ("0807 UBND VX", [1, 3]),
    ("Số 0807/UBND-VX", [1, 3]),
    ("số: 0807/UBND-VX", [1, 3]),
    ("0807/UBND–VX", [1, 3]),
    ("807", [1]),
    ("0807", [1, 3]),
    ("0807/UBND", [1, 3]),
    ("UBND-VX", [1, 3]),
    ("12", [2]),
    ("12/QĐ-UBND", [2]),
    ("12/qd-ubnd", [2]),
    ("12 QĐ UBND", [2]),
    ("12 qd ubnd", [2]),
    ("quyết định 12", [2]),
    ("quyet dinh so 12", [2]),
    ("1711-TTr/CAT", [5]),
    ("1711", [5]),
    ("45/BC-SNV", [3]),
    ("45/BC -SNV", [3]),
    ("45", [3, 5]),
    ("45/2025/TT-BTC", [5]),
    ("45/2025/TT-BTС", [5]),
    ("102/2026/TB-VPCP", [8]),
    ("102/2026", [8]),
    ("15/2026/NĐ-CP", [8]),
    ("15/2026/nd-cp", [8]),
    ("07/KH-TTr", []),
    ("báo cáo 2025", [4]),
    # Glued, cut short, with the year, quoted, read by a machine.
    ("807UBND-VX", [1]),
    ("807ubnd", [1]),
    ("12QĐ-UBND", [2]),
    ("807/UB", [1]),
    ("0807/UBND-V", [1]),
    ("807/2026", [1]),
    ("807/2025", []),
    ("45/2025", [3, 5]),
    ('"0807/UBND-VX"', [1, 3]),
    ('"12 QĐ UBND"', [2]),
    ("8O7/UBND-VX", [1]),
    ("O807/UBND-VX", [1, 3]),
    ("l2/QĐ-UBND", [2]),
    ("l7ll-TTr/CAT", [5]),
    ("45/2O25/TT-BTC", [5]),
    # Its hyphens, the blank before it or the century left out; the year behind it.
    ("807/UBNDVX", [1]),
    ("807ubndvx", [1]),
    ("số807/UBND-VX", [1]),
    ("NĐ15/2026", [8]),
    ("807/26", [1]),
    ("807/25", []),
    ("807/UBND-VX/2026", [1]),
    ("807 năm 2026", [1]),
    ("807 năm 2025", []),
    # Days, months, amounts, articles and years name no document.
    ("15/3/2026", []),
    ("15.3.2026", []),
    ("ngày 4 tháng 5 năm 2026", [6]),
    ("04/05/2026", [6]),
    ("ngày 4-5-2026", [6]),
    ("31/2/2026", []),
    ("tháng 12", []),
    ("quý 1/2026", []),
    ("điều 12", [2]),
    ("điều 1", [2]),
    ("12 triệu", []),
    ("12 ngày", []),
    ("12 năm 2026", [2]),
    ("1.500.000", [6]),
]

FIELDS = [
    ("so:807", [1]),
    ("số:0807/UBND-VX", [1]),
    ("trichyeu:đất", [1]),
    ('trichyeu:"hội đồng"', [2]),
    ("coquan:ubnd", [2]),
    ("coquan:UBND hòa", [2]),
    ("nguoi:Nga", [6]),
    ("loai:decree", []),
    ("loai:kết", [8]),
    ('loai:"thong bao" kết', [8]),
    ("-loai:ket đất", [1, 2, 4]),
    ("tu:2026-04-01", [8, 5, 2]),
    ("từ:1/4/2026 den:31/5/2026", [5, 2]),
    ("ngay:4/2026", [2]),
    ("ngay:..2025", [3]),
    ("ngay:2026-03-15..2026-04-01", [2, 1]),
    ("den:2025 báo cáo", [3]),
    ("tu:31/02/2026", [8, 6, 5, 4, 3, 2, 1]),
    ("giờ:12", []),
]

CHOICES = [
    ("đất đai OR nhà ở", [1, 6]),
    ("đất đai | dự án", [1, 6]),
    ("đất đai hoặc dự án", []),
    ("OR đất đai OR", [1]),
    ("phòng chữ*", [5, 6]),
    ("chuy*", [6]),
    ("thẩ*", [2, 6, 1]),
    ("*", []),
    ("(đất OR", [1, 2, 4]),
]

PHRASES = [
    ('"cải cách hành chính"', [4, 3]),
    ('"cai cach hanh chinh"', [4, 3]),
    ('"hành chính cải cách"', []),
    ('"đất đai"', [1]),
    ('"giá đất"', [2]),
    ('"hội đồng thẩm định"', [2]),
    ('"thẩm định hội đồng"', []),
    ("“hội đồng thẩm định”", [2]),
    ('"hội đồng" thẩm', [2]),
    ('"hội đồng nhân dân"', [5]),
    ('"phòng cháy chữa cháy"', [5]),
    ('"hà nội căn cứ"', []),  # the end of the issuer, then the start of the body
    ('"hội đồng thẩm định', [2]),  # the closing quote forgotten
]

ABBREVIATIONS = [
    ("TTHC", [4]),
    ("tthc", [4]),
    ("UBND", [1, 2, 3]),
    ("ủy ban nhân dân", [1, 2, 3]),
    ("uỷ ban nhân dân", [1, 2, 3]),
    ("HĐND", [5, 4]),
    ("hdnd", [5, 4]),
    ("hội đồng nhân dân", [5, 4]),
    ("hoi dong nhan dan", [5, 4]),
    ("QĐ", [2]),
    ("PCCC", [5]),
    ("CCHC", [4, 3]),
    ("NĐ", [8]),
    ("nghị định", [8]),
    ("thông tư", [5]),
    ("công văn", [3]),
    ("CV", [3]),
    ("tờ trình", [5]),
    ("BC", [3, 4]),
]

EXCLUDED = [
    ("hội đồng -thẩm", [5]),
    ("hoi dong -tham", [5]),
    ("cải cách -thủ", [3]),
    ("nội vụ -nội", [3]),  # with marks it keeps out that spelling only
    ("nội vụ -noi", []),
    ('hội đồng -"hội trường"', [2, 5]),
    ('kinh -"kính mời"', [5]),
    ("-đất", [8, 6, 5, 4, 3]),
    ("UBND -0807/UBND-VX", [2]),
    ("phòng cháy - chữa cháy", [5]),  # a dash between words is not a minus
]

TABLE = WORDS + NUMBERS + FIELDS + CHOICES + PHRASES + ABBREVIATIONS + EXCLUDED


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_finds(office: SearchBackend, text: str, expected: list[int]) -> None:
    assert ids(office, text) == expected


@pytest.mark.parametrize("text", [text for text, expected in TABLE if expected])
def test_decomposed_text_finds_the_same(office: SearchBackend, text: str) -> None:
    assert ids(office, unicodedata.normalize("NFD", text)) == ids(office, text)


def test_decomposed_documents_are_found(backend: SearchBackend) -> None:
    backend.write([document(1, unicodedata.normalize("NFD", "Đường bộ ở Huế"))])

    assert ids(backend, '"đường bộ"') == ids(backend, "duong hue") == [1]


def test_whole_reference_comes_before_longer_one_and_mention(backend: SearchBackend) -> None:
    backend.write(
        [
            document(1, reference="12/UBND"),
            document(2, reference="12/UBND-VP"),
            document(3, body="theo công văn 12/UBND"),
        ]
    )

    assert ids(backend, "12/UBND") == [1, 2, 3]


def test_exact_marks_come_before_newer_document(backend: SearchBackend) -> None:
    backend.write([document(1, body="má"), document(2, body="mà"), document(3, body="ma")])

    assert ids(backend, "má") == [1, 3, 2]
    assert ids(backend, "ma") == [3, 2, 1]


def test_newest_first_then_greatest_id(backend: SearchBackend) -> None:
    backend.write(
        [
            document(1, "họp", sort_key=5),
            document(2, "họp", sort_key=-7),
            document(3, "họp", sort_key=5),
        ]
    )

    assert ids(backend, "họp") == [3, 1, 2]


def test_what_holds_most_follows_and_says_what_it_lacks(office: SearchBackend) -> None:
    assert hits(office, "giám sát thủ tục gấp") == {4: ("gấp",)}


def test_what_is_held_with_other_marks_only_is_told(backend: SearchBackend) -> None:
    backend.write([document(1, "cấp nước"), document(2, "cáp treo, nước"), document(3, "nước")])
    asked = SearchRequest("cáp nước", CLERK)
    told = {hit.id: (hit.missing, hit.unlike) for hit in backend.search(asked).hits}
    assert told == {2: ((), ()), 1: ((), ("cáp",)), 3: (("cáp",), ())}
    unmarked = backend.search(SearchRequest("cap nuoc", CLERK)).hits
    assert {hit.unlike for hit in unmarked} == {()}


def test_a_mistyped_word_takes_nothing_away(office: SearchBackend) -> None:
    found = list(hits(office, "cải cáhc hành chính").items())
    assert found[:2] == [(4, ("cáhc",)), (3, ("cáhc",))]


def test_many_that_hold_all_are_not_followed(backend: SearchBackend) -> None:
    """With nineteen of them a page is not full, and the one that lacks a word is shown."""
    whole = [document(n, "họp giao ban") for n in range(ranking.FEW)]
    backend.write([*whole, document(99, "họp ban", sort_key=99)])
    assert len(hits(backend, "họp giao ban")) == ranking.FEW

    backend.delete([0])

    found = hits(backend, "họp giao ban")
    assert list(found.items())[-1] == (99, ("giao",))
    page = backend.search(SearchRequest("họp giao ban", CLERK))
    assert (page.total, page.complete) == (ranking.FEW, ranking.FEW - 1)


def test_what_another_may_read_is_not_missed(backend: SearchBackend) -> None:
    """A word that only others' documents hold has no weight: it would tell that they hold it."""
    mine = [document(1, "họp"), document(2, "ban")]
    backend.write(mine)
    before = hits(backend, "họp kín")

    backend.write([document(3, "kín", readers=frozenset({"person:9"}))])

    assert hits(backend, "họp kín") == before == {1: ("kín",)}


def test_demanded_is_never_missing(office: SearchBackend) -> None:
    assert hits(office, '"cải cách" đất') == {4: (), 3: ("đất",)}


def test_a_named_document_comes_whatever_else_was_typed(office: SearchBackend) -> None:
    assert next(iter(hits(office, "12/QĐ-UBND phòng cháy chữa cháy").items())) == (
        2,
        ("phòng cháy chữa cháy",),
    )


def test_order_of_reasons(backend: SearchBackend) -> None:
    """Each document has what the one before it has not, and is newer."""
    backend.write(
        [
            document(1, "", reference="5/KH"),
            document(2, "kế hoạch 5/KH họp"),
            document(3, "họp", body="kế hoạch 5/KH"),
            document(4, body="họp ke hoach 5/KH"),
            document(5, body="5/KH"),
        ]
    )

    assert list(hits(backend, "5/KH kế họp")) == [1, 2, 3, 4, 5]


def test_words_next_to_each_other_come_first(backend: SearchBackend) -> None:
    backend.write([document(1, body="nhà ở xã hội mới"), document(2, body="hội nhà mới ở xã")])

    assert ids(backend, "nha o xa hoi") == [1, 2]


def test_recent_comes_before_older(backend: SearchBackend) -> None:
    old, new = date(2019, 1, 1), date(2026, 1, 1)
    backend.write(
        [document(1, "họp", issued_on=new), document(2, "họp", issued_on=old), document(3, "họp")]
    )

    assert ids(backend, "họp") == [3, 2, 1]
    assert ids(backend, "họp", today=date(2026, 2, 1)) == [1, 2, 3]


def test_order_by_date(office: SearchBackend) -> None:
    assert ids(office, "đất", order=Order.NEWEST) == [4, 2, 1]
    assert ids(office, "đất", order=Order.OLDEST) == [1, 2, 4]
    assert list(hits(office, "thẩm định", order=Order.NEWEST)) == [2, 8]  # 8 is newer, and lacks


def test_facets_count_as_if_none_of_the_name_were_chosen(office: SearchBackend) -> None:
    request = SearchRequest(
        "", CLERK, facts=frozenset({("kind", "outgoing")}), facets=("kind", "state", "year")
    )

    page = office.search(request)

    assert page.total == 2
    assert page.facets == {
        "kind": (("incoming", 5), ("outgoing", 2)),
        "state": (),
        "year": (("2026", 2),),
    }


def test_holders_and_values_are_of_the_reader(office: SearchBackend) -> None:
    words = ("đất", "dat", "tra", "xyz")

    assert office.holders(words, CLERK) == {"đất": 2, "dat": 3}
    assert office.holders(("tra",), frozenset({"person:9"})) == {"tra": 1}
    assert office.values("issuer", "so noi", CLERK, 5) == (("So Noi vu", 1), ("Sở Nội vụ", 1))
    assert office.values("issuer", "thanh tra", CLERK, 5) == ()
    assert len(office.values("issuer", "", CLERK, 3)) == 3


def test_an_abbreviation_of_two_others_is_found_however_it_is_written(
    backend: SearchBackend,
) -> None:
    long = "giấy chứng nhận quyền sử dụng đất"
    written = ("GCNQSDĐ", "GCN QSDĐ", "Giấy chứng nhận QSDĐ", "GCN quyền sử dụng đất", long)
    backend.write(document(number, f"Cấp {words} lần đầu") for number, words in enumerate(written))
    asked = (
        "GCNQSDĐ",
        "gcnqsdd",
        "GCN QSDĐ",
        "gcn qsdd",
        long,
        "giay chung nhan quyen su dung dat",
    )

    assert {words: len(ids(backend, words)) for words in asked} == dict.fromkeys(asked, 5)
    assert len(ids(backend, "GCN")) == 4


def test_like_a_document_are_those_of_its_matter_or_none(backend: SearchBackend) -> None:
    """The language of offices makes nothing alike, nor does what others may read."""
    office = "Ủy ban nhân dân huyện Khê Sơn yêu cầu các phòng ban thực hiện nghiêm túc"
    water = document(1, "Kế hoạch cấp nước sạch nông thôn", body=f"{office} tại các xã vùng cao")
    school = document(3, "Tuyển dụng giáo viên mầm non", body=office)
    backend.write(
        [
            water,
            document(2, "Báo cáo nước sạch nông thôn", body=f"{office} cấp nước các xã vùng cao"),
            school,
            document(4, "Diễn tập phòng thủ", body=office),
            replace(water, id=5, readers=frozenset({"person:9"})),
            replace(school, id=6, readers=frozenset({"person:9"})),
        ]
    )
    asked = SearchRequest("", CLERK, limit=5)

    assert alike(backend, water, asked) == (2,)
    assert alike(backend, school, asked) == ()
    assert alike(backend, water, replace(asked, without=frozenset({2}))) == ()
    assert alike(backend, document(7, water.subject, body=water.body), asked) == ()
    assert alike(backend, document(7), asked) == ()


OFFERED = [
    ("quan li ddaats", "quan li đất"),
    ("hooij ddoongf", "hội đồng"),
    ("ddaats ddenf sôs", "đất đèn số"),  # nothing holds "đèn"
    ("co6ng an ti3nh", "công an tỉnh"),
    ("thẫm định hội đồg", "thẩm định hội đồng"),
    ("phòg cháy chũa cháy", "phòng cháy chữa cháy"),
    ("thủ tục hnàh chính", "thủ tục hành chính"),
    ("đất đaii", "đất đai"),
    ("quarn lys ddaats ddai thanhf phoos", "quản lý đất đai thành phố"),
    ("quanr ly1 ddaat", "quản lý đất"),  # the tone forgotten, or on the wrong key
    ("kính m[if", "kính mời"),
    ("hoanf thi[n [1]", "hoàn thi[n [1]"),
    # Blanks lost, or too many.
    ("quảnlý đấtđai", "quản lý đất đai"),
    ("hộiđồngthẩmđịnh", "hội đồng thẩm định"),
    ("quan lydat dai", "quan ly dat dai"),
    ("th ẩm đ ịnh giá", "thẩm định giá"),
    ("ph òng cháychữa ch áy", "phòng cháy chữa cháy"),
    (unicodedata.normalize("NFD", "quảnlý đất"), "quản lý đất"),
    # What stands in fields, and their names, are as they were meant.
    ('trichyeu:"đất" quarn lys -loai:phogn', 'trichyeu:"đất" quản lý -loai:phogn'),
    ("noidung:kieemr donvi:phofng", None),
    ("UBND CV", None),
    ("đất đai", None),
    ("hội đồg Mẩy", None),  # a rare name is no slip, and nothing holds all of it
    ("thẩm định đồg", "thẩm định đồng"),
    ("thẩm định Đồg", None),
    ("Sở Nọi vụ", "Sở nội vụ"),
    ("x" * 900, None),
    ("đườngbộ" * 100 + " đườngbộđườngbộ" * 60, None),
    ("xyzzy đất", None),
    ("thanh tra bí mậtt", None),  # only a document of others has "mật"
    ("", None),
]


@pytest.mark.parametrize(("text", "offered"), OFFERED)
def test_a_better_question_is_offered(
    office: SearchBackend, text: str, offered: str | None
) -> None:
    assert better_question(office, SearchRequest(text, CLERK)) == offered
