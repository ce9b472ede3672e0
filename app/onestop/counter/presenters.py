"""The counter as it is shown: the receipt that fills itself, and the papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.deadlines.rules.reasons import moment_words, reasons
from app.deadlines.rules.spans import due_by
from app.deadlines.rules.working_time import WorkCalendar
from app.deadlines.wording import words
from app.onestop.counter.forms import CounterForm
from app.onestop.counter.queries import Chosen
from app.onestop.procedures.inputs import Channel, Paper
from app.onestop.procedures.presenters import said


@dataclass(frozen=True)
class Stub:
    """The receipt as it would be printed now; `due` is empty where no date is promised."""

    due: str
    reasons: Sequence[str]
    fee: str


@dataclass(frozen=True)
class PaperLine:
    place: int
    paper: Paper
    is_here: bool
    copy: str
    quantity: int


def stub(form: CounterForm, chosen: Chosen, now: datetime, calendar: WorkCalendar) -> Stub:
    channel = Channel(form.channel.data) if form.channel.data in tuple(Channel) else Channel.COUNTER
    content, variant = chosen.content, form.variant.data
    limit = content.variant(variant).limit(channel)
    fee = said.total([one.amount(channel) for one in content.fees_of(variant)])
    if limit is None:
        return Stub("", (), fee)
    due = due_by(now, limit, calendar)
    return Stub(words(moment_words(due.first)), [words(one) for one in reasons(due)], fee)


def paper_lines(form: CounterForm, chosen: Chosen) -> list[PaperLine]:
    field = form.papers
    return [
        PaperLine(
            place,
            paper,
            place in field.ticked,
            field.copy_of(place, paper).value,
            field.quantity_of(place, paper),
        )
        for place, paper in enumerate(chosen.content.papers_of(form.variant.data))
    ]
