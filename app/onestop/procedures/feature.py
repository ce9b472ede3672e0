"""What procedures bring: the catalogue of what citizens may ask for, by versions with dates."""

from app.core.feature import EVERYBODY, Feature, Permission
from app.core.text import N_
from app.onestop.procedures import models
from app.onestop.procedures.policy import MANAGE, READ

FEATURE = Feature(
    name="onestop.procedures",
    models=(models,),
    permissions=(
        Permission(READ, N_("Look at the procedures of the one-stop shop"), EVERYBODY),
        Permission(MANAGE, N_("Keep the procedures of the one-stop shop"), ("administrator",)),
    ),
)
