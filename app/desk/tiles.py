"""What waits for a person, by kind. A tile is a filter: it counts what its page shows.

All tiles of a person are counted in one statement.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import url_for
from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.access.queries import pages as accounts
from app.access.queries.pages import AccountFilter
from app.assignments import queries as work
from app.assignments.queries import Horizon, WorkFilter
from app.core import clock
from app.core.counting import Counting, figures, together
from app.core.policy import Actor
from app.core.text import N_
from app.desk.stranded import counting_stranded
from app.drafting.queries import lists as drafts
from app.incoming import queries as incoming
from app.incoming.filters import Filter as IncomingFilter
from app.notifications import queries as notices
from app.outgoing import queries as outgoing
from app.outgoing.queries import Filters as OutgoingFilter
from app.upkeep import queries as upkeep


@dataclass(frozen=True)
class Kind:
    """A kind of tile: for whom, which page it opens, and what counts that page's rows."""

    label: str
    state: str
    permission: str
    href: Callable[[], str]
    counting: Callable[[Actor], Counting]
    note: str = ""
    minor_for: tuple[str, ...] = ()
    """For whoever holds one of these permissions it is shown only when it has rows."""

    def is_minor_for(self, actor: Actor) -> bool:
        return any(actor.may(permission) for permission in self.minor_for)


def lines(
    label: str, state: str, wanted: WorkFilter, permission: str, note: str = "",
    minor_for: tuple[str, ...] = (),
) -> Kind:  # fmt: skip
    """Lines of work on the page /work."""
    return Kind(
        label,
        state,
        permission,
        lambda: url_for("desk.work", **wanted.to_args()),
        lambda actor: work.counting_work(actor, wanted),
        note,
        minor_for,
    )


def arrived(
    label: str, state: str, wanted: IncomingFilter, permission: str, note: str = ""
) -> Kind:
    """Documents on the list of incoming ones."""
    return Kind(
        label,
        state,
        permission,
        lambda: url_for("incoming.index", **dict[str, Any](wanted.to_args())),
        lambda actor: incoming.counting(actor, wanted),
        note,
    )


def issued(label: str, state: str, wanted: OutgoingFilter, permission: str, note: str = "") -> Kind:
    """Documents on the list of outgoing ones."""
    address: dict[str, Any] = {"tab": wanted.tab, **({"mine": True} if wanted.mine else {})}
    return Kind(
        label,
        state,
        permission,
        lambda: url_for("outgoing.index", **address),
        lambda actor: outgoing.counting(actor, wanted),
        note,
    )


def drafted(
    label: str, state: str, view: str, permission: str, note: str = "",
    minor_for: tuple[str, ...] = (),
) -> Kind:  # fmt: skip
    """Drafts on their list."""
    return Kind(
        label,
        state,
        permission,
        lambda: url_for("drafting.index", view=view),
        lambda actor: drafts.counting(actor, view),
        note,
        minor_for,
    )


def kept(label: str, state: str, wanted: AccountFilter, note: str = "") -> Kind:
    """People on the list of accounts."""
    return Kind(
        label,
        state,
        ACCOUNTS,
        lambda: url_for("access.index", state=wanted.state),
        lambda _actor: accounts.counting_accounts(wanted),
        note,
    )


def watched(
    label: str, colour: str, permission: str, endpoint: str, counting: Callable[[], Counting],
    note: str, **asked: Any,
) -> Kind:  # fmt: skip
    """Rows of a page of administration."""
    return Kind(
        label,
        colour,
        permission,
        lambda: url_for(endpoint, **asked),
        lambda _actor: counting(),
        note,
    )


ACCOUNTS, SYSTEM = "access.manage", "system.watch"
WORK, DIRECT, REGISTER = "assignments.work", "assignments.direct", "incoming.register"

OTHERWISE_BUSY = (DIRECT, REGISTER)
SIGNS_OR_BUSY = (*OTHERWISE_BUSY, "drafts.sign")

TO_DIRECT = arrived(
    N_("Awaiting my directive"),
    "new",
    IncomingFilter(view="to_direct", presented_to_me=True),
    DIRECT,
    N_("presented to you by the clerk"),
)
TO_ACCEPT = arrived(
    N_("Waiting to be accepted"),
    "new",
    IncomingFilter(view="waiting"),
    REGISTER,
    N_("delivered by other agencies"),
)
TO_NUMBER = issued(
    N_("Waiting for a number"),
    "new",
    OutgoingFilter(tab="waiting"),
    "outgoing.issue",
    N_("signed, to be issued at once"),
)
TO_APPROVE = drafted(
    N_("Waiting for my approval"),
    "open",
    "waiting",
    "drafts.approve",
    N_("drafts at your step"),
    (REGISTER,),
)

