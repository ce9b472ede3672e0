"""What of messages is counted on the desk of who watches the system."""

from app.core.feature import Tile
from app.core.text import N_
from app.messages.queries import counting_failed_sms

TILES = (
    Tile(
        label=N_("SMS not delivered"),
        colour="late",
        permission="system.watch",
        endpoint="messages.sms",
        args={"state": "failed"},
        counting=counting_failed_sms,
        place=190,
        note=N_("failed, or nobody knows"),
    ),
)
