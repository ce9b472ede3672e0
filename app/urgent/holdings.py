"""Days and nights on which people are on duty, and the urgent messages of which units are asked."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import String, cast, func, literal, null, select, update
from sqlalchemy.orm import Session

from app.core.asking import TODAY
from app.core.feature import Holding, stays_put
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.queries import unit_names
from app.urgent.models import CALLING, CLIMBING, DutyShift, UrgentAlert, UrgentTarget

STAYS = N_("They end with the agency; the roster of its successor holds.")
WORDS = {"day": N_("Duty by day"), "night": N_("Duty by night")}

_ISO: Any = cast(DutyShift.day, String)
_DAY = (
    func.substr(_ISO, 9, 2).concat("/").concat(func.substr(_ISO, 6, 2)).concat("/")
    .concat(func.substr(_ISO, 1, 4))
)  # fmt: skip


def _hand_duty(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    changed = update(DutyShift).where(DutyShift.id.in_(ids), DutyShift.day >= TODAY)
    session.execute(changed.values(person_id=int(target[1:])))
    session.expire_all()


def _shift(shift: str, words: str) -> Holding:
    """What is over stays with whoever was on duty then."""
    rows = select(DutyShift.id, literal(0), null(), _DAY, null(), literal(""))
    return Holding(
        name=f"urgent.duty_{shift}",
        words=words,
        of="p",
        rows=rows.where(DutyShift.shift == shift, DutyShift.day >= TODAY),
        id=DutyShift.id,
        agency_id=DutyShift.agency_id,
        held_by=lambda number: DutyShift.person_id == number,
        move=_hand_duty,
        icon="telephone",
    )


def _hand_asked(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """The chain goes on where it was: nobody who was told of it is told again."""
    ((unit_id, name),) = unit_names(session, [int(target[1:])]).items()
    for one in session.scalars(select(UrgentTarget).where(UrgentTarget.id.in_(ids))):
        one.unit_id, one.name = unit_id, name
    session.flush()


def _hand_asked_of_agency(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """It climbs to whoever heads the successor, and is on duty there; it is called as it was."""
    changed = update(UrgentTarget).where(UrgentTarget.id.in_(ids))
    session.execute(changed.values(agency_id=int(target[1:])))
    session.expire_all()


_ASKED: dict[str, Any] = {
    "words": N_("Urgent messages that nobody confirmed"),
    "rows": select(
        UrgentTarget.id, UrgentTarget.step, UrgentAlert.record_id, literal(""), null(), literal("")
    )
    .join(UrgentAlert, UrgentAlert.id == UrgentTarget.alert_id)
    .where(UrgentTarget.state.in_((CLIMBING, CALLING))),
    "id": UrgentTarget.id,
    "agency_id": UrgentTarget.agency_id,
    "icon": "telephone",
}
HOLDINGS = (
    *(_shift(shift, words) for shift, words in WORDS.items()),
    Holding(
        name="urgent.duty_of_agency",
        words=N_("Days and nights on duty"),
        of="a",
        rows=select(DutyShift.id, literal(0), null(), _DAY, null(), literal(STAYS)).where(
            DutyShift.day >= TODAY
        ),
        id=DutyShift.id,
        agency_id=DutyShift.agency_id,
        held_by=lambda number: DutyShift.agency_id == number,
        move=stays_put,
        icon="telephone",
    ),
    Holding(
        name="urgent.asked",
        of="u",
        held_by=lambda number: UrgentTarget.unit_id == number,
        move=_hand_asked,
        **_ASKED,
    ),
    Holding(
        name="urgent.asked_of_agency",
        of="a",
        held_by=lambda number: UrgentTarget.agency_id == number,
        move=_hand_asked_of_agency,
        **_ASKED,
    ),
)
