"""The settings of an agency by group: what holds, what is to come, what was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from app.core.settings import Setting
from app.settings.queries import ValueRow, begun
from app.web.formats import day, moment
from app.web.i18n import gettext as _
from app.web.listing import Action


@dataclass(frozen=True)
class ValueView:
    """One value with who set it, when, and from which day it holds."""

    text: str
    note: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class SettingView:
    label: str
    help: str
    now: ValueView
    coming: tuple[ValueView, ...]
    past: tuple[ValueView, ...]
    change: Action | None


@dataclass(frozen=True)
class Group:
    title: str
    settings: tuple[SettingView, ...]


@dataclass(frozen=True)
class Owner:
    """Whose settings are looked at, by whom, on which day."""

    agency_id: int | None
    agency: str
    today: date
    may_set: bool


def groups(
    settings: Iterable[Setting[Any]], rows: Sequence[ValueRow], owner: Owner, defaults: Any
) -> list[Group]:
    """Every setting under its group; `defaults` are those of this installation, by key."""
    found: dict[str, list[SettingView]] = {}
    for one in settings:
        if owner.agency_id is None or not one.is_common:
            own = [row for row in rows if row.key == one.key]
            default = defaults.get(one.key, one.default)
            found.setdefault(one.group, []).append(_setting(one, own, owner, default))
    return [Group(_(title), tuple(views)) for title, views in found.items()]


def _setting(
    setting: Setting[Any], rows: Sequence[ValueRow], owner: Owner, default: Any
) -> SettingView:
    held = held_row(begun(rows, owner.today), owner)
    coming = [row for row in rows if row.valid_from > owner.today]
    past = [row for row in begun(rows, owner.today) if row is not held]
    now = _view(setting, held, owner) if held else _by_itself(setting, default)
    return SettingView(
        label=_(setting.label),
        help=_(setting.help),
        now=now,
        coming=tuple(_view(setting, row, owner) for row in reversed(coming)),
        past=tuple(_view(setting, row, owner) for row in past),
        change=_change(setting, owner),
    )


def held_row(rows: Sequence[ValueRow], owner: Owner) -> ValueRow | None:
    """The row that holds: the agency's latest, if it has a value, else the latest of all."""
    for agency_id in dict.fromkeys((owner.agency_id, None)):
        latest = next((row for row in rows if row.agency_id == agency_id), None)
        if latest is not None and latest.value is not None:
            return latest
    return None


def _by_itself(setting: Setting[Any], default: Any) -> ValueView:
    return ValueView(shown(setting, setting.kind.write(default)), _("as it is by itself"))


def _view(setting: Setting[Any], row: ValueRow, owner: Owner) -> ValueView:
    note = _(
        "from %(day)s, set by %(name)s, %(at)s",
        day=day(row.valid_from),
        name=row.set_by,
        at=moment(row.set_at),
    )
    if row.agency_id is None and owner.agency_id is not None:
        note = _("for all agencies, %(note)s", note=note)
    text = shown(setting, row.value) if row.value is not None else _("no value of its own")
    return ValueView(text, note, _withdrawal(row, owner))


def _withdrawal(row: ValueRow, owner: Owner) -> tuple[Action, ...]:
    if row.valid_from <= owner.today or row.agency_id != owner.agency_id or not owner.may_set:
        return ()
    href = url_for("settings.withdraw_value", value_id=row.id)
    return (Action(_("Take back"), href, method="post", quiet=True),)


def _change(setting: Setting[Any], owner: Owner) -> Action | None:
    if not owner.may_set:
        return None
    href = url_for("settings.change", key=setting.key, agency=owner.agency_id or 0)
    return Action(_("Change"), href, "pencil", quiet=True, dialog=True)


def shown(setting: Setting[Any], text: str) -> str:
    """A kept value in the reader's words."""
    if not text:
        return str(_("none"))
    words = dict(setting.kind.choices)
    return str(_(words[text])) if text in words else ", ".join(text.split("\n"))
