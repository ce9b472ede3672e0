"""Before sending, the call list, the page of a sending."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import Face, UrgentTurn
from app.core.policy import Actor
from app.core.settings import value
from app.core.web_addresses import public_address
from app.core.words import URGENCY_WORDS
from app.messages.queries import health_of_gateways
from app.messages.rules import GatewayHealth
from app.messages.settings import PRICE
from app.urgent import rules
from app.urgent.models import UrgentAlert
from app.urgent.presenters.chains import (
    ChainView,
    call_said,
    chain_view,
    silent_since,
    skipped_words,
    spaced,
    when,
)
from app.urgent.queries.asked import Asked
from app.urgent.queries.chain import Place, Step, first_of, turns_of, whole_chains
from app.urgent.queries.pages import ToPhone, chains_of, month_segments
from app.urgent.rules import CALLED, ROLE_WORDS, Candidate, Cost
from app.urgent.service.climbing import step_length, text_for
from app.urgent.settings import ADDRESS, lacking
from app.web.formats import hour
from app.web.i18n import gettext as _

NAMED = 3
"""So many people of a step are named."""


@dataclass(frozen=True)
class Receiver:
    """A receiver before anything is sent: who is told first, who is passed over and why."""

    source: str
    name: str
    first: str
    phone: str
    notes: Sequence[str]
    then: Sequence[str]
    """Who is asked next, and when, if those before keep silent."""
    running: str = ""
    """Where it is being asked already: by which sending, and where that is seen."""
    running_href: str = ""


@dataclass(frozen=True)
class Lack:
    """What every message is sent without, until somebody sets it."""

    words: str
    label: str
    href: str
    """Where the reader sets it; empty where others do."""


@dataclass(frozen=True)
class Preview:
    """What templates/urgent/send.html shows."""

    plain: Cost
    accented: Cost
    receivers: Sequence[Receiver]
    chain: Sequence[tuple[str, str]]
    most: int
    """Messages, if nobody ever confirms."""
    gateways: Sequence[tuple[str, GatewayHealth]]
    """Those that were tried so far, by name."""
    month: int
    """Segments that this agency sent this month."""
    lacks: Sequence[Lack]


def preview(
    session: Session,
    actor: Actor,
    alert: UrgentAlert,
    places: Sequence[Place],
    asked: Sequence[Asked],
    asked_at: str,
) -> Preview:
    """What would leave to those who are not asked already; `asked_at` is the address by which the
    page itself was asked for."""
    running = {one.source: one for one in reversed(asked)}
    every = whole_chains(session, alert, places)
    chains = {place: chain for place, chain in every.items() if place.source not in running}
    people, length = (
        sum(len(first_of(chain)) for chain in chains.values()),
        step_length(session, alert),
    )
    price = value(session, PRICE, alert.agency_id)
    texts = []
    for accented in (False, True):
        alert.accented = accented
        texts.append(text_for(session, alert, rules.SAMPLE_LINK, rules.SAMPLE_CODE))
    plain, accented_cost = (Cost(text, people, price) for text in texts)
    return Preview(
        plain=plain,
        accented=accented_cost,
        receivers=[
            _receiver(place, every[place], length, running.get(place.source)) for place in places
        ],
        chain=_times(session, alert, chains.values()),
        most=sum(len(step.reached) for chain in chains.values() for step in chain),
        gateways=sorted(health_of_gateways(session, ()).items()),
        month=month_segments(session, alert.agency_id),
        lacks=_lacks(session, actor, alert.agency_id, public_address(asked_at)),
    )


def _lacks(session: Session, actor: Actor, agency_id: int, proposed: str) -> list[Lack]:
    """To whoever may set it, with the address that would do."""
    found = []
    for setting, words in lacking(session, agency_id):
        asked: dict[str, Any] = {"agency": 0 if setting.is_common else agency_id}
        if setting is ADDRESS and proposed:
            asked["value"] = proposed
        right = "organisation.manage" if setting.is_common else "settings.manage"
        href = url_for("settings.change", key=setting.key, **asked) if actor.may(right) else ""
        found.append(Lack(_(words), _(setting.label), href))
    return found


def _receiver(
    place: Place, chain: Sequence[Step], length: timedelta, running: Asked | None
) -> Receiver:
    told, notes = first_of(chain), []
    for step in chain:
        notes += [
            _("%(name)s: %(why)s", name=one.one.name if one.one else _(ROLE_WORDS[step.role]),
              why=skipped_words(step.role, one.skipped))
            for one in step.people
            if one.skipped
        ]  # fmt: skip
        if step.reached:
            break
    if not told:
        notes.append(_("Nobody can be told by SMS: it goes to the call list at once."))
    return Receiver(
        source=place.source,
        name=place.name,
        first="; ".join(", ".join(filter(None, (one.name, one.title))) for one in told),
        phone="; ".join(spaced(one.phone) for one in told),
        notes=notes,
        then=[_turn(one) for one in turns_of(chain, length)[1:]],
        running=(
            _("Being asked by the message sent at %(at)s.", at=when(running.sent_at))
            if running
            else ""
        ),
        running_href=url_for("urgent.alert", alert_id=running.alert_id) if running else "",
    )


def _turn(turn: UrgentTurn) -> str:
    at, role = hour(clock.now() + turn.after), _(turn.role)
    names = ", ".join(turn.names)
    return (
        _("%(at)s %(role)s: %(names)s", at=at, role=role, names=names) if names else f"{at} {role}"
    )


def _times(
    session: Session, alert: UrgentAlert, chains: Iterable[Sequence[Step]]
) -> list[tuple[str, str]]:
    """When which step would be told, and who; a step that reaches nobody takes no time."""
    length, at = step_length(session, alert), clock.now()
    found = []
    for steps in zip(*chains, strict=True):
        role = _(ROLE_WORDS[steps[0].role])
        names = list(dict.fromkeys(one.name for step in steps for one in step.reached))
        if not names:
            found.append(("–", _("%(role)s: nobody can be told, skipped", role=role)))
            continue
        told = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
        found.append((hour(at), f"{role}: {told}"))
        at += length
    return [*found, (hour(at), _(CALLED))]


# -- The call list ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Callee:
    person_id: int
    name: str
    title: str
    number: str
    tel: str


@dataclass(frozen=True)
class CallView:
    """One receiver on the call list."""

    target_id: int
    name: str
    silent: str
    about: str
    """What is to be said on the telephone: how urgent, and which document where it may be known."""
    href: str
    people: Sequence[Callee]
    calls: Sequence[str]


def call_view(one: ToPhone, face: Face | None = None) -> CallView:
    """`face`: of its record, where the page around does not name it."""
    parts = (_(URGENCY_WORDS[one.target.alert.urgency]), face.entitled) if face else ()
    return CallView(
        target_id=one.target.id,
        name=one.target.name,
        silent=silent_since(one.target),
        about=": ".join(filter(None, parts)),
        href=face.path if face else "",
        people=[_callee(person) for person in one.people],
        calls=[call_said(call) for call in one.calls],
    )


def _callee(one: Candidate) -> Callee:
    tel = "".join(sign for sign in one.phone if sign in "+0123456789")
    return Callee(one.person_id, one.name, one.title, spaced(one.phone), tel)


def alert_chains(session: Session, alert: UrgentAlert) -> list[ChainView]:
    return [chain_view(one) for one in chains_of(session, [alert.id])]
