"""The parts outside the database, as `app.wiring` chose them for this application."""

from typing import Any, Protocol, cast

from flask import current_app

from documents.rendition import Converter
from documents.storage import Storage
from search_index import SearchBackend


class Engines(Protocol):
    """What pages use of `app.wiring.Engines`, which they cannot import."""

    @property
    def settings(self) -> Any: ...

    @property
    def storage(self) -> Storage: ...

    @property
    def converter(self) -> Converter: ...

    @property
    def search(self) -> SearchBackend: ...


def engines() -> Engines:
    """The engines of this application."""
    return cast(Engines, current_app.extensions["engines"])
