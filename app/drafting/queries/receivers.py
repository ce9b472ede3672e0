"""Who receives a draft: whoever it names, and whoever it is addressed to; each of them once."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from app.drafting.rules.content import RecipientPlan
from app.organisation.queries import AgencyIndex, agency_index
from app.organisation.rules import agency_key
from app.outgoing.rules import receiver_name


def receivers_of(
    session: Session, named: Iterable[RecipientPlan], addressees: Iterable[str]
) -> tuple[RecipientPlan, ...]:
    """The receivers named, then those addressees that are none of them.

    "Như trên" under "Nơi nhận" means whoever stands under "Kính gửi", so the two cannot differ.
    """
    index = agency_index(session)
    found: list[RecipientPlan] = []
    places: dict[int | str, int] = {}
    for plan in (*named, *(RecipientPlan(name, addressed=True) for name in addressees)):
        known = _known(plan, index)
        if known is None:
            continue
        keys = [key for key in (known.agency_id, agency_key(plan.name)) if key is not None]
        at = next((places[key] for key in keys if key in places), len(found))
        if at == len(found):
            found.append(known)
        elif known.addressed:
            found[at] = replace(found[at], addressed=True)
        places |= dict.fromkeys(keys, at)
    return tuple(found)


def unreceived(
    session: Session, named: Iterable[RecipientPlan], addressees: Iterable[str]
) -> tuple[str, ...]:
    """Those addressees that are not among the receivers named."""
    own = tuple(named)
    own_count = len(receivers_of(session, own, ()))
    return tuple(one.name for one in receivers_of(session, own, addressees)[own_count:])


def _known(plan: RecipientPlan, index: AgencyIndex) -> RecipientPlan | None:
    """The agency inside that the name means; None for a line that names no receiver."""
    name = receiver_name(plan.name)
    if plan.agency_id is not None or not name:
        return plan if plan.agency_id is not None else None
    agency = index.named(name)
    if agency is None:
        return replace(plan, name=name)
    return replace(plan, name=agency.name, agency_id=agency.id)
