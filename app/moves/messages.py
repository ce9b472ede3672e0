"""Who is told of a handing over: each person concerned, once."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core.feature import MY_WORK, MessageKind, Occasion, Telling
from app.core.text import N_
from app.moves import events
from app.moves.models import Handover
from app.moves.queries import heads_now, stood_down
from app.organisation.queries import acting_for, head_of, holder_names, person_names
from app.organisation.queries.bodies import holders_of_posts


def _handed_over(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Those who receive, or give back, and whoever moves; not who did it themselves."""
    act = session.get_one(Handover, payload["handover_id"])
    if act.taken_back_at is not None and not payload["back"]:
        return None
    people: set[int] = set()
    for token in {act.source, *(one.target for one in act.items)}:
        number = int(token[1:])
        if token.startswith("p"):
            people |= {number}
        elif token.startswith("u"):
            people |= set(head_of(session, number))
    posts = [one["id"] for one in act.changes if one["kind"] == "post"]
    people |= holders_of_posts(session, posts)
    by_id = payload["by_id"]
    people -= {one.person_id for one in stood_down(session, act)}
    words = (
        N_("%(by)s took back what was handed over from %(name)s.")
        if payload["back"]
        else N_("%(by)s reorganised %(name)s: see what is yours now.")
        if act.changes
        else N_("%(by)s handed over %(count)s things that %(name)s held: see what is yours now.")
    )
    return Telling(
        people=acting_for(session, people) - {by_id},
        key=f"handover:{act.id}:{'back' if payload['back'] else 'given'}",
        words=words,
        path=f"/handovers/{act.id}",
        values={
            "by": person_names(session, [by_id])[by_id],
            "name": act.name,
            "count": len(act.items),
        },
    )


def _stood_down(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Whoever heads a unit or an agency no more hears that, and who has the work."""
    act = session.get_one(Handover, payload["handover_id"])
    moved = stood_down(session, act)
    if not moved:
        return None
    to = holder_names(session, [one.to for one in moved if one.to])
    heads = {head for body in to for head in heads_now(session, body)}
    by_id = payload["by_id"]
    return Telling(
        people={one.person_id for one in moved} - {by_id},
        key=f"handover:{act.id}:stood down",
        words=N_(
            "%(by)s reorganised %(name)s: you are head no more. The work is with %(to)s, whose"
            " head is %(head)s."
        ),
        path=f"/handovers/{act.id}",
        values={
            "by": person_names(session, [by_id])[by_id],
            "name": act.name,
            "to": ", ".join(to.values()),
            "head": ", ".join(person_names(session, heads).values()) or "–",
        },
    )


HANDED = Occasion(
    name="moves.handed_over",
    words=N_("The work of somebody is handed over, or a unit is reorganised"),
    group=MY_WORK,
    email=True,
)

MESSAGES = (
    MessageKind("moves.handed_over", events.HandedOver.topic, _handed_over, occasion=HANDED),
    MessageKind("moves.stood_down", events.HandedOver.topic, _stood_down, occasion=HANDED),
)
