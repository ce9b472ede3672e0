"""Commands about stored files."""

import sys

import click

from app.core.db import reading
from app.core.installation import Installation
from app.files import service


@click.command("check-files")
@click.pass_obj
def check_files(office: Installation) -> None:
    """Read every stored byte and name what is missing or not as it was stored."""
    with reading(office.factory) as session:
        report = service.check_files(session, office.engines.storage, office.features.contents)
    click.echo(f"{report.count} contents read.")
    for sha256 in report.altered:
        click.echo(f"altered {sha256}", err=True)
    for sha256 in report.missing:
        click.echo(f"missing {sha256}", err=True)
    sys.exit(0 if report.is_whole else 1)
