"""Who receives a draft: whoever it names, and whoever it is addressed to; each of them once."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from app.drafting.rules.content import DECISION, RecipientPlan, Wording
from app.organisation.queries import NameIndex, name_index
from app.outgoing.receivers import is_unclear, named_in, receiver_name


def receivers_of(
    session: Session,
    agency_id: int,
    type_code: str,
    named: Iterable[RecipientPlan],
    wording: Wording | None,
) -> tuple[RecipientPlan, ...]:
    """The receivers named, then those that are addressed and none of them.

    "Như trên" under "Nơi nhận" means whoever stands under "Kính gửi", or is invited, so the two
    cannot differ. Of a group, its members receive it where they are named. Whom the article of a
    decision names, or a group stands for, is not printed once more.
    """
    index = name_index(session, agency_id)
    said = wording.addressed(type_code) if wording is not None else ()
    found: dict[int | str, RecipientPlan] = {}
    for plan in (*named, *(RecipientPlan(name[:200], addressed=True) for name in said)):
        known = _known(plan, index)
        if known is not None and plan.addressed and _is_unclear(known, index):
            continue
        identity = index.identity(known.name, known.agency_id) if known is not None else ""
        if known is None or (plan.addressed and _has_members(index, known.name, found)):
            continue
        found.setdefault(identity, known)
        if known.addressed:
            found[identity] = replace(found[identity], addressed=True)
    for identity in _under_other_words(index, type_code, found, wording):
        found[identity] = replace(found[identity], addressed=True)
    return tuple(found.values())


def unreceived(
    session: Session,
    agency_id: int,
    type_code: str,
    named: Iterable[RecipientPlan],
    said: Wording | str,
) -> tuple[RecipientPlan, ...]:
    """Whom the text names, or a group stands for, and who is not among the receivers named."""
    index = name_index(session, agency_id)
    listed = ((one.name, one.agency_id) for one in named)
    names = named_in(said, index) if isinstance(said, str) else _said(type_code, said, index)
    names = tuple(name for name in names if not is_unclear(name, index))
    return tuple(RecipientPlan(one.called, one.agency_id) for one in index.missing(listed, names))


def unclear(
    session: Session,
    agency_id: int,
    type_code: str,
    named: Iterable[RecipientPlan],
    said: Wording | str,
) -> tuple[str, ...]:
    """What the text or the list of receivers says of which nobody can tell who is meant."""
    index = name_index(session, agency_id)
    names = named_in(said, index) if isinstance(said, str) else _said(type_code, said, index)
    listed = (one.name for one in named if one.agency_id is None)
    return tuple(dict.fromkeys(one for one in (*names, *listed) if is_unclear(one, index)))


def reached(
    session: Session, agency_id: int, named: Iterable[RecipientPlan]
) -> tuple[RecipientPlan, ...]:
    """Those to whom something can be sent; others are printed, and that is all."""
    index = name_index(session, agency_id)
    return tuple(one for one in named if not _is_unclear(one, index))


def _is_unclear(plan: RecipientPlan, index: NameIndex) -> bool:
    return plan.agency_id is None and is_unclear(plan.name, index)


def _said(type_code: str, wording: Wording, index: NameIndex) -> tuple[str, ...]:
    """Who is addressed; in a decision, whom its article charges with carrying it out."""
    return named_in(wording.body, index) if type_code == DECISION else wording.addressed(type_code)


def _under_other_words(
    index: NameIndex,
    type_code: str,
    found: dict[int | str, RecipientPlan],
    wording: Wording | None,
) -> set[int | str]:
    """Who stands on the paper under words of its own: in an article, or as one of a group."""
    said = _said(type_code, wording, index) if wording is not None else ()
    names = (*said, *(plan.name for plan in found.values()))
    members = {
        index.identity(one.name, one.agency_id) for name in names for one in index.members(name)
    }
    return found.keys() & (members | {one for name in said for one in index.identities(name)})


def _has_members(index: NameIndex, group: str, found: dict[int | str, RecipientPlan]) -> bool:
    return any(index.identity(one.name, one.agency_id) in found for one in index.members(group))


def _known(plan: RecipientPlan, index: NameIndex) -> RecipientPlan | None:
    """The agency inside that the name means; None for a line that names no receiver."""
    name = receiver_name(plan.name)
    if plan.agency_id is not None or not name:
        return plan if plan.agency_id is not None else None
    named = index.named(name)
    if named is None or named.agency_id is None:
        return replace(plan, name=name)
    return replace(plan, name=named.name, agency_id=named.agency_id)
