"""Whoever follows a search hears once of what is new in it, of what they may read, till it ends."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import jobs
from app.core.db import SessionFactory, transaction
from app.core.policy import Actor, person_token
from app.features import FEATURES
from app.incoming.models import IncomingDocument
from app.lists.rules import ViewEntry
from app.lists.service import change, keep, remove
from app.messages.models import Notice
from app.organisation.models import Post
from app.records.rules import LINE, Ground
from app.records.service import let_read
from app.search import messages, service
from app.search.models import FollowedSearch, IndexRequest, MatchedRecord
from search_index import SearchBackend
from tests.factories.office import Office
from tests.integration.search.test_search import backend, factory, register, work_off
from tests.statements import statements

__all__ = ["backend", "factory"]
ClientOf = Callable[[Actor], FlaskClient]
SEARCH = FEATURES.asked_pages["search.index"]


@pytest.fixture
def comes_in(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office
) -> Callable[..., int]:
    """A document that these may read is registered, indexed, and followers are told."""

    def registered(number: int, subject: str, *readers: Actor, by: Actor | None = None) -> int:
        with transaction(factory) as session:
            record_id = register(session, office, number, subject)
            opened = {person_token(one.person_id) for one in readers}
            let_read(session, record_id, opened, Ground(LINE, number))
            subject_of = Subject("document", record_id, record_id)
            record(session, by or office.clerk, "incoming.registered", subject_of, number=number)
        go_on(app, factory, backend)
        return record_id

    return registered


def go_on(app: Flask, factory: SessionFactory, backend: SearchBackend) -> None:
    work_off(app, factory, backend)
    service.match(factory)
    jobs.drain(factory, FEATURES.handlers(app.extensions["engines"]))


def kept(factory: SessionFactory, actor: Actor, words: str, unit_id: int | None = None) -> int:
    with transaction(factory) as session:
        view = keep(session, actor, SEARCH, {"q": words}, ViewEntry(words, unit_id))
        return view.id


def follow(factory: SessionFactory, view_id: int, *actors: Actor) -> None:
    with transaction(factory) as session:
        for actor in actors:
            service.follow(session, actor, view_id)
            service.follow(session, actor, view_id)


def told(session: Session, actor: Actor) -> list[bool]:
    """Of each notice of the actor's searches whether it is still unread."""
    about = Notice.person_id == actor.person_id, Notice.key.startswith("search.matched")
    notices = session.scalars(select(Notice).where(*about).order_by(Notice.id)).all()
    session.commit()
    return [one.read_at is None for one in notices]


def test_each_follower_hears_once_until_they_look(
    session: Session,
    app: Flask,
    factory: SessionFactory,
    backend: SearchBackend,
    office: Office,
    comes_in: Callable[..., int],
    client_of: ClientOf,
) -> None:
    maker, other, clerk = office.officer, office.second_officer, office.clerk
    comes_in(1, "V/v mặt bằng đường tỉnh", maker, other)
    view_id = kept(factory, maker, "mặt bằng", office.culture_id)
    follow(factory, view_id, maker, other)
    clerks = kept(factory, clerk, "mặt bằng")
    follow(factory, clerks, clerk)
    old = comes_in(2, "V/v tiêm chủng", maker, other)
    assert told(session, maker) == [], "it does not match"
    first = comes_in(3, "V/v giải phóng mặt bằng", maker)
    assert told(session, maker) == [True]
    assert told(session, other) == [], "they may not read it"
    assert told(session, clerk) == [], "it is their own doing"
    comes_in(4, "V/v bàn giao mặt bằng", maker, other)
    assert (told(session, maker), told(session, other)) == ([True], [True])
    client = client_of(maker)
    assert "2 văn bản mới" in client.get("/lists/views").text
    [opens] = re.findall(r'action="(/notices/\d+/open)"', client.get("/notices").text)
    path = client.post(opens).location
    assert client.get(path).location == "/search?q=m%E1%BA%B7t+b%E1%BA%B1ng"
    go_on(app, factory, backend)
    assert "2 văn bản mới" not in client.get("/lists/views").text
    with transaction(factory) as own:
        for record_id in (first, old):
            service.ask_for(own, record_id)
    go_on(app, factory, backend)
    assert told(session, maker) == [False], "nothing is new a second time"
    comes_in(5, "V/v mặt bằng chợ", maker)
    assert told(session, maker) == [False, True]
    assert session.scalars(select(IndexRequest)).all() == [], "nothing waits"


