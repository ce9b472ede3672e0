"""The list of accounts as it leaves the office."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.access.filters import AccountFilter
from app.access.presenters.people import account_chips, account_state
from app.access.queries.pages import with_posts
from app.core.policy import Actor
from app.core.text import N_
from app.core.workbooks import SheetColumn, Value
from app.organisation.queries import agencies
from app.web.listing import Export, Listed, chosen


def _exported(
    session: Session, _actor: Actor, rows: Sequence[Any], _horizon: object
) -> Iterator[Sequence[Value]]:
    for row in with_posts(session, rows):
        yield row.name, row.user_name, row.post, account_state(row), row.last_sign_in_at


def _said(session: Session, _actor: Actor, wanted: AccountFilter) -> list[str]:
    offered = agencies(session) if wanted.agency_id else ()
    return chosen((), account_chips(Listed("access.index", wanted), offered), wanted.words)


EXPORT = Export(
    (
        SheetColumn(N_("Full name"), 26),
        SheetColumn(N_("User name"), 18),
        SheetColumn(N_("Post"), 44),
        SheetColumn(N_("Account"), 28),
        SheetColumn(N_("Last signed in"), 18),
    ),
    _exported,
    _said,
)
