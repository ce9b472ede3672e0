"""Which lines of work a list shows."""

import re
from dataclasses import dataclass

from app.core.lists.filters import HASTE, Filter, flag, one_of, sorting, tab, text
from app.deadlines.rules.colours import COLOURS
from app.work.rules import ROLES

_HOLDER = re.compile(r"[up][1-9][0-9]{0,8}")
PRESSING = ("open", "ripe", "asked")
WHOSE = ("mine", "given", "agency")
STAGES = ("open", "ripe", "asked", "done", "returned")


@dataclass(frozen=True)
class WorkFilter(Filter):
    """A tile and the page it opens are the same filter."""

    whose: str = one_of(WHOSE, "mine", name="scope")
    stage: str = one_of(STAGES, "open", name="standing")
    colour: str = tab(COLOURS)
    role: str = one_of(ROLES)
    holder: str = text(pattern=_HOLDER)
    """The token of a unit, or of a person, who answers for the lines."""
    extended: bool = flag()
    """Those that were put off."""
    sort: str = sorting(HASTE, "due", "given")

    @property
    def waits(self) -> bool:
        """One's own lines do, and what one gave out and has to give again or to decide on."""
        asks = self.whose == "given" and self.stage == "asked"
        return (self.whose == "mine" and self.stage in PRESSING) or self.stage == "returned" or asks

    @property
    def sorted_by(self) -> str:
        """Unless another is asked for, what others hold stands by its lateness, what ended by its
        age: the longest overdue first, then what is due soonest, then what has no date."""
        return super().sorted_by or ("due" if self.stage in PRESSING else "")
