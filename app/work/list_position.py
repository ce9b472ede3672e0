"""Finish one, get the next: which filtered list a page was opened from travels in the address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for
from sqlalchemy.orm import Session

from app.core.feature import ListOfFeature
from app.core.policy import Actor
from app.correspondence.models import Document
from app.web.features import features
from app.web.records import link_to
from app.work.queries import Neighbours, WorkFilter, horizon, neighbours


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
    """The place as arguments for an address; empty outside a list."""
    here = place()
    if here is not None:
        return here.args
    return {one.argument: request.args[one.argument] for one in _other_lists()}


def _other_lists() -> list[ListOfFeature]:
    """Lists of other features that this request came from; only they can read their filters."""
    return [one for one in features().lists if one.argument in request.args]


def beside(session: Session, actor: Actor, here: Place) -> Neighbours:
    """The neighbours in the list, as it is now."""
    return neighbours(session, actor, here.work, horizon(session, actor.agency_id), here.line_id)


def staying(record: Document) -> str:
    """Where to go after a change to the work of others: the same record, to see what it did."""
    return link_to(record.kind, record.id, anchor="work", **carried())


def onward(session: Session, actor: Actor, record: Document) -> str:
    """Where to go after one's own work: the next row of the list, the list itself at its end, or
    the record when it was not opened from a list."""
    here = place()
    if here is None:
        for one in _other_lists():
            return url_for(one.onward, document_id=record.id, **carried())
        return staying(record)
    following = beside(session, actor, here)
    row = following.older or following.newer
    if row is None:
        return url_for("work.index", **here.work.to_args())
    return link_to(row.kind, row.document_id, **here.at(row.line_id).args)
