"""Which engines the settings choose."""

from pathlib import Path
from typing import Any

from app.access.settings import IDLE_MINUTES, SESSION_HOURS
from app.core.db import lender, refuse_while_writing
from app.core.installation import Engines
from app.files.rules import MEGABYTE
from app.files.settings import UPLOAD_MEGABYTES
from app.messages.settings import ACCENTED
from app.search.telling import write_within
from config import Settings
from documents.rendition.libreoffice import find_office
from documents.sandbox import Sandbox
from documents.storage import DiskStorage
from search_index import PostgresBackend, SearchBackend, Successor, WhooshBackend


def setting_defaults(settings: Settings) -> dict[str, Any]:
    """What the environment of this installation says instead of a setting's own default."""
    return {
        IDLE_MINUTES.key: settings.idle_minutes,
        SESSION_HOURS.key: settings.session_hours,
        UPLOAD_MEGABYTES.key: settings.max_upload_bytes // MEGABYTE,
        ACCENTED.key: settings.sms_accented,
    }


def build_engines(settings: Settings) -> Engines:
    return Engines(
        settings=settings,
        storage=DiskStorage(settings.instance / "files"),
        sandbox=_sandbox(settings),
        search=_search(settings),
    )


def _search(settings: Settings) -> SearchBackend:
    """The chosen index; while it is built for the first time, the other one answers."""
    files = WhooshBackend(settings.instance / "index")
    is_server = settings.database_url.startswith("postgresql")
    if settings.search not in ("whoosh", "postgresql") or (
        settings.search == "postgresql" and not is_server
    ):
        raise ValueError('CONGVAN_SEARCH is "whoosh" or, where the database is it, "postgresql"')
    if not is_server:
        return files
    server = PostgresBackend(
        lender(settings.database_url),
        settings.search_copies,
        lender(settings.search_read_url) if settings.search_read_url else None,
    )
    if settings.search == "whoosh":
        return Successor(files, server)
    write_within(settings.database_url, server)
    return Successor(server, files)


def _sandbox(settings: Settings) -> Sandbox:
    """Where foreign files are opened; with LibreOffice where it is installed and wanted."""
    wanted = settings.office_executable
    office = Path(wanted) if wanted else find_office()
    return Sandbox(
        settings.instance / "sandbox",
        office=None if wanted == "none" else office,
        guard=refuse_while_writing,
    )
