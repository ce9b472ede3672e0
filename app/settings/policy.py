"""Who may set what."""

from app.core.policy import Actor
from app.core.settings import Setting

MANAGE, EVERYWHERE = "settings.manage", "organisation.manage"


def may_set(actor: Actor, agency_id: int | None) -> bool:
    """One's own agency; another, or all of them, for whoever keeps the organisation."""
    if not actor.may(MANAGE):
        return False
    return (agency_id is not None and agency_id == actor.agency_id) or actor.may(EVERYWHERE)


def is_owner(setting: Setting[object], agency_id: int | None) -> bool:
    """What holds for the whole installation has no value of a single agency."""
    return agency_id is None or not setting.is_common
