"""The lines of one record as a tree. Pure: works on anything that has the columns of a line."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Generic, TypeVar

LINE_STATES = (
    *("open", "done", "returned", "settled", "recalled", "withdrawn"),
    *("closed", "called_off"),
)
EXTENSION_STATES = ("asked", "granted", "refused", "taken_back", "lapsed")
WORKING_ROLES = frozenset({"lead", "cohandler"})
GIVEN_STATES = ("open", "done", "closed", "called_off")
"""The states of a line that was not taken from its holder: they worked on it, or still do."""
N = TypeVar("N", bound=Any)
"""Assignment or LineRow: id, parent_id, directive_id, role, state, holder, given_by_id, acted_at,
taken_over_by_id."""


class Tree(Generic[N]):
    """Lines by id with their branches, in the order in which they were given out."""

    def __init__(self, lines: Iterable[N]) -> None:
        self.by_id = {line.id: line for line in sorted(lines, key=lambda line: line.id)}
        self._below: dict[int | None, list[N]] = {}
        for line in self.by_id.values():
            self._below.setdefault(line.parent_id, []).append(line)

    def __iter__(self) -> Iterator[N]:
        return iter(self.by_id.values())

    def below(self, line: N | None) -> list[N]:
        """The lines passed on from this one; from None, those a directive gave out."""
        return self._below.get(line.id if line else None, [])

    def open_below(self, line: N) -> list[N]:
        return [child for child in self.below(line) if child.state == "open"]

    def branch(self, line: N) -> Iterator[N]:
        """The line and everything under it."""
        yield line
        for child in self.below(line):
            yield from self.branch(child)

    def above(self, line: N) -> Iterator[N]:
        """The lines this one came through, nearest first."""
        parent = self.by_id.get(line.parent_id) if line.parent_id else None
        while parent is not None:
            yield parent
            parent = self.by_id.get(parent.parent_id) if parent.parent_id else None

    def leading(self, line: N | None) -> N | None:
        """The open lead line directly below this one; from None, the record's lead."""
        return next((one for one in self.below(line) if _leads(one)), None)

    def lead_lines(self) -> list[N]:
        """Every open lead line: the lead chain from the directive down."""
        return [line for line in self if _leads(line)]

    def lost_lead(self, ending: Collection[N]) -> N | None:
        """The record's lead among these lines, if others would work on without any once they end
        (or, where it came back, once that is accepted).

        Whoever led before and lost it to them leads again; who finished the lead has led.
        """
        ids = {line.id for line in ending}
        back = {one.id for line in ending for one in self.taken_over(line)}
        top = self.below(None)
        leads = (one for one in top if one.role == "lead" and one.state in ("open", "returned"))
        lead = next((one for one in leads if one.id in ids), None)
        left = [one for one in top if one.id not in ids and one.role in WORKING_ROLES]
        works = any(one.state == "open" for one in left)
        is_led = any(
            one.role == "lead" and (one.state in ("open", "done") or one.id in back) for one in left
        )
        return lead if works and not is_led else None

    def taken_over(self, lead: N) -> list[N]:
        """The lines that ended because this one was given the lead."""
        return [
            one for one in self if lead.role == "lead" and one.taken_over_by_id == lead.directive_id
        ]

    def is_carried_out(self) -> bool:
        """Somebody whom a directive gave a line holds it still, or held it to its end."""
        return any(line.state in GIVEN_STATES for line in self.below(None))


def _leads(line: Any) -> bool:
    return bool(line.role == "lead" and line.state == "open")
