"""What the desk brings: the first page, the page of a document, the system's."""

from collections.abc import Mapping

from app.core.feature import EVERYBODY, Entry, Feature, Named, Permission
from app.core.policy import Actor
from app.core.text import N_
from app.work.queries import WorkFilter, counting_work


def _work_of_all(actor: Actor) -> Mapping[str, str]:
    """Who directs gives work out and seldom holds any: with none, the work of all is opened."""
    return WorkFilter(scope="agency").to_args() if actor.may("assignments.direct") else {}


FEATURE = Feature(
    name="desk",
    blueprint=Named("app.desk.views:blueprint"),
    init=Named("app.desk.views:init"),
    permissions=(Permission("desk.read", N_("Open one's own desk"), EVERYBODY),),
    navigation=(
        Entry(
            label=N_("My desk"),
            endpoint="desk.home",
            permissions=("desk.read",),
            icon="journal-text",
            section="daily",
            place=10,
            in_bar=True,
        ),
        Entry(
            label=N_("Work"),
            endpoint="desk.work",
            permissions=("assignments.work",),
            icon="list-check",
            section="daily",
            place=20,
            in_bar=True,
            counting=lambda actor: counting_work(actor, WorkFilter()),
            with_none=_work_of_all,
        ),
        Entry(
            label=N_("System"),
            endpoint="desk.parts",
            permissions=("system.watch",),
            icon="sliders",
            section="administration",
            place=70,
        ),
    ),
)
