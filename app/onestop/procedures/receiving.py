"""A catalogue that comes as a file: read in the sandbox before the transaction begins."""

import tempfile
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from flask import g, request
from werkzeug.datastructures import FileStorage

from app.core.errors import Problem, Refused, refuse_for
from app.core.text import N_
from app.files.rules import came_problems
from app.web import bodies, own_sandbox
from documents.errors import BadFile, EngineError

MOST_BYTES = 5 * 1024 * 1024
KINDS = {".json": "json", ".xlsx": "sheets"}


def look(**_kwargs: object) -> None:
    """Read the file of this request, where there is one; what is wrong with it is told later."""
    sent = request.files.get("file")
    g.catalogue = None
    if sent is not None and sent.filename:
        own_sandbox().announce()
        try:
            g.catalogue = _read(sent)
        except Refused as refusal:
            g.catalogue = refusal


def brought() -> tuple[str, str, Any]:
    """Name, kind and plain data of the file; Refused with what is wrong with it."""
    if g.catalogue is None:
        raise Refused(Problem(N_("Choose the file of the catalogue."), field="file"))
    if isinstance(g.catalogue, Refused):
        raise g.catalogue
    found: tuple[str, str, Any] = g.catalogue
    return found


def _read(sent: FileStorage) -> tuple[str, str, Any]:
    came, name = bodies.received(sent), sent.filename or ""
    problems = came_problems(came.trouble, came.size, name, MOST_BYTES)
    refuse_for([Problem(one.message, one.params, "file") for one in problems])
    kind = KINDS.get(Path(name).suffix.lower())
    if kind is None:
        raise Refused(Problem(N_("A catalogue is a .json or an .xlsx file."), field="file"))
    try:
        return name, kind, _plain(sent, kind)
    except BadFile as refusal:
        told = [Problem(one.message, one.params, "file") for one in refusal.problems]
        raise Refused(*told) from refusal
    except EngineError as failure:
        message = N_("This file could not be read as a catalogue.")
        raise Refused(Problem(message, field="file")) from failure


def _plain(sent: FileStorage, kind: str) -> Any:
    with tempfile.NamedTemporaryFile() as file:
        sent.stream.seek(0)
        copyfileobj(sent.stream, file)
        file.flush()
        return own_sandbox().plain_data(Path(file.name), kind)
