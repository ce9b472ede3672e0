"""The circuit in words: whose turn it is, who acted and in whose name."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.approval.models import CircuitStep
from app.approval.policy import turn_of_actor
from app.approval.queries import ApprovalView
from app.approval.queries.turns import opinions_due
from app.approval.rules.circuit import KINDS
from app.core import clock
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.presenters import why_set
from app.deadlines.queries import horizon_of
from app.web.formats import day, hour, moment, short_day
from app.web.i18n import gettext as _
from app.web.listing import Step, Why

KIND_VERBS = {
    "review": N_("Approve"),
    "initial": N_("Initial"),
    "sign": N_("Sign"),
    "opinion": N_("Give opinion"),
}
STATUS = {"done": "past", "lapsed": "past", "skipped": "past", "returned": "back", "current": "at"}
ENDED = {
    "lapsed": N_("no opinion in time"),
    "skipped": N_("no longer asked"),
}


@dataclass(frozen=True)
class StepLine:
    """One step of the circuit in full: on the page below the summary."""

    round: int
    kind: str
    person: str
    state: str
    text: str
    comment: str = ""
    is_past: bool = False


def circuit_steps(actor: Actor, view: ApprovalView) -> tuple[Step, ...]:
    """The present round: writing, then every turn; returned ones stand where they returned from."""
    if not view.round:
        return ()
    status = "at" if view.state in ("returned", "ended") else "past"
    written = Step(_("Drafting"), _short(view.name(view.author_id)), status)
    return (written, *(_step(actor, view, step) for step in view.live_steps))


def _step(actor: Actor, view: ApprovalView, step: CircuitStep) -> Step:
    status = STATUS.get(step.state, "next")
    if status == "past" and view.state == "returned":
        # What they approved is written anew, and goes round from the start.
        return Step(_(KINDS[step.kind]), _short(view.name(step.person_id)), "next")
    return Step(_(KINDS[step.kind]), _note(actor, view, step), status)


def _note(actor: Actor, view: ApprovalView, step: CircuitStep) -> str:
    if step.state in ENDED:
        return f"{_short(view.name(step.person_id))}, {_(ENDED[step.state])}"
    if step.state == "current" and turn_of_actor.for_row(actor, step):
        own = step.person_id == actor.person_id
        you = _("You") if own else _("You, for %(name)s", name=_short(view.name(step.person_id)))
        return you + _until(step)
    if step.acted_at is None:
        until = _until(step) if step.state in ("waiting", "current") else ""
        return _short(view.name(step.person_id)) + until
    return f"{who_acted(view, step, short=True)}, {_when(step)}"


def _until(step: CircuitStep) -> str:
    return f", {_('by %(day)s', day=short_day(step.due_at))}" if step.due_at else ""


def who_acted(view: ApprovalView, step: CircuitStep, *, short: bool = False) -> str:
    """ "B thay A" where somebody acted for the person who was asked."""
    name = _short if short else str
    holder = name(view.name(step.person_id))
    if step.acted_by_id is None or step.acted_by_id == step.person_id:
        return holder
    return _("%(actor)s for %(holder)s", actor=name(view.name(step.acted_by_id)), holder=holder)


def _when(step: CircuitStep) -> str:
    if step.acted_at is None:
        return ""
    today = clock.local(step.acted_at).date() == clock.today()
    return hour(step.acted_at) if today else short_day(step.acted_at)


def _short(name: str) -> str:
    """The given name, as people call each other: the last word."""
    return name.split()[-1] if name else ""


def history(view: ApprovalView) -> tuple[StepLine, ...]:
    """Every turn of every round, newest round first: what was decided, and what is only history."""
    ordered = sorted(view.steps, key=lambda step: (-step.round, step.position, step.id))
    return tuple(_line(view, step) for step in ordered)


def _line(view: ApprovalView, step: CircuitStep) -> StepLine:
    return StepLine(
        round=step.round,
        kind=_(KINDS[step.kind]),
        person=who_acted(view, step) if step.acted_by_id else view.name(step.person_id),
        state=step.state,
        text=_told(step),
        comment=step.comment,
        is_past=step.round != view.round or not step.is_live,
    )


def _told(step: CircuitStep) -> str:
    if step.state == "returned":
        return _(
            "returned version %(number)s, %(at)s",
            number=step.version_number,
            at=moment(step.acted_at),
        )
    if step.state == "done":
        return _("version %(number)s, %(at)s", number=step.version_number, at=moment(step.acted_at))
    if step.state in ENDED:
        return _(ENDED[step.state])
    if step.state == "current":
        since = _("has it since %(at)s", at=moment(step.began_at))
        return f"{since}; {_('until %(day)s', day=day(step.due_at))}" if step.due_at else since
    return _("comes later")


def whys_on(session: Session, actor: Actor, record_id: int, _asked: int | None) -> Sequence[Why]:
    """Of the opinions that are asked for until a day."""
    horizon = horizon_of(session, actor.agency_id)
    said = _("Whoever sent it round set until when an opinion may be given.")
    return [
        why_set(_("Opinion of %(name)s", name=name), due_at, horizon, said)
        for due_at, name in opinions_due(session, record_id)
    ]
