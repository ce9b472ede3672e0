"""Handing over what somebody holds, as one act; taking it back until the next person acts."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.access.queries import takers
from app.audit.service import Subject
from app.audit.service import record as note
from app.core import clock, outbox
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.core.feature import Held, installed
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.text import N_
from app.moves.events import HandedOver
from app.moves.models import HandedItem, Handover
from app.moves.policy import must_hand_over
from app.moves.queries import could_take, names_of
from app.moves.rules import Thing, counted_by
from app.organisation.models import Person, Unit

BACK = N_("This was taken back already.")
MAY_NOT = N_("%(name)s may not do some of what they were chosen for: choose somebody else.")
KINDS = {"p": "person", "u": "unit"}


def hand_over(
    session: Session,
    actor: Actor,
    source: str,
    agency_id: int,
    plan: Mapping[Thing, str],
    reason: str,
) -> Handover:
    """Give each thing of the plan to its receiver (by token). What its holder no longer holds when
    it comes to it is left out; where that is everything, it is Refused.

    The number of statements grows with the sorts of things and their receivers, not with the
    things, but for rights that end.
    """
    name = _take_turn(session, source)
    must_hand_over(session, actor, source, agency_id)
    refuse_for(reason_problems(reason) + _problems(session, source, agency_id, plan))
    act = Handover(
        agency_id=agency_id, source=source, name=name, reason=reason, made_by_id=actor.person_id
    )
    session.add(act)
    session.flush()
    for (holding, target), ids in counted_by(plan).items():
        moved = _moved(session, actor, act, holding, target, ids)
        if moved:
            session.execute(insert(HandedItem), moved)
    session.refresh(act, ["items"])
    if not act.items:
        raise Refused(Problem(N_("None of this is held any more: look at the list anew.")))
    _tell(session, actor, act, act.items, "handed_over", reason=reason, count=len(act.items))
    return act


def take_back(session: Session, actor: Actor, handover_id: int) -> Handover:
    """Everything returns on which nobody has acted since; the rest stays, and is named.

    The last act is taken back first: what went on by another handing over stays with that.
    """
    act = session.get(Handover, handover_id, with_for_update=True, populate_existing=True)
    if act is None:
        raise NotFound
    must_hand_over(session, actor, act.source, act.agency_id)
    if act.taken_back_at is not None:
        raise Refused(Problem(BACK))
    returned: list[HandedItem] = []
    for (holding, target), ids in reversed(counted_by(_plan_of(act)).items()):
        group = [one for one in act.items if (one.holding, one.target) == (holding, target)]
        returned += _returned(session, actor, act, group, ids)
    act.taken_back_at, act.taken_back_by_id = clock.now(), actor.person_id
    kept = len(act.items) - len(returned)
    _tell(session, actor, act, returned, "taken_back", count=len(returned), kept=kept)
    return act


def _take_turn(session: Session, source: str) -> str:
    """Who is handed over of waits for no second act meanwhile; their name."""
    holder: type[Person | Unit] = Person if source.startswith("p") else Unit
    row = session.get(holder, int(source[1:]), with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row.name


def _problems(
    session: Session, source: str, agency_id: int, plan: Mapping[Thing, str]
) -> list[Problem]:
    """Nothing chosen; or somebody chosen who may not take on what they were chosen for."""
    if not plan:
        return [Problem(N_("Choose who takes something over."))]
    holdings, known = (
        installed().holdings,
        {one.token: one.name for one in could_take(session, source, agency_id)},
    )
    problems = []
    for (name, token), _ids in counted_by(plan).items():
        holding = holdings.get(name)
        if holding is None or token not in known or holding.of != source[0]:
            raise NotFound
        if token.startswith("p") and int(token[1:]) not in takers(
            session, agency_id, holding.needs
        ):
            problems.append(Problem(MAY_NOT, {"name": known[token]}))
    return problems


def _moved(
    session: Session,
    actor: Actor,
    act: Handover,
    name: str,
    target: str,
    ids: Collection[int],
) -> list[dict[str, Any]]:
    """Give these to one receiver; what was given, and how it stands there now."""
    holding = installed().holdings[name]
    held = holding.held(session, act.source, act.agency_id, ids)
    able = {one.id: one for one in held if not one.stays}
    holding.move(session, actor, list(able), act.source, target, False)
    after = holding.held(session, target, act.agency_id, able)
    return [_item(act, name, target, able[one.id], one.mark) for one in after if one.id in able]


def _item(act: Handover, name: str, target: str, thing: Held, mark: int) -> dict[str, Any]:
    return dict(
        handover_id=act.id,
        holding=name,
        item_id=thing.id,
        record_id=thing.record_id,
        said=thing.said[:600],
        source=act.source,
        target=target,
        mark=mark,
    )


def _plan_of(act: Handover) -> dict[Thing, str]:
    return {(one.holding, one.item_id): one.target for one in act.items}


def _returned(
    session: Session,
    actor: Actor,
    act: Handover,
    group: Sequence[HandedItem],
    ids: Collection[int],
) -> list[HandedItem]:
    """Those of one receiver that stand as they were given, and went back."""
    target, holding = group[0].target, installed().holdings.get(group[0].holding)
    if holding is None:
        return []
    marks = {one.id: one.mark for one in holding.held(session, target, act.agency_id, ids)}
    back = [one for one in group if marks.get(one.item_id) == one.mark]
    for one in group:
        one.state = "back" if one in back else "kept"
    session.flush()
    numbers = [one.item_id for one in back]
    holding.move(session, actor, numbers, target, act.source, True)
    return back


def _tell(
    session: Session,
    actor: Actor,
    act: Handover,
    items: Sequence[HandedItem],
    what: str,
    **values: object,
) -> None:
    """One sentence about the act, one about each record it touched, one notice for each person."""
    names = names_of(session, {one.target for one in items})
    to = ", ".join(sorted(set(names.values()))) or "–"
    subject = Subject(KINDS[act.source[0]], int(act.source[1:]))
    said = {"agency_id": act.agency_id, "name": act.name, "to": to, **values}
    note(session, actor, f"moves.{what}", subject, **said)
    for item in items:
        if item.record_id is not None:
            word = installed().holdings[item.holding].words
            about = Subject("record", item.record_id, item.record_id)
            said = {"name": act.name, "to": names[item.target], "what_word": word}
            note(session, actor, f"moves.item_{what}", about, agency_id=act.agency_id, **said)
    is_back = what == "taken_back"
    outbox.publish(session, HandedOver(act.id, actor.person_id, is_back))
