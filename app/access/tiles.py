"""What of accounts and delegations is counted on the desk of who keeps them."""

from app.access.filters import AccountFilter, DelegationFilter
from app.access.queries.kept import KEPT
from app.access.queries.pages import ACCOUNTS as PEOPLE
from app.access.queries.pages import DELEGATIONS
from app.core.feature import Tile
from app.core.lists import Everything
from app.core.policy import ANYBODY
from app.core.text import N_

ACCOUNTS = "access.manage"
ENDING = DelegationFilter(tab="ending")


def _kept(label: str, colour: str, state: str, note: str, place: int) -> Tile:
    wanted = AccountFilter(state=state)
    return Tile(
        label=label,
        colour=colour,
        permission=ACCOUNTS,
        endpoint="access.index",
        args=wanted.to_args(),
        counting=lambda: PEOPLE.counting(ANYBODY, wanted),
        place=place,
        note=note,
    )


TILES = (
    Tile(
        label=N_("Not sent yet"),
        colour="open",
        permission="desk.read",
        endpoint="access.kept",
        counting=lambda: KEPT.counting(ANYBODY, Everything()),
        place=195,
        note=N_("typed, and kept for you"),
        minor_for=("desk.read",),
    ),
    Tile(
        label=N_("Delegations ending"),
        colour="soon",
        permission=ACCOUNTS,
        endpoint="access.all_delegations",
        args=ENDING.to_args(),
        counting=lambda: DELEGATIONS.counting(ANYBODY, ENDING),
        place=200,
        note=N_("within 7 days"),
    ),
    _kept(N_("Without a post"), "soon", "idle", N_("sign in, and may do nothing"), 210),
    _kept(N_("Accounts locked"), "late", "locked", N_("after wrong passwords"), 220),
    _kept(N_("Without an account"), "new", "none", N_("people who cannot sign in"), 230),
    _kept(
        N_("First password unchanged"), "soon", "first", N_("never signed in, or just reset"), 240
    ),
    _kept(N_("Accounts out of use"), "open", "disabled", N_("kept for the trail"), 250),
)
