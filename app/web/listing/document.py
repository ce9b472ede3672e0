"""The page of a document: its head, lines of work, words and versions."""

from dataclasses import dataclass

from app.web.listing.basics import Action, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHead:
    """Who, what, when and state at one glance. `direction` is `in`, `out` or None (no stamp)."""

    subject: str
    reference: str = ""
    direction: str | None = None
    stamp_number: str = ""
    stamp_date: str = ""
    kind: str = ""
    """What stands before its number: "Công văn số"."""
    kind_text: str = ""
    issuer: str = ""
    urgency: int = 0
    state: str | None = None
    """Its colour; empty where it has none, None where others may say it."""
    due_text: str = ""
    due_title: str = ""
    due_href: str = ""
    facts: tuple[Fact, ...] = ()
    back: Fact | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where the document stands in the list it was opened from: "3 of 18", with its neighbours."""

    text: str
    newer_href: str | None = None
    older_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of work in the tree of assignments."""

    holder: str
    state: str
    state_text: str = ""
    role: str = "cohandler"
    holder_note: str = ""
    due_text: str = ""
    due_title: str = ""
    due_href: str = ""
    say: str = ""
    why: str | tuple[str, ...] = ""
    note: str = ""
    said: tuple[str, ...] = ()
    """What was asked and decided about it, the latest first."""
    anchor: str | None = None
    mine: bool = False
    actions: tuple[Action, ...] = ()
    children: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """What a person wrote: a directive, an opinion, a remark."""

    text: str
    by: str
    when: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """One plain sentence of the time line."""

    time: str
    text: str
    who: str = ""
    iso: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an approval circuit: `past`, `at`, `next`, `back` (returned), or `over` (came to
    nothing)."""

    label: str
    note: str = ""
    status: str = "next"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a draft or a file."""

    label: str
    note: str = ""
    href: str | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two versions differ; either side may be empty."""

    where: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A finding of the layout check with its rule and, where there is one, its fix."""

    text: str
    passed: bool = True
    note: str = ""
    fix: Action | None = None
