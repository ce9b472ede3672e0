"""What the trail says of each action of this room."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "procedures",
    N_("Procedures"),
    {
        "procedures.begun": N_("%(actor)s began version %(number)s of the procedure %(code)s"),
        "procedures.written": N_("%(actor)s changed version %(number)s of %(code)s: %(part_word)s"),
        "procedures.dropped": N_("%(actor)s threw away the draft %(number)s of %(code)s"),
        "procedures.published": N_(
            "%(actor)s published version %(number)s of %(code)s from %(day)s"
        ),
        "procedures.called_back": N_("%(actor)s made version %(number)s of %(code)s a draft again"),
        "procedures.ended": N_(
            "%(actor)s ended version %(number)s of %(code)s with %(day)s: %(reason)s"
        ),
        "procedures.imported": N_("%(actor)s took over %(count)s procedures from %(name)s"),
    },
    right="procedures.manage",
)
