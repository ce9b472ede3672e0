"""What may be set about incoming documents."""

from app.core.settings import Setting, Whole
from app.core.text import N_

SILENT_DAYS = Setting(
    "incoming.silent_days",
    Whole(1, 90),
    5,
    N_("Days after which a document that nobody directed or accepted is told of"),
    N_("For the whole installation: on the page of the watchdog, to whoever keeps the system."),
    N_("System"),
    is_common=True,
)
SETTINGS = (SILENT_DAYS,)
