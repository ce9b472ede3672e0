"""Codes in messages: put in only when the message leaves, and only while they are in force."""

from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import EMAIL
from app.core.text import N_
from app.messages.models import SENT_AGAIN, ContactCode, Delivery
from app.messages.rules.codes import code_of
from app.organisation import service as organisation

CODE = "code"
"""The occasion of messages that bring one; nobody chooses it, and its words are its person's."""
OVER = N_("The code was not wanted any more.")


class Codes:
    """Knows the code of whatever was asked for; only with the secret of the installation."""

    def __init__(self, secret_key: str) -> None:
        self._secret_key = secret_key

    def of(self, asked: ContactCode) -> str:
        return code_of(self._secret_key, asked.seed)

    def for_message(self, session: Session, row: Delivery) -> str | None:
        """What stands in this message for its mask; empty of a message without a code.

        None where another was asked for since, or the time is over: it is not sent any more.
        """
        if row.occasion != CODE:
            return ""
        way = organisation.EMAIL if row.channel == EMAIL else organisation.PHONE
        asked = session.get(ContactCode, (row.person_id, way))
        if asked is None or asked.ends_at <= clock.now():
            return None
        return self.of(asked) if row.key.rstrip(SENT_AGAIN) == message_key(asked) else None


def message_key(asked: ContactCode) -> str:
    return f"{CODE} {asked.seed}:{asked.person_id}"
