"""Addresses of records: asked of their kind, so that no feature writes another's endpoint."""

from typing import Any
from urllib.parse import urlencode

from flask import request

from app.core.policy import Actor
from app.web.features import features
from app.web.listing import Action


def link_to(kind: str, record_id: int, /, *, anchor: str = "", **asked: Any) -> str:
    """The address of the page of this record; what is asked for goes along, but for None.

    KeyError when no listed feature brings the kind.
    """
    address = request.script_root + features().kinds[kind].address(record_id)
    wanted = {name: value for name, value in asked.items() if value is not None}
    if wanted:
        address += f"?{urlencode(wanted)}"
    return f"{address}#{anchor}" if anchor else address


def peek_at(kind: str, record_id: int) -> str | None:
    """The address of its preview beside a list; None where its kind has none."""
    peek = features().kinds[kind].peek
    return f"{request.script_root}{peek % record_id}" if peek else None


def link_to_any(record_id: int) -> str:
    """The same where only the id is at hand: it leads on to the page of whatever kind it is."""
    return f"{request.script_root}/records/{record_id}"


def bulk_actions(actor: Actor) -> tuple[Action, ...]:
    """What this person may do with several records ticked in a list, asked of every feature."""
    return tuple(action for offer in features().bulk for action in offer.found()(actor))
