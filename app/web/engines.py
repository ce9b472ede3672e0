"""The parts outside the database, as `app.wiring` chose them for this application."""

from typing import cast

from flask import current_app

from app.core.installation import Engines


def engines() -> Engines:
    """The engines of this application."""
    return cast(Engines, current_app.extensions["engines"])
