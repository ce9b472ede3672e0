"""What the trail says of how long work may take."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "usual",
    N_("How long work may take"),
    {
        "usual.set": N_(
            "%(actor)s set how long work may take from %(since)s on: %(what)s,"
            " %(urgency_word)s: %(count)s %(unit_word)s"
        ),
        "usual.removed": N_(
            "%(actor)s took off how long work may take from %(since)s on: %(what)s,"
            " %(urgency_word)s: %(count)s %(unit_word)s"
        ),
    },
    right="organisation.manage",
)
