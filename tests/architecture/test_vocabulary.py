"""One word for one thing on every screen: the office's vocabulary, in its Vietnamese.

What a clerk reads in two words looks like two things. Each line names a word that was found beside
the one that is meant; add yours when another is settled.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "huong-dan.md"
INSTEAD = {
    r"anh/chị|ông/bà|quý vị|quý khách": "bạn",
    r"vui lòng|xin hãy": "hãy",
    r"sổ mặc định|sổ chính": "sổ thường dùng",
    r"hủy đăng ký|đăng ký văn bản đến": "hủy vào sổ, vào sổ",
    r"luồng trình|vòng trình|quy trình ký": "đường trình",
    r"người soạn thảo|người dự thảo": "người soạn",
    r"phiên bản(?! bảng)": "bản",
    r"giữ chỗ": "giữ số",
    r"hủy số": "bỏ trống số",
    r"dòng chủ trì": "phần việc chủ trì",
    r"chế độ xem|khung nhìn": "bộ lọc",
    r"tin báo": "thông báo",
    r"phần mềm|ứng dụng này": "hệ thống",
    r"ý kiến chỉ đạo": "bút phê",
    r"người quản trị": "quản trị viên",
    r"báo quản trị(?! viên)": "quản trị viên",
    r"nghỉ đến": "vắng đến",
    r"thẻ khác(?! rồi)": "mục khác",
    r"ban hành sau": "phát hành sau",
    r"người nhận xử lý|người xử lý chính": "chủ trì",
    r"đến hạn rồi|trễ hạn xử lý": "quá hạn",
}
ENGLISH = r"files?|uploads?|downloads?|e-?mails?|online|click|login|logout|users?|password|admin"
ENGLISH += r"|deadlines?|drafts?|default|reset|server|browser|error|view|tab|link|job|update"
PROPER = re.compile(r"\w+day\b|Vietnamese ")
ADDRESS = re.compile(r"/[a-z/]+|%%|%\([a-z_]+\)[sd]|[A-Z]+_[A-Z_]+|\{[ns]\}")


def messages() -> Iterator[tuple[str, str, str]]:
    """Feature, English and Vietnamese of every message, each form of a plural by itself."""
    for path in sorted(ROOT.glob("app/**/translations/vi/LC_MESSAGES/messages.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="vi"):
                english = message.id if isinstance(message.id, str) else message.id[0]
                forms = message.string if isinstance(message.string, (tuple, list)) else ()
                for form in forms or (str(message.string),):
                    if english:
                        yield path.parts[-5], english, form


def said() -> list[tuple[str, str]]:
    """Where it stands, and what is said there, without placeholders, addresses and names."""
    guide = ("guide", GUIDE.read_text(encoding="utf-8"))
    found = [guide, *((f"{where}: {english}", words) for where, english, words in messages())]
    return [(where, ADDRESS.sub("", words)) for where, words in found]


@pytest.mark.parametrize(("found", "meant"), INSTEAD.items())
def test_one_thing_has_one_word(found: str, meant: str) -> None:
    pattern = re.compile(rf"\b(?:{found})\b", re.IGNORECASE)
    wrong = [(where, words) for where, words in said() if pattern.search(words)]
    assert not wrong, f"say “{meant}”"


def test_no_english_is_left_on_vietnamese_screens() -> None:
    pattern = re.compile(rf"\b(?:{ENGLISH})\b", re.IGNORECASE)
    wrong = [(where, words) for where, words in said() if pattern.search(words)]
    assert not [one for one in wrong if one[0] != "guide"]


def test_a_sentence_begins_with_a_capital_where_its_english_does() -> None:
    """Labels and sentences begin large, what stands within a line begins small, as in English."""
    assert not [
        (where, english, words)
        for where, english, words in messages()
        if words[:1].islower() and english[:1].isupper() and not PROPER.match(english)
    ]
