"""Keeping, renaming and removing one's own views of lists.

They show nothing that their list does not show to whoever opens it; the trail leaves them out.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.errors import NotFound, Refused, refuse_for
from app.core.lists import Listing
from app.core.policy import Actor
from app.lists import queries, rules
from app.lists.models import SavedView


def keep(
    session: Session, actor: Actor, listing: Listing[Any], args: Mapping[str, str], name: str
) -> SavedView:
    """Keep what this address asks of the list; whatever cannot be meant is left out."""
    address = urlencode(listing.filter.said(args))
    others = [view.name for view in queries.views_of(session, actor, listing.name)]
    refuse_for(rules.view_problems(name, address, others))
    view = SavedView(person_id=actor.person_id, list_name=listing.name, name=name, address=address)
    with _one_of_a_name(session, name):
        session.add(view)
    return view


def rename(session: Session, actor: Actor, view_id: int, name: str) -> SavedView:
    view = own_view(session, actor, view_id)
    beside = queries.views_of(session, actor, view.list_name)
    refuse_for(rules.name_problems(name, [one.name for one in beside if one.id != view_id]))
    with _one_of_a_name(session, name):
        view.name = name
    return view


def remove(session: Session, actor: Actor, view_id: int) -> SavedView:
    view = own_view(session, actor, view_id)
    session.delete(view)
    return view


def own_view(session: Session, actor: Actor, view_id: int) -> SavedView:
    """NotFound for another person's as for none."""
    view = session.get(SavedView, view_id)
    if view is None or view.person_id != actor.person_id:
        raise NotFound
    return view


@contextmanager
def _one_of_a_name(session: Session, name: str) -> Iterator[None]:
    """Two windows that give one name in the same moment are told like one after the other."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as error:
        raise Refused(*rules.name_problems(name, [name])) from error
