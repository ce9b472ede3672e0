"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "files",
    N_("Files"),
    {"files.all_downloaded": N_("%(actor)s downloaded all %(count)s files in one zip")},
)
