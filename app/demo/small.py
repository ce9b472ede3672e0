"""The demonstration office: founded, then told day by day."""

from app.core import outbox
from app.core.db import SessionFactory, transaction
from app.core.outbox import Wiring
from app.correspondence.events import FileAdded
from app.demo.office import Founding
from app.demo.story import Story
from app.demo.words import Words
from app.organisation.models import Agency
from documents.storage import Storage


def is_empty(factory: SessionFactory) -> bool:
    """No agency was ever founded here."""
    with factory() as session:
        return session.query(Agency.id).first() is None


def load(factory: SessionFactory, storage: Storage, wiring: Wiring) -> None:
    """Found the district and tell its last two months.

    Files are taken to be read later, by the worker: converting them would take minutes now.
    """
    words = Words()
    with transaction(factory) as session:
        founding = Founding(session, words)
        district, communes = founding.district(), founding.communes()
    quick = {topic: handlers for topic, handlers in wiring.items() if topic != FileAdded.topic}
    held: list[dict[str, object]] = []

    def hold(_session: object, payload: dict[str, object]) -> None:
        held.append(payload)

    quick[FileAdded.topic] = [hold]
    Story(factory, storage, quick, words, district, communes).tell()
    with transaction(factory) as session:
        for payload in held:
            outbox.publish(session, FileAdded(**payload))  # type: ignore[arg-type]
