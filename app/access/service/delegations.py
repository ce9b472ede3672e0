"""Delegations: the holder of a post lets another person act in it between two dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.events import Delegated
from app.access.models import Account
from app.access.queries.roles import grants, takers
from app.audit.service import Subject, record
from app.core import clock, outbox
from app.core.errors import Forbidden, NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.settings import value
from app.core.text import N_
from app.organisation.models import Delegation, Person, Post
from app.organisation.queries.validity import valid_within
from app.organisation.rules import leads_to, outside_problems, span_problems, too_long_problems
from app.organisation.service import raise_epoch
from app.organisation.settings import LONGEST_AWAY_MONTHS

SCOPES = {
    "all": N_("everything the post may do, signing too"),
    "process": N_("everything but signing"),
}


@dataclass(frozen=True)
class DelegationData:
    post_id: int
    to_person_id: int
    scope: str
    starts_on: date
    ends_on: date
    basis: str
    """The written authorisation: number and date (Decree 30/2020, article 13)."""


def may_delegate(actor: Actor, post: Post) -> bool:
    """One's own posts, or any post for those who keep access."""
    return post.person_id == actor.person_id or actor.may("access.manage")


def delegate(session: Session, actor: Actor, data: DelegationData) -> Delegation:
    """Let another person act in the post; what was itself delegated is not passed on (TUQ.)."""
    post = session.get(Post, data.post_id, with_for_update=True)
    if post is None:
        raise NotFound
    if not may_delegate(actor, post):
        raise Forbidden(Problem(N_("Only the holder of the post may delegate it, not a delegate.")))
    return put_delegation(session, actor, post, data)


def put_delegation(session: Session, actor: Actor, post: Post, data: DelegationData) -> Delegation:
    """The same where the holder wished it and somebody else agreed. Delegations are given one after
    another, so that two at once do not close a circle."""
    raise_epoch(session)
    refuse_for(delegation_problems(session, post, data))
    delegation = Delegation(
        post_id=post.id,
        to_person_id=data.to_person_id,
        scope=data.scope,
        basis=data.basis,
        starts_on=data.starts_on,
        ends_on=data.ends_on,
        created_by_id=actor.person_id,
    )
    session.add(delegation)
    session.flush()
    outbox.publish(session, Delegated(delegation.id))
    _tell_given(session, actor, delegation, post)
    return delegation


def revoke(session: Session, actor: Actor, delegation_id: int) -> Delegation:
    """End it now; what was done under it stays. The giver, or whoever keeps access, may."""
    delegation = session.get(
        Delegation, delegation_id, with_for_update=True, populate_existing=True
    )
    if delegation is None:
        raise NotFound
    post = session.get_one(Post, delegation.post_id)
    if not may_delegate(actor, post):
        raise Forbidden
    if delegation.revoked_at is not None or delegation.ends_on < clock.today():
        raise Refused(Problem(N_("This delegation has ended already.")))
    _end(session, actor, delegation)
    return delegation


def end_delegation(session: Session, actor: Actor, delegation_id: int) -> None:
    """The same where what it rested on has ended; nothing is done to one that is over."""
    delegation = session.get_one(Delegation, delegation_id, with_for_update=True)
    if delegation.revoked_at is None and delegation.ends_on >= clock.today():
        _end(session, actor, delegation)


def _end(session: Session, actor: Actor, delegation: Delegation) -> None:
    post = session.get_one(Post, delegation.post_id)
    delegation.revoked_at = clock.now()
    record(
        session,
        actor,
        "access.delegation_revoked",
        Subject("person", post.person_id),
        right=_right(actor, post),
        agency_id=post.agency_id,
        title=post.title,
        giver=session.get_one(Person, post.person_id).name,
        receiver=session.get_one(Person, delegation.to_person_id).name,
    )
    raise_epoch(session)


def delegation_problems(session: Session, post: Post, data: DelegationData) -> list[Problem]:
    problems = span_problems(data.starts_on, data.ends_on, "ends_on")
    longest = value(session, LONGEST_AWAY_MONTHS, post.agency_id, on=data.starts_on)
    problems += too_long_problems(data.starts_on, data.ends_on, longest)
    if data.ends_on < clock.today():
        problems.append(Problem(N_("The last day is past."), field="ends_on"))
    if data.scope not in SCOPES:
        problems.append(Problem(N_("Choose what is delegated."), field="scope"))
    problems += _receiver_problems(session, post, data)
    if not problems:
        problems += _post_span_problems(post, data) + _overlap_problems(session, data)
        problems += _circle_problems(session, post, data)
    return problems


