"""What may be set about signing in: for the whole installation, as a session is of no agency."""

from app.core.settings import Setting, Whole
from app.core.text import N_

IDLE_MINUTES = Setting(
    "access.idle_minutes",
    Whole(5, 480),
    30,
    N_("Signed out after so many minutes without a request"),
    N_("For the whole installation. What was being typed is kept."),
    N_("People"),
    is_common=True,
)
SESSION_HOURS = Setting(
    "access.session_hours",
    Whole(1, 24),
    12,
    N_("Signed out after so many hours, however busy"),
    N_(
        "For the whole installation. Whoever works on signs in again; what was being typed is kept."
    ),
    N_("People"),
    is_common=True,
)
SETTINGS = (IDLE_MINUTES, SESSION_HOURS)
