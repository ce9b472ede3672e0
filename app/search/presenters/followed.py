"""What may be done with a search that is kept under a name: hear of what is new in it."""

from collections.abc import Mapping, Sequence

from flask import url_for
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.search.queries import new_matches
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import Action, Beside


def beside(session: Session, actor: Actor, view_ids: Sequence[int]) -> Mapping[int, Beside]:
    """For each of these what is new in it, where the actor follows it, and following it."""
    new = new_matches(session, actor) if view_ids else {}
    return {one: _followed(one, new[one]) if one in new else _offered(one) for one in view_ids}


def _offered(view_id: int) -> Beside:
    href = url_for("search.follow", view_id=view_id)
    return Beside((Action(_("Tell me of new ones"), href, "bell", method="post", quiet=True),))


def _followed(view_id: int, new: int) -> Beside:
    href = url_for("search.unfollow", view_id=view_id)
    stop = Action(_("Tell me no more"), href, "bell-slash", method="post", quiet=True)
    return Beside((stop,), _new(new) if new else _("You hear of new ones."))


def _new(count: int) -> str:
    return ngettext("%(num)s new", "%(num)s new", count)
