"""What due dates bring: the calendar of each agency, and the limits by which colours are told."""

from app.core.feature import Entry, Feature, Named
from app.core.text import N_
from app.deadlines import models
from app.deadlines.sentences import TRAIL
from app.deadlines.settings import SETTINGS

FEATURE = Feature(
    name="deadlines",
    blueprint=Named("app.deadlines.views:blueprint"),
    models=(models,),
    settings=SETTINGS,
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Calendar"),
            endpoint="deadlines.days",
            permissions=("organisation.manage",),
            icon="calendar3",
            section="administration",
            place=50,
        ),
        Entry(
            label=N_("Usual due dates"),
            endpoint="deadlines.usual",
            permissions=("organisation.manage",),
            icon="hourglass-split",
            section="administration",
            place=51,
        ),
    ),
)
