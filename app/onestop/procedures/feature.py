"""What procedures bring: the catalogue of what citizens may ask for, by versions with dates."""

from app.core.feature import EVERYBODY, Entry, Feature, Named, Permission
from app.core.text import N_
from app.onestop.procedures import models
from app.onestop.procedures.policy import MANAGE, READ
from app.onestop.procedures.queries.catalogue import CATALOGUE
from app.onestop.procedures.sentences import TRAIL

FEATURE = Feature(
    name="onestop.procedures",
    blueprint=Named("app.onestop.procedures.views:blueprint"),
    models=(models,),
    permissions=(
        Permission(READ, N_("Look at the procedures of the one-stop shop"), EVERYBODY),
        Permission(MANAGE, N_("Keep the procedures of the one-stop shop"), ("administrator",)),
    ),
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Procedures"),
            endpoint="procedures.index",
            permissions=(READ,),
            icon="journal-text",
            section="kept",
            place=60,
        ),
    ),
    lists=(CATALOGUE,),
    demo=Named("app.onestop.procedures.demo:tell"),
)
