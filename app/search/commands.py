"""Commands about the search index."""

import click

from app.core.installation import Installation
from app.search.service import rebuild


@click.command("rebuild-index")
@click.pass_obj
def rebuild_index(office: Installation) -> None:
    """Build the search index anew beside the old one, and swap them."""
    count = rebuild(office.factory, office.engines.search)
    click.echo(f"{count} documents are searchable.")
