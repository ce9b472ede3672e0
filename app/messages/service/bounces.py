"""E-mails that come back for good: the address is marked, and its owner told where they look."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import SessionFactory, transaction
from app.core.text import N_
from app.messages.gateways import Mailbox
from app.messages.gateways.bounces import returned
from app.messages.models import Email, known_as
from app.messages.service.notices import notify
from app.organisation.service import mark_refused

BOUNCED = N_("E-mails to %(address)s come back: change the address, or have it tried again.")


def tell_bounced(session: Session, person_id: int, address: str, said: str) -> None:
    """`said` is the reason that a mail server gave. What comes back twice is told once a day, also
    of an address that was only to be confirmed."""
    mark_refused(session, person_id, address, said)
    key = f"mail refused {clock.today()} {address}"[:100]
    notify(session, [person_id], key, BOUNCED, "/notices/wishes", address=address)


class Returning:
    """Looks into the mailbox to which letters come back; without one nothing is looked for."""

    def __init__(self, mailbox: Mailbox | None) -> None:
        self._mailbox = mailbox

    def __call__(self, factory: SessionFactory) -> None:
        """A report is marked as read when what it says is kept: read again, it says nothing new."""
        for report in self._mailbox.reports() if self._mailbox else ():
            with transaction(factory) as session:
                note_returned(session, report)


def note_returned(session: Session, report: bytes) -> None:
    """The mail that this report brings back did not arrive, and its address gets no more; unless
    it was passed on from there, and only the other address takes none."""
    found = returned(report)
    if found is None:
        return
    rows = select(Email).where(known_as(found.mail)).order_by(Email.id)
    emails = session.scalars(rows.with_for_update()).all()
    for one in emails:
        one.state, one.error = "failed", found.said[:300]
    if emails and emails[0].address.lower() in found.addresses:
        tell_bounced(session, emails[0].person_id, emails[0].address, found.said)
