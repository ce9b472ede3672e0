"""What the trail says of limits and words."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    code="settings",
    words=N_("Limits and words"),
    sentences={
        "settings.changed": N_(
            "%(actor)s set “%(setting_word)s” to %(value)s from %(day)s (before: %(other)s)"
        ),
        "settings.withdrawn": N_(
            "%(actor)s withdrew %(value)s for “%(setting_word)s”, which was to begin on %(day)s"
            " (so it stays: %(other)s)"
        ),
    },
    right="settings.manage",
)
