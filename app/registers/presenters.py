"""Registers, series and numbers as the components show them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import url_for

from app.core import clock
from app.core.policy import Actor
from app.core.text import N_
from app.core.words import written_number
from app.registers import rules
from app.registers.models import Register
from app.registers.queries import (
    GapReport,
    KeptNumber,
    PrintedBook,
    RegisterLine,
    SeriesLine,
    YearLine,
)
from app.registers.rules import LEADING_SHEETS, VOLUME
from app.web.formats import day, moment
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import (
    Action,
    Cell,
    Column,
    Cover,
    Empty,
    Sheet,
    SheetColumn,
    SheetRow,
    Tab,
    TableRow,
    sheets_of,
)

DIRECTION_WORDS = {"incoming": N_("Incoming documents"), "outgoing": N_("Outgoing documents")}
STATE_WORDS = {"reserved": N_("Reserved"), "void": N_("Void")}


def series_columns() -> tuple[Column, ...]:
    return (
        Column(_("Number series")),
        Column(_("Types it numbers")),
        Column(_("Last number"), number=True),
        Column(_("Reserved"), number=True),
        Column(_("Void"), number=True),
    )


def series_rows(
    actor: Actor, register: RegisterLine, names: Mapping[str, str], year: int
) -> list[TableRow]:
    return [_series_row(actor, register, series, names, year) for series in register.series]


def _series_row(
    actor: Actor, register: RegisterLine, series: SeriesLine, names: Mapping[str, str], year: int
) -> TableRow:
    numbers = url_for("registers.numbers", series_id=series.id, year=year)
    return TableRow(
        (
            Cell(series.name, numbers),
            _types_text(register, series, names),
            written_number(series.last_number) if series.last_number else "–",
            str(series.reserved or "–"),
            str(series.void or "–"),
        ),
        _series_actions(actor, series),
    )


def _types_text(register: RegisterLine, series: SeriesLine, names: Mapping[str, str]) -> str:
    listed = ", ".join(names[code] for code in series.types if code in names)
    if register.direction == "outgoing" and not register.is_default:
        return listed or _("nothing yet: choose types under “Change”")
    if not series.is_default:
        return listed
    others = _("everything no other series numbers")
    return f"{listed}, {others}" if listed else str(others)


def _series_actions(actor: Actor, series: SeriesLine) -> tuple[Action, ...]:
    if not actor.may("registers.manage"):
        return ()
    address: dict[str, Any] = {"series_id": series.id}
    return (
        Action(_("Keep numbers"), url_for("registers.keep", **address), dialog=True, quiet=True),
        Action(_("Change"), url_for("registers.change_series", **address), dialog=True, quiet=True),
    )


def register_actions(actor: Actor, register: RegisterLine, year: int) -> list[Action]:
    """What may be done with a book as a whole."""
    address: dict[str, Any] = {"register_id": register.id}
    actions = []
    if actor.may("registers.print"):
        book = url_for("registers.book", year=year, **address)
        actions.append(Action(_("Print the book"), book, "printer"))
    if actor.may("registers.manage"):
        actions += [
            Action(
                _("Add a series"),
                url_for("registers.add_series", **address),
                "plus-lg",
                dialog=True,
            ),
            Action(
                _("Rename"),
                url_for("registers.rename", **address),
                "pencil",
                quiet=True,
                dialog=True,
            ),
        ]
    years = url_for("registers.years", **address)
    actions.append(Action(_("Years"), years, "calendar3", quiet=True))
    if actor.may("registers.manage") and not register.is_default:
        actions += _switching(register, address)
    return actions


def books_left(books: Iterable[tuple[str, int, str]]) -> dict[str, list[tuple[str, str]]]:
    """By the agency that ended, the name and address of each of its books."""
    found: dict[str, list[tuple[str, str]]] = {}
    for agency, register_id, name in books:
        href = url_for("registers.book", register_id=register_id)
        found.setdefault(agency, []).append((name, href))
    return found


def _switching(register: RegisterLine, address: dict[str, Any]) -> Iterator[Action]:
    if register.is_off:
        on = url_for("registers.switch", way="on", **address)
        yield Action(_("Switch it on"), on, method="post", quiet=True)
    else:
        usual = url_for("registers.make_usual", **address)
        yield Action(_("Make it the usual one"), usual, method="post", quiet=True)
        off = url_for("registers.switch", way="off", **address)
        yield Action(_("Switch it off"), off, method="post", quiet=True)
    if register.is_empty:
        href = url_for("registers.remove", **address)
        sure = _("Remove the empty register “%(name)s”?", name=register.name)
        yield Action(_("Remove"), href, method="post", confirm=sure, quiet=True)


# -- The years of a register ---------------------------------------------------------------------


def year_columns() -> tuple[Column, ...]:
    return (
        Column(_("Year")),
        Column(_("Numbers"), number=True),
        Column(_("Reserved"), number=True),
        Column(_("State")),
    )


def year_rows(actor: Actor, register: Register, years: Iterable[YearLine]) -> list[TableRow]:
    return [_year_row(actor, register, year) for year in years]


def _year_row(actor: Actor, register: Register, line: YearLine) -> TableRow:
    state = _("open")
    if line.closed_at is not None:
        values = {"name": line.closed_by, "moment": moment(line.closed_at)}
        state = _("closed by %(name)s, %(moment)s", **values)
    cells = (str(line.year), str(line.numbers), str(line.reserved or "–"), state)
    return TableRow(cells, _year_actions(actor, register, line))


def _year_actions(actor: Actor, register: Register, line: YearLine) -> tuple[Action, ...]:
    if not actor.may("registers.manage"):
        return ()
    address: dict[str, Any] = {"register_id": register.id, "year": line.year}
    if line.closed_at is not None:
        href = url_for("registers.reopen_year", **address)
        return (Action(_("Reopen"), href, dialog=True, quiet=True),)
    href = url_for("registers.close_year", **address)
    sure = _("Close %(year)s? Its lines then change by corrections alone.", year=line.year)
    return (Action(_("Close the year"), href, method="post", confirm=sure, quiet=True),)


# -- The numbers of one series -------------------------------------------------------------------


def proof(report: GapReport) -> list[str]:
    """The report in sentences."""
    if not report.last_number:
        return [_("No number was taken in this year yet.")]
    reserved = sum(kept.state == "reserved" for kept in report.kept)
    void = len(report.kept) - reserved
    counted = _(
        "Numbers 01 to %(last)s: %(used)s used by documents, %(reserved)s reserved, %(void)s void.",
        last=written_number(report.last_number),
        used=report.used,
        reserved=reserved,
        void=void,
    )
    if report.is_proven:
        return [counted, _("Every number is accounted for; none was given twice.")]
    return [counted, _gap_text(report)]


def _gap_text(report: GapReport) -> str:
    spans = [
        written_number(gap.first) if gap.first == gap.last else f"{gap.first:02d}–{gap.last:02d}"
        for gap in report.gaps
    ]
    return ngettext(
        "Nothing accounts for: %(spans)s. Tell the administrator.",
        "Nothing accounts for: %(spans)s. Tell the administrator.",
        len(spans),
        spans=", ".join(spans),
    )


def kept_columns() -> tuple[Column, ...]:
    return (
        Column(_("Number"), number=True),
        Column(_("What became of it")),
        Column(_("Reason")),
        Column(_("By whom")),
        Column(_("When")),
    )


def kept_rows(actor: Actor, kept: Iterable[KeptNumber]) -> list[TableRow]:
    return [_kept_row(actor, number) for number in kept]


def _kept_row(actor: Actor, kept: KeptNumber) -> TableRow:
    actions: tuple[Action, ...] = ()
    if kept.state == "reserved" and actor.may("registers.manage"):
        href = url_for("registers.void", taken_id=kept.id)
        actions = (Action(_("Leave it out"), href, dialog=True, quiet=True),)
    kept_for = _("for %(day)s", day=day(kept.kept_for)) if kept.kept_for else ""
    state = Cell(_(STATE_WORDS[kept.state]), note=kept_for)
    words = (kept.reason, kept.person, moment(kept.at))
    return TableRow((written_number(kept.number), state, *words), actions)


def nothing_kept() -> Empty:
    return Empty(
        _("No number was reserved or left out"),
        _("Numbers kept for later, or spoilt on paper, stand here with their reasons."),
        icon="check-circle",
    )


def nothing_opened(actor: Actor, title: str | None = None) -> Empty:
    """Leads whoever may open a register to it, and tells others who does."""
    title = title or _("No registers yet")
    if not actor.may("registers.manage"):
        return Empty(title, _("The clerk or the administrator of the agency opens them."), "book")
    opening = Action(_("Open a register"), url_for("registers.add"), "plus-lg", dialog=True)
    return Empty(title, _("Open one for incoming and one for outgoing documents."), "book", opening)


def year_tabs(years: Sequence[int], chosen: int, href: str) -> list[Tab]:
    """The years side by side."""
    return [Tab(str(year), f"{href}?year={year}", current=year == chosen) for year in years]


# -- A book as sheets to print: the paper form of Decree 30/2020, annex IV -------------------------


def cover(printed: PrintedBook) -> Cover:
    """The cover, and the first page, which says the same."""
    return Cover(
        superior=printed.agency.superior_name.upper(),
        agency=printed.agency.name.upper(),
        title=printed.kind.title,
        lines=rules.cover_lines(printed.period, printed.day, printed.rows),
        volume=VOLUME,
    )


def sheets(printed: PrintedBook) -> Iterator[Sheet]:
    """The rows on A4 sheets behind cover and first page; the last one is closed and signed."""
    columns = printed.kind.columns
    whole = Sheet(
        title=printed.kind.title,
        columns=tuple(SheetColumn(c.label, c.width_mm, c.centre) for c in columns),
        rows=tuple(
            SheetRow(rules.written(columns, row.cells), void=row.is_kept, number=row.number)
            for row in printed.rows
        ),
        agency=printed.agency.name.upper(),
        unit=printed.register.name,
        volume=(rules.period_words(printed.period), ""),
        sums=rules.written(columns, printed.sums),
        total_text=rules.total_words(printed.rows),
        place_date=printed.place_date,
        signer_title=printed.signer_title,
        signer_name=printed.signer_name,
    )
    pages = sheets_of(whole)
    for number, page in enumerate(pages, LEADING_SHEETS + 1):
        span = rules.span_words([row.number for row in page.rows], printed.kind.number_word)
        yield replace(
            page,
            volume=tuple(filter(None, (whole.volume[0], span))),
            footer_left=_footer(page.rows),
            footer_right=f"Trang {number}/{len(pages) + LEADING_SHEETS}",
        )


def _footer(rows: Sequence[SheetRow]) -> str:
    """When it was printed, and a code that changes with any word of the page."""
    words = "\n".join("\t".join(row.cells) for row in rows)
    code = hashlib.sha256(words.encode()).hexdigest()[:12]
    grouped = " ".join(code[at : at + 4] for at in range(0, 12, 4))
    printed = clock.local(clock.now()).strftime("%H:%M ngày %d/%m/%Y")
    return f"In từ sổ điện tử lúc {printed}. Mã đối chiếu của trang: {grouped}"
