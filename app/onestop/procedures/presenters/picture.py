"""The picture of a process: a lane for everybody who does something, the steps along the time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.onestop.procedures.inputs import Role, Step
from app.onestop.procedures.presenters import said
from app.onestop.procedures.wording import PAUSES, ROLES
from app.web.i18n import gettext as _

LABELS, WIDTH, LANE, BOX = 230, 1000, 40, 26
"""Pixels of the drawing: names of lanes, the whole, a lane, a step in it."""
NARROWEST, PAUSE = 30, 90


@dataclass(frozen=True, slots=True)
class Box:
    number: int
    x: float
    y: float
    width: float
    is_pause: bool
    title: str
    line: str
    """From the step before: the points of a line; empty for the first."""

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Lane:
    label: str
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    lanes: Sequence[Lane]
    boxes: Sequence[Box]
    words: str
    """The same for whoever does not see it."""

    @property
    def height(self) -> int:
        return LANE * len(self.lanes)


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in words."""

    name: str
    who: str
    time: str
    is_pause: bool


def lines(steps: Sequence[Step], levels: Mapping[str, str]) -> list[StepLine]:
    return [
        StepLine(
            step.name,
            who(step, levels),
            str(_(PAUSES[step.pause])) if step.pause else said.working_hours(step.minutes),
            bool(step.pause),
        )
        for step in steps
    ]


def picture(steps: Sequence[Step], levels: Mapping[str, str]) -> Picture:
    """Boxes as wide as their time, none too narrow for its number."""
    doing = [who(step, levels) for step in steps]
    names = list(dict.fromkeys(doing))
    lanes = [Lane(name, number * LANE) for number, name in enumerate(names)]
    widths = _widths(steps)
    boxes: list[Box] = []
    x = float(LABELS)
    for number, (step, width) in enumerate(zip(steps, widths, strict=True), 1):
        y = names.index(doing[number - 1]) * LANE + (LANE - BOX) / 2
        line = _line(boxes[-1], y) if boxes else ""
        boxes.append(Box(number, round(x, 1), y, width, bool(step.pause), step.name, line))
        x += width
    told = "; ".join(f"{box.number}. {box.title}" for box in boxes)
    return Picture(lanes, boxes, told)


def _widths(steps: Sequence[Step]) -> list[float]:
    fixed = [PAUSE if step.pause else NARROWEST for step in steps]
    room = WIDTH - LABELS - sum(fixed)
    total = sum(step.minutes for step in steps if not step.pause) or 1
    return [
        round(width if step.pause else width + max(0, room) * step.minutes / total, 1)
        for step, width in zip(steps, fixed, strict=True)
    ]


def _line(before: Box, y: float) -> str:
    """Down or up to the lane of the next step, at the moment in which one hands on."""
    if before.y == y:
        return ""
    x, start, end = round(before.x + before.width, 1), before.y + BOX / 2, y + BOX / 2
    return f"{x},{start} {x},{end}"


def who(step: Step, levels: Mapping[str, str]) -> str:
    """Whoever does it: the role, or the agency that does it elsewhere; its unit; its level."""
    is_elsewhere = step.role in (Role.COUNTER, Role.AGENCY, Role.TAX)
    role = "" if (step.unit or step.level) and is_elsewhere else str(_(ROLES[step.role]))
    return ", ".join(dict.fromkeys(filter(None, (role, step.unit, levels.get(step.level, "")))))
