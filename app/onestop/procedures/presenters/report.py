"""What taking a catalogue over would change, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from app.core import clock
from app.deadlines.rules.spans import Span
from app.onestop.procedures.forms.sheets import FACTS, PARTS
from app.onestop.procedures.presenters import said
from app.onestop.procedures.rules.changes import PART_WORDS, Change, Taking
from app.onestop.procedures.rules.limits import amount, hours
from app.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Procedure:
    code: str
    name: str
    is_new: bool
    changes: Sequence[tuple[str, str, str]]
    """Part, what it says now, what it would say."""


@dataclass(frozen=True, slots=True)
class Report:
    summary: str
    procedures: Sequence[Procedure]


def report(found: Sequence[Taking], levels: Mapping[str, str]) -> Report:
    changed = [one for one in found if not one.is_alike]
    new = sum(one.is_new for one in changed)
    values = {"new": new, "changed": len(changed) - new, "alike": len(found) - len(changed)}
    summary = _("%(new)s new, %(changed)s changed, %(alike)s as they are", **values)
    return Report(str(summary), [_procedure(one, levels) for one in changed])


def _procedure(one: Taking, levels: Mapping[str, str]) -> Procedure:
    told = [_told(change, levels) for change in one.changes]
    return Procedure(one.listed.code, one.listed.content.name, one.is_new, told)


def _told(change: Change, levels: Mapping[str, str]) -> tuple[str, str, str]:
    values = (_said(change.part, value, levels) for value in (change.old, change.new))
    return (str(_(PART_WORDS[change.part])), *values)  # type: ignore[return-value]


def _said(part: str, value: Any, levels: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if part not in PARTS:
        blank = next(one for one in FACTS if one.name == part)
        words = levels if part == "level" else blank.choices or {}
        return str(_(words[value])) if value in words else str(value)
    if isinstance(value, str):
        return str(_(value))
    return _line(part, value, levels)


def _line(part: str, line: Any, levels: Mapping[str, str]) -> str:
    """What is unusual in a line, each with its label: "Đơn · Bản chính 1"."""
    usual = {one.name: one.default for one in fields(line)}
    _title, blanks = PARTS[part]
    told = []
    for blank in blanks:
        value = getattr(line, blank.name)
        if value == usual[blank.name] or value in ("", None):
            continue
        text = _text(blank.name, value, levels, blank.choices)
        told.append(text if blank.name in ("name", "group") else f"{_(blank.label)}: {text}")
    return " · ".join(told) or str(_("the usual case"))


def _text(name: str, value: Any, levels: Mapping[str, str], words: Any) -> str:
    if isinstance(value, Span):
        return said.limit(value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, StrEnum):
        return str(_(words[value]))
    if name == "level":
        return levels.get(value, value)
    if name == "minutes":
        return hours(value)
    return amount(value) if isinstance(value, int) else str(value)


def tab_of(starts: date | None) -> str:
    """The tab under which it stands then."""
    if starts is None:
        return "draft"
    return "in_force" if starts <= clock.today() else "coming"
