"""Which incoming documents a list shows: the whole of it stands in the address."""

from dataclasses import dataclass

from app.core.lists.filters import HASTE, Filter, flag, number, one_of, sorting, tab, text

TABS = ("open", "waiting", "to_direct", "in_progress", "overdue", "done", "all")
DUES = ("late", "soon", "week", "none")


@dataclass(frozen=True)
class IncomingFilter(Filter):
    WAITS = ("waiting", "to_direct", "overdue")
    tab: str = tab(TABS, "open", before="view")
    register_id: int | None = number(name="register")
    year: int | None = number()
    urgency: int | None = number(within=range(4))
    issuer: str = text()
    due: str = one_of(DUES)
    presented_to_me: bool = flag(name="to", word="me")
    sort: str = sorting(HASTE, "due", "urgency")
