"""What a version of a procedure says, as plain values: typed, imported, compared, shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from app.deadlines.rules.spans import Span


class Channel(StrEnum):
    """How a case comes in, by law: trực tiếp, trực tuyến, bưu chính công ích."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class Online(StrEnum):
    """How much of it is done online: toàn trình, một phần, or not at all."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Certainty(StrEnum):
    """How sure a value is: the agency answers for it, or it was seen somewhere, or assumed."""

    ANSWERED = ""
    SEEN = "seen"
    ASSUMED = "assumed"
    UNSURE = "unsure"


class PaperKind(StrEnum):
    SUBMIT = "submit"
    SHOW = "show"
    COMPARE = "compare"


class Timing(StrEnum):
    INTAKE = "intake"
    SUPPLEMENT = "supplement"
    RETURN = "return"


class Role(StrEnum):
    """Who does a step."""

    COUNTER = "counter"
    HEAD = "head"
    OFFICER = "officer"
    LEADER = "leader"
    CLERK = "clerk"
    AGENCY = "agency"
    TAX = "tax"


class Pausing(StrEnum):
    """For what the clock of the case stands while a step lasts."""

    NO = ""
    AGENCY = "agency"
    PAYMENT = "payment"
    TAX = "tax"


class TemplateKind(StrEnum):
    RESULT = "result"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Variant:
    """A case of the procedure (trường hợp); the usual one has no name."""

    name: str = ""
    counter: Span | None = None
    online: Span | None = None
    post: Span | None = None
    extension: Span | None = None
    extension_reason: str = ""

    def limit(self, channel: Channel) -> Span | None:
        """How long it may take by this channel; None where no date is promised."""
        own = {Channel.ONLINE: self.online, Channel.POST: self.post}.get(channel)
        return own or self.counter


@dataclass(frozen=True, slots=True)
class Paper:
    name: str
    kind: PaperKind = PaperKind.SUBMIT
    originals: int = 0
    copies: int = 0
    electronic: int = 0
    is_required: bool = True
    condition: str = ""
    is_reusable: bool = False
    form_code: str = ""
    variant: str = ""
    """Only in the case of this name; in all of them where none is named."""


@dataclass(frozen=True, slots=True)
class Fee:
    """Amounts in đồng."""

    name: str
    counter: int | None = None
    online: int | None = None
    post: int | None = None
    unit: str = ""
    most: int | None = None
    timing: Timing = Timing.INTAKE
    note: str = ""
    variant: str = ""

    def amount(self, channel: Channel) -> int | None:
        """What is paid by this channel; None where it is counted as `note` says."""
        own = {Channel.ONLINE: self.online, Channel.POST: self.post}.get(channel)
        return self.counter if own is None else own


@dataclass(frozen=True, slots=True)
class Exemption:
    """Who pays so many per cent less: nothing, where it is all."""

    group: str
    percent: int = 100
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    role: Role
    unit: str = ""
    level: str = ""
    """Where it is done at another level than the procedure's."""
    minutes: int = 0
    """Of working time."""
    pause: Pausing = Pausing.NO


@dataclass(frozen=True, slots=True)
class Template:
    kind: TemplateKind
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a version says."""

    name: str
    level: str
    online: Online = Online.NONE
    result: str = ""
    ground: str = ""
    note: str = ""
    limit_certainty: Certainty = Certainty.ANSWERED
    fee_certainty: Certainty = Certainty.ANSWERED
    paper_certainty: Certainty = Certainty.ANSWERED
    step_certainty: Certainty = Certainty.ANSWERED
    variants: Sequence[Variant] = (Variant(),)
    papers: Sequence[Paper] = ()
    fees: Sequence[Fee] = ()
    exemptions: Sequence[Exemption] = ()
    steps: Sequence[Step] = ()
    templates: Sequence[Template] = ()

    def variant(self, name: str) -> Variant:
        """The case of this name; the first where there is none."""
        return next((one for one in self.variants if one.name == name), self.variants[0])

    def papers_of(self, variant: str) -> list[Paper]:
        return [one for one in self.papers if one.variant in ("", variant)]

    def fees_of(self, variant: str) -> list[Fee]:
        return [one for one in self.fees if one.variant in ("", variant)]

    def facts(self) -> Iterator[tuple[str, Any]]:
        """Name and value of all that is no list."""
        names = (one.name for one in fields(self) if one.name not in LISTS)
        return ((name, getattr(self, name)) for name in names)


LISTS: dict[str, type] = {
    "variants": Variant,
    "papers": Paper,
    "fees": Fee,
    "exemptions": Exemption,
    "steps": Step,
    "templates": Template,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A procedure as a catalogue lists it."""

    code: str
    is_national: bool
    field: str
    content: Content
