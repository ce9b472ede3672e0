"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "drafting",
    N_("Drafts and approval"),
    {
        "drafting.started": N_("%(actor)s began a draft"),
        "drafting.version_saved": N_("%(actor)s saved version %(number)s of the draft"),
        "drafting.cancelled": N_("%(actor)s gave the draft up: %(reason)s"),
    },
    right="drafts.write",
)
