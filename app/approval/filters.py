"""What the list of turns is asked for."""

from dataclasses import dataclass

from app.core.lists.filters import Filter, sorting


@dataclass(frozen=True)
class TurnFilter(Filter):
    sort: str = sorting("due")
