"""Addresses of records: asked of their kind, so that no feature writes another's endpoint."""

from typing import Any
from urllib.parse import urlencode

from flask import request

from app.core.asking import given
from app.core.policy import Actor
from app.web.access import actor
from app.web.database import session, write_transaction
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
    """The address of its preview beside a list; None where its kind, if there is one, has none."""
    known = features().kinds.get(kind)
    return f"{request.script_root}{known.peek % record_id}" if known and known.peek else None


def link_to_any(record_id: int) -> str:
    """The same where only the id is at hand: it leads on to the page of whatever kind it is."""
    return f"{request.script_root}/records/{record_id}"


def bulk_actions(actor: Actor) -> tuple[Action, ...]:
    """What this person may do with several records ticked in a list, asked of every feature."""
    return tuple(action for offer in features().bulk for action in offer.found()(actor))


def note_opened(record_id: int) -> bool:
    """What opening the page of a record sets off, in a transaction of its own; whether it did.

    Whoever calls has found that the actor may read it, and reads it anew where something was noted.
    """
    if not session().scalar(features().is_news, given(actor(), record_id=record_id)):
        return False
    with write_transaction() as own:
        for one in features().reading:
            one.note(own, record_id, actor())
    return True
