"""Files that came are read; what was uploaded and never used is forgotten."""

from datetime import time, timedelta

from sqlalchemy.orm import Session

from app.core.db import SessionFactory, transaction
from app.core.db import reading as session_reading
from app.core.feature import Features
from app.core.installation import Engines
from app.core.jobs import HEAVY, NORMAL, Handler, Round, SlowHandler
from app.core.jobs.handlers import AnyHandler
from app.core.outbox import Payload
from app.core.text import N_
from app.files import service
from app.files.events import FileAdded, LookInside, UploadForgotten
from app.files.kept import Kept
from app.files.models import Inside
from documents.sandbox import Sandbox
from documents.storage import Storage


def _forget_uploads(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        service.discard_old_uploads(session)


JOBS = (
    Round(
        "files.forget_uploads",
        NORMAL,
        N_("Uploads that were never used are forgotten"),
        _forget_uploads,
        every=timedelta(hours=1),
    ),
)


def jobs(engines: Engines, features: Features) -> tuple[AnyHandler | Round, ...]:
    """Those that open or remove what is stored."""
    kept = Kept.of(engines.settings.instance)
    remove = service.content_remover(engines.storage, kept, features.contents)

    def read_again(factory: SessionFactory) -> None:
        if engines.sandbox.converts:
            with transaction(factory) as session:
                service.read_again(session)

    return (
        reading(engines.storage, engines.sandbox),
        looking_inside(engines.storage, engines.sandbox),
        Handler("files.remove", NORMAL, (UploadForgotten.topic,), remove),
        Round(
            "files.remove_unfinished",
            NORMAL,
            N_("What was broken off while being stored is removed"),
            lambda _factory: _remove_unfinished(engines.storage),
            at=time(1, 45),
        ),
        Round(
            "files.read_again",
            NORMAL,
            N_("Files that waited for a converter, or a better reader, are read again"),
            read_again,
            at=time(1, 30),
        ),
    )


def _remove_unfinished(storage: Storage) -> None:
    """A day spares what is still being written."""
    storage.remove_unfinished(older_than_seconds=timedelta(days=1).total_seconds())


def reading(storage: Storage, sandbox: Sandbox) -> SlowHandler:
    """Doing it twice does nothing more."""
    reader = service.FileReader(storage, sandbox)
    return SlowHandler("files.read", HEAVY, (FileAdded.topic,), reader.work, service.note_read)


def looking_inside(storage: Storage, sandbox: Sandbox) -> SlowHandler:
    """What is known by then is not looked into again."""

    def work(factory: SessionFactory, payload: Payload) -> Inside | None:
        with session_reading(factory) as session:
            if session.get(Inside, payload["sha256"]) is not None:
                return None
        return service.look_inside(storage, sandbox, payload["sha256"], payload["media_type"])

    def note(session: Session, _payload: Payload, found: Inside | None) -> None:
        service.note_inside(session, filter(None, [found]))

    return SlowHandler("files.look_inside", HEAVY, (LookInside.topic,), work, note)
