"""Looking after what must never be false, and mending it."""

from app.watchdog.service.backup import BackupFailed, make_backup
from app.watchdog.service.looking import Looking
from app.watchdog.service.noting import CHECK, Looked, look_again, mend, note

__all__ = [
    "CHECK",
    "BackupFailed",
    "Looked",
    "Looking",
    "look_again",
    "make_backup",
    "mend",
    "note",
]
