"""What the head of a letter says of it: the parts that Decree 30/2020 (annex I) puts on page one.

Read from plain words in whatever order a file gives them, so that everything found is a guess that
a person looks at: what is not sure is left out.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

#: So many characters hold the head of any letter, whatever the order of its two columns.
HEAD_CHARS = 4_000
_HEAD_LINES = 40
_SUBJECT_LINES = 8
_URGENCIES = ("KHẨN", "THƯỢNG KHẨN", "HỎA TỐC")

_MOTTO = re.compile(
    r"c\w+\s+h\w+\s+x\w\s+h\w+\s+ch\w\s+ngh\wa\s+vi\wt\s+nam"
    r"|độc\s+lập\s*[-–—]\s*tự\s+do\s*[-–—]\s*hạnh\s+phúc",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"^(?:[^\W\d]+\s+[^\W\d]+\s+)?số\s*:?\s*((?:\d{1,6}(?:\.\d+)?[a-zđ]?)?)\s*/\s*([^\W_][\w./&\s-]*)",
    re.IGNORECASE | re.MULTILINE,
)
_DAY = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_PLACE_AND_DAY = re.compile(r"[^\W\d_][^\n,]{0,40},\s*" + _DAY.pattern, re.IGNORECASE)
_ABOUT = re.compile(r"^(?:V/v|Về\s+việc)[:.]?\s*", re.IGNORECASE)
_AFTER_SUBJECT = re.compile(
    r"Kính\s+(?:gửi|trình|mời)|Căn\s+cứ|Thực\s+hiện|Theo\b|Số\s*:|Điều\s+1\b|I\.|1\.", re.IGNORECASE
)
_RULE = re.compile(r"[\W_]+")
_AGENCY = re.compile(
    r"(?:ỦY|UỶ) BAN|UBND|HỘI ĐỒNG|HĐND|SỞ|BỘ|CỤC|CHI CỤC|TỔNG CỤC|PHÒNG|BAN|VĂN PHÒNG|TRUNG TÂM"
    r"|TRƯỜNG|CÔNG AN|CÔNG TY|TÒA ÁN|VIỆN|KHO BẠC|NGÂN HÀNG|BẢO HIỂM|HỘI|THANH TRA|ĐOÀN|MẶT TRẬN"
    r"|BỆNH VIỆN|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|ĐẢNG ỦY|THUẾ|CHI NHÁNH|BAN CHỈ HUY"
)
_PLACE = re.compile(
    r"\b((?:tỉnh|thành phố|huyện|quận|thị xã|phường|xã|thị trấn|đặc khu)\s+)([^,]+)$"
)
_OFFICE = re.compile(r"^((?:bộ|sở|cục|chi cục|tổng cục|phòng|viện|trường|trung tâm)\s+)(\w)")


@dataclass(frozen=True)
class Head:
    """What was found; whatever was not is empty. `urgency` is 0 to 3, as on stamps."""

    number: str = ""
    symbol: str = ""
    issued_on: date | None = None
    issuer: str = ""
    kind: str = ""
    """One of the names of types that were asked for."""
    subject: str = ""
    urgency: int = 0


def read_head(text: str, kinds: Collection[str]) -> Head:
    """Read the words of a first page; `kinds` are the names of types that there are."""
    whole = unicodedata.normalize("NFC", text)[:HEAD_CHARS]
    lines = [" ".join(line.split()) for line in whole.splitlines()]
    lines = [line for line in lines if _RULE.sub("", line)][:_HEAD_LINES]
    head = "\n".join(lines)
    reference = _REFERENCE.search(head)
    at, kind = _kind(lines, kinds)
    number, symbol = (reference[1], _symbol(reference[2])) if reference else ("", "")
    return Head(
        number=number,
        symbol=symbol,
        issued_on=_day(head),
        issuer=_issuer(lines),
        kind=kind,
        subject=_about(lines) if not kind else _titled(lines[at + 1 :]),
        urgency=_urgency(lines),
    )


def _symbol(found: str) -> str:
    """Up to the end of its line or the other column; written "UBND - VX" too."""
    line = re.sub(r"\s*([-/])\s*", r"\1", found.splitlines()[0])
    return line.split()[0].rstrip(".-/") if line.split() else ""


def _kind(lines: Sequence[str], kinds: Collection[str]) -> tuple[int, str]:
    """The line in which a name of a type stands alone in capitals, and that name."""
    names = {name.upper(): name for name in kinds}
    found = ((at, names[line]) for at, line in enumerate(lines) if line in names)
    return next(found, (0, ""))


def _day(head: str) -> date | None:
    found = _PLACE_AND_DAY.search(head)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _urgency(lines: Sequence[str]) -> int:
    words = {line.strip("[]() ").upper() for line in lines}
    return max((level for level, word in enumerate(_URGENCIES, 1) if word in words), default=0)


def _about(lines: Sequence[str]) -> str:
    """Of an official letter: "V/v …" under its reference, as the register is to have it."""
    for at, line in enumerate(lines):
        if _ABOUT.match(line):
            return _joined([line, *lines[at + 1 :]])
    return ""


def _titled(lines: Sequence[str]) -> str:
    """Of any other: what stands under the name of its type."""
    return _joined(lines)


def _joined(lines: Sequence[str]) -> str:
    return " ".join(_until(lines)).strip(" .;:-–—_*")


def _until(lines: Sequence[str]) -> Iterator[str]:
    for at, line in enumerate(lines[:_SUBJECT_LINES]):
        rest = _left_of(line)
        if at and (_AFTER_SUBJECT.match(line) or (rest.isupper() and not lines[0].isupper())):
            return
        if rest:
            yield rest


def _left_of(line: str) -> str:
    """Without what stands in the other column beside it."""
    return _PLACE_AND_DAY.sub("", _MOTTO.sub("", line)).strip()


def _issuer(lines: Sequence[str]) -> str:
    """The agency above the reference; of two, the lower, which issues it."""
    block: list[str] = []
    for line in lines:
        left = _left_of(line)
        if _REFERENCE.match(left):
            break
        if not left.isupper() or left in _URGENCIES:
            if block and left:
                break
            continue
        if _AGENCY.match(left) or not block:
            block = [left] if _AGENCY.match(left) else block
        else:
            block.append(left)
    return _written(" ".join(block))


def _written(capitals: str) -> str:
    """In small letters, as a register has it: "Sở Nội vụ tỉnh Khê Sơn"."""
    named = _PLACE.sub(lambda place: place[1] + place[2].title(), capitals.lower())
    named = _OFFICE.sub(lambda office: office[1] + office[2].upper(), named)
    return named[:1].upper() + named[1:]
