"""Commands that watch the office as a whole."""

import sys

import click

from app.core.db import reading
from app.core.installation import Installation
from app.desk.queries import watch


@click.command("watch")
@click.pass_obj
def watch_office(office: Installation) -> None:
    """Look for rows that break what must never be false, and name them."""
    with reading(office.factory) as session:
        found = watch(session, office.features)
    for one in found:
        mark = "BROKEN" if one.broken else "holds "
        ids = ", ".join(map(str, one.broken)) + (" …" if one.has_more else "")
        click.echo(f"{mark}  {one.invariant.name:<42} {one.invariant.words} {ids}".rstrip())
    sys.exit(1 if any(one.broken for one in found) else 0)
