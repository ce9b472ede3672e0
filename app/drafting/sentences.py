"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "drafting",
    N_("Drafts and approval"),
    {
        "drafting.started": N_("%(actor)s began a draft"),
        "drafting.version_saved": N_("%(actor)s saved version %(number)s of the draft"),
        "drafting.sent_round": N_("%(actor)s sent the draft round to %(people)s"),
        "drafting.round_restarted": N_(
            "%(actor)s changed the draft after it was approved: it goes round once more"
        ),
        "drafting.reviewed": N_("%(actor)s reviewed and approved the draft"),
        "drafting.initialled": N_("%(actor)s initialled the draft"),
        "drafting.signed": N_("%(actor)s signed the draft"),
        "drafting.opinion_given": N_("%(actor)s gave an opinion on the draft: %(comment)s"),
        "drafting.opinion_lapsed": N_(
            "The opinion of %(person)s on the draft did not come in time"
        ),
        "drafting.returned": N_("%(actor)s returned the draft to %(to)s: %(comment)s"),
        "drafting.called_back": N_("%(actor)s called the draft back"),
        "drafting.commented": N_("%(actor)s commented on version %(number)s of the draft"),
        "drafting.cancelled": N_("%(actor)s gave the draft up: %(reason)s"),
    },
)
