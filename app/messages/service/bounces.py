"""E-mails that come back for good: the address is marked, and its owner told where they look."""

from sqlalchemy.orm import Session

from app.core import clock
from app.core.text import N_
from app.messages.service.notices import notify
from app.organisation.service import mark_refused

BOUNCED = N_("E-mails to %(address)s come back: change the address, or have it tried again.")


def tell_bounced(session: Session, person_id: int, address: str, said: str) -> None:
    """`said` is the reason that a mail server gave. What comes back twice is told once a day, also
    of an address that was only to be confirmed."""
    mark_refused(session, person_id, address, said)
    key = f"mail refused {clock.today()} {address}"[:100]
    notify(session, [person_id], key, BOUNCED, "/notices/wishes", address=address)
