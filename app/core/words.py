"""Words and figures of documents, as Decree 30/2020 wants them written; the only place of them."""

from datetime import date

from app.core.text import N_

URGENCY_WORDS = (N_("Normal"), N_("Urgent"), N_("Very urgent"), N_("Flash"))
"""By level, 0 to 3, as message ids for screens."""
URGENCY_PRINTED = ("", "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC")
"""By level, as a document, a book or an SMS says it in whatever language the screens are."""

COPY_TYPES = ("SY", "TRS", "SL")
"""Types that are copies of other documents (annex I, part II): sao y, trích sao, sao lục."""


def written_number(number: int | None) -> str:
    """A number in a book or a reference: below ten with a 0 before it (annex I); none is empty."""
    return "" if number is None else f"{number:02d}"


WITHOUT_NUMBER = N_("Without number")
"""What stands on screens where a document bears no number of its own."""
WITHOUT_NUMBER_PRINTED = "Không số"
"""The same in a book."""


def called(reference: str, number: int | None = None, subject: str = "") -> str:
    """What a sentence calls a document: its reference; without one its arrival number, which is
    said to be one; without that its subject."""
    if reference or number is None:
        return reference or subject
    return f"số đến {written_number(number)}"


def entitled(reference: str, subject: str) -> str:
    """Under what a dialog or a page about one document stands: "807/UBND-VX, V/v rà soát …"."""
    return ", ".join(part for part in (reference, subject) if part)


def day_in_full(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def day_words(day: date) -> str:
    """ "ngày 05 tháng 3 năm 2026": a 0 before days below 10 and months 1, 2 (annex I, II.4)."""
    month = f"{day:%m}" if day.month < 3 else str(day.month)
    return f"ngày {day:%d} tháng {month} năm {day.year}"


def day_of_year(day: date | None) -> str:
    """Without the year, which stands at the head of the sheet."""
    return day.strftime("%d/%m") if day else ""
