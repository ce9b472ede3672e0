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

_SENTENCE = re.compile(r"[^.;!?\n]+(?:[.;](?=\d)[^.;!?\n]+|\n(?=[^\W\dA-ZĐ_]|\d)[^.;!?\n]+)*")
_ASKS = re.compile(
    r"\b(?:báo cáo|gửi|góp ý|ý kiến|trả lời|phản hồi|cung cấp|đăng ký|đề xuất|nộp|cử|xác nhận)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:chậm|muộn)\s+nhất|trước|hạn(?:\s+cuối)?|đến\s+hết|xong)(?:\s+(?:là|vào|trước|đến|gửi))?\s*"
    r"(?::\s*)?(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?\s*(?:phút)?,?\s*)?"
    r"(?:thứ\s+\w+,?\s*)?(?:ngày\s+)?"
    r"(\d{1,2})\s*(?:/|-|\.|tháng)\s*(\d{1,2})(?:\s*(?:/|-|\.|năm)\s*(\d{4}))?(?!\d)",
    re.IGNORECASE,
)
_EVERY_YEAR = re.compile(r"\s*(?:h[àằ]ng|mỗi|của)\s+năm", re.IGNORECASE)


@dataclass(frozen=True)
class AskedDay:
    """The day, and the words that name it, as they stand in the letter."""

    day: date
    words: str


def read_asked_day(text: str, written_on: date) -> AskedDay | None:
    """The first day that a sentence asks something by, none before the letter was written.

    A day without a year is the next one after the letter.
    """
    whole = unicodedata.normalize("NFC", text)[:BODY_CHARS]
    for sentence in _SENTENCE.finditer(whole):
        if not _ASKS.search(sentence[0]):
            continue
        for found in _BY.finditer(sentence[0]):
            day = _day(found, written_on)
            if day is not None and not _EVERY_YEAR.match(sentence[0], found.end()):
                return AskedDay(day, " ".join(found[0].split()))
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
