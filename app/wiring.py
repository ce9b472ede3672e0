"""Which engines the settings choose."""

from pathlib import Path

from app.core.db import refuse_while_writing
from app.core.installation import Engines
from config import Settings
from documents.rendition.libreoffice import find_office
from documents.sandbox import Sandbox
from documents.storage import DiskStorage
from search_index import WhooshBackend


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
