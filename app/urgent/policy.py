"""Who may send urgent messages, and who phones when nobody confirms."""

from app.core.policy import Actor

SEND, KEEP = "urgent.send", "urgent.keep"


def may_call(actor: Actor, agency_id: int, on_duty_id: int | None) -> bool:
    """Whoever keeps the call list of the agency, and whoever is on duty there now."""
    if not actor.works_for(agency_id):
        return False
    return actor.may(KEEP) or actor.person_id == on_duty_id
