"""Commands about accounts."""

import click

from app.access.queries import account_by_user_name
from app.access.service import accounts
from app.core.db import transaction
from app.core.installation import Installation


@click.command("reset-password")
@click.argument("user_name")
@click.pass_obj
def reset_password(office: Installation, user_name: str) -> None:
    """Let somebody in again whom no other administrator can help: unlock, one-time password."""
    with transaction(office.factory) as session:
        known = account_by_user_name(session, user_name)
        if known is None:
            raise click.ClickException(f"Nobody has the user name {user_name}.")
        password = accounts.reset_password(session, None, known.person_id)
    click.echo(f"{user_name} signs in once with {password} and then chooses another.")
