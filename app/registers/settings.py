"""What an agency may set about its registers."""

from app.core.settings import Setting, Whole
from app.core.text import N_

KEPT_AT_ONCE = Setting(
    "registers.kept_at_once",
    Whole(1, 200),
    50,
    N_("Numbers of a series that may be kept at once"),
    N_("Whoever types 500 for 5 must not spoil the book of a year."),
    N_("Registers"),
)
SETTINGS = (KEPT_AT_ONCE,)
