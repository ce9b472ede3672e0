"""How a person wants to be told, as a table of boxes."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.feature import NOTICE, OTHER, Features, Occasion
from app.core.feature.occasions import GROUPS
from app.messages.forms import WishesForm
from app.messages.presenters.contacts import where_columns, where_rows
from app.messages.presenters.deliveries import CHANNEL_WORDS
from app.messages.queries import Contacts
from app.messages.rules import CHANNELS, Habits, offered, wants
from app.web.i18n import gettext as _
from app.web.listing import Column, TableRow


@dataclass(frozen=True)
class WishCell:
    channel: str
    value: str
    is_on: bool
    is_fixed: bool
    is_none: bool


@dataclass(frozen=True)
class WishRow:
    words: str
    note: str
    cells: tuple[WishCell, ...]


@dataclass(frozen=True)
class WishGroup:
    words: str
    rows: tuple[WishRow, ...]


@dataclass(frozen=True)
class WishesPage:
    channels: tuple[str, ...]
    groups: tuple[WishGroup, ...]
    has_mail: bool
    where: tuple[TableRow, ...]
    where_columns: tuple[Column, ...]


def in_groups(features: Features) -> Mapping[str, list[Occasion]]:
    """The catalogue by group, in the order of the groups; what nobody named comes last."""
    found: dict[str, list[Occasion]] = {group: [] for group in GROUPS}
    for one in sorted(features.occasions.values(), key=lambda one: one is OTHER):
        found.setdefault(one.group, []).append(one)
    return {group: rows for group, rows in found.items() if rows}


def wishes_form(
    catalogue: Mapping[str, list[Occasion]], habits: Habits | None, version: int
) -> WishesForm:
    held = habits or Habits()
    begins, ends = held.quiet or (None, None)
    every = [one for rows in catalogue.values() for one in rows]
    form = WishesForm(
        on=[f"{one.name} {way}" for one in every for way in CHANNELS if wants(held, one, way)],
        digest_at=", ".join(f"{hour:%H:%M}" for hour in held.digest_at),
        quiet_from=f"{begins:%H:%M}" if begins else "",
        quiet_to=f"{ends:%H:%M}" if ends else "",
        is_quiet_when_off=held.is_quiet_when_off,
        version=version,
    )
    form.offer(every)
    return form


def wishes_page(
    form: WishesForm,
    catalogue: Mapping[str, list[Occasion]],
    contacts: Contacts,
    lately: Mapping[str, tuple[int, int]],
    *,
    has_mail: bool,
) -> WishesPage:
    return WishesPage(
        channels=tuple(_(CHANNEL_WORDS[way]) for way in CHANNELS),
        groups=tuple(
            WishGroup(_(group), tuple(_wish_row(one, set(form.on.data or ())) for one in rows))
            for group, rows in catalogue.items()
        ),
        has_mail=has_mail,
        where=where_rows(contacts, {way: _lately(way, lately) for way in CHANNELS}, has_mail),
        where_columns=where_columns(),
    )


def _wish_row(one: Occasion, on: set[str]) -> WishRow:
    return WishRow(
        words=_(one.words),
        note=_(one.note) if one.note else "",
        cells=tuple(
            WishCell(
                channel=_(CHANNEL_WORDS[way]),
                value=f"{one.name} {way}",
                is_on=way in one.always or f"{one.name} {way}" in on,
                is_fixed=way in one.always,
                is_none=not offered(one, way) and way not in one.always,
            )
            for way in CHANNELS
        ),
    )


def _lately(channel: str, lately: Mapping[str, tuple[int, int]]) -> str:
    count, read = lately.get(channel, (0, 0))
    if channel == NOTICE:
        return str(_("%(count)s, %(read)s of them read", count=count, read=read))
    return str(count)
