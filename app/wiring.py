"""Which engines the settings choose, and what the features declare for the workers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.db import SessionFactory
from app.core.jobs import Handlers
from app.correspondence import jobs as correspondence
from app.drafting import jobs as drafting
from app.incoming import jobs as incoming
from app.notifications import jobs as notifications
from app.notifications.gateways import HttpGateway, LocalGateway, SmsGateway
from app.notifications.service import SmsPolicy, SmsSender
from app.outgoing import jobs as outgoing
from app.search import jobs as search
from config import Settings
from documents.rendition import Converter, LibreOffice, NoConverter
from documents.storage import DiskStorage, Storage
from search_index import SearchBackend, WhooshBackend


@dataclass(frozen=True)
class Engines:
    """The parts outside the database, as the settings chose them."""

    settings: Settings
    storage: Storage
    converter: Converter
    search: SearchBackend
    sms_gateway_on: Callable[[SessionFactory], SmsGateway]


def build_engines(settings: Settings) -> Engines:
    return Engines(
        settings=settings,
        storage=DiskStorage(settings.instance / "files"),
        converter=_converter(settings),
        search=WhooshBackend(settings.instance / "index"),
        sms_gateway_on=_sms_gateway(settings),
    )


def _sms_gateway(settings: Settings) -> Callable[[SessionFactory], SmsGateway]:
    """The provider's HTTP gateway where one is set, otherwise the page of sent messages."""
    if not settings.sms_url:
        return LocalGateway
    gateway = HttpGateway(settings.sms_url, settings.sms_token)
    return lambda _factory: gateway


def _converter(settings: Settings) -> Converter:
    """LibreOffice where it is installed and wanted."""
    profiles = settings.instance / "office"
    if settings.office_executable == "none":
        return NoConverter()
    if settings.office_executable:
        return LibreOffice(Path(settings.office_executable), profiles)
    return LibreOffice.find(profiles) or NoConverter()


def build_handlers(engines: Engines) -> Handlers:
    """What the features declare, collected for a worker."""
    settings, storage, converter = engines.settings, engines.storage, engines.converter
    sms = SmsPolicy(accented=settings.sms_accented)
    return Handlers(
        (
            *notifications.handlers(sms, SmsSender(engines.sms_gateway_on)),
            *correspondence.handlers(storage, converter),
            *incoming.HANDLERS,
            *outgoing.HANDLERS,
            *drafting.HANDLERS,
            *search.HANDLERS,
        ),
        (
            *notifications.ROUNDS,
            *correspondence.rounds(converter),
            *drafting.ROUNDS,
            *search.rounds(engines.search),
        ),
    )
