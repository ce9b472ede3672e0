"""Who sees a view that somebody keeps, and who may change it."""

from sqlalchemy import Integer, and_, bindparam, or_

from app.core.asking import ME
from app.core.policy import Actor, Rule
from app.lists.models import SavedView

MY_OWN_UNITS = bindparam("my_own_units", expanding=True, type_=Integer())

SEES = Rule(
    lambda actor, view: (
        view.unit_id in actor.unit_ids if view.unit_id else view.person_id == actor.person_id
    ),
    or_(
        and_(SavedView.person_id == ME, SavedView.unit_id.is_(None)),
        SavedView.unit_id.in_(MY_OWN_UNITS),
    ),
)
"""One's own, and what is shared with a unit in which one has a post; it ends with that post, for
its maker too: what was shared is the unit's."""


def may_change(actor: Actor, view: SavedView) -> bool:
    """Its maker as long as they see it, and whoever heads the unit it is shared with."""
    is_own = view.person_id == actor.person_id and SEES.for_row(actor, view)
    return is_own or view.unit_id in actor.headed_unit_ids
