"""The web server's entry: `gunicorn wsgi:app`."""

from contextlib import suppress

from app.factory import create_app
from config import Settings
from documents.sandbox import SandboxGone

app = create_app(Settings.from_environment())
with suppress(SandboxGone):  # then whoever sends a file is told, and the doctor says why
    app.extensions["engines"].sandbox.warm()
