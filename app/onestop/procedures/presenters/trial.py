"""What a sample case would take, in words and dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.deadlines.rules.reasons import length_words, reasons
from app.deadlines.rules.working_time import NO_TIME, WorkCalendar
from app.deadlines.wording import words
from app.onestop.procedures.inputs import Channel, Content
from app.onestop.procedures.presenters import said
from app.onestop.procedures.presenters.picture import lines
from app.onestop.procedures.rules.trial import Trial
from app.web.i18n import gettext as _
from app.web.listing import Cell, Column, TableRow


@dataclass(frozen=True, slots=True)
class Shown:
    promise: str
    reasons: Sequence[str]
    ready: str
    verdict: str
    is_kept: bool
    price: str
    papers: str
    columns: Sequence[Column]
    rows: Sequence[TableRow]


def shown(
    trial: Trial, calendar: WorkCalendar, levels: dict[str, str], terms: tuple[str, str]
) -> Shown:
    """`terms`: what is paid, and how many papers there are."""
    due = trial.due
    told = lines([leg.step for leg in trial.legs], levels)
    rows = [
        TableRow(
            (
                str(leg.number),
                Cell(line.name, note=line.who),
                line.time,
                said.moment(leg.starts),
                said.moment(leg.ends),
            ),
            muted=line.is_pause,
        )
        for leg, line in zip(trial.legs, told, strict=True)
    ]
    return Shown(
        promise=said.moment(due.at) if due and due.at else "",
        reasons=[words(one) for one in reasons(due)] if due else [],
        ready=said.moment(trial.ready),
        verdict=_verdict(trial.spare, calendar),
        is_kept=trial.spare is None or trial.spare >= NO_TIME,
        price=terms[0],
        papers=terms[1],
        columns=(
            Column(_("No."), number=True),
            Column(_("Step")),
            Column(_("Time")),
            Column(_("Begins")),
            Column(_("Ends")),
        ),
        rows=rows,
    )


def _verdict(spare: timedelta | None, calendar: WorkCalendar) -> str:
    if spare is None:
        return str(_("No date is promised."))
    length = words(length_words(abs(spare), calendar))
    if spare < NO_TIME:
        return str(_("The promise is missed by %(length)s.", length=length))
    if not spare:
        return str(_("The promise is just kept: nothing is left."))
    return str(_("The promise is kept: %(length)s are left.", length=length))


def terms(content: Content, variant: str, channel: Channel) -> tuple[str, str]:
    """What is paid by this channel, and how many papers are asked for."""
    fees, papers = content.fees_of(variant), content.papers_of(variant)
    needed = sum(one.is_required for one in papers)
    count = _("%(needed)s needed, %(more)s in some cases", needed=needed, more=len(papers) - needed)
    return said.total([one.amount(channel) for one in fees]), str(count)
