"""Grades of state secrecy: Mật, Tối mật, Tuyệt mật (Law 117/2025/QH15).

What bears one may not be written, kept or sent on a network joined to others, so it is refused
here. "Mật" is also honey, bile, a name, and half of bảo mật, bí mật, mật khẩu, mật độ: what counts
is the grade, not the syllable. Of a title any mention of a grade counts; a text may speak of
grades (of how such papers are kept), and counts when it bears one: as a stamp has it, in a line or
a cell of its own, or as "độ mật: …", or "tài liệu này thuộc độ …".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from app.core.errors import Problem
from app.core.text import N_, without_marks

REFUSED = N_(
    "“%(grade)s” is a grade of state secrecy. Such a document may not be written, kept or sent "
    "here (Law 117/2025/QH15); it belongs in the secret register, off this network."
)

GRADES = {"secret": "Mật", "top_secret": "Tối mật", "absolute_secret": "Tuyệt mật"}


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_HIGH = r"(?:tuyệt|tối)[\s-]+mật"
_BEARERS = (
    "văn bản|tài liệu|công văn|hồ sơ|báo cáo|kế hoạch|quyết định|thông báo|tờ trình|công điện|điện|"
    "chỉ thị|nghị quyết|phương án|đề án|phụ lục|danh sách|thư|phong bì|bì|biên bản|giấy mời|"
    "kết luận|thông tin|số liệu|tin|nội dung|cuộc họp|hội nghị|bản đồ|chế độ|diện|dấu|"
    "CV|VB|TL|BC|KH|QĐ|TB|TTr|HS|PA|ĐA"
)
_OTHER_WORDS = (
    "độ|mã|khẩu|ong|thiết|danh|thư|vụ|viên|thám|báo|lệnh|hiệu|ước|nghị|phục|tấu|chỉ|tông|gấu|đường|"
    "mía|ngữ|đàm|thất|đạo|sơn"
)
"""With which "mật" makes another word: mật độ, mật mã, mật khẩu, mật ong …"""
_ALONE = rf"mật(?!\w)(?!\s+(?:{_OTHER_WORDS})(?!\w))"

_HIGH_GRADE = _any_case(rf"(?<!\w){_HIGH}(?!\w)")
_ON_A_BEARER = _any_case(rf"(?<!\w)(?:{_BEARERS})\s+[\"“«(\[]?({_ALONE})")
_OF_DEGREE = re.compile(rf"(?<!\w)độ\s+(M{_ALONE[1:]})")
_SAID_DEGREE = _any_case(
    rf"(?<!\w)độ (?:bảo )?mật(?:\s*[:=–-]\s*|\s+là\s+|\s+)[\"“]?({_HIGH}|{_ALONE})"
)
_THIS_PAPER = _any_case(
    rf"(?:{_BEARERS})\s+này\s+(?:là|thuộc|có|mang|được xếp|được xác định)[^.;\n]*?"
    rf"(?<!bí )(?<!bảo )(?<!độ )(?<!\w)({_HIGH}|{_ALONE})"
)
_BRACKETED = _any_case(rf"[(\[“\"«]\s*({_HIGH}|mật)\s*[)\]”\"»]")
_AT_AN_END = re.compile(r"^(MẬT|Mật)\s*(?:[:.–—-]\s|/)|[:.;–—-]\s*(MẬT|Mật)[.\s]*$")
_SHOUTED = re.compile(r"[^\W\d_]+(?:\s+[^\W\d_]+)*")

_HANDLING = _any_case(
    r"(?<!\w)(?:quản lý|bảo vệ|bảo quản|quy chế|quy định|tập huấn|công tác|sổ|giải mật|tiêu hủy|"
    r"tiêu huỷ|danh mục|hướng dẫn|không|cấm|mẫu|tủ|két|phần mềm)(?!\w)"
)
"""Before "văn bản mật" in small letters: it speaks of how papers of that kind are handled."""
_CATALOGUE = _any_case(
    rf"(?<!thuộc )danh mục(?:\s+\w+){{0,3}}\s+bí mật nhà nước(?:\s+\w+)*?\s+độ\s+(?:mật\s+)?"
    rf"(?:{_HIGH}|mật)(?:\s*(?:,|và|hoặc)\s*(?:độ\s+)?(?:{_HIGH}|mật))*"
)
"""The list of what is secret names the grades, and is public itself."""
_HONEY_AND_BILE = _any_case(r"(?<!\w)(?:gan|tụy|tuỵ|ong|mía|đường|sữa)(?!\w)")

_OLD_SYLLABLES = {"mët": "mật", "maät": "mật", "tuyöt": "tuyệt", "tuyeät": "tuyệt"}
_OLD_HIGH = {"tèi": "tối", "toái": "tối"}
_OLD = _any_case(
    rf"(?<!\w)(?:{'|'.join(_OLD_SYLLABLES)}|(?:{'|'.join(_OLD_HIGH)})(?=\s+m(?:ët|aät)))(?!\w)"
)
"""The same in the letters of TCVN3 and VNI fonts, which some still type."""
_SPACED = re.compile(r"(?<!\w)\w(?: \w)+(?!\w)")
_WORDS_BETWEEN = re.compile(r"[_\-.+]+")
_CELLS = re.compile(r"[\n\t|]")

_PLAIN_BEARERS = without_marks(_BEARERS).lower()
_PLAIN_NAME = re.compile(
    rf"\btuyet ?mat\b|\b(?:{_PLAIN_BEARERS}) (?:toi )?mat$|\b(?:{_PLAIN_BEARERS}) toi mat\b|"
    rf"^(?:toi )?mat(?: (?:{_PLAIN_BEARERS})\b|$)"
)


def grade_in(title: str) -> str:
    """The grade that a subject or another title names, as it stands there; empty without one."""
    text = _modern(title)
    if not _has_marks(text):
        found = _PLAIN_NAME.search(text.lower())
        return found.group() if found else ""
    text = _CATALOGUE.sub("", text)
    return next(_named(text), "")


def grade_in_name(filename: str) -> str:
    """The same of the name of a file, often written without marks."""
    stem = filename.rpartition(".")[0] or filename
    return grade_in(" ".join(_WORDS_BETWEEN.sub(" ", _modern(stem)).split()))


def grade_borne(text: str) -> str:
    """The grade that a text bears, in one of its lines or cells; empty where it has none."""
    for part in _CELLS.split(unicodedata.normalize("NFKC", text)):
        cell = _modern(part).strip(" *[](){}“”\"«»'.:-–—")
        if cell in ("Mật", "MẬT") or _HIGH_GRADE.fullmatch(cell):
            return cell
        found = _SAID_DEGREE.search(cell) or _THIS_PAPER.search(cell)
        if found:
            return found[1]
    return ""


def grade_typed(fields: Iterable[tuple[str, str]]) -> str:
    """The grade that a form bears which was not sent yet: chosen, of its subject, or of a text."""
    for name, text in fields:
        if name == "confidentiality":
            grade = GRADES.get(text, "")
        else:
            grade = grade_in(text) if name == "subject" else grade_borne(text)
        if grade:
            return grade
    return ""


def grade_problem(grade: str, field: str) -> Problem:
    return Problem(REFUSED, {"grade": grade}, field)


def _named(text: str) -> Iterator[str]:
    yield from _HIGH_GRADE.findall(text)
    for pattern in (_SAID_DEGREE, _OF_DEGREE, _BRACKETED):
        yield from pattern.findall(text)
    is_all_capitals = text == text.upper()
    for found in _ON_A_BEARER.finditer(text):
        is_handled = _HANDLING.search(text, 0, found.start()) is not None
        if not is_handled or (found[1][0] == "M" and not is_all_capitals):
            yield found[1]
    if not _HONEY_AND_BILE.search(text):
        yield from ("".join(found) for found in _AT_AN_END.findall(text))
    if text.strip() in ("Mật", "MẬT"):
        yield text.strip()
    if not is_all_capitals:
        yield from _shouted(text)


def _shouted(text: str) -> Iterator[str]:
    """MẬT in capitals among small letters, and no part of longer words in capitals."""
    for run in _SHOUTED.findall(text):
        words = run.split()
        for at, word in enumerate(words):
            beside = words[max(at - 1, 0) : at] + words[at + 1 : at + 2]
            if word == "MẬT" and not any(one.isupper() for one in beside):
                yield word


def _modern(text: str) -> str:
    """In NFC, one space between words, nothing invisible, letters of old fonts as they are read."""
    seen = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in seen if unicodedata.category(c) != "Cf")
    seen = _SPACED.sub(lambda found: found.group().replace(" ", ""), " ".join(_apart(seen)))
    return _OLD.sub(_one_old, seen)


def _apart(text: str) -> list[str]:
    """The words; two spaces part words whose letters stand apart: "T Ố I   M Ậ T"."""
    wide = re.split(r"\s{2,}", text.strip())
    return [_SPACED.sub(lambda found: found.group().replace(" ", ""), part) for part in wide]


def _one_old(found: re.Match[str]) -> str:
    old = found.group()
    modern = (_OLD_SYLLABLES | _OLD_HIGH)[old.lower()]
    if old[1:].isupper() or old[:2].isupper():
        return modern.upper()
    return modern.capitalize() if old[0].isupper() else modern


def _has_marks(text: str) -> bool:
    return without_marks(text) != text
