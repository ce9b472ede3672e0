"""What people were told, once everything on its way has arrived."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, jobs
from app.core.db import SessionFactory, session_factory
from app.core.policy import Actor
from app.core.workflow import TAKEN_BACK_WITHIN
from app.features import FEATURES
from app.messages.models import Notice
from documents.storage import MemoryStorage
from tests.databases import TestDatabase
from tests.mailing import Post, post_office

Told = Callable[..., list[str]]


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that keeps what it is given."""
    with post_office() as known:
        yield known


@pytest.fixture
def told(app: Flask, database: TestDatabase, session: Session) -> Told:
    """What this person has been told, oldest first, once everything on its way has arrived.

    A decision that can still be taken back is told of after that: `after` says how long from now.
    """
    factory: SessionFactory = session_factory(database.engine)
    handlers = FEATURES.handlers(app.extensions["engines"])

    def of(actor: Actor, after: timedelta = TAKEN_BACK_WITHIN) -> list[str]:
        session.commit()
        with clock.stopped_at(clock.now() + after):
            while jobs.drain(factory, handlers, jobs.LIGHT):
                pass
        session.expire_all()
        rows = select(Notice).where(Notice.person_id == actor.person_id).order_by(Notice.id)
        return [notice.message % notice.values for notice in session.scalars(rows)]

    return of
