"""Finish one, get the next: which filtered list a page was opened from travels in the address.

It travels as an address of its own, so that nothing here needs to know whose list it is.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import request
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.deadlines.queries import horizon_of
from app.records.policy import may_read
from app.records.queries import face_of, readers_of
from app.web.addresses import safe_address
from app.work.filters import WorkFilter
from app.work.queries import Neighbour, Neighbours, neighbours

DESK = "/"
"""Where everybody finds what waits for them."""
LIST, LINE = "list", "line"
ONWARD = "onward"
"""Carries where to go after one's own work, for lists of something else than lines of work."""


@dataclass(frozen=True)
class Place:
    """A list of work by its address, and the line in it that is being looked at."""

    address: str
    line_id: int

    @property
    def work(self) -> WorkFilter:
        return WorkFilter.from_args(dict(parse_qsl(urlsplit(self.address).query)))

    @property
    def args(self) -> dict[str, Any]:
        """What an address carries to stay in the list."""
        return {LIST: self.address, LINE: self.line_id}

    @cached_property
    def _list(self) -> str:
        return urlencode({LIST: self.address})

    def on(self, path: str, line_id: int) -> str:
        """An address at another line of the list, which stays in the list."""
        return f"{path}?{self._list}&{LINE}={line_id}"

    def page_of(self, row: Neighbour) -> str:
        """The page of another line of the list."""
        return self.on(row.path, row.line_id)


def place() -> Place | None:
    """The list this request came from; None when it came from none."""
    line, address = request.args.get(LINE, ""), safe_address(request.args.get(LIST))
    if address is None or not line.isdecimal() or len(line) > 9:
        return None
    return Place(address, int(line))


def carried() -> dict[str, Any]:
    """The place as arguments for url_for; empty outside a list."""
    here = place()
    if here is not None:
        return here.args
    address = safe_address(request.args.get(ONWARD))
    return {ONWARD: address} if address is not None else {}


def beside(session: Session, actor: Actor, here: Place) -> Neighbours:
    """The neighbours in the list, as it is now."""
    return neighbours(session, actor, here.work, horizon_of(session, actor.agency_id), here.line_id)


def staying(session: Session, record_id: int) -> str:
    """Where to go after a change to the work of others: the same record, to see what it did."""
    return f"{_with(face_of(session, record_id).path, carried())}#work"


def onward(session: Session, actor: Actor, record_id: int) -> str:
    """Where to go after one's own work: the next row of the list, the list itself at its end, or
    the record when it was not opened from a list; what may no longer be read is not gone to."""
    here = place()
    if here is None:
        address: str | None = carried().get(ONWARD)
        can_stay = may_read(actor, readers_of(session, record_id))
        return address or (staying(session, record_id) if can_stay else DESK)
    following = beside(session, actor, here)
    row = following.older or following.newer
    return here.page_of(row) if row is not None else here.address


def _with(path: str, args: dict[str, Any]) -> str:
    return f"{path}?{urlencode(args)}" if args else path
