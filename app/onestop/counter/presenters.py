"""The counter as it is shown: the stub that fills itself, earlier cases, the papers."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core import clock
from app.deadlines.queries import calendar, horizon_of
from app.deadlines.rules.reasons import moment_words, reasons
from app.deadlines.rules.spans import due_by
from app.deadlines.wording import words
from app.onestop.cases import presenters as cases
from app.onestop.cases import queries
from app.onestop.counter.forms import CounterForm
from app.onestop.counter.receiving import Chosen
from app.onestop.procedures.inputs import Channel, Paper
from app.onestop.procedures.presenters import said
from app.web import actor, session
from app.web.listing import Row


@dataclass(frozen=True)
class Stub:
    """The receipt as it would be printed now."""

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


def stub(form: CounterForm, chosen: Chosen | None) -> Stub | None:
    if chosen is None:
        return None
    channel = Channel(form.channel.data) if form.channel.data in tuple(Channel) else Channel.COUNTER
    content, variant = chosen.content, form.variant.data
    limit = content.variant(variant).limit(channel)
    fee = said.total([one.amount(channel) for one in content.fees_of(variant)])
    if limit is None:
        return Stub("", (), fee)
    due = due_by(clock.now(), limit, calendar(session(), actor().agency_id))
    return Stub(words(moment_words(due.first)), [words(one) for one in reasons(due)], fee)


def paper_lines(form: CounterForm, chosen: Chosen | None) -> list[PaperLine]:
    if chosen is None:
        return []
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


def earlier(form: CounterForm) -> list[Row]:
    """What the person has here already, what is open first."""
    identity = "".join((form.identity.data or "").split())
    if not identity:
        return []
    horizon = horizon_of(session(), actor().agency_id)
    return [cases.row(one, horizon) for one in queries.earlier_of(session(), actor(), identity)]


def open_already(form: CounterForm) -> str:
    """The code of the case that this person has open for the same procedure."""
    identity, procedure_id = "".join((form.identity.data or "").split()), form.procedure_id.data
    if not identity or procedure_id is None:
        return ""
    return queries.open_already(session(), actor(), identity, procedure_id) or ""
