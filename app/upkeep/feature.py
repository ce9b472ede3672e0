"""What upkeep brings: effects that do not come about, and decisions about them."""

from app.core.feature import Feature, Named, Permission
from app.core.text import N_
from app.upkeep.queries import STUCK
from app.upkeep.sentences import TRAIL
from app.upkeep.settings import SETTINGS
from app.upkeep.tiles import TILES

FEATURE = Feature(
    name="upkeep",
    blueprint=Named("app.upkeep.views:blueprint"),
    permissions=(
        Permission(
            "system.watch",
            N_("Watch the outbox, SMS and parts of the system"),
            ("administrator",),
            keeps_system=True,
        ),
    ),
    settings=SETTINGS,
    trail=(TRAIL,),
    tiles=TILES,
    lists=(STUCK,),
)
