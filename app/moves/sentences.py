"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "moves",
    N_("Handing over"),
    {
        "moves.handed_over": N_(
            "%(actor)s handed %(count)s things of %(name)s over to %(to)s: %(reason)s"
        ),
        "moves.taken_back": N_(
            "%(actor)s took the handing over from %(name)s back: %(count)s returned, %(kept)s stay"
        ),
        "moves.reorganised": N_("%(actor)s reorganised %(name)s into %(to)s: %(reason)s"),
        "moves.merged": N_("%(actor)s merged %(name)s into %(to)s: %(reason)s"),
        "moves.undone": N_("%(actor)s undid the reorganisation of %(name)s"),
        "moves.item_handed_over": N_(
            "%(actor)s handed over: %(what_word)s, from %(name)s to %(to)s"
        ),
        "moves.item_taken_back": N_(
            "%(actor)s took back: %(what_word)s, from %(to)s to %(name)s again"
        ),
    },
    right="organisation.manage",
)
