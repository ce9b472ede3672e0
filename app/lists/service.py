"""Keeping, changing and removing views of lists, one's own and those one shares with a unit.

They show nothing that their list does not show to whoever opens it; the trail leaves them out.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.errors import Forbidden, NotFound, Problem, Refused, refuse_for
from app.core.feature import AskedPage
from app.core.lists import Listing
from app.core.policy import Actor
from app.lists import queries, rules
from app.lists.events import ViewRemoved
from app.lists.models import SavedView
from app.lists.policy import SEES, may_change
from app.lists.rules import ViewEntry


def keep(
    session: Session,
    actor: Actor,
    asked: Listing[Any] | AskedPage,
    args: Mapping[str, str],
    entry: ViewEntry,
    instead_id: int | None = None,
) -> SavedView:
    """Keep what this address asks of the list, under a name or instead of what a view asked;
    whatever cannot be meant is left out."""
    address = urlencode(asked.filter.said(args))
    if instead_id is not None:
        view = changeable(session, actor, instead_id, asked.name)
        refuse_for(rules.room_problems(address, ()))
        view.address = address
        return view
    view = SavedView(person_id=actor.person_id, list_name=asked.name, address=address)
    others = _names_beside(session, actor, view)
    refuse_for([*_problems(actor, view, entry, others), *rules.room_problems(address, others)])
    with _one_of_a_name(session, entry.name):
        view.name, view.unit_id = entry.name, entry.unit_id
        session.add(view)
    return view


def change(session: Session, actor: Actor, view_id: int, entry: ViewEntry) -> SavedView:
    """Give it another name, share it with a unit, or no longer."""
    view = changeable(session, actor, view_id)
    refuse_for(_problems(actor, view, entry, _names_beside(session, actor, view)))
    with _one_of_a_name(session, entry.name):
        view.name, view.unit_id = entry.name, entry.unit_id
    return view


def remove(session: Session, actor: Actor, view_id: int) -> SavedView:
    view = changeable(session, actor, view_id)
    outbox.publish(session, ViewRemoved(view.id))
    session.delete(view)
    return view


def seen_view(session: Session, actor: Actor, view_id: int, of_page: str = "") -> SavedView:
    """NotFound for what somebody else keeps for themselves, or what is of another page than the
    one that is named, as for none."""
    view = session.get(SavedView, view_id)
    if view is None or of_page not in ("", view.list_name):
        raise NotFound
    if not (SEES.for_row(actor, view) or may_change(actor, view)):
        raise NotFound
    return view


def changeable(session: Session, actor: Actor, view_id: int, of_page: str = "") -> SavedView:
    view = seen_view(session, actor, view_id, of_page)
    if not may_change(actor, view):
        raise Forbidden
    return view


def _problems(actor: Actor, view: SavedView, entry: ViewEntry, others: list[str]) -> list[Problem]:
    """A head leaves it with the unit, or gives it back to its maker."""
    units = {*actor.unit_ids, view.unit_id} if view.person_id == actor.person_id else {view.unit_id}
    return rules.entry_problems(entry, others, {one for one in units if one is not None})


def _names_beside(session: Session, actor: Actor, view: SavedView) -> list[str]:
    """What the other views of its maker in the list are called, as far as this actor sees them."""
    beside = queries.views_of(session, actor, view.list_name)
    return [one.name for one in beside if one.person_id == view.person_id and one is not view]


@contextmanager
def _one_of_a_name(session: Session, name: str) -> Iterator[None]:
    """Two windows that give one name in the same moment are told like one after the other."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as error:
        raise Refused(*rules.name_problems(name, [name])) from error
