"""What every page is made of: actions, facts, choices, and empty places that teach."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A value with its words: a post to act in, a due date, a phrase, an option of a select."""

    label: str
    value: str
    current: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """What this person may do now. `get` is a link (or a dialog), `post` a form of one button."""

    label: str
    href: str
    icon: str | None = None
    primary: bool = False
    method: str = "get"
    confirm: str | None = None
    quiet: bool = False
    dialog: bool = False
    short: str | None = None
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A short fact in a header: "Signature valid", "Dossier 04/2026"."""

    text: str
    icon: str | None = None
    href: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """An empty place that teaches: what would stand here and how to begin."""

    title: str
    text: str
    icon: str = "inbox"
    action: Action | None = None
