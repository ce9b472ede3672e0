"""Commands about the trail."""

import sys

import click

from app.audit.service import verify
from app.core.db import reading
from app.core.installation import Installation


@click.command("verify-audit")
@click.pass_obj
def verify_audit(office: Installation) -> None:
    """Read the audit trail and name the first row that was altered."""
    with reading(office.factory) as session:
        report = verify(session)
    if report.is_whole:
        click.echo(f"The trail is whole: {report.count} entries, the last hash {report.last_hash}.")
    else:
        click.echo(f"Entry {report.first_altered_id} is {report.damage}.", err=True)
        sys.exit(1)