def test_following_ends_with_the_right_and_with_the_search(
    session: Session,
    app: Flask,
    factory: SessionFactory,
    backend: SearchBackend,
    office: Office,
    comes_in: Callable[..., int],
    client_of: ClientOf,
) -> None:
    maker, other, head = office.officer, office.second_officer, office.head
    view_id = kept(factory, maker, "đất đai", office.culture_id)
    follow(factory, view_id, maker, other, head)
    stranger = client_of(office.economy_officer)
    assert stranger.post(f"/search/saved/{view_id}/follow").status_code == 404
    assert stranger.get(f"/search/saved/{view_id}").status_code == 404
    moved = Post.person_id == other.person_id
    session.execute(update(Post).where(moved).values(unit_id=office.economy_id))
    session.commit()
    assert client_of(head).post(f"/search/saved/{view_id}/unfollow").status_code == 302
    assert client_of(head).post(f"/search/saved/{view_id}/unfollow").status_code == 404
    number = comes_in(1, "V/v kiểm kê đất đai", maker, other, head)
    assert [told(session, one) for one in (maker, other, head)] == [[True], [], []]
    follow(factory, view_id, head)
    found = session.scalars(select(FollowedSearch).order_by(FollowedSearch.id)).all()
    assert [one.person_id for one in found] == [one.person_id for one in (maker, other, head)]
    session.commit()
    assert client_of(other).post(f"/search/saved/{view_id}/unfollow").status_code == 302, (
        "what one no longer sees as well"
    )
    with transaction(factory) as own:
        change(own, maker, view_id, ViewEntry("đất đai"))
        late = own.scalars(select(FollowedSearch).order_by(FollowedSearch.id.desc())).first()
        assert late is not None
        late.is_told = True
        assert messages._matched(own, {"follow_id": late.id, "record_id": number}) is None
    go_on(app, factory, backend)
    assert session.scalars(select(FollowedSearch.person_id)).all() == [maker.person_id]
    session.commit()
    with transaction(factory) as own:
        remove(own, maker, view_id)
    go_on(app, factory, backend)
    assert told(session, maker) == [False], "nobody is asked to look at what is gone"
    for table in (FollowedSearch, MatchedRecord):
        assert session.scalars(select(table)).all() == []
    session.commit()
    again = kept(factory, maker, "đất")
    follow(factory, again, maker)
    with transaction(factory) as own:
        service.account_ended(own, {"person_id": maker.person_id})
        service.ask_for(own, number)
    comes_in(2, "V/v đất rừng", maker)
    assert told(session, maker) == [False]


def test_searches_are_asked_once_however_many_follow_and_whatever_changed(
    factory: SessionFactory, office: Office, comes_in: Callable[..., int]
) -> None:
    """What is asked of the database grows with the followers alone: whoever they are, each once."""

    def statements_of(changed: int) -> int:
        with transaction(factory) as session:
            for number in range(changed):
                register(session, office, 1_000 * changed + number, "V/v rừng")
            for waiting in session.scalars(select(IncomingDocument.id)):
                service.ask_for(session, waiting)
            session.execute(update(IndexRequest).values(indexed_at=IndexRequest.asked_at))
        with statements() as asked:
            service.match(factory)
        return len([one for one in asked if not one.startswith(("DELETE", "INSERT"))])

    people = office.officer, office.second_officer
    for word in ("mặt bằng", "đất đai", "khiếu nại"):
        view_id = kept(factory, office.officer, word, office.culture_id)
        follow(factory, view_id, *people)
    comes_in(1, "V/v tố cáo", *people)
    assert statements_of(2) == statements_of(30)
