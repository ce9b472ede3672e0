"""What an agency may set about its urgent chain."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy.orm import Session

from app.core.errors import Problem, Refused
from app.core.settings import FIELD, OneOf, Setting, Whole, value
from app.core.text import N_, clean
from app.core.words import URGENCY_WORDS
from app.deadlines.rules.working_time import Shift
from app.deadlines.settings import Hours
from app.messages.settings import Template
from app.urgent.rules import DEPUTY, DUTY, HEAD

GROUP = N_("Urgent messages")
NEVER = "4"
PLACES = ("agency", "urgency", "address", "code", "hotline")


@dataclass(frozen=True)
class Line:
    """One line of text that fits a pattern; it may be empty where the pattern allows it."""

    pattern: str
    problem: str
    """Message id: what is wrong with a line that does not."""
    choices: tuple[tuple[str, str], ...] = ()
    has_lines: bool = False

    def parse(self, text: str) -> str:
        line = clean(text)
        if not re.fullmatch(self.pattern, line):
            raise Refused(Problem(self.problem, field=FIELD))
        return line

    def write(self, value: str) -> str:
        return value


CLIMBS_FROM = Setting(
    "urgent.climbs_from",
    OneOf(
        (
            *((str(level), word) for level, word in enumerate(URGENCY_WORDS) if level),
            (NEVER, N_("Never by itself")),
        )
    ),
    "1",
    N_("From which urgency on a message climbs by itself"),
    N_("When such a document is issued or given out, its receivers are asked to confirm."),
    GROUP,
)
STEPS = Setting(
    "urgent.steps",
    OneOf(
        (
            (f"{HEAD},{DEPUTY},{DUTY}", N_("Head, deputies, duty officer, then phone calls")),
            (f"{HEAD},{DUTY}", N_("Head, duty officer, then phone calls")),
            (f"{HEAD},{DEPUTY}", N_("Head, deputies, then phone calls")),
            (HEAD, N_("Head, then phone calls")),
        )
    ),
    f"{HEAD},{DEPUTY},{DUTY}",
    N_("The chain"),
    N_("Whoever has no number, is away or was told already is skipped at once."),
    GROUP,
)
_HELP = N_("Then the next of the chain is told. No quiet hours hold this up.")
MINUTES: dict[int, Setting[int]] = {
    level: Setting(f"urgent.minutes_{level}", Whole(1, 240), usual, label, _HELP, GROUP)
    for level, usual, label in (
        (1, 30, N_("Minutes for a step: urgent")),
        (2, 15, N_("Minutes for a step: very urgent")),
        (3, 10, N_("Minutes for a step: flash")),
    )
}
"""By urgency."""
TEXT = Setting(
    "urgent.text",
    Template(PLACES, needed=("code",)),
    "{agency}: có văn bản {urgency} gửi ông/bà. Báo đã nhận: {address} hoặc trả lời OK {code}. "
    "Trực ban {hotline}.",
    N_("The text of an urgent message"),
    N_("{agency}, {urgency}, {address}, {code} and {hotline} are filled in. It names no document: "
       "whoever finds the phone learns nothing."),
    GROUP,
)  # fmt: skip
HOTLINE = Setting(
    "urgent.hotline",
    Line(r"[0-9 .()+-]{0,20}", N_("Write a telephone number, or nothing.")),
    "",
    N_("Telephone of the duty desk"),
    N_("It stands in the message and on the page behind its link."),
    GROUP,
)
ADDRESS = Setting(
    "urgent.address",
    Line(r"(https?://[^\s/?#]+)?", N_("Write an address such as https://office.example.")),
    "",
    N_("Address of this office for telephones"),
    N_("Links in messages begin with it. Without one they hold the reply code only."),
    GROUP,
    is_common=True,
)
DAY_SHIFT = Setting(
    "urgent.day_shift",
    Hours(most=1),
    (Shift(time(7, 0), time(17, 0)),),
    N_("Hours of the day shift"),
    N_("The rest is the night shift of the day on which it begins."),
    GROUP,
)
SETTINGS: tuple[Setting[Any], ...] = (
    CLIMBS_FROM,
    STEPS,
    *MINUTES.values(),
    TEXT,
    HOTLINE,
    ADDRESS,
    DAY_SHIFT,
)


LACKS: dict[str, tuple[Setting[str], str]] = {
    "{address}": (
        ADDRESS,
        N_("The messages hold no link: the address of this office for telephones is not set."),
    ),
    "{hotline}": (
        HOTLINE,
        N_("The messages name no telephone to call: that of the duty desk is not set."),
    ),
}
"""By what the text asks for: where it is set, and what a message lacks without it."""


def lacking(session: Session, agency_id: int | None) -> list[tuple[Setting[str], str]]:
    """What the messages of an agency would say if it were set, and do not."""
    text = value(session, TEXT, agency_id)
    return [
        (setting, words)
        for place, (setting, words) in LACKS.items()
        if place in text and not value(session, setting, None if setting.is_common else agency_id)
    ]
