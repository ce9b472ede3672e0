"""The demonstration office: founded, then told day by day."""

from sqlalchemy import Engine, event

from app.core import outbox
from app.core.db import SessionFactory, create_engine, session_factory, transaction
from app.core.feature import Features
from app.core.installation import Engines
from app.core.outbox import Wiring
from app.correspondence.events import FileAdded
from app.demo.answers import Answers
from app.demo.office import Founding
from app.demo.scene import Scene
from app.demo.story import Story
from app.demo.words import Words
from app.features import FEATURES
from app.organisation.models import Agency


def is_empty(factory: SessionFactory) -> bool:
    """No agency was ever founded here."""
    with factory() as session:
        return session.query(Agency.id).first() is None


def load(database_url: str, engines: Engines, wiring: Wiring) -> None:
    """Found the district and tell its last two months.

    Files are taken to be read later, by the worker: converting them would take minutes now.
    """
    words = Words()
    factory = session_factory(_hasty_engine(database_url))
    with transaction(factory) as session:
        founding = Founding(session, words)
        district, communes = founding.district(), founding.communes()
    quick = {topic: handlers for topic, handlers in wiring.items() if topic != FileAdded.topic}
    held: list[dict[str, object]] = []

    def hold(_session: object, payload: dict[str, object]) -> None:
        held.append(payload)

    quick[FileAdded.topic] = [hold]
    scene = Scene(factory, engines.storage, engines.sandbox, quick, words, district, communes)
    Story(scene, Answers(scene)).tell()
    tell_features(factory, FEATURES)
    with transaction(factory) as session:
        for payload in held:
            outbox.publish(session, FileAdded(**payload))  # type: ignore[arg-type]


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
