"""What waits for a person, by kind. A tile is a filter: it counts what its page shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.access.queries import pages as accounts
from app.access.queries.pages import AccountFilter
from app.assignments import queries as work
from app.assignments.queries import Horizon, WorkFilter
from app.core.policy import Actor
from app.core.text import N_
from app.drafting.queries import lists as drafts
from app.incoming import queries as incoming
from app.incoming.filters import Filter as IncomingFilter
from app.outgoing import queries as outgoing
from app.outgoing.queries import Filters as OutgoingFilter


@dataclass(frozen=True)
class Kind:
    """A kind of tile: for whom, which page it opens, and how many rows that page has."""

    label: str
    state: str
    permission: str
    href: Callable[[], str]
    count: Callable[[Session, Actor, Horizon], int]
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
        lambda session, actor, at: work.count_work(session, actor, wanted, at),
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
        lambda session, actor, at: incoming.count(session, actor, wanted, at),
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
        lambda session, actor, _at: outgoing.count(session, actor, wanted),
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
        lambda session, actor, _at: drafts.count(session, actor, view),
        note,
        minor_for,
    )


def kept(label: str, state: str, wanted: AccountFilter, note: str = "") -> Kind:
    """People on the list of accounts."""
    return Kind(
        label,
        state,
        "access.manage",
        lambda: url_for("access.index", state=wanted.state),
        lambda session, _actor, _at: accounts.account_count(session, wanted),
        note,
    )


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
    lines(
        N_("Overdue in the agency"), "late", WorkFilter(scope="agency", colour="late"), DIRECT,
        N_("whoever holds it"),
    ),
    lines(
        N_("Due soon in the agency"), "soon", WorkFilter(scope="agency", colour="soon"), DIRECT,
        N_("within 2 working days"),
    ),
    issued(
        N_("Answers awaited"), "track", OutgoingFilter(tab="awaited"), "documents.read_agency",
        N_("asked of other agencies"),
    ),
    TO_REVISE,
    drafted(
        N_("My drafts"), "open", "mine", "drafts.write",
        N_("being written or approved"), SIGNS_OR_BUSY,
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
