"""A book as sheets to print: the paper form of Decree 30/2020, annex IV."""

import hashlib
from collections.abc import Iterator, Sequence

from app.books import rules
from app.books.rules import BookRow, Range
from app.core import clock
from app.core.policy import Actor
from app.organisation.models import Agency
from app.registers.models import Register
from app.web.listing import Sheet, SheetColumn, SheetRow


def sheets(
    actor: Actor, agency: Agency, register: Register, period: Range, rows: Sequence[BookRow]
) -> Iterator[Sheet]:
    """The rows on A4 sheets; the last one is closed with the total and the clerk's name."""
    columns = rules.COLUMNS[register.direction]
    pages = list(rules.sheets(rows, columns))
    for number, page in enumerate(pages, 1):
        is_last = number == len(pages)
        yield Sheet(
            title=rules.TITLES[register.direction],
            columns=tuple(SheetColumn(c.label, c.width_mm, c.centre) for c in columns),
            rows=tuple(SheetRow(row.cells, void=row.is_kept) for row in page),
            agency=agency.name.upper(),
            unit=register.name,
            volume=tuple(filter(None, _volume(register, period, page))),
            total_text=rules.total_words(rows) if is_last else "",
            place_date=_place_date(agency) if is_last else "",
            signer_title=_title(actor).upper() if is_last else "",
            signer_name=actor.name if is_last else "",
            footer_left=_footer(page),
            footer_right=f"Trang {number}/{len(pages)}",
        )


def _volume(register: Register, period: Range, page: Sequence[BookRow]) -> tuple[str, str]:
    return rules.period_words(period), rules.span_words(page, register.direction)


def _place_date(agency: Agency) -> str:
    today = clock.today()
    return f"{agency.place_name}, ngày {today:%d} tháng {today:%m} năm {today.year}"


def _title(actor: Actor) -> str:
    return actor.main_post.title if actor.main_post else ""


def _footer(page: Sequence[BookRow]) -> str:
    """When it was printed, and a code that changes with any word of the page."""
    words = "\n".join("\t".join(row.cells) for row in page)
    code = hashlib.sha256(words.encode()).hexdigest()[:12]
    grouped = " ".join(code[at : at + 4] for at in range(0, 12, 4))
    printed = clock.local(clock.now()).strftime("%H:%M ngày %d/%m/%Y")
    return f"In từ sổ điện tử lúc {printed}. Mã đối chiếu của trang: {grouped}"
