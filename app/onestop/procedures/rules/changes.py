"""What taking over a catalogue would change, before it is done. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.text import N_
from app.onestop.procedures.inputs import LISTS, Content, Exemption, Listed
from app.onestop.procedures.rules.exchange import vars_of


@dataclass(frozen=True, slots=True)
class Change:
    """One value that becomes another; of a line of a list the whole line, none where it comes or
    goes."""

    part: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Taking:
    """What would become of one procedure."""

    listed: Listed
    is_new: bool
    changes: Sequence[Change] = field(default_factory=tuple)

    @property
    def is_alike(self) -> bool:
        return not self.is_new and not self.changes


PART_WORDS = {
    "name": N_("Name"),
    "level": N_("Who decides"),
    "online": N_("Online"),
    "result": N_("Result"),
    "ground": N_("Ground"),
    "note": N_("Note"),
    "limit_certainty": N_("How sure the limit is"),
    "fee_certainty": N_("How sure the fees are"),
    "paper_certainty": N_("How sure the papers are"),
    "step_certainty": N_("How sure the process is"),
    "variants": N_("Cases and limits"),
    "papers": N_("Papers"),
    "fees": N_("Fees"),
    "exemptions": N_("Exemptions"),
    "steps": N_("Process"),
    "templates": N_("Templates"),
}


def takings(listed: Sequence[Listed], known: Mapping[str, Content]) -> list[Taking]:
    """What each would become, where `known` is what the newest version of each code says."""
    return [
        Taking(one, one.code not in known, tuple(_changes(known.get(one.code), one.content)))
        for one in listed
    ]


def _changes(old: Content | None, new: Content) -> Iterator[Change]:
    if old is None:
        return
    before = dict(old.facts())
    for name, value in new.facts():
        if before[name] != value:
            yield Change(name, before[name], value)
    for name in LISTS:
        yield from _line_changes(name, vars_of(old, name), vars_of(new, name))


def _line_changes(part: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    """Lines of one name are one line that changed; the others come and go."""
    if list(old) == list(new):
        return
    before, after = _by_name(old), _by_name(new)
    for name in dict.fromkeys((*before, *after)):
        was, is_now = before.get(name), after.get(name)
        if was != is_now:
            yield Change(part, was, is_now)
    if before == after:
        yield Change(part, N_("another order"), N_("this order"))


def _by_name(lines: Sequence[Any]) -> dict[tuple[str, int], Any]:
    found: dict[tuple[str, int], Any] = {}
    for line in lines:
        name = line.group if isinstance(line, Exemption) else line.name
        number = sum(1 for key, _number in found if key == name)
        found[name, number] = line
    return found
