"""What work brings: directives and lines of work."""

from app.core.feature import HANDLING, Feature, Named, Permission
from app.core.text import N_
from app.work import models
from app.work.sentences import TRAIL

FEATURE = Feature(
    name="work",
    blueprint=Named("app.work.views:blueprint"),
    models=(models,),
    permissions=(
        Permission(
            "assignments.direct",
            N_("Write directives and give out work in the agency"),
            ("leader",),
        ),
        Permission(
            "assignments.work",
            N_("Hold lines of work, pass them on, return and finish them"),
            HANDLING,
        ),
    ),
    trail=(TRAIL,),
)
