"""What of urgent messages is counted on the desk."""

from app.core.feature import Named, Panel, Tile
from app.core.policy import ANYBODY
from app.core.text import N_
from app.urgent.filters import TargetFilter
from app.urgent.policy import SEND
from app.urgent.queries.lists import TARGETS

NOT_CONFIRMED = TargetFilter(tab="open")

TILES = (
    Tile(
        label=N_("Urgent: not confirmed"),
        colour="late",
        permission=SEND,
        endpoint="urgent.index",
        args=NOT_CONFIRMED.to_args(),
        counting=lambda: TARGETS.counting(ANYBODY, NOT_CONFIRMED),
        place=5,
        note=N_("asked by SMS, or to be phoned"),
        minor_for=(SEND,),
    ),
)

PANELS = (
    Panel(
        name="urgent",
        title=N_("Urgent messages of today"),
        permission="documents.read_agency",
        slot="aside",
        content=Named("app.urgent.presenters.desk:today"),
        template="urgent/_today.html",
    ),
)
