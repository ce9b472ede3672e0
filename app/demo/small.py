"""The demonstration office: founded, then told day by day."""

from datetime import timedelta

from sqlalchemy import Engine, event, select

from app.core import clock
from app.core.db import SessionFactory, create_engine, session_factory, transaction
from app.core.feature import Features
from app.core.installation import Engines
from app.core.jobs import Handlers, Job
from app.demo.answers import Answers
from app.demo.office import Founding
from app.demo.scene import Scene
from app.demo.story import Story
from app.demo.words import Words
from app.features import FEATURES
from app.organisation.models import Agency

ONE_FILE = timedelta(seconds=1)
"""About what the worker takes to read one."""


def is_empty(factory: SessionFactory) -> bool:
    """No agency was ever founded here."""
    with factory() as session:
        return session.query(Agency.id).first() is None


def load(database_url: str, engines: Engines, handlers: Handlers) -> None:
    """Found the district and tell its last two months.

    What is heavy waits for the worker: converting the files would take minutes now.
    """
    words = Words()
    factory = session_factory(_hasty_engine(database_url))
    with transaction(factory) as session:
        founding = Founding(session, words)
        district, communes = founding.district(), founding.communes()
    scene = Scene(factory, engines.storage, engines.sandbox, handlers, words, district, communes)
    Story(scene, Answers(scene)).tell()
    tell_features(factory, FEATURES)
    _take_turns(factory)


def _take_turns(factory: SessionFactory) -> None:
    """What waits is due from now on, the newest first, and lets in between what people add."""
    with transaction(factory) as session:
        waiting = select(Job).where(Job.turn_at.is_not(None)).order_by(Job.id.desc())
        for place, job in enumerate(session.scalars(waiting)):
            job.turn_at = clock.now() + place * ONE_FILE


def _hasty_engine(database_url: str) -> Engine:
    """Demonstration data need not survive a power cut while they are being made."""
    engine = create_engine(database_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda c, _record: c.execute("PRAGMA synchronous = OFF"))
    return engine


def tell_features(factory: SessionFactory, features: Features) -> None:
    """What each feature brings to the demonstration itself, once the story is told."""
    for feature in features:
        if feature.demo is not None:
            feature.demo.found()(factory)
