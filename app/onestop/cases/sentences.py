"""What the trail says of each action on cases."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "cases",
    N_("Cases"),
    {
        "cases.taken_in": N_("%(actor)s took in case %(code)s: %(status_word)s"),
        "cases.moved": N_("%(actor)s moved case %(code)s: %(status_word)s"),
        "cases.taken_back": N_("%(actor)s took back: case %(code)s, %(status_word)s"),
    },
    right="cases.handle",
)
