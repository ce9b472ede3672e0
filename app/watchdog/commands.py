"""Commands of whoever keeps the installation: how it is, and its backup."""

import shutil
import subprocess
import sys
from pathlib import Path

import click

from app.core.installation import Installation
from app.core.text import fill
from app.watchdog.service import Looked, Looking, make_backup

MARKS = {"kept": "holds  ", "near": "WARNING", "broken": "BROKEN ", "unknown": "UNKNOWN"}
PROGRAMS = {
    "postgres": "the database of an office with many people",
    "redis-server": "wakes the worker at once, on several hosts",
    "chromium-headless-shell": "journeys of the tests, pictures of the guide",
}


@click.command("doctor")
@click.pass_obj
def doctor(office: Installation) -> None:
    """Look at all that must never be false, and at the programs of this machine."""
    looking = Looking(office.factory, office.engines, office.features)
    states = set()
    for one in looking.look(office.features.invariants):
        states.add(one.state)
        click.echo(f"{MARKS[one.state]}  {one.invariant.name:<36} {told(one)}")
    for program, gives in PROGRAMS.items():
        mark = "there  " if _version(program) else "missing"
        click.echo(f"{mark}  {program:<36} {gives} [{_version(program) or 'not installed'}]")
    sys.exit(1 if states & {"broken", "unknown"} else 0)


def told(one: Looked) -> str:
    """What must hold, what was found in figures, and what breaks it, on one line."""
    said = [fill(one.found.note, dict(one.found.values)) if one.found.note else "", one.error]
    for breach in one.found.breaches[:5]:
        records = ", ".join(map(str, breach.records))
        said += [fill(breach.words, dict(breach.values)) if breach.words else "", records]
    more = one.found.count - 5
    said.append(f"and {more} more" if more > 0 else "")
    return f"{one.invariant.words} [{'; '.join(filter(None, said))}]".removesuffix(" []")


def _version(program: str) -> str:
    """The first line the program says of itself; empty where it is not there."""
    folders = ":".join(map(str, Path("/usr/lib/postgresql").glob("*/bin")))
    path = shutil.which(program) or shutil.which(program, path=folders)
    if path is None:
        return ""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20).stdout
    return next(iter(said.splitlines()), "")


@click.command("backup")
@click.pass_obj
def backup(office: Installation) -> None:
    """Copy database, files and key to the folder CONGVAN_BACKUP, while everybody works."""
    count = make_backup(office.engines)
    click.echo(f"Backup in {office.settings.backup}: the database, and {count} files that are new.")
