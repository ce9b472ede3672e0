"""What registers bring: number series, and what was kept of them."""

from app.core.feature import Entry, Feature, Named, Permission
from app.core.text import N_
from app.registers import models
from app.registers.sentences import TRAIL
from app.registers.settings import SETTINGS

FEATURE = Feature(
    name="registers",
    blueprint=Named("app.registers.views:blueprint"),
    models=(models,),
    settings=SETTINGS,
    permissions=(
        Permission("registers.print", N_("Open and print registers"), ("clerk", "leader")),
        Permission(
            "registers.manage",
            N_("Keep number series; reserve and void numbers"),
            ("clerk", "administrator"),
        ),
    ),
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Registers"),
            endpoint="registers.index",
            permissions=("registers.print", "registers.manage"),
            icon="book",
            section="kept",
            place=20,
        ),
    ),
)
