"""What text messages cost, and how they read: for who keeps them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core.settings import Setting, value
from app.core.workbooks import SheetColumn, table
from app.messages.presenters.deliveries import money
from app.messages.queries import Cost
from app.messages.rules import price, segments, written
from app.messages.settings import CODE_TEXT, PRICE, TEXT, URGENT_TEXT
from app.web import listing
from app.web.i18n import gettext as _


@dataclass(frozen=True)
class Preview:
    """A template as a message of it reads, with marks and without."""

    label: str
    change: str
    texts: tuple[tuple[str, str], ...]
    """The text, and how long and dear it is."""


def cost_columns() -> tuple[listing.Column, ...]:
    return (
        listing.Column(_("Month")),
        listing.Column(_("Unit")),
        listing.Column(_("Messages"), number=True),
        listing.Column(_("Parts"), number=True),
        listing.Column(_("Đồng"), number=True),
    )


def cost_rows(costs: Sequence[Cost]) -> list[listing.TableRow]:
    return [
        listing.TableRow(
            cells=(
                f"{one.month:%m/%Y}",
                listing.Cell(one.unit or _("no unit"), note=one.agency),
                str(one.messages),
                str(one.segments),
                money(one.dong),
            )
        )
        for one in costs
    ]


def cost_foot(costs: Sequence[Cost]) -> tuple[str, ...]:
    totals = (sum(one.messages for one in costs), sum(one.segments for one in costs))
    return (_("All together"), "", *map(str, totals), money(sum(one.dong for one in costs)))


def cost_sheet(costs: Sequence[Cost]) -> bytes:
    columns = [
        SheetColumn(_("Month"), 10),
        SheetColumn(_("Agency"), 30),
        SheetColumn(_("Unit"), 40),
        SheetColumn(_("Messages"), 10),
        SheetColumn(_("Parts"), 10),
        SheetColumn(_("Đồng"), 14),
    ]
    lines = [(one.month, *one[1:]) for one in costs]
    return table(_("What SMS cost"), columns, lines, " ".join(filter(None, cost_foot(costs))))


def previews(session: Session, agency_id: int | None, examples: Mapping[str, str]) -> list[Preview]:
    """Each template of this agency, filled with the words of an example."""
    per_segment = value(session, PRICE, agency_id)
    templates = (URGENT_TEXT, TEXT, CODE_TEXT)
    return [_preview(session, one, agency_id, examples, per_segment) for one in templates]


def _preview(
    session: Session,
    setting: Setting[Any],
    agency_id: int | None,
    examples: Mapping[str, str],
    per_segment: int,
) -> Preview:
    template = value(session, setting, agency_id)
    texts = [written(template, examples, accented=accented) for accented in (False, True)]
    return Preview(
        label=_(setting.label),
        change=url_for("settings.change", key=setting.key, agency=agency_id or 0),
        texts=tuple((text, _length(text, per_segment)) for text in texts),
    )


def _length(text: str, per_segment: int) -> str:
    return str(
        _(
            "%(letters)s characters, %(parts)s parts, %(cost)s đồng",
            letters=len(text),
            parts=segments(text),
            cost=money(price(text, per_segment)),
        )
    )
