"""What an agency may set about approval."""

from app.core.settings import Setting, Whole
from app.core.text import N_

OPINION_DAYS = Setting(
    "drafting.opinion_days",
    Whole(1, 30),
    2,
    N_("Working days given for an opinion, when a circuit is proposed again"),
    N_("Whoever sends the draft round may choose another day for each person."),
    N_("Drafts and approval"),
)
SETTINGS = (OPINION_DAYS,)
