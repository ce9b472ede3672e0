"""Who is told what of delegations, and of tries to sign in as somebody."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.access.events import Delegated, Locked
from app.core import clock
from app.core.feature import OFFICE, MessageKind, Occasion, Telling
from app.core.text import N_
from app.organisation.models import Delegation, Person, Post


def _delegated(session: Session, payload: Mapping[str, Any]) -> Telling:
    delegation = session.get_one(Delegation, payload["delegation_id"])
    post = session.get_one(Post, delegation.post_id)
    return Telling(
        people={delegation.to_person_id} - {delegation.created_by_id},
        key=f"delegated:{delegation.id}",
        words=N_("You act for %(name)s, %(title)s, from %(first)s to %(last)s"),
        path="/",
        values={
            "name": session.get_one(Person, post.person_id).name,
            "title": post.title,
            **_span(delegation),
        },
    )


def _given_away(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Whoever's post somebody else delegated: they answer for what is signed in it."""
    delegation = session.get_one(Delegation, payload["delegation_id"])
    post = session.get_one(Post, delegation.post_id)
    return Telling(
        people={post.person_id} - {delegation.created_by_id},
        key=f"given-away:{delegation.id}",
        words=N_("%(by)s lets %(name)s act for you, %(title)s, from %(first)s to %(last)s"),
        path="/me",
        values={
            "by": session.get_one(Person, delegation.created_by_id).name,
            "name": session.get_one(Person, delegation.to_person_id).name,
            "title": post.title,
            **_span(delegation),
        },
    )


def _span(delegation: Delegation) -> dict[str, str]:
    return {
        "first": delegation.starts_on.strftime("%d/%m/%Y"),
        "last": delegation.ends_on.strftime("%d/%m/%Y"),
    }


def _locked(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Once a day: somebody who goes on trying tells nothing new."""
    return Telling(
        people={payload["person_id"]},
        key=f"locked:{clock.today()}",
        words=N_(
            "Wrong passwords were tried with your user name, from %(address)s. If that was not "
            "you, change your password"
        ),
        path="/me",
        values={"address": payload["address"]},
    )


ACCOUNT = Occasion(
    name="access.account",
    words=N_("Your account, and what is delegated to you"),
    group=OFFICE,
    email=True,
)

MESSAGES = (
    MessageKind("access.locked", Locked.topic, _locked, occasion=ACCOUNT),
    MessageKind("access.delegated", Delegated.topic, _delegated, occasion=ACCOUNT),
    MessageKind("access.given_away", Delegated.topic, _given_away, occasion=ACCOUNT),
)
