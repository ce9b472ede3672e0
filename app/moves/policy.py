"""Who may hand over what somebody holds."""

from sqlalchemy.orm import Session

from app.core.errors import Forbidden
from app.core.policy import Actor, person_token
from app.moves.models import Handover
from app.organisation.queries.bodies import units_of


def may_hand_over(session: Session, actor: Actor, source: str, agency_id: int) -> bool:
    """A person themselves, whoever heads a unit they work in, and who keeps the organisation.

    What a unit or an agency holds is handed over by whoever keeps the organisation alone.
    """
    if actor.may("organisation.manage"):
        return True
    if not source.startswith("p") or agency_id != actor.agency_id:
        return False
    person_id = int(source[1:])
    if person_id == actor.person_id:
        return True
    return bool(units_of(session, person_id, agency_id) & actor.headed_unit_ids)


def may_take_back(session: Session, actor: Actor, act: Handover) -> bool:
    """Whoever may hand over; what others took from somebody they do not take back themselves."""
    by_others = act.made_by_id != actor.person_id
    if act.source == person_token(actor.person_id) and by_others:
        return actor.may("organisation.manage")
    return may_hand_over(session, actor, act.source, act.agency_id)


def in_whose_name(session: Session, actor: Actor, act: Handover) -> str:
    """For which head or keeper the actor hands over; one's own things are nobody else's matter."""
    if act.source == person_token(actor.person_id):
        return ""
    is_person = act.source.startswith("p")
    units = units_of(session, int(act.source[1:]), act.agency_id) if is_person else set()
    return actor.in_name_of(
        lambda post: "organisation.manage" in post.permissions or any(map(post.heads, units))
    )


def must_hand_over(session: Session, actor: Actor, source: str, agency_id: int) -> None:
    if not may_hand_over(session, actor, source, agency_id):
        raise Forbidden
