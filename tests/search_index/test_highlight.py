"""Excerpts that show what was searched for."""

import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index import Span, excerpt


def marked(text: str, query: str, width: int = 200) -> str:
    """The excerpt as one line, hits in brackets."""
    spans = excerpt(text, query, width)
    return "".join(f"[{span.text}]" if span.hit else span.text for span in spans)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Quản lý đất đai", "dat dai", "Quản lý [đất] [đai]"),
        ("Quản lý đất đai", "ĐẤT", "Quản lý [đất] đai"),
        ("đất và đạt", "dat", "[đất] và [đạt]"),
        ("đất và đạt", "đất", "[đất] và đạt"),
        ("dat va đạt", "đất", "[dat] va [đạt]"),
        ("đất và đạt", "đất đạt dật", "[đất] và [đạt]"),
        ("xã hoà bình", "hòa", "xã [hoà] bình"),
        ("đất đai, đai đất", '"đất đai"', "[đất đai], đai đất"),
        ("cải  cách\nhành chính", '"cai cach hanh"', "[cải  cách\nhành] chính"),
        ("ngày 12/2026", "12", "ngày [12]/2026"),
        ("Công văn số 0807/UBND - VX.", "0807/ubnd-vx", "Công văn số [0807/UBND - VX]."),
        ("theo TTHC mới", "thủ tục hành chính", "theo [TTHC] mới"),
        ("quyết định số 5", "QĐ", "[quyết định] số 5"),
        ("đất đai", "đất -đai", "[đất] đai"),
        ("hànội", "hà", "hànội"),
        ("<b>đất</b>", "đất", "<b>[đất]</b>"),
        ("đất đai nhà", '"đất đai" "đai nhà"', "[đất đai nhà]"),
        ("không có", "đất", "không có"),
        ("", "đất", ""),
        ("đất", "", "đất"),
    ],
)
def test_marks_hits(text: str, query: str, expected: str) -> None:
    assert marked(text, query) == expected
    assert marked(unicodedata.normalize("NFD", text), query) == expected


def test_shows_the_place_with_most_different_words() -> None:
    text = "đất " + "một hai ba " * 40 + "quản lý đất đai " + "bốn năm sáu " * 40

    shown = marked(text, "quản lý đất đai", width=80)

    assert "[quản] [lý] [đất] [đai]" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


LETTER = """ỦY BAN NHÂN DÂN\nXÃ VIỆT HÙNG\nCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc\n--------\nSố: 14/UBND-VX\nViệt Hùng, ngày 12 tháng 3 năm 2026
Kính gửi: các trưởng thôn.\nThực hiện chỉ đạo của huyện. Ủy ban nhân dân xã Việt Hùng yêu cầu các
thôn rà soát hộ nghèo, và báo cáo trợ giúp xã hội trước ngày 20, kèm danh sách.
Nơi nhận:\n- Như trên;\n- Trợ giúp xã hội Việt Hùng;\n- Lưu: VT."""


@pytest.mark.parametrize(
    ("query", "begins"),
    [
        ("xã hội Việt Hùng", "…Ủy ban nhân dân [xã] [Việt] [Hùng] yêu"),
        ("ủy ban nhân dân xã", "…[Ủy] [ban] [nhân] [dân] [xã] Việt Hùng"),
        ("trợ giúp xã hội", "…và báo cáo [trợ] [giúp] [xã] [hội] trước"),
        ("hộ nghèo", "…các\nthôn rà soát [hộ] [nghèo], và"),
        ("14/UBND-VX", "…Số: [14/UBND-VX]"),
        ("như trên", "…20, kèm danh sách.\nNơi nhận:\n- [Như] [trên];"),
        ("độc lập hạnh phúc", "…CHỦ NGHĨA VIỆT NAM\n[Độc] [lập] –"),
    ],
)
def test_shows_the_body_from_the_beginning_of_a_clause(query: str, begins: str) -> None:
    """Letterhead and receivers only where nothing else holds any of it."""
    assert marked(LETTER, query, width=80).startswith(begins)


def test_cuts_between_words_near_the_asked_width() -> None:
    text = "chữ dài " * 200

    spans = excerpt(text, "không", 100)

    shown = spans[0].text
    assert 80 <= len(shown) <= 100
    assert text.startswith(shown)
    assert text[len(shown)].isspace() or shown[-1].isspace()
    assert spans[1:] == [Span("…", hit=False)]


@given(st.text(st.sampled_from("aáđĐ .-\n\u0301h"), max_size=80), st.text(max_size=20))
def test_spans_are_the_text_itself(text: str, query: str) -> None:
    composed = unicodedata.normalize("NFC", text)

    whole = excerpt(text, query or "a", 10_000)
    part = excerpt(text, "a", 30)

    assert "".join(span.text for span in whole) == composed
    assert "".join(span.text for span in part).strip("…") in composed
    assert all(span.text for span in whole + part)


@pytest.mark.parametrize("words", ["a", "a b", "a b c", "á à ả ã ạ ă ắ ằ ẳ ẵ ặ â ấ ầ ẩ ẫ ậ"])
def test_a_text_that_is_nothing_but_hits_takes_no_longer(words: str) -> None:
    text = "a b " * 25_000 + "c"
    began = process_time()
    assert any(span.hit for span in excerpt(text, words, 260))
    assert process_time() - began < 1
