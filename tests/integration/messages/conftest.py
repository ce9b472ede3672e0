"""What people were told, once everything on its way has arrived."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import jobs
from app.core.db import SessionFactory, session_factory
from app.core.policy import Actor
from app.features import FEATURES
from app.messages.models import Notice
from documents.storage import MemoryStorage
from tests.databases import TestDatabase

Told = Callable[[Actor], list[str]]


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture
def told(app: Flask, database: TestDatabase, session: Session) -> Told:
    """What this person has been told, oldest first, once everything on its way has arrived."""
    factory: SessionFactory = session_factory(database.engine)
    handlers = FEATURES.handlers(app.extensions["engines"])

    def of(actor: Actor) -> list[str]:
        session.commit()
        while jobs.drain(factory, handlers, (jobs.URGENT, jobs.NORMAL)):
            pass
        session.expire_all()
        rows = select(Notice).where(Notice.person_id == actor.person_id).order_by(Notice.id)
        return [notice.message % notice.values for notice in session.scalars(rows)]

    return of
