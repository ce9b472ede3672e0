"""Things named by where they stand, for what only the web process or the command line may load."""

from dataclasses import dataclass
from functools import cache
from pkgutil import resolve_name
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """What stands at "app.work.views:blueprint", loaded when it is first asked for.

    A worker reads every `feature.py` and must not carry Flask for it. A test resolves all of them.
    """

    place: str

    def found(self) -> T:
        """Raises ImportError or AttributeError where nothing stands there."""
        thing: T = _found(self.place)
        return thing


@cache
def _found(place: str) -> Any:
    return resolve_name(place)
