"""What an installation consists of: settings, database, engines, features."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from app.core.db import SessionFactory
from app.core.feature import Features
from documents.sandbox import Sandbox
from documents.storage import Storage
from search_index import SearchBackend


@dataclass(frozen=True)
class Engines:
    """The parts outside the database, as `app.wiring` chose them by the settings."""

    settings: Any
    storage: Storage
    sandbox: Sandbox
    search: SearchBackend


@dataclass(frozen=True)
class Installation:
    """What a command works with: click's context carries it."""

    settings: Any
    engine: Engine
    factory: SessionFactory
    engines: Engines
    features: Features
