"""The day by which a letter asks for an answer, with the words that ask: a guess for a person to
look at, so that whatever is not plainly said is left out."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

#: So many characters hold the body of any letter that asks for something.
BODY_CHARS = 20_000
#: A day further off is a term of a plan or a law, not of an answer.
_FURTHEST = timedelta(days=366)

_LONGEST_SENTENCE = 600
_BLANKS = re.compile(r"[^\S\n]+")
_WRAPPED = re.compile(r"\n(?=[\da-zà-ỹđ])")
_END = re.compile(r"[;!?\n]|\.(?!\d)")
_ASKS = re.compile(
    r"\b(?:báo cáo|gửi|góp ý|ý kiến|trả lời|phản hồi|cung cấp|đăng ký|đề xuất|nộp|cử|xác nhận)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:chậm|muộn) nhất|trước|hạn(?: cuối)?|đến hết|xong)(?: (?:là|vào|trước|đến|gửi))?:? "
    r"(?:\d{1,2} ?(?:giờ|h|g|:)(?: ?\d{2})?(?: ?phút)?,? ?)?(?:thứ [^\W\d]{2,4},? ?)?(?:ngày )?"
    r"(\d{1,2}) ?(?:/|-|\.|tháng) ?(\d{1,2})(?: ?(?:/|-|\.|năm) ?(\d{4}))?(?!\d)",
    re.IGNORECASE,
)
_EVERY_YEAR = re.compile(r" (?:h[àằ]ng|mỗi|của) năm", re.IGNORECASE)
"""Every blank is one when these read it: what may be there or not stands beside no other such."""


@dataclass(frozen=True)
class AskedDay:
    """The day, and the words that name it, as they stand in the letter."""

    day: date
    words: str


def read_asked_day(text: str, written_on: date) -> AskedDay | None:
    """The first day that a sentence asks something by, none before the letter was written.

    A day without a year is the next one after the letter.
    """
    whole = _BLANKS.sub(" ", unicodedata.normalize("NFC", text[:BODY_CHARS])).replace(" \n", "\n")
    for sentence in _END.split(_WRAPPED.sub(" ", whole)):
        said = sentence[:_LONGEST_SENTENCE]
        if not _ASKS.search(said):
            continue
        for found in _BY.finditer(said):
            day = _day(found, written_on)
            if day is not None and not _EVERY_YEAR.match(said, found.end()):
                return AskedDay(day, found[0].strip())
    return None


def _day(found: re.Match[str], written_on: date) -> date | None:
    years = [int(found[3])] if found[3] else [written_on.year, written_on.year + 1]
    for year in years:
        try:
            day = date(year, int(found[2]), int(found[1]))
        except ValueError:
            continue
        if written_on <= day <= written_on + _FURTHEST:
            return day
    return None
