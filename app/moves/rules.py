"""What was chosen on the pages of handing over and reorganising. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.core.errors import Problem
from app.core.text import N_

Thing = tuple[str, int]
"""A thing by the name of its holding and its id."""


@dataclass(frozen=True)
class Receiver:
    """Whom something can be handed to; `label` is how they are chosen by typing."""

    token: str
    label: str
    name: str


def chosen(
    lines: Iterable[tuple[str, str]], receivers: Iterable[Receiver]
) -> tuple[dict[Thing, str], list[str]]:
    """Who is to get each thing, and the names typed that nobody bears.

    A line is what ("work.lines:12", or the whole group "work.lines") and to whom, by token or
    label. What says nobody goes with its group; "-" stays where it is.

    >>> chosen([("a", "p1"), ("a:7", ""), ("a:8", "-")], [Receiver("p1", "An", "An")])
    ({('a', 7): 'p1'}, [])
    """
    known = {one.label: one.token for one in receivers}
    known |= {token: token for token in known.values()}
    groups, things, unknown = dict[str, str](), dict[Thing, str](), list[str]()
    for what, to in lines:
        name, colon, number = what.partition(":")
        if to and to != "-" and to not in known:
            unknown.append(to)
        elif not colon:
            groups[name] = known.get(to, "")
        elif number.isdecimal():
            things[name, int(number)] = known.get(to, to)
    plan = {thing: to or groups.get(thing[0], "") for thing, to in things.items()}
    return {thing: to for thing, to in plan.items() if to not in ("", "-")}, unknown


def counted_by(plan: Mapping[Thing, str]) -> dict[tuple[str, str], list[int]]:
    """The ids of each holding that go to one receiver, in the order in which they were listed."""
    groups: dict[tuple[str, str], list[int]] = {}
    for (name, number), to in plan.items():
        groups.setdefault((name, to), []).append(number)
    return groups


def posts_of(plan: Mapping[Thing, str]) -> dict[int, str]:
    """Where each post goes, of those of which it was said.

    >>> posts_of({("post", 3): "n1", ("work.lines", 4): "n2"})
    {3: 'n1'}
    """
    return {number: to for (name, number), to in plan.items() if name == "post"}


NewUnit = tuple[str, str, str]
"""Name, short name and symbol."""


def new_units(lines: Iterable[Sequence[str]]) -> dict[str, NewUnit]:
    """The new units of a form by their keys.

    >>> new_units([("Phòng A", "A", "")])
    {'n1': ('Phòng A', 'A', '')}
    """
    return {
        f"n{number}": (name, short_name, symbol)
        for number, (name, short_name, symbol) in enumerate(lines, 1)
    }


def head_problems(
    together: Mapping[str, Mapping[int, str]], chosen: Mapping[str, int]
) -> list[Problem]:
    """One person heads a unit, and an agency: where several come together, by the key of it their
    posts with their names, it is said who.

    >>> head_problems({"u5": {1: "An", 2: "Bình"}}, {"u5": 2})
    []
    """
    return [
        Problem(
            N_("Choose who is head: %(names)s come together."), {"names": ", ".join(names.values())}
        )
        for key, names in together.items()
        if chosen.get(key) not in names
    ]
