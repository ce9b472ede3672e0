"""Which engines the settings choose, who hears of which event, and what the clock brings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from app.access.settings import IDLE_MINUTES
from app.core.db import SessionFactory, refuse_while_writing, transaction
from app.core.feature import Features
from app.core.installation import Engines
from app.core.outbox import Handler, SlowHandler
from app.correspondence import service as correspondence
from app.correspondence.events import DocumentChanged, FileAdded, UploadForgotten
from app.correspondence.settings import MEGABYTE, UPLOAD_MEGABYTES
from app.drafting import service as drafting
from app.features import FEATURES
from app.incoming import events as arriving
from app.incoming import service as incoming
from app.messages.events import SmsQueued
from app.messages.gateways import gateway_of
from app.messages.service import SmsPolicy, SmsSender, handler_of
from app.messages.settings import ACCENTED
from app.outgoing import events as issuing
from app.outgoing import service as outgoing
from app.records.events import ReadersChanged
from app.search import service as search
from app.work import events as work
from app.work.service import note_lateness
from config import Settings
from documents.rendition.libreoffice import find_office
from documents.sandbox import Sandbox
from documents.storage import DiskStorage
from search_index import SearchBackend, WhooshBackend


@dataclass(frozen=True)
class Round:
    """Work that the clock brings; it must be safe to do twice."""

    every_seconds: int
    work: Callable[[SessionFactory], None]


def setting_defaults(settings: Settings) -> dict[str, Any]:
    """What the environment of this installation says instead of a setting's own default."""
    return {
        IDLE_MINUTES.key: settings.idle_minutes,
        UPLOAD_MEGABYTES.key: settings.max_upload_bytes // MEGABYTE,
        ACCENTED.key: settings.sms_accented,
    }


def build_engines(settings: Settings) -> Engines:
    return Engines(
        settings=settings,
        storage=DiskStorage(settings.instance / "files"),
        sandbox=_sandbox(settings),
        search=WhooshBackend(settings.instance / "index"),
    )


def _sandbox(settings: Settings) -> Sandbox:
    """Where foreign files are opened; with LibreOffice where it is installed and wanted."""
    wanted = settings.office_executable
    office = Path(wanted) if wanted else find_office()
    return Sandbox(
        settings.instance / "sandbox",
        office=None if wanted == "none" else office,
        guard=refuse_while_writing,
    )


Wiring = dict[str, list[Handler | SlowHandler]]


def build_wiring(engines: Engines, features: Features = FEATURES) -> Wiring:
    """Topic to handlers; the worker runs each in a transaction of its own."""
    wiring: Wiring = {}
    for topic, handlers in _handlers(engines, features).items():
        wiring.setdefault(topic, []).extend(handlers)
    policy = SmsPolicy(accented=engines.settings.sms_accented)
    for kind in features.messages:
        wiring.setdefault(kind.topic, []).append(handler_of(kind, policy))
    return wiring


def _handlers(engines: Engines, features: Features) -> dict[str, Sequence[Handler | SlowHandler]]:
    sender = SmsSender(gateway_of(engines.settings))
    return {
        SmsQueued.topic: [SlowHandler("sms", sender.work, sender.note)],
        arriving.DeliveryReceived.topic: [outgoing.note_delivered],
        arriving.DeliveryAccepted.topic: [outgoing.note_accepted],
        arriving.DeliveryRefused.topic: [outgoing.note_refused],
        DocumentChanged.topic: [search.ask],
        ReadersChanged.topic: [search.ask_again],
        UploadForgotten.topic: [correspondence.content_remover(engines.storage, features.contents)],
        FileAdded.topic: [correspondence.file_reader(engines.storage, engines.sandbox)],
        issuing.Issued.topic: [
            incoming.receive_delivery,
            outgoing.note_answers,
            drafting.note_issued,
        ],
        issuing.Returned.topic: [drafting.note_returned],
        issuing.Sent.topic: [incoming.receive_delivery],
        issuing.Recalled.topic: [incoming.recall_delivery],
        issuing.Replaced.topic: [incoming.recall_delivery],
        work.Finished.topic: [incoming.note_finished],
    }


def build_rounds(engines: Engines) -> dict[str, Round]:
    """What the worker does from time to time."""
    return {
        "uploads": Round(3600, _forget_uploads),
        "unread files": Round(24 * 3600, partial(_read_again, engines.sandbox)),
        "lateness": Round(300, _tell_of_lateness),
        "opinions": Round(300, _lapse_opinions),
        "index": Round(2, partial(_sync_index, engines.search)),
        "compare index": Round(24 * 3600, partial(_mend_index, engines.search)),
    }


def _read_again(sandbox: Sandbox, factory: SessionFactory) -> None:
    """Files that came before a converter was installed become readable in place."""
    if sandbox.converts:
        with transaction(factory) as session:
            correspondence.read_again(session)


def _forget_uploads(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        correspondence.discard_old_uploads(session)


def _tell_of_lateness(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        note_lateness(session)


def _lapse_opinions(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        drafting.lapse_opinions(session)


def _sync_index(backend: SearchBackend, factory: SessionFactory) -> None:
    search.sync(factory, backend)


def _mend_index(backend: SearchBackend, factory: SessionFactory) -> None:
    search.mend(factory, backend)
