"""Handing over what somebody holds, as one act; taking it back until the next person acts."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.access.queries import takers
from app.audit.service import Subject
from app.audit.service import record as note
from app.core import clock, outbox
from app.core.errors import Forbidden, NotFound, Problem, Refused, refuse_for
from app.core.feature import Held, Holding, installed
from app.core.policy import Actor, agency_token
from app.core.reasons import reason_problems
from app.core.text import N_
from app.moves.events import HandedOver
from app.moves.models import HandedItem, Handover
from app.moves.policy import in_whose_name, may_take_back, must_hand_over
from app.moves.queries import CHANGES_BODIES, could_take, hindrances, one_by_now
from app.moves.rules import Thing, counted_by
from app.organisation.queries import holder_names, left_to
from app.organisation.service.common import take_turn_of
from app.organisation.service.succession import changed_problems, undo_changes, versions_of
from app.records.queries import papers_of

BACK = N_("This was taken back already.")
OVER = N_(
    "%(count)s things were finished or went on since in a unit that would be no more."
    " Reorganise anew instead."
)
MAY_NOT = N_("%(name)s may not do some of what they were chosen for: choose somebody else.")
KINDS = {"p": "person", "u": "unit", "a": "agency"}


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
    name = take_turn_of(session, source)
    must_hand_over(session, actor, source, agency_id)
    refuse_for(reason_problems(reason) + _problems(session, actor, source, agency_id, plan))
    act = Handover(
        agency_id=agency_id, source=source, name=name, reason=reason, made_by_id=actor.person_id
    )
    session.add(act)
    session.flush()
    for (holding, target), ids in counted_by(plan).items():
        moved = moved_things(session, actor, act, holding, (source, target), ids)
        if moved:
            session.execute(insert(HandedItem), moved)
    session.refresh(act, ["items"])
    if not act.items:
        raise Refused(Problem(N_("None of this is held any more: look at the list anew.")))
    tell(session, actor, act, act.items, "handed_over", reason=reason, count=len(act.items))
    return act


def take_back(session: Session, actor: Actor, handover_id: int) -> Handover:
    """Everything returns on which nobody has acted since; the rest stays, and is named.

    Where units were reorganised, whatever is held still returns, as it stands now: its unit does.
    It is Refused with what `hindrances` names.
    The last act is taken back first: what went on by another handing over stays with that.
    """
    act = session.get(Handover, handover_id, with_for_update=True, populate_existing=True)
    if act is None:
        raise NotFound
    if not may_take_back(session, actor, act):
        raise Forbidden
    if act.taken_back_at is not None:
        raise Refused(Problem(BACK))
    refuse_for(_undo_problems(session, act))
    returned = take_things_back(session, actor, act)
    act.taken_back_at, act.taken_back_by_id = clock.now(), actor.person_id
    kept = len(act.items) - len(returned)
    tell(session, actor, act, returned, "taken_back", count=len(returned), kept=kept)
    if act.changes:
        undo_changes(session, act.changes)
        _units_stand_as_before(session, act)
        _work_goes_with_papers(session, actor, act)
        note(session, actor, "moves.undone", _subject(act), agency_id=act.agency_id, name=act.name)
    return act


def _undo_problems(session: Session, act: Handover) -> list[Problem]:
    """Why units cannot be again as they were."""
    over, changed = hindrances(session, act)
    problems = [Problem(OVER, {"count": len(over)})] if over else []
    return [*problems, *changed_problems(changed)]


def _problems(
    session: Session, actor: Actor, source: str, agency_id: int, plan: Mapping[Thing, str]
) -> list[Problem]:
    """Nothing chosen; or somebody chosen who may not take on what they were chosen for."""
    if not plan:
        return [Problem(N_("Choose who takes something over."))]
    known = {one.token: one.name for one in could_take(session, actor, source, agency_id)}
    problems = []
    for (name, token), _ids in counted_by(plan).items():
        holding = _holding(name, source)
        if token not in known:
            raise NotFound
        if not _may_take(session, holding, token, agency_id):
            problems.append(Problem(MAY_NOT, {"name": known[token]}))
    return problems


def _holding(name: str, source: str) -> Holding:
    """What this holder may hold of this name; NotFound where that is no sort of theirs."""
    holding = installed().holdings.get(name)
    if holding is None or holding.of != source[0]:
        raise NotFound
    return holding


def _may_take(session: Session, holding: Holding, holder: str, agency_id: int) -> bool:
    is_person = holder.startswith("p")
    return not is_person or int(holder[1:]) in takers(session, agency_id, holding.needs)


def moved_things(
    session: Session,
    actor: Actor,
    act: Handover,
    name: str,
    hands: tuple[str, str],
    ids: Collection[int] | None = None,
    before: Mapping[int, int] | None = None,
) -> list[dict[str, Any]]:
    """Give these, or all, from one holder to another; what was given, and how it stands there.

    `before` says how they stood at the beginning of the act, where that is not how they stand now.
    """
    source, target = hands
    holding = _holding(name, source)
    where = one_by_now(session, act.agency_id)
    held = holding.held(session, source, where, ids)
    able = {one.id: one for one in held if not one.stays}
    if not able:
        return []
    holding.move(session, actor, list(able), source, target, False)
    after = holding.held(session, target, where, able)
    was = {one.id: one.mark for one in able.values()} | dict(before or {})
    return [_item(act, name, hands, able[one.id], (was[one.id], one.mark)) for one in after]


def _item(
    act: Handover, name: str, hands: tuple[str, str], thing: Held, marks: tuple[int, int]
) -> dict[str, Any]:
    return {
        "handover_id": act.id,
        "holding": name,
        "item_id": thing.id,
        "record_id": thing.record_id,
        "said": thing.said[:600],
        "source": hands[0],
        "target": hands[1],
        "before": marks[0],
        "mark": marks[1],
    }


def take_things_back(session: Session, actor: Actor, act: Handover) -> list[HandedItem]:
    """Whatever stands as it was given, or of a unit is held still, returns to who may take it,
    the last first; what did."""
    groups: dict[tuple[str, str, str], list[HandedItem]] = {}
    for one in act.items:
        groups.setdefault((one.holding, one.source, one.target), []).append(one)
    returned: list[HandedItem] = []
    given_back: list[tuple[Holding, str, list[HandedItem]]] = []
    where = one_by_now(session, act.agency_id)
    for (name, source, target), group in reversed(groups.items()):
        holding = installed().holdings.get(name)
        ids = [one.item_id for one in group]
        held = holding.held(session, target, where, ids) if holding else []
        marks = {one.id: one.mark for one in held}
        untouched = [one for one in group if marks.get(one.item_id) == one.mark]
        standing = [one for one in group if one.item_id in marks] if act.changes else untouched
        is_there = holding is not None and _may_take(session, holding, source, act.agency_id)
        back = standing if is_there else []
        for one in group:
            one.state = "back" if one in back else "gone" if one in standing else "kept"
        session.flush()
        if holding is not None and back:
            holding.move(session, actor, [one.item_id for one in back], target, source, True)
            as_given = [one for one in back if one in untouched]
            given_back.append((holding, source, as_given))
        returned += back
    for holding, source, back in given_back:  # one thing may have moved twice
        _stands_as_before(session, act, holding, source, back)
    return returned


def _units_stand_as_before(session: Session, act: Handover) -> None:
    """The same of units and posts."""
    versions = versions_of(session, act.changes)
    before = {(one["kind"], one["id"]): one.get("from") for one in act.changes}
    earlier = select(Handover).where(
        Handover.id < act.id, Handover.taken_back_at.is_(None), CHANGES_BODIES
    )
    for one in session.scalars(earlier):
        one.changes = [
            {**change, "version": versions[key]}
            if (key := (change["kind"], change["id"])) in versions
            and change["version"] == before[key]
            else change
            for change in one.changes
        ]


def _work_goes_with_papers(session: Session, actor: Actor, act: Handover) -> None:
    """What was begun since the merger on papers of the agency that is again: nobody in the one that
    took over reads them any more."""
    if not act.source.startswith("a"):
        return
    own = left_to(session, int(act.source[1:]))
    target = agency_token(act.agency_id)
    for holding in installed().holdings.values():
        if not (holding.of == "a" and holding.goes_with_papers):
            continue
        held = holding.held(session, target, ())
        papers = papers_of(session, {one.record_id for one in held}, own)
        if ids := [one.id for one in held if one.record_id in papers]:
            holding.move(session, actor, ids, target, act.source, True)


def _stands_as_before(
    session: Session, act: Handover, holding: Holding, holder: str, back: Sequence[HandedItem]
) -> None:
    """What an earlier act had given to this holder, and nobody touched until this act, is again as
    that act left it: it can be taken back too."""
    ids = [one.item_id for one in back]
    where = one_by_now(session, act.agency_id)
    now = {one.id: one.mark for one in holding.held(session, holder, where, ids)}
    before = {one.item_id: one.before for one in back}
    earlier = (
        select(HandedItem)
        .join(Handover, Handover.id == HandedItem.handover_id)
        .where(
            HandedItem.holding == holding.name,
            HandedItem.target == holder,
            HandedItem.item_id.in_(ids),
            Handover.id < act.id,
            Handover.taken_back_at.is_(None),
        )
    )
    for item in session.scalars(earlier):
        if item.mark == before[item.item_id] and item.item_id in now:
            item.mark = now[item.item_id]


def tell(
    session: Session,
    actor: Actor,
    act: Handover,
    items: Sequence[HandedItem],
    what: str,
    **values: Any,
) -> None:
    """One sentence about the act, one about each record it touched, one notice for each person."""
    names = holder_names(session, {one.target for one in items})
    to = ", ".join(sorted(set(names.values()))) or "–"
    said: dict[str, Any] = {"name": act.name, "to": to, **values}
    by_right: dict[str, Any] = {
        "agency_id": act.agency_id,
        "on_behalf_of": in_whose_name(session, actor, act),
    }
    note(session, actor, f"moves.{what}", _subject(act), **said, **by_right)
    for item in items:
        if item.record_id is not None:
            word = installed().holdings[item.holding].words
            about = Subject("record", item.record_id, item.record_id)
            values = {"name": act.name, "to": names[item.target], "what_word": word}
            note(session, actor, f"moves.item_{what}", about, **values, **by_right)
    is_back = what == "taken_back"
    outbox.publish(session, HandedOver(act.id, actor.person_id, is_back))


def _subject(act: Handover) -> Subject:
    return Subject(KINDS[act.source[0]], int(act.source[1:]))
