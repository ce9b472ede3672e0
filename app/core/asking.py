"""Who asks, as parameters: a statement is a constant of its module, and is given values when asked.

Where somebody forgets to give the actor, the statement fails; it never answers for another.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Boolean, ColumnElement, Date, Integer, String, bindparam

from app.core import clock
from app.core.policy import Actor

MY_TOKENS: BindParameter[str] = bindparam("my_tokens", expanding=True, type_=String())
"""By which the actor reads: `RecordReader.token.in_(MY_TOKENS)`, see app/records/policy.py."""
MY_HOLDERS: BindParameter[str] = bindparam("my_holders", expanding=True, type_=String())
"""Whose work is the actor's own."""
MY_PERSONS: BindParameter[int] = bindparam("my_persons", expanding=True, type_=Integer())
"""The actor and those who delegated to them."""
MY_UNITS: BindParameter[int] = bindparam("my_units", expanding=True, type_=Integer())
"""The units that the actor heads."""
ME: BindParameter[int] = bindparam("me", type_=Integer())
MY_AGENCY: BindParameter[int] = bindparam("my_agency", type_=Integer())
"""Where the actor is at work; equals nothing where they work nowhere."""
MY_AGENCIES: BindParameter[int] = bindparam("my_agencies", expanding=True, type_=Integer())
"""That, and the agencies that it succeeded: whose papers are the actor's to deal with."""
RECORD: BindParameter[int] = bindparam("record_id", type_=Integer())
"""The one record that is asked about."""
TODAY: BindParameter[date] = bindparam("today", callable_=clock.today, type_=Date())
"""Found when asked; nobody has to give it."""


MY_POSTS: BindParameter[Any] = bindparam("my_posts", expanding=True)
"""Posts in which the actor is at work, each with its person: themselves, or whom they stand for."""
MY_POSTS_IN_ALL: BindParameter[Any] = bindparam("my_posts_in_all", expanding=True)
"""Those of them in which the actor may also sign."""


def may(permission: str) -> ColumnElement[bool]:
    """The actor holds this permission."""
    return bindparam(_may(permission), False, Boolean())


def _may(permission: str) -> str:
    return f"may_{permission.replace('.', '_')}"


def given(actor: Actor, *more: Mapping[str, Any], **values: Any) -> dict[str, Any]:
    """What a statement is executed with: the actor, the moments of a Horizon, values by name.

    What the statement does not name is left aside.
    """
    in_all = [post for post in actor.posts if post.delegation_scope in ("", "all")]
    found: dict[str, Any] = {
        "my_tokens": list(actor.tokens),
        "my_holders": list(actor.holders),
        "my_persons": list(actor.person_ids),
        "my_units": list(actor.headed_unit_ids),
        "me": actor.person_id,
        "my_agency": actor.agency_id,
        "my_agencies": list({actor.agency_id, *actor.agency_ids}),
        "my_posts": [(post.post_id, post.person_id) for post in actor.posts],
        "my_posts_in_all": [(post.post_id, post.person_id) for post in in_all],
        **{_may(permission): True for permission in actor.permissions},
        **values,
    }
    for one in more:
        found |= one
    return found
