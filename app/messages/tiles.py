"""What of messages is counted on the desk of who watches the system."""

from app.core.feature import Tile
from app.core.policy import ANYBODY
from app.core.text import N_
from app.messages.filters import SmsFilter
from app.messages.queries import DELIVERIES

NOT_DELIVERED = SmsFilter(tab="failed")

TILES = (
    Tile(
        label=N_("Messages not delivered"),
        colour="late",
        permission="system.watch",
        endpoint="messages.sms",
        args=NOT_DELIVERED.to_args(),
        counting=lambda: DELIVERIES.counting(ANYBODY, NOT_DELIVERED),
        place=190,
        note=N_("failed, or nobody knows"),
    ),
)
