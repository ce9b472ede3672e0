"""What settings bring: the screen of everything that an agency may set."""

from app.core.feature import Entry, Feature, Named, Permission
from app.core.lists import PAGE_ROWS
from app.core.text import N_
from app.settings.sentences import TRAIL

FEATURE = Feature(
    name="settings",
    blueprint=Named("app.settings.views:blueprint"),
    permissions=(
        Permission(
            "settings.manage",
            N_("Set the limits and words of the agency"),
            ("administrator",),
            keeps_system=True,
        ),
    ),
    settings=(PAGE_ROWS,),
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Limits and words"),
            endpoint="settings.index",
            permissions=("settings.manage",),
            icon="toggles",
            section="administration",
            place=55,
        ),
    ),
)
