"""The lines of one record as a tree. Pure: works on anything that has the columns of a line."""

from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

LINE_STATES = (
    *("open", "done", "returned", "settled", "recalled", "withdrawn"),
    *("closed", "called_off"),
)
GIVEN_STATES = ("open", "done", "closed", "called_off")
"""The states of a line that was not taken from its holder: they worked on it, or still do."""
N = TypeVar("N", bound=Any)
"""Assignment or LineRow: id, parent_id, role, state, holder, given_by_id, acted_at."""


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
        leads = (one for one in self.below(line) if one.role == "lead" and one.state == "open")
        return next(leads, None)

    def lead_lines(self) -> list[N]:
        """Every open lead line: the lead chain from the directive down."""
        return [line for line in self if line.role == "lead" and line.state == "open"]

    def is_carried_out(self) -> bool:
        """Somebody whom a directive gave a line holds it still, or held it to its end."""
        return any(line.state in GIVEN_STATES for line in self.below(None))

    def busy(self) -> frozenset[str]:
        """Holders of open work, not counting who was only informed."""
        return frozenset(
            line.holder for line in self if line.state == "open" and line.role != "information"
        )
