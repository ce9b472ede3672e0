"""Posts: given, changed, ended. What a person may do follows from the posts they hold."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core import clock
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.models import Agency, Person, Post, Unit
from app.organisation.queries.bodies import access_keepers, roles
from app.organisation.queries.validity import valid_within
from app.organisation.rules import outside_problems, span_problems
from app.organisation.service.common import apply, iso, load, raise_epoch


@dataclass(frozen=True)
class PostData:
    agency_id: int
    unit_id: int | None
    title: str
    role_code: str
    valid_from: date
    valid_to: date | None = None
    is_head: bool = False
    is_deputy: bool = False
    is_main: bool = False


def give_post(session: Session, actor: Actor, person_id: int, data: PostData) -> Post:
    """The person holds this post from its first day on; the first one is the main one."""
    person = load(session, Person, person_id)
    _refuse_wrong(session, person_id, data, None)
    post = Post(person_id=person_id, **asdict(data))
    post.is_main = data.is_main or not _holds_another(session, person_id, data.valid_from)
    session.add(post)
    session.flush()
    _keep_one_main(session, post)
    _tell(session, actor, "organisation.post_given", post, person, valid_from=iso(post.valid_from))
    raise_epoch(session)
    return post


def change_post(session: Session, actor: Actor, post_id: int, version: int, data: PostData) -> Post:
    post = load(session, Post, post_id)
    must_be_latest(
        session, Subject("person", post.person_id), post.version, version, "organisation.post_"
    )
    _refuse_wrong(session, post.person_id, data, post)
    fields = apply(post, asdict(data))
    if fields:
        _keep_one_main(session, post)
        _refuse_without_keeper(session, "role_code")
        person = session.get_one(Person, post.person_id)
        _tell(session, actor, "organisation.post_changed", post, person, fields_words=fields)
        raise_epoch(session)
    return post


def end_post(session: Session, actor: Actor, post_id: int, version: int, last_day: date) -> Post:
    """After this day the post, and every delegation of it, no longer holds."""
    post = load(session, Post, post_id)
    must_be_latest(
        session, Subject("person", post.person_id), post.version, version, "organisation.post_"
    )
    refuse_for(span_problems(post.valid_from, last_day))
    apply(post, {"valid_to": last_day})
    session.flush()
    day_after = max(last_day, clock.today()) + timedelta(days=1)
    _refuse_without_keeper(session, "valid_to", on=day_after)
    person = session.get_one(Person, post.person_id)
    _tell(session, actor, "organisation.post_ended", post, person, valid_to=iso(last_day))
    raise_epoch(session)
    return post


def _tell(
    session: Session, actor: Actor, action: str, post: Post, person: Person, **values: Any
) -> None:
    unit = session.get(Unit, post.unit_id) if post.unit_id else None
    place = unit.name if unit else session.get_one(Agency, post.agency_id).name
    record(
        session,
        actor,
        action,
        Subject("person", person.id),
        agency_id=post.agency_id,
        name=person.name,
        title=post.title,
        place=place,
        **values,
    )


def _refuse_wrong(session: Session, person_id: int, data: PostData, post: Post | None) -> None:
    problems = span_problems(data.valid_from, data.valid_to)
    if data.role_code not in dict(roles(session)):
        problems.append(Problem(N_("Choose a role."), field="role_code"))
    if data.is_head and data.is_deputy:
        problems.append(Problem(N_("Head and deputy are two posts."), field="is_deputy"))
    problems += _place_problems(session, data, with_span=not problems)
    if data.is_head:
        problems += _second_head_problems(session, data, post)
    problems += _twin_problems(session, person_id, data, post)
    refuse_for(problems)


def _place_problems(session: Session, data: PostData, *, with_span: bool) -> list[Problem]:
    agency = session.get(Agency, data.agency_id)
    unit = session.get(Unit, data.unit_id) if data.unit_id is not None else None
    if agency is None:
        raise NotFound
    if data.unit_id is not None and (unit is None or unit.agency_id != agency.id):
        return [Problem(N_("Choose a unit of the same agency."), field="unit_id")]
    body: Agency | Unit = unit or agency
    if not with_span:
        return []
    span = (data.valid_from, data.valid_to)
    return outside_problems(span, (body.valid_from, body.valid_to), body.name)


def _second_head_problems(session: Session, data: PostData, post: Post | None) -> list[Problem]:
    """At any time one person heads a unit, and one the agency."""
    rows = (
        select(Post.id, Person.name)
        .join(Person, Person.id == Post.person_id)
        .where(
            Post.agency_id == data.agency_id,
            Post.is_head,
            valid_within(Post, data.valid_from, data.valid_to),
        )
        .where(Post.unit_id == data.unit_id if data.unit_id else Post.unit_id.is_(None))
    )
    others = [name for post_id, name in session.execute(rows) if post is None or post_id != post.id]
    return [
        Problem(
            N_("%(name)s is head there in that time. End that post first."),
            {"name": name},
            "is_head",
        )
        for name in others
    ]


def _twin_problems(
    session: Session, person_id: int, data: PostData, post: Post | None
) -> list[Problem]:
    """The same person would hold the same post twice."""
    rows = select(Post.id).where(
        Post.person_id == person_id,
        Post.agency_id == data.agency_id,
        Post.unit_id == data.unit_id if data.unit_id else Post.unit_id.is_(None),
        Post.title == data.title,
        valid_within(Post, data.valid_from, data.valid_to),
    )
    others = [post_id for post_id in session.scalars(rows) if post is None or post_id != post.id]
    problem = Problem(N_("The person holds this very post in that time."), field="title")
    return [problem] if others else []


def _holds_another(session: Session, person_id: int, day: date) -> bool:
    rows = select(Post.id).where(Post.person_id == person_id, valid_within(Post, day, None))
    return session.scalar(rows.limit(1)) is not None


def _keep_one_main(session: Session, post: Post) -> None:
    if post.is_main:
        session.flush()
        session.execute(
            update(Post)
            .where(Post.person_id == post.person_id, Post.id != post.id, Post.is_main)
            .values(is_main=False)
        )


def _refuse_without_keeper(session: Session, field: str, on: date | None = None) -> None:
    """The office must not be left without anybody who keeps accounts and roles."""
    session.flush()
    if not access_keepers(session, on or clock.today()):
        raise Refused(
            Problem(
                N_("Then nobody could keep accounts and roles. Give that to another first."),
                field=field,
            )
        )
