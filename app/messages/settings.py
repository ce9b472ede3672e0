"""What an agency may set about its messages."""

from dataclasses import dataclass
from datetime import time

from app.core.errors import Problem, refuse_for
from app.core.settings import FIELD, OneOf, Setting, Whole, YesNo
from app.core.text import N_, clean
from app.core.words import URGENCY_WORDS
from app.deadlines.rules.working_time import Shift
from app.deadlines.settings import Hours
from app.messages.rules.sms import PLACE, text_problems

GROUP = N_("SMS and e-mail")
HEADS, DEPUTIES_TOO, NOBODY = "heads", "deputies", "nobody"
SUBJECT, REFERENCE = "subject", "reference"


@dataclass(frozen=True)
class Template:
    """The text of a message: what stands in braces is filled in when it is sent."""

    places: tuple[str, ...]
    needed: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    has_lines: bool = False

    def parse(self, text: str) -> str:
        said = clean(text)
        problems = text_problems(PLACE.sub("", said), FIELD)
        there = PLACE.findall(said)
        unknown = [name for name in there if name not in self.places]
        missing = [name for name in self.needed if name not in there]
        if unknown or missing or said.count("{") != len(there) or said.count("}") != len(there):
            known = ", ".join(f"{{{name}}}" for name in self.places)
            needed = ", ".join(f"{{{name}}}" for name in self.needed)
            message = N_("It may hold %(known)s, and has to hold %(needed)s.")
            problems.append(Problem(message, {"known": known, "needed": needed}, FIELD))
        refuse_for(problems)
        return said

    def write(self, value: str) -> str:
        return value


ACCENTED = Setting(
    "messages.sms_accented",
    YesNo(),
    False,
    N_("SMS with Vietnamese marks"),
    N_("With marks a message holds 70 characters instead of 160, and costs more."),
    GROUP,
)
TOLD = Setting(
    "messages.sms_told",
    OneOf(
        (
            (HEADS, N_("Heads of the units that are given the work")),
            (DEPUTIES_TOO, N_("Heads and deputies of these units")),
            (NOBODY, N_("Nobody")),
        )
    ),
    HEADS,
    N_("Who is told by SMS"),
    N_("A person who is given the work by name is told in any case but the last."),
    GROUP,
)
FROM_URGENCY = Setting(
    "messages.sms_from_urgency",
    OneOf(tuple((str(level), word) for level, word in enumerate(URGENCY_WORDS) if level)),
    "1",
    N_("From which urgency on"),
    N_("Documents below it are told in the application only."),
    GROUP,
)
SENDING_HOURS = Setting(
    "messages.sms_hours",
    Hours(most=2),
    (Shift(time(0, 0), time(23, 59)),),
    N_("Hours in which SMS are sent"),
    N_("Outside them a message waits until they begin."),
    GROUP,
)
ANY_HOUR_FROM = Setting(
    "messages.sms_any_hour_from",
    OneOf(tuple((str(level), word) for level, word in enumerate(URGENCY_WORDS) if level)),
    "3",
    N_("From which urgency on SMS are sent at any hour"),
    N_("Below it a message waits for the hours above."),
    GROUP,
)
URGENT_TEXT = Setting(
    "messages.sms_urgent_text",
    Template(
        ("agency", "urgency", "reference", "issuer", "subject", "due"), ("urgency", "reference")
    ),
    "[{agency}] {urgency}: VB {reference} của {issuer}: {subject}.{due} Đề nghị mở Công văn để "
    "xử lý ngay.",
    N_("SMS for urgent work"),
    N_("As it is registered with the carrier. The subject is cut where it is too long; {due} is "
       "“ Hạn: 17h00 24/11.” or nothing."),
    GROUP,
)  # fmt: skip
TEXT = Setting(
    "messages.sms_text",
    Template(("agency", "text"), ("text",)),
    "[{agency}] {text} Mở Công văn để xem.",
    N_("SMS for everything else"),
    N_("For those who chose to be told of something by SMS; {text} is the sentence of the notice."),
    GROUP,
)
CODE_TEXT = Setting(
    "messages.sms_code_text",
    Template(("agency", "code"), ("code",)),
    "[{agency}] Mã xác nhận số điện thoại: {code}, dùng trong 15 phút. Không đưa mã cho ai.",
    N_("SMS with a code"),
    N_("For whoever confirms their own telephone number; {code} is six figures."),
    GROUP,
)
PRICE = Setting(
    "messages.sms_price",
    Whole(0, 10_000),
    350,
    N_("Price of an SMS"),
    N_("In đồng for each part of 160 characters (153 of a longer one; with marks 70 and 67), as "
       "your provider charges. Messages keep the price of their day."),
    GROUP,
)  # fmt: skip
OUTSIDE = Setting(
    "messages.outside",
    OneOf(
        (
            (SUBJECT, N_("Reference and subject")),
            (REFERENCE, N_("Reference only")),
        )
    ),
    SUBJECT,
    N_("What e-mails and SMS say of a document"),
    N_("They leave the house. Files and directives are never in them."),
    GROUP,
)
SETTINGS = (
    *(ACCENTED, TOLD, FROM_URGENCY, SENDING_HOURS, ANY_HOUR_FROM),
    *(URGENT_TEXT, TEXT, CODE_TEXT, PRICE, OUTSIDE),
)
