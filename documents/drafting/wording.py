"""The fixed wordings of a letter: numbers, dates, lists and their punctuation."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from documents.drafting.letter import BlockKind, Letter
from documents.drafting.lists import bare, ended

#: What XML cannot hold, and what no letter needs.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BLANK_NUMBER = " " * 5
_BLANK_DAY = " " * 4
FINAL_MARK = "./."


def printable(text: str) -> str:
    """Give the text in NFC without characters that a document cannot hold."""
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text))


def padded_number(number: str) -> str:
    """Write a number below 10 with a 0 before it (Annex I, II.3.c); others as they are."""
    number = number.strip()
    return number.zfill(2) if number.isdecimal() else number


def date_words(day: date | None, year: int | None = None) -> str:
    """Write a date: days below 10 and months 1 and 2 with a 0 (Annex I, II.4.b); or its blank."""
    if day is None:
        return f"ngày{_BLANK_DAY}tháng{_BLANK_DAY}năm {year or ''}".rstrip()
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def subject_words(letter: Letter) -> str:
    """Open the subject as its type wants, unless it already does."""
    subject, kind = letter.subject.strip(), letter.type
    if not kind.opening or _opens_with(subject, kind.own_openings):
        return _capitalised(subject)
    for said in ("V/v", "Về việc"):
        if _opens_with(subject, (said,)):
            subject = subject[len(said) :].lstrip(" :")
    return f"{kind.opening} {_uncapitalised(subject)}"


def legal_bases(bases: Sequence[str]) -> list[str]:
    """End each legal basis with ";" and the last with "." (Annex I, II.6.a)."""
    return ended([_capitalised(basis.strip()) for basis in bases])


def recipient_lines(letter: Letter) -> list[str]:
    """The list under "Nơi nhận:", ending with the filing line and ô 12 (Annex I, II.9, III.3)."""
    names = [bare(name) for name in letter.recipients if bare(name)]
    names = [name for name in names if not name.lower().startswith("lưu:")]
    named_above = _named_above(letter)
    if named_above and not (names and names[0].lower().startswith("như ")):
        names.insert(0, named_above)
    unit = bare(letter.filing_unit)
    filing = f"- Lưu: VT, {unit}." if unit else "- Lưu: VT."
    return [*(f"- {name};" for name in names), f"{filing} {_drafter(letter)}".rstrip()]


def _named_above(letter: Letter) -> str:
    """How the list refers to whom the letter itself names: addressees, guests, or who is to carry
    out a decision by its last article that says so (forms 1.2 and 1.3)."""
    if letter.addressees or letter.type_code == "GM":
        return "Như trên"
    articles = [block for block in letter.text if block.kind is BlockKind.ARTICLE]
    last = [one.label for one in articles if "thi hành" in f"{one.title} {one.text}".lower()][-1:]
    return f"Như {last[0].rstrip('.')}" if last and letter.type.resolution else ""


def with_final_mark(text: str) -> str:
    """End the text of a letter with "./." as all forms of Annex III do.

    The mark says that nothing follows; after a colon something must, so the letter is unfinished.
    """
    said = text.rstrip()
    is_open = said.endswith(":")
    return said if is_open or said.endswith(FINAL_MARK) else said.rstrip(".;,") + FINAL_MARK


def _drafter(letter: Letter) -> str:
    initials = letter.drafter_initials.strip(" .").upper()
    copies = f"({letter.copies})" if letter.copies else ""
    return f"{initials}.{copies}" if initials else copies


def _opens_with(text: str, openings: Sequence[str]) -> bool:
    return any(text.lower().startswith(opening.lower()) for opening in openings)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _uncapitalised(text: str) -> str:
    """Lower the first letter, but not of a name or an abbreviation."""
    first, _, rest = text.partition(" ")
    named = rest[:1].isupper() or first[1:] != first[1:].lower()
    return text if named else first[:1].lower() + text[1:]
