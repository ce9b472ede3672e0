"""One point of the layout check of a file, as a plain value."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Point:
    """What was looked at. `rule` names the place in the decree; empty where it has no rule."""

    message: str
    passed: bool
    rule: str = ""
    params: dict[str, str | int] = field(default_factory=dict)
