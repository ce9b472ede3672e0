"""The parts outside the database, as `app.wiring` chose them for this application."""

from typing import cast

from flask import current_app, request
from flask_login import current_user

from app.core.installation import Engines
from documents.sandbox import Sandbox


def engines() -> Engines:
    """The engines of this application."""
    return cast(Engines, current_app.extensions["engines"])


def own_sandbox() -> Sandbox:
    """The sandbox on behalf of who is signed in: nobody waits behind another's files."""
    return engines().sandbox.on_behalf_of(f"person {current_user.get_id()}")


def office_address() -> str:
    """Where people find this office: as whoever keeps it says, else as it was asked itself."""
    return engines().settings.public_url or request.url_root
