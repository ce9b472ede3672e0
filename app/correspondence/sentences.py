"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "correspondence",
    N_("Files and readers of documents"),
    {
        "correspondence.opened": N_("%(actor)s opened it for the first time"),
        "correspondence.file_added": N_("%(actor)s added the file “%(name)s”"),
        "correspondence.file_removed": N_("%(actor)s took off the file “%(name)s”"),
    },
)
