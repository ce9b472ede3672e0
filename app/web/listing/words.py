"""The words and icons of states, urgency, roles and confidence: the only place of them.

They are message ids that the templates translate.
"""

from app.core.text import N_
from app.core.words import URGENCY_WORDS
from documents.media import MEDIA_TYPES

# The states of a line of work, in the order in which a line usually lives through them.
STATE_WORDS = {
    "new": N_("Not opened"),
    "open": N_("In progress"),
    "track": N_("On track"),
    "soon": N_("Due soon"),
    "late": N_("Overdue"),
    "done": N_("Done on time"),
    "donelate": N_("Done late"),
    "ended": N_("Done"),
}
STATE_ICONS = {
    "new": "circle",
    "open": "circle-half",
    "track": "clock",
    "soon": "hourglass-split",
    "late": "exclamation-triangle-fill",
    "done": "check-circle",
    "donelate": "check-square",
    "ended": "check-lg",
}
# Key of the picker -> word; the order is that of the keys 1, 2, 3.
ROLE_WORDS = {
    "lead": N_("Lead"),
    "cohandler": N_("Co-handler"),
    "information": N_("For information"),
}
CONFIDENCE_WORDS = {"sure": N_("sure"), "check": N_("check"), "none": N_("type it")}

# The factory adds these to the globals of the templates.
TEMPLATE_GLOBALS = {
    "STATE_WORDS": STATE_WORDS,
    "STATE_ICONS": STATE_ICONS,
    "URGENCY_WORDS": URGENCY_WORDS,
    "ROLE_WORDS": ROLE_WORDS,
    "CONFIDENCE_WORDS": CONFIDENCE_WORDS,
    "TAKEN_FILES": ",".join(MEDIA_TYPES),
}
