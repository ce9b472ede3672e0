"""What of the work is counted on the desk: each tile is a filter of the list of work."""

from app.core.feature import First, Named, Panel, Tile
from app.core.policy import ANYBODY
from app.core.text import N_
from app.work.filters import WorkFilter
from app.work.queries import WORK as LINES
from app.work.queries import WORST

WORK, DIRECT = "assignments.work", "assignments.direct"
OTHERWISE_BUSY = (DIRECT, "incoming.register")
"""Who holds one of these seldom holds lines."""

ASKED = WorkFilter(whose="given", stage="asked")
RETURNED = WorkFilter(whose="given", stage="returned")
OPEN_AND_GIVEN = WorkFilter(whose="given")


def _lines(
    label: str, colour: str, wanted: WorkFilter, permission: str, note: str, place: int,
    minor_for: tuple[str, ...] = (),
) -> Tile:  # fmt: skip
    return Tile(
        label=label,
        colour=colour,
        permission=permission,
        endpoint="work.index",
        args=wanted.to_args(),
        counting=lambda: LINES.counting(ANYBODY, wanted),
        place=place,
        note=note,
        worst=None if wanted.colour else WORST,
        minor_for=minor_for,
    )


TO_GIVE_AGAIN = _lines(
    N_("Returned to me"), "new", RETURNED, WORK, N_("to be given to somebody else"), 100, (WORK,)
)
TO_DECIDE = _lines(
    N_("Extensions to decide on"), "new", ASKED, WORK, N_("asked of you"), 93, (WORK,)
)
LATE_IN_AGENCY = _lines(
    N_("Overdue in the agency"), "late", WorkFilter(whose="agency", colour="late"), DIRECT,
    N_("whoever holds it"), 120,
)  # fmt: skip
SOON_IN_AGENCY = _lines(
    N_("Due soon in the agency"), "soon", WorkFilter(whose="agency", colour="soon"), DIRECT,
    N_("within %(days)s working days"), 130,
)  # fmt: skip

TILES = (
    _lines(
        N_("My overdue work"), "late", WorkFilter(colour="late"), WORK,
        N_("past its due date"), 60, OTHERWISE_BUSY,
    ),
    _lines(
        N_("My work due soon"), "soon", WorkFilter(colour="soon"), WORK,
        N_("within %(days)s working days"), 70, OTHERWISE_BUSY,
    ),
    _lines(
        N_("Not opened by me"), "new", WorkFilter(colour="new"), WORK,
        N_("given to you, not due soon"), 80, OTHERWISE_BUSY,
    ),
    _lines(
        N_("Finished below me"), "open", WorkFilter(stage="ripe"), WORK,
        N_("check, then finish your line"), 90, (WORK,),
    ),
    TO_DECIDE,
    TO_GIVE_AGAIN,
    LATE_IN_AGENCY,
    SOON_IN_AGENCY,
)  # fmt: skip

FIRST = (
    First(rows=Named("app.work.presenters.desk:to_decide"), place=15, tile=TO_DECIDE),
    First(rows=Named("app.work.presenters.desk:to_give_again"), place=20, tile=TO_GIVE_AGAIN),
    First(
        rows=Named("app.work.presenters.desk:pressing"),
        place=100,
        permission=WORK,
        endpoint="work.index",
        link=N_("Open all my work"),
    ),
)

PANELS = (
    Panel(
        name="holders",
        title=N_("Who holds the work"),
        permission=DIRECT,
        slot="wide",
        template="work/_holders.html",
        content=Named("app.work.presenters.desk:holders"),
    ),
    Panel(
        name="given",
        title=N_("What I gave out"),
        permission=WORK,
        slot="below",
        content=Named("app.work.presenters.desk:given"),
    ),
)
