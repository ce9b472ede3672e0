"""Which incoming documents a list shows: the whole of it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

VIEWS = ("open", "waiting", "to_direct", "in_progress", "overdue", "done", "all")
DUES = ("late", "soon", "week", "none")
LONGEST_ISSUER = 200


@dataclass(frozen=True)
class Filter:
    """A view of the list with its chips; keyset paging goes `before` or `after` an id."""

    view: str = "open"
    register_id: int | None = None
    year: int | None = None
    urgency: int | None = None
    issuer: str = ""
    due: str = ""
    presented_to_me: bool = False
    before: int | None = None
    after: int | None = None

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> "Filter":
        """From an address; whatever is not known there is left out."""
        urgency = _number(args.get("urgency"))
        return cls(
            view=_one_of(args.get("view"), VIEWS, "open"),
            register_id=_number(args.get("register")),
            year=_number(args.get("year")),
            urgency=urgency if urgency in range(4) else None,
            issuer=args.get("issuer", "")[:LONGEST_ISSUER],
            due=_one_of(args.get("due"), DUES, ""),
            presented_to_me=args.get("to") == "me",
            before=_number(args.get("before")),
            after=_number(args.get("after")),
        )

    def to_args(self) -> dict[str, Any]:
        """What from_args reads back; what is usual is left out."""
        args: dict[str, str | int | None] = {
            "view": self.view if self.view != "open" else None,
            "register": self.register_id,
            "year": self.year,
            "urgency": self.urgency,
            "issuer": self.issuer or None,
            "due": self.due or None,
            "to": "me" if self.presented_to_me else None,
            "before": self.before,
            "after": self.after,
        }
        return {name: value for name, value in args.items() if value is not None}

    def but(self, **changes: Any) -> "Filter":
        """The same with these changes, from its first page."""
        return replace(self, **{"before": None, "after": None, **changes})

    @property
    def is_plain(self) -> bool:
        """Nothing is chosen but the view."""
        return self.but(view="open") == Filter()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _one_of(value: str | None, known: tuple[str, ...], otherwise: str) -> str:
    return value if value in known else otherwise
