"""What the list of turns is asked for."""

from dataclasses import dataclass

from app.core.lists.filters import HASTE, Filter, sorting


@dataclass(frozen=True)
class TurnFilter(Filter):
    WAITS = ("",)
    sort: str = sorting(HASTE, "due")