def _receiver_problems(session: Session, post: Post, data: DelegationData) -> list[Problem]:
    """The receiver is another person, with an account in use and a post of their own there."""
    name = session.scalar(select(Person.name).where(Person.id == data.to_person_id))
    if name is None:
        return [Problem(N_("Choose who shall act."), field="to_person_id")]
    if data.to_person_id == post.person_id:
        return [Problem(N_("Nobody delegates to themselves."), field="to_person_id")]
    account = session.get(Account, data.to_person_id)
    if account is None or account.disabled_at is not None:
        words = N_("%(name)s has no account in use.")
        return [Problem(words, {"name": name}, "to_person_id")]
    posts = select(Post.id).where(
        Post.person_id == data.to_person_id,
        Post.agency_id == post.agency_id,
        valid_within(Post, data.starts_on, data.ends_on),
    )
    if session.scalar(posts.limit(1)) is None:
        words = N_("%(name)s holds no post in the agency of this post.")
        return [Problem(words, {"name": name}, "to_person_id")]
    if not may_act_in(session, post)(data.to_person_id):
        words = N_("%(name)s may not hold work, and so cannot act in this post.")
        return [Problem(words, {"name": name}, "to_person_id")]
    return []


def may_act_in(session: Session, post: Post) -> Callable[[int], bool]:
    """Whether a person may act in this post: work goes only to whoever may hold work themselves,
    for whoever keeps the system alone is to read no document."""
    able = takers(session, post.agency_id, "assignments.work")
    needs_reading = grants("documents.read", "assignments.work")
    is_work = session.scalar(select(Post.id).where(Post.id == post.id, needs_reading)) is not None
    return lambda person_id: not is_work or person_id in able


def _post_span_problems(post: Post, data: DelegationData) -> list[Problem]:
    fields = {"valid_from": "starts_on", "valid_to": "ends_on"}
    found = outside_problems(
        (data.starts_on, data.ends_on), (post.valid_from, post.valid_to), post.title
    )
    return [Problem(one.message, one.params, fields[one.field or ""]) for one in found]


def _overlap_problems(session: Session, data: DelegationData) -> list[Problem]:
    rows = (
        select(Delegation.starts_on, Delegation.ends_on, Person.name)
        .join(Person, Person.id == Delegation.to_person_id)
        .where(
            Delegation.post_id == data.post_id,
            Delegation.revoked_at.is_(None),
            valid_within(Delegation, data.starts_on, data.ends_on),
        )
    )
    return [
        Problem(
            N_("%(name)s acts in this post from %(first)s to %(last)s already."),
            {
                "name": name,
                "first": starts_on.strftime("%d/%m/%Y"),
                "last": ends_on.strftime("%d/%m/%Y"),
            },
            "starts_on",
        )
        for starts_on, ends_on, name in session.execute(rows)
    ]


def _circle_problems(session: Session, post: Post, data: DelegationData) -> list[Problem]:
    """Whoever is to act has, by these days, delegated to the giver, themselves or over others:
    then everybody would wait for everybody."""
    rows = (
        select(Post.person_id, Delegation.to_person_id)
        .join(Post, Post.id == Delegation.post_id)
        .where(
            Post.agency_id == post.agency_id,
            Delegation.revoked_at.is_(None),
            valid_within(Delegation, data.starts_on, data.ends_on),
        )
    )
    if not leads_to(session.execute(rows).all(), data.to_person_id, post.person_id):
        return []
    name = session.get_one(Person, data.to_person_id).name
    words = N_("That goes in a circle: %(name)s delegated in that time, and it comes back to you.")
    return [Problem(words, {"name": name}, "to_person_id")]


def _right(actor: Actor, post: Post) -> str:
    """Of one's own post one disposes oneself, of any other by keeping access."""
    return "" if post.person_id == actor.person_id else "access.manage"


def _tell_given(session: Session, actor: Actor, delegation: Delegation, post: Post) -> None:
    record(
        session,
        actor,
        "access.delegation_given",
        Subject("person", post.person_id),
        right=_right(actor, post),
        agency_id=post.agency_id,
        title=post.title,
        giver=session.get_one(Person, post.person_id).name,
        receiver=session.get_one(Person, delegation.to_person_id).name,
        starts_on=delegation.starts_on.isoformat(),
        ends_on=delegation.ends_on.isoformat(),
        scope_word=SCOPES[delegation.scope],
    )