TO_REVISE = drafted(
    N_("Drafts returned to me"),
    "soon",
    "returned",
    "drafts.write",
    N_("to be revised"),
    SIGNS_OR_BUSY,
)

RETURNED = WorkFilter(scope="given", standing="returned")
TO_GIVE_AGAIN = lines(
    N_("Returned to me"), "soon", RETURNED, WORK, N_("to be given to somebody else"), (WORK,)
)

LATE_IN_AGENCY = lines(
    N_("Overdue in the agency"),
    "late",
    WorkFilter(scope="agency", colour="late"),
    DIRECT,
    N_("whoever holds it"),
)
SOON_IN_AGENCY = lines(
    N_("Due soon in the agency"),
    "soon",
    WorkFilter(scope="agency", colour="soon"),
    DIRECT,
    N_("within 2 working days"),
)

KINDS = (
    TO_DIRECT,
    TO_ACCEPT,
    arrived(
        N_("Awaiting a directive"), "open", IncomingFilter(view="to_direct"), REGISTER,
        N_("registered, before a leader"),
    ),
    TO_NUMBER,
    issued(
        N_("Refused by a receiver"), "late", OutgoingFilter(tab="refused"), "outgoing.issue",
        N_("their clerk gave a reason"),
    ),
    lines(
        N_("My overdue work"), "late", WorkFilter(colour="late"), WORK,
        N_("past its due date"), OTHERWISE_BUSY,
    ),
    lines(
        N_("My work due soon"), "soon", WorkFilter(colour="soon"), WORK,
        N_("within 2 working days"), OTHERWISE_BUSY,
    ),
    lines(
        N_("Not opened by me"), "new", WorkFilter(colour="new"), WORK,
        N_("given to you"), OTHERWISE_BUSY,
    ),
    lines(
        N_("Finished below me"), "open", WorkFilter(standing="ripe"), WORK,
        N_("check, then finish your line"), (WORK,),
    ),
    TO_GIVE_AGAIN,
    TO_APPROVE,
    LATE_IN_AGENCY,
    SOON_IN_AGENCY,
    issued(
        N_("Answers awaited"), "track", OutgoingFilter(tab="awaited"), "documents.read_agency",
        N_("asked of other agencies"),
    ),
    TO_REVISE,
    drafted(
        N_("My drafts"), "open", "mine", "drafts.write",
        N_("being written or approved"), SIGNS_OR_BUSY,
    ),
    watched(
        N_("Work with nobody there"), "late", ACCOUNTS, "desk.stranded_work", counting_stranded,
        N_("held by who has left or is out of use"),
    ),
    watched(
        N_("Effects stuck"), "late", SYSTEM, "upkeep.outbox", upkeep.counting_stuck,
        N_("after a change, tried in vain"),
    ),
    watched(
        N_("SMS not delivered"), "late", SYSTEM, "notifications.sms", notices.counting_failed_sms,
        N_("failed, or nobody knows"), state="failed",
    ),
    watched(
        N_("Delegations ending"), "soon", ACCOUNTS, "access.all_delegations",
        lambda: accounts.counting_delegations("ending"),
        N_("within 7 days"), state="ending",
    ),
    kept(
        N_("Without a post"), "soon", AccountFilter(state="idle"),
        N_("sign in, and may do nothing"),
    ),
    kept(
        N_("Accounts locked"), "late", AccountFilter(state="locked"),
        N_("after wrong passwords"),
    ),
    kept(
        N_("Without an account"), "new", AccountFilter(state="none"),
        N_("people who cannot sign in"),
    ),
    kept(
        N_("First password unchanged"), "soon", AccountFilter(state="first"),
        N_("never signed in, or just reset"),
    ),
    kept(
        N_("Accounts out of use"), "open", AccountFilter(state="disabled"),
        N_("kept for the trail"),
    ),
)  # fmt: skip


def kinds_for(actor: Actor) -> list[Kind]:
    """The tiles of this person, in their order."""
    return [kind for kind in KINDS if actor.may(kind.permission)]


def counted(
    session: Session, actor: Actor, at: Horizon, known: Mapping[Kind, int]
) -> dict[Kind, int | None]:
    """The tiles of this person with their counts; None for one that cannot be had.

    Not asked for are those `known` from another part of the page.
    """
    kinds, counts, row = _asked(actor, frozenset(known), clock.today())
    asked = zip(kinds, figures(session, row, counts, at.moments), strict=True)
    found = {**dict(asked), **known}
    return {kind: found[kind] for kind in kinds_for(actor)}


@lru_cache(maxsize=32)
def _asked(
    actor: Actor, known: frozenset[Kind], _today: date
) -> tuple[list[Kind], list[Counting], Select[Any]]:
    """Kept for the day, as the conditions are."""
    kinds = [kind for kind in kinds_for(actor) if kind not in known]
    counts = [kind.counting(actor) for kind in kinds]
    return kinds, counts, together(counts)
