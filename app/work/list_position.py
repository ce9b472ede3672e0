"""Finish one, get the next: which filtered list a page was opened from travels in the address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.records.policy import may_read
from app.records.queries import readers_of
from app.work.queries import Neighbours, WorkFilter, horizon, neighbours

ARRIVED = "arrived"
"""Carries the filter of a list of incoming documents, which only its own feature can read."""


@dataclass(frozen=True)
class Place:
    """A list of work, and the line in it that is being looked at."""

    work: WorkFilter
    line_id: int

    @property
    def args(self) -> dict[str, Any]:
        """What an address carries to stay in the list."""
        return {"list": urlencode(self.work.to_args()), "at": self.line_id}

    def at(self, line_id: int) -> "Place":
        return Place(self.work, line_id)


def place() -> Place | None:
    """The list this request came from; None when it came from none."""
    line = request.args.get("at", "")
    if "list" not in request.args or not line.isdecimal() or len(line) > 9:
        return None
    return Place(WorkFilter.from_args(dict(parse_qsl(request.args["list"]))), int(line))


def carried() -> dict[str, Any]:
    """The place as arguments for url_for; empty outside a list."""
    here = place()
    if here is not None:
        return here.args
    return {ARRIVED: request.args[ARRIVED]} if ARRIVED in request.args else {}


def beside(session: Session, actor: Actor, here: Place) -> Neighbours:
    """The neighbours in the list, as it is now."""
    return neighbours(session, actor, here.work, horizon(session, actor.agency_id), here.line_id)


def staying(document_id: int) -> str:
    """Where to go after a change to the work of others: the same document, to see what it did."""
    return url_for("desk.document", document_id=document_id, _anchor="work", **carried())


def onward(session: Session, actor: Actor, document_id: int) -> str:
    """Where to go after one's own work: the next row of the list, the list itself at its end, or
    the document when it was not opened from a list; what may no longer be read is not gone to."""
    here = place()
    if here is None and ARRIVED in request.args:
        return url_for("incoming.onward", document_id=document_id, **carried())
    if here is None:
        can_stay = may_read(actor, readers_of(session, document_id))
        return staying(document_id) if can_stay else url_for("desk.work")
    following = beside(session, actor, here)
    row = following.older or following.newer
    if row is None:
        return url_for("desk.work", **here.work.to_args())
    return url_for("desk.document", document_id=row[1], **here.at(row[0]).args)
