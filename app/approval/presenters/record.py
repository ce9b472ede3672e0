"""What approval adds to the page that the office composes: the circuit, and one's turn in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from app.approval.policy import Matter, is_author, matter_of
from app.approval.presenters.steps import StepLine, circuit_steps, history
from app.approval.presenters.turn import my_turn, quotes, returned, sent_back_here, way_actions
from app.approval.queries import ApprovalView, approval_view
from app.core.feature import Opened
from app.core.policy import Actor
from app.web.i18n import gettext as _
from app.web.listing import Action, Addition, Part, Quote, Step


@dataclass(frozen=True)
class ApprovalPart:
    """What templates/approval/_part.html shows."""

    steps: Sequence[Step]
    returned: Quote | None
    quotes: Sequence[Quote]
    history: Sequence[StepLine]


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition | None:
    if opened.kind.approval is None:
        return None
    about = matter_of(session, opened.record_id)
    view = approval_view(session, opened.record_id, about.proposed.author_id)
    part = Part(
        name="approval",
        label=_("Approval circuit"),
        template="approval/_part.html",
        content=_part(actor, view),
        count=len(view.round_steps) + len(view.remarks),
        place=30,
    )
    return Addition(
        parts=(part,) if view.round or view.remarks else (),
        actions=_actions(session, actor, about, view),
        actions_place=15,
    )


def _part(actor: Actor, view: ApprovalView) -> ApprovalPart:
    back = returned(view) or (sent_back_here(view) if my_turn(actor, view) else None)
    return ApprovalPart(circuit_steps(actor, view), back, quotes(view), history(view))


def _actions(session: Session, actor: Actor, about: Matter, view: ApprovalView) -> Sequence[Action]:
    """Deciding in one's turn comes first; anybody who reads it may remark on it."""
    found = []
    if my_turn(actor, view) is not None:
        href = url_for("approval.decide", record_id=view.record_id)
        found.append(
            Action(_("Take your turn"), href, icon="vector-pen", primary=True, dialog=True)
        )
    ready = not view.is_circulating and about.proposed.problem is None
    may_send = ready and about.ways.may_send(session, actor, view.record_id)
    found += way_actions(view, may_send=may_send, is_author=is_author(actor, about))
    href = url_for("approval.remark", record_id=view.record_id)
    found.append(Action(_("Comment"), href, icon="chat-left-text", quiet=True, dialog=True))
    return found
