"""What upkeep brings: effects that do not come about, and decisions about them."""

from app.core.feature import Feature, Named, Permission
from app.core.text import N_
from app.upkeep.invariants import INVARIANTS
from app.upkeep.queries import STUCK
from app.upkeep.sentences import TRAIL

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
    trail=(TRAIL,),
    invariants=INVARIANTS,
    lists=(STUCK,),
)
