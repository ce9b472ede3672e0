"""What makes two documents the same, and how references are written."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from app.core.text import clean, fold, without_marks
from app.core.words import URGENCY_PRINTED, written_number
from app.organisation.rules import agency_key

_LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТХУЅІЈаеорсухіјÐƉ‐‑‒–—−⁄∕",
    "ABEKMHOPCTXYSIJaeopcyxijĐĐ------//",
)
"""Cyrillic letters, other crossed Ds, dashes and slashes -> what a Vietnamese keyboard writes."""

_NUMBER = re.compile(r"\d+")

URGENCIES = (0, 1, 2, 3)
"""normal, urgent (khẩn), very urgent (thượng khẩn), flash (hỏa tốc)"""


def reference_key(reference: str) -> str:
    """The reference without what people write differently: case, spaces, zero padding, Cyrillic,
    letters in parts (NFD). D and Đ are two letters: QD and QĐ are two symbols.

    >>> reference_key(" 0807 / ubnd - VX")
    '807/UBND-VX'
    """
    composed = unicodedata.normalize("NFC", reference)
    joined = "".join(composed.translate(_LOOK_ALIKES).split()).upper()
    return _NUMBER.sub(lambda digits: digits.group().lstrip("0") or "0", joined)


_CITED = re.compile(
    r"(?<![\w/.,-])\d{1,6}[a-z]?(?:\s?/\s?\d{4})?\s?[/-]\s?[A-ZĐ]\w*(?:[-/][A-ZĐ]\w*)*"
)


def cited_in(text: str) -> frozenset[str]:
    """The keys of all references that a text names, its own among them.

    >>> sorted(cited_in("Căn cứ Nghị định số 30/2020/NĐ-CP; trả lời 0807/UBND-VX, 11-CT/TW."))
    ['11-CT/TW', '30/2020/NĐ-CP', '807/UBND-VX']
    """
    found = (one.group() for one in citations(unicodedata.normalize("NFC", text)))
    return frozenset(key for one in found if len(key := reference_key(one)) <= LONGEST_REFERENCE)


def citations(text: str) -> Iterator[re.Match[str]]:
    """Where a composed text (NFC) names a reference."""
    return _CITED.finditer(text)


LONGEST_REFERENCE = 60

_ENDS_ANOTHER = re.compile(
    r"\b(thay thế|thay cho|bãi bỏ|hủy bỏ|huỷ bỏ)\b(?! (?:bằng|bởi)\b)", re.IGNORECASE
)
_IS_ENDED = re.compile(
    r"\b((?:hết|không còn) hiệu lực|(?:bị|được) (?:thay thế|bãi bỏ|hủy bỏ|huỷ bỏ))\b",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-ỸĐ“\-–+*\d])|\n\s*\n")
_BESIDE = 150
"""Letters between what ends a document and its reference, or one reference and the next."""
LONGEST_SENTENCE = 600


def replaced_in(text: str) -> dict[str, str]:
    """By their keys the references of which a text says that it replaces or cancels them, each with
    the sentence that says so. What it is replaced by itself is none of them.

    >>> replaced_in("Công văn này thay thế Công văn số 12/SNV-VP ngày 03/11/2026.")
    {'12/SNV-VP': 'Công văn này thay thế Công văn số 12/SNV-VP ngày 03/11/2026.'}
    """
    found: dict[str, str] = {}
    composed = unicodedata.normalize("NFC", text[:LONGEST_LETTER])
    for part in _SENTENCE_ENDS.split(composed):
        sentence = " ".join(part.split())
        for key in _ended_in(sentence[:LONGEST_SENTENCE]):
            found.setdefault(key, sentence[:LONGEST_SENTENCE])
    return found


def _ended_in(sentence: str) -> Iterator[str]:
    ends, ended = _ENDS_ANOTHER.search(sentence), _IS_ENDED.search(sentence)
    reached = ends.end() if ends else None
    for one in citations(sentence):
        follows = reached is not None and 0 <= one.start() - reached <= _BESIDE
        precedes = ended is not None and 0 <= ended.start() - one.end() <= _BESIDE
        if follows:
            reached = one.end()
        if (follows or precedes) and len(key := reference_key(one.group())) <= LONGEST_REFERENCE:
            yield key


def padded(number: int) -> str:
    """A number below 10 is written with a zero before it (Decree 30/2020, annex I)."""
    return written_number(number)


def reference_of(
    number: int, abbreviation: str | None, agency_symbol: str, unit_symbol: str
) -> str:
    """ "12/QĐ-UBND" for a named type; "807/UBND-VX" for a công văn, with its drafting unit."""
    if abbreviation:
        return f"{padded(number)}/{abbreviation}-{agency_symbol}"
    symbol = f"{agency_symbol}-{unit_symbol}" if unit_symbol else agency_symbol
    return f"{padded(number)}/{symbol}"


def issuer_key(issuer: str) -> str:
    """The issuer as it may have been typed in a hurry: its key without any marks.

    >>> issuer_key("Ủy ban nhân dân  tỉnh Hà Sơn") == issuer_key("UBND tinh Ha Son")
    True
    """
    return without_marks(agency_key(issuer))


@dataclass(frozen=True)
class Likeness:
    """What tells one document from another; a `key` may be empty (a letter without a number)."""

    key: str
    issuer: str
    issued_on: date | None
    subject: str = ""
    contents: frozenset[str] = frozenset()
    """Hashes of its files; which known document has one of them is asked of the database."""


SAME_SUBJECT = 0.85


def is_likely_twin(new: Likeness, known: Likeness) -> bool:
    """Whether a clerk should look twice before giving this a number of its own.

    Numbers restart each year, and agencies of one kind share their symbols: so the same reference
    counts together with the issuer in one year. A letter without a reference needs issuer, date and
    subject alike.
    """
    if new.key != known.key:
        return False
    if not new.key:
        return is_same_letter(new, known)
    if not _same_year(new.issued_on, known.issued_on):
        return False
    return not new.issuer or _related_issuers(new.issuer, known.issuer)


def is_same_letter(new: Likeness, known: Likeness) -> bool:
    """One issuer, day and subject: under two numbers, one of these may be a slip of the hand; so
    may an issuer be, of one reference. That is said, and does not stop anybody: agencies write to
    many on one day, and all communes that are asked answer with number 01 of theirs."""
    is_one_issuer = issuer_key(new.issuer) == issuer_key(known.issuer)
    is_one_reference = bool(new.key) and new.key == known.key
    return (
        (is_one_issuer or is_one_reference)
        and new.issued_on == known.issued_on
        and (new.issued_on is not None or new.key == known.key)
        and similarity(new.subject, known.subject) >= SAME_SUBJECT
    )


def _same_year(one: date | None, other: date | None) -> bool:
    return one is None or other is None or one.year == other.year


def _related_issuers(one: str, other: str) -> bool:
    """The same body, or one named more fully: "Sở Xây dựng", "Sở Xây dựng tỉnh Hà Sơn"."""
    first, second = f"{issuer_key(one)} ", f"{issuer_key(other)} "
    return first.startswith(second) or second.startswith(first)


def similarity(one: str, other: str) -> float:
    """How alike two subjects are, from 0 to 1, whatever their marks and case."""
    if not one or not other:
        return 0.0
    return SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio()


@dataclass(frozen=True)
class Passage:
    """A passage of an issued document that a letter corrects; `place` says where it stands."""

    place: str
    wrong: str
    right: str

    def written(self) -> str:
        """As a letter says it, and `corrected_in` reads it."""
        where = f"Tại {self.place}: đ" if self.place else "Đ"
        return f"{where}ã in “{self.wrong}”; nay đính chính thành “{self.right}”."


_PASSAGE = re.compile(
    r"\bđã (?:in|ghi|viết|nêu)(?: là)? ?:? ?“(?P<wrong>[^“”]{1,1000})”[ .,;]*(?:nay )?"
    r"(?:xin |được )?(?:đính chính|sửa|đọc)(?: lại)?(?: thành| là| bằng)? ?:? ?"
    r"“(?P<right>[^“”]{1,1000})”",
    re.IGNORECASE,
)
_PLACE = re.compile(r".*\btại ([^“”:;]+?) ?[:;,]? ?$", re.IGNORECASE)
"""Before a passage, within so many letters."""
PLACE_LETTERS = 160


def corrected_in(text: str) -> tuple[Passage, ...]:
    """What a letter of correction says was printed, and what is to be read instead.

    >>> corrected_in("Tại Điều 2: đã in “30 ngày”; nay đính chính thành “20 ngày”.")
    (Passage(place='Điều 2', wrong='30 ngày', right='20 ngày'),)
    """
    plain = " ".join(unicodedata.normalize("NFC", text[:LONGEST_LETTER]).split())
    plain = re.sub(r'(?<![^\s(:])"', "“", plain).replace('"', "”")
    return tuple(
        Passage(_place_before(plain, one.start()), one["wrong"].strip(), one["right"].strip())
        for one in _PASSAGE.finditer(plain)
    )


def _place_before(plain: str, end: int) -> str:
    said = _PLACE.match(plain[max(0, end - PLACE_LETTERS) : end])
    return said[1] if said else ""


LONGEST_LETTER = 200_000


def is_correction(subject: str) -> bool:
    """Whether a letter says of itself that it corrects another document.

    >>> is_correction("V/v đính chính Quyết định số 12/QĐ-UBND")
    True
    """
    return bool(re.match(r"(?:v/v|về việc)?\s*:?\s*đính chính\b", clean(subject), re.IGNORECASE))


SEQUELS_PRINTED = {
    "recalled": "Đã thu hồi",
    "replaced": "Đã thay thế bằng {0}",
    "corrected": "Đã đính chính bằng {0}",
}


def book_remarks(document: Any) -> str:
    """The last column of a book: urgency, what became of the document, and the clerk's own note."""
    urgency = URGENCY_PRINTED[document.urgency].capitalize()
    followed = [SEQUELS_PRINTED[one.kind].format(one.reference) for one in document.sequels]
    return "; ".join(part for part in (urgency, *followed, document.note) if part)
