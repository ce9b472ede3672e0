"""What organisation brings: agencies, units, people, posts and the calendar."""

from app.audit import queries as audit
from app.core.feature import Entry, Feature, Named, Permission, Suggestions
from app.core.text import N_
from app.organisation import models
from app.organisation.holdings import HOLDINGS
from app.organisation.queries import directory
from app.organisation.queries.pages import AGENCIES
from app.organisation.sentences import TRAIL
from app.organisation.settings import SETTINGS

FEATURE = Feature(
    name="organisation",
    blueprint=Named("app.organisation.views:blueprint"),
    models=(models,),
    settings=SETTINGS,
    lists=(AGENCIES,),
    permissions=(
        Permission(
            "organisation.manage",
            N_("Keep agencies, units, persons, posts and the calendar"),
            ("administrator",),
            keeps_system=True,
        ),
    ),
    trail=(TRAIL,),
    holdings=HOLDINGS,
    answers={
        audit.persons_named: directory.persons_named,
        audit.short_names: directory.short_names,
    },
    suggestions=(
        Suggestions(
            label=N_("People and units"),
            icon="person",
            place=30,
            found=Named("app.organisation.presenters:suggested"),
        ),
    ),
    navigation=(
        Entry(
            label=N_("Organisation"),
            endpoint="organisation.index",
            permissions=("organisation.manage",),
            icon="diagram-3",
            section="administration",
            place=10,
            in_bar=True,
        ),
    ),
)
