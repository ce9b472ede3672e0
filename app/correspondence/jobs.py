"""Files that came are read; what was uploaded and never used is forgotten."""

from datetime import time

from app.core.db import SessionFactory, transaction
from app.core.jobs import HEAVY, NORMAL, Round, SlowHandler
from app.core.text import N_
from app.correspondence import service
from app.correspondence.events import FileAdded
from documents.rendition import Converter, NoConverter
from documents.storage import Storage


def handlers(storage: Storage, converter: Converter) -> tuple[SlowHandler, ...]:
    reader = service.FileReader(storage, converter)
    return (SlowHandler("files.read", HEAVY, (FileAdded.topic,), reader.work, service.note_read),)


def rounds(converter: Converter) -> tuple[Round, ...]:
    def read_again(factory: SessionFactory) -> None:
        if not isinstance(converter, NoConverter):
            with transaction(factory) as session:
                service.read_again(session)

    return (
        Round(
            "files.forget_uploads",
            NORMAL,
            N_("Uploads that were never used are forgotten"),
            _forget_uploads,
            at=time(1, 0),
        ),
        Round(
            "files.read_again",
            NORMAL,
            N_("Files that waited for a converter are read again"),
            read_again,
            at=time(1, 30),
        ),
    )


def _forget_uploads(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        service.discard_old_uploads(session)
