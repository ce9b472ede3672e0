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
from app.lists.events import ViewRemoved, ViewShared
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
        refuse_for(rules.room_problems(address))
        view.address = address
        return view
    view = SavedView(person_id=actor.person_id, list_name=asked.name, address=address)
    refuse_for([*_problems(session, actor, view, entry), *_room_problems(session, actor, view)])
    with _one_of_a_name(session, entry.name):
        view.name, view.unit_id = entry.name, entry.unit_id
        session.add(view)
    return view


def change(session: Session, actor: Actor, view_id: int, entry: ViewEntry) -> SavedView:
    """Give it another name, or share it otherwise; that its maker alone does: what was shared goes
    back to nobody who did not ask for it."""
    view = changeable(session, actor, view_id)
    refuse_for(_problems(session, actor, view, entry))
    if entry.unit_id != view.unit_id:
        outbox.publish(session, ViewShared(view.id))
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


def _problems(session: Session, actor: Actor, view: SavedView, entry: ViewEntry) -> list[Problem]:
    is_own = view.person_id == actor.person_id
    units = {None, *actor.unit_ids, view.unit_id} if is_own else {view.unit_id}
    if entry.unit_id not in units:
        return rules.unit_problems()
    return rules.name_problems(entry.name, queries.names_beside(session, view, entry.unit_id))


def _room_problems(session: Session, actor: Actor, view: SavedView) -> list[Problem]:
    seen = queries.views_of(session, actor, view.list_name)
    return rules.room_problems(view.address, sum(one.person_id == actor.person_id for one in seen))


@contextmanager
def _one_of_a_name(session: Session, name: str) -> Iterator[None]:
    """Two windows that give one name in the same moment are told like one after the other."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as error:
        raise Refused(*rules.name_problems(name, [name])) from error
