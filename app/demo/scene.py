"""Where the demonstration is told: the bodies, their people, and what their services need."""

from dataclasses import dataclass

from app.core.db import SessionFactory
from app.core.jobs import Handlers
from app.demo.office import Body
from app.demo.words import Words
from documents.sandbox import Sandbox
from documents.storage import Storage


@dataclass(frozen=True)
class Scene:
    """Everything the tellers of the story share."""

    factory: SessionFactory
    storage: Storage
    sandbox: Sandbox
    handlers: Handlers
    words: Words
    district: Body
    communes: list[Body]
