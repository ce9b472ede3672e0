"""What of the cases is counted on the desk of whoever moves them on."""

from app.core.feature import Tile
from app.core.policy import ANYBODY
from app.core.text import N_
from app.onestop.cases.filters import CaseFilter
from app.onestop.cases.policy import HANDLE
from app.onestop.cases.queries import CASES

DOCUMENTS = ("incoming.register",)
"""Whoever keeps the registers sees them where there is something of them."""


def _of(tab: str, label: str, colour: str, note: str, place: int) -> Tile:
    wanted = CaseFilter(tab=tab)
    return Tile(
        label=label,
        colour=colour,
        permission=HANDLE,
        endpoint="cases.index",
        args=wanted.to_args(),
        counting=lambda: CASES.counting(ANYBODY, wanted),
        place=place,
        note=note,
        minor_for=DOCUMENTS,
    )


TILES = (
    _of(
        "late",
        N_("Cases past their date"),
        "late",
        N_("promised, without a result yet"),
        66,
    ),
    _of("open", N_("Cases being solved"), "open", N_("received, no result yet"), 67),
    _of("ready", N_("Results to return"), "done", N_("ready at the counter"), 68),
)
