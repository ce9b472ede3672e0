"""What an agency may set about its drafts."""

from app.core.settings import Setting, Whole
from app.core.text import N_

LONG_SUBJECT = Setting(
    "drafting.long_subject",
    Whole(60, 500),
    120,
    N_("Characters of a subject that are easy to read"),
    N_("The check of the layout remarks on longer ones; a reply leaves the topic out of them."),
    N_("Drafts and approval"),
)
SETTINGS = (LONG_SUBJECT,)
