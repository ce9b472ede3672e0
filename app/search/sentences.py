"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "search",
    N_("Search"),
    {"search.rebuild_asked": N_("%(actor)s had the search index built anew")},
    right="system.watch",
)
