"""What pages hand to the services of approval, as plain values."""

from dataclasses import dataclass

from app.approval.rules.circuit import PlannedStep


@dataclass(frozen=True)
class RoundEntry:
    """The circuit as the author composed it."""

    steps: tuple[PlannedStep, ...]
    base_version: int
    comment: str = ""


@dataclass(frozen=True)
class Decision:
    """What a person says in their turn. `seen_version` is the version on the page they acted on."""

    step_id: int
    seen_version: int
    comment: str = ""


@dataclass(frozen=True)
class TypedStep:
    """One line of the circuit as typed; `with_previous` asks it beside the line above."""

    kind: str = ""
    post_id: int | None = None
    until: str = ""
    with_previous: bool = False
