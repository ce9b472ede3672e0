"""What urgent adds to the page of a record: who confirmed, and sending by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.urgent.policy import SEND
from app.urgent.presenters.chains import ChainView, chain_view
from app.urgent.queries.chain import places_of
from app.urgent.queries.pages import alerts_of, chains_of
from app.web.i18n import gettext as _
from app.web.listing import Action, Addition, Fact, Part


@dataclass(frozen=True)
class UrgentPart:
    """What templates/urgent/_part.html shows."""

    chains: Sequence[ChainView]
    href: str


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition | None:
    alerts = alerts_of(session, opened.record_id)
    actions = _actions(session, actor, opened.record_id)
    if not alerts:
        return Addition(actions=actions, actions_place=60) if actions else None
    chains = chains_of(session, [one.id for one in alerts])
    confirmed = sum(one.target.state == "confirmed" for one in chains)
    text = _("Urgent: %(done)s of %(all)s confirmed", done=confirmed, all=len(chains))
    href = url_for("urgent.alert", alert_id=alerts[0].id)
    part = Part(
        name="urgent",
        label=_("Urgent"),
        template="urgent/_part.html",
        content=UrgentPart([chain_view(one) for one in chains], href),
        count=len(chains),
        place=15,
    )
    fact = Fact(text, icon="telephone", href="#urgent")
    return Addition(facts=(fact,), parts=(part,), actions=actions, actions_place=60)


def _actions(session: Session, actor: Actor, record_id: int) -> tuple[Action, ...]:
    if not actor.may(SEND) or not places_of(session, actor, record_id):
        return ()
    href = url_for("urgent.send", record_id=record_id)
    return (Action(_("Send urgently"), href, icon="telephone", quiet=True),)
