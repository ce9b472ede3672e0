"""Chains step by step: who was told, who was skipped and why, who confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core import clock
from app.messages.presenters.deliveries import SMS_STATES
from app.urgent.models import UrgentCall, UrgentTarget
from app.urgent.queries.pages import Chain, StepRow
from app.urgent.rules import (
    DUTY,
    HOW_WORDS,
    OUTCOME_WORDS,
    ROLE_WORDS,
    SKIPPED,
    WHY_WORDS,
)
from app.web.formats import hour, moment, short_day
from app.web.i18n import gettext as _
from app.web.listing import Step


@dataclass(frozen=True)
class ChainView:
    """One receiver: how it stands, and its steps."""

    name: str
    said: str
    is_confirmed: bool
    steps: Sequence[Step]


def chain_view(chain: Chain) -> ChainView:
    target = chain.target
    steps = [_step(row, target) for row in chain.steps]
    if target.calling_since is not None:
        steps.append(_calling(chain))
    return ChainView(
        name=target.name,
        said=standing(target, chain.confirmed_by),
        is_confirmed=target.state == "confirmed",
        steps=steps,
    )


def standing(target: UrgentTarget, by: str) -> str:
    """How a receiver stands, in one sentence."""
    if target.state == "confirmed":
        values = {
            "by": by,
            "at": moment(target.confirmed_at),
            "how": _(HOW_WORDS[target.confirmed_how]),
        }
        return str(_("%(by)s confirmed %(how)s, %(at)s", **values))
    if target.state == "calling":
        return str(_("To be phoned since %(at)s", at=when(target.calling_since)))
    if target.state == "ended":
        return str(_("Ended: %(why)s", why=_(WHY_WORDS[target.ended_why])))
    return str(_("Waiting until %(at)s, then the next step", at=when(target.next_at)))


def _step(row: StepRow, target: UrgentTarget) -> Step:
    step = row.step
    name = step.person.name if step.person else str(_(ROLE_WORDS[step.role]))
    return Step(name, ", ".join(filter(None, _notes(row, target))), _status(row, target))


def _status(row: StepRow, target: UrgentTarget) -> str:
    step = row.step
    if step.confirmed_at or _is_confirmer(row, target):
        return "past"
    is_now = target.state == "climbing" and step.step == target.step and not step.skipped
    return "at" if is_now else "over"


def _is_confirmer(row: StepRow, target: UrgentTarget) -> bool:
    return row.step.person_id is not None and row.step.person_id == target.confirmed_by_id


def _notes(row: StepRow, target: UrgentTarget) -> list[str]:
    step = row.step
    found = [_role(row, target) if step.person else "", when(step.at)]
    if step.skipped:
        return [*found, _("skipped: %(why)s", why=skipped_words(step.role, step.skipped))]
    if row.sms is not None:
        found.append(_(SMS_STATES[row.sms]).lower())
    if step.confirmed_at:
        how = _(HOW_WORDS[step.confirmed_how])
        found.append(_("confirmed %(how)s at %(at)s", how=how, at=when(step.confirmed_at)))
    elif step.unproven_at:
        values = {"at": when(step.unproven_at), "phone": spaced(step.unproven_phone)}
        found.append(_("its code came from %(phone)s at %(at)s, which was not asked", **values))
    return found


def _role(row: StepRow, target: UrgentTarget) -> str:
    """Whoever is addressed by name is asked as themselves."""
    is_self = target.person_id is not None and target.person_id == row.step.person_id
    return "" if is_self else str(_(ROLE_WORDS[row.step.role]))


def skipped_words(role: str, why: str) -> str:
    """Why somebody is passed over; to be on duty is no post."""
    is_unplanned = role == DUTY and why == "nobody"
    return str(_("nobody is on duty then") if is_unplanned else _(SKIPPED[why]))


def when(at: datetime | None) -> str:
    """The hour, with its day where that is not today."""
    if at is None or clock.local(at).date() == clock.today():
        return hour(at)
    return str(_("%(hour)s on %(day)s", hour=hour(at), day=short_day(at)))


def spaced(phone: str) -> str:
    """0900 000 121, also of 84900000121."""
    digits = phone.replace(" ", "")
    if digits.startswith("84") and len(digits) == 11:
        digits = f"0{digits[2:]}"
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}" if len(digits) == 10 else phone


def _calling(chain: Chain) -> Step:
    target = chain.target
    notes = [_("from %(at)s", at=when(target.calling_since)), *map(call_said, chain.calls)]
    is_reached = target.confirmed_how == "phone"
    status = "past" if is_reached else "at" if target.state == "calling" else "over"
    return Step(_("Phone calls"), ". ".join(notes), status)


def call_said(call: UrgentCall) -> str:
    values = {
        "by": call.called_by.name,
        "who": call.person.name,
        "at": when(call.at),
        "outcome": _(OUTCOME_WORDS[call.outcome]),
    }
    return str(_("%(at)s: %(by)s phoned %(who)s, %(outcome)s", **values))


def silent_since(target: UrgentTarget) -> str:
    return str(_("Silent since %(at)s", at=moment(target.alert.sent_at)))
