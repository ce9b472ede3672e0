"""What the trail says of approval; actions are named as when only drafts were approved."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "drafting",
    N_("Drafts and approval"),
    {
        "drafting.sent_round": N_("%(actor)s sent the %(thing)s round to %(people)s"),
        "drafting.round_restarted": N_(
            "%(actor)s changed the %(thing)s after it was approved: it goes round once more"
        ),
        "drafting.reviewed": N_("%(actor)s reviewed and approved the %(thing)s"),
        "drafting.initialled": N_("%(actor)s initialled the %(thing)s"),
        "drafting.signed": N_("%(actor)s signed the %(thing)s"),
        "drafting.opinion_given": N_("%(actor)s gave an opinion on the %(thing)s: %(comment)s"),
        "drafting.opinion_lapsed": N_(
            "The opinion of %(person)s on the %(thing)s did not come in time"
        ),
        "drafting.returned": N_("%(actor)s returned the %(thing)s to %(to)s: %(comment)s"),
        "drafting.taken_back": N_("%(actor)s took back at once what was decided on the %(thing)s"),
        "drafting.called_back": N_("%(actor)s called the %(thing)s back"),
        "drafting.commented": N_("%(actor)s commented on version %(number)s of the %(thing)s"),
    },
)
