"""What a way to send a text message looks like, whoever carries it."""

from dataclasses import dataclass
from typing import Protocol

import smsutil


@dataclass(frozen=True)
class TextMessage:
    """`request_id` is the same for every try of one message."""

    request_id: str
    phone: str
    text: str

    @property
    def needs_unicode(self) -> bool:
        """Some letter is not of the telephones' own alphabet (GSM 03.38)."""
        return not smsutil.is_valid_gsm(self.text)


class SmsGateway(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def is_idempotent(self) -> bool:
        """The same request id is never sent twice, however often it is handed over."""

    @property
    def reports(self) -> bool:
        """It tells later what became of a message."""

    @property
    def knows_again(self) -> bool:
        """What nobody knows of may be handed over once more after some minutes: it knows the
        request id."""

    @property
    def per_minute(self) -> int:
        """It takes no more messages than that in a minute; 0 where there is no limit."""

    def send(self, message: TextMessage) -> str:
        """Hand the message over; return the gateway's id of it.

        Raises NotSent, Rejected or Uncertain.
        """
