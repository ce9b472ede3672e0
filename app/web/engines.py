"""The parts outside the database, as `app.wiring` chose them for this application."""

from typing import Any, Protocol, cast

from flask import current_app
from flask_login import current_user

from documents.sandbox import Sandbox
from documents.storage import Storage
from search_index import SearchBackend


class Engines(Protocol):
    """What pages use of `app.wiring.Engines`, which they cannot import."""

    @property
    def settings(self) -> Any: ...

    @property
    def storage(self) -> Storage: ...

    @property
    def sandbox(self) -> Sandbox: ...

    @property
    def search(self) -> SearchBackend: ...


def engines() -> Engines:
    """The engines of this application."""
    return cast(Engines, current_app.extensions["engines"])


def own_sandbox() -> Sandbox:
    """The sandbox on behalf of who is signed in: nobody waits behind another's files."""
    return engines().sandbox.on_behalf_of(f"person {current_user.get_id()}")
