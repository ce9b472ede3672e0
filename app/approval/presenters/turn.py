"""What was said in the circuit, and what the form of one's turn needs."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from app.approval.models import CircuitStep
from app.approval.policy import acting_post, turn_of_actor
from app.approval.presenters.steps import KIND_VERBS, who_acted
from app.approval.queries import ApprovalView, turns_of
from app.approval.rules import circuit
from app.core.policy import Actor
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.listing import Action, Choice, Quote


def my_turn(actor: Actor, view: ApprovalView) -> CircuitStep | None:
    """The step in which it is this actor's turn, in their own or another's name."""
    turns = (step for step in view.live_steps if turn_of_actor.for_row(actor, step))
    return next(turns, None)


def turn_form(actor: Actor, view: ApprovalView, step: CircuitStep) -> Mapping[str, Any]:
    """What `turn` of templates/approval/_turn.html is given."""
    turns = turns_of(view.round_steps)
    own = next(turn for turn in turns if turn.id == step.id)
    post = acting_post(actor, step)
    acting = post is not None and post.is_delegated
    return {
        "action": url_for("approval.decide", record_id=view.record_id),
        "step_id": step.id,
        "said": step.comment,
        "kind": step.kind,
        "verb": _(KIND_VERBS[step.kind]),
        "is_opinion": step.kind == circuit.OPINION,
        "acting_for": view.name(step.person_id) if acting else "",
        "until": moment(step.due_at),
        "returns": (
            Choice(_("The author"), "", current=True, note=view.name(view.author_id)),
            *(
                Choice(_(circuit.KINDS[turn.kind]), str(turn.id), note=view.name(turn.person_id))
                for turn in circuit.earlier(turns, own)
            ),
        ),
    }


def way_actions(view: ApprovalView, *, may_send: bool, is_author: bool) -> tuple[Action, ...]:
    """Sending the record on its way, and taking it back while nobody has acted."""
    found = []
    if may_send:
        href = url_for("approval.circuit", record_id=view.record_id)
        found.append(Action(_("Send round"), href, icon="send", primary=True))
    acted = circuit.has_acted(turns_of(view.round_steps))
    if is_author and view.is_circulating and (view.is_stuck or not acted):
        href = url_for("approval.call_back", record_id=view.record_id)
        found.append(Action(_("Call back"), href, icon="arrow-counterclockwise", method="post"))
    return tuple(found)


def quotes(view: ApprovalView) -> tuple[Quote, ...]:
    """What was said in the circuit and beside it, oldest first."""
    said = [
        (step.acted_at, _step_quote(view, step))
        for step in view.steps
        if step.comment and step.acted_at is not None
    ]
    said += [
        (
            one.at,
            Quote(
                one.text,
                view.name(one.author_id),
                _("on version %(number)s, %(at)s", number=one.version_number, at=moment(one.at)),
            ),
        )
        for one in view.remarks
    ]
    return tuple(quote for _at, quote in sorted(said, key=lambda pair: pair[0]))


def returned(view: ApprovalView) -> Quote | None:
    """Why it came back, as long as its author has not sent it again."""
    if view.state != "returned":
        return None
    for step in view.live_steps:
        if step.state == "returned":
            return _step_quote(view, step)
    reasons = [said for said in view.remarks if said.is_return]
    if not reasons:
        return None
    said = reasons[-1]
    return Quote(said.text, f"{view.name(said.author_id)}, {_('returned it')}", moment(said.at))


def sent_back_here(view: ApprovalView) -> Quote | None:
    """Why it is this turn again: nobody has acted since a later one returned it to here."""
    acted = [step for step in view.round_steps if step.acted_at is not None]
    last = max(acted, key=lambda step: (step.acted_at, step.id), default=None)
    return _step_quote(view, last) if last is not None and last.state == "returned" else None


def _step_quote(view: ApprovalView, step: CircuitStep) -> Quote:
    done = _("returned it") if step.state == "returned" else _(circuit.KINDS[step.kind]).lower()
    return Quote(step.comment, f"{who_acted(view, step)}, {done}", moment(step.acted_at))
