"""Which refusals of a mail server are of the address for good, as pure functions (RFC 3463), and
what a report says of a delivery that failed later (RFC 3464)."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from typing import NamedTuple

from app.core.text import clean

NO_SUCH_BOX = (550, 551, 553, 556)
_STATUS = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
_OF_ADDRESS = {("1", "1"), ("1", "2"), ("1", "3"), ("1", "6"), ("1", "10"), ("2", "1")}
"""No such box, no such domain, no address at all, moved away, a domain without mail, closed."""


def takes_none(code: int, said: str) -> bool:
    """Whether the address takes no mail at all, of what a server answers to the recipient.

    What is refused for its sender or its content (5.7.x), or because the box is full (5.2.2), says
    nothing of the address. Without such a status the code alone has to do.
    """
    status = _STATUS.search(said)
    if status is None:
        return code in NO_SUCH_BOX
    return status.groups() in _OF_ADDRESS


class Returned(NamedTuple):
    """A mail of ours that came back from an address that takes none."""

    mail: str
    """What its Message-ID begins with: nobody else knows it."""
    said: str
    addresses: frozenset[str]
    """To which it did not come, in small letters. Mail may be passed on to another address."""


_MAIL = re.compile(r"^Message-ID:\s*<([0-9a-f]{32})@", re.IGNORECASE | re.MULTILINE)
_UNSAID = "5.0.0"


def returned(letter: bytes) -> Returned | None:
    """Of a report of delivery, where it says that the address takes no mail at all; None for any
    other letter, and for one that brings back none of ours.

    Anybody may write to that mailbox: headers are taken as they stand, as reading them closely
    fails of some, and parts within parts without end are no report. The letters after it wait.
    """
    try:
        return _returned(message_from_bytes(letter, policy=policy.compat32))
    except RecursionError:
        return None


def _returned(report: Message) -> Returned | None:
    kind = report.get_param("report-type") or ""
    if report.get_content_type() != "multipart/report" or kind != "delivery-status":
        return None
    brought = _MAIL.search("\n".join(_headers_brought(report)))
    failed = ((said, one) for one in _recipients(report) if (said := _failure(one)))
    said, recipient = next(failed, ("", Message()))
    return Returned(brought[1], said, _addresses(recipient)) if brought and said else None


def _recipients(report: Message) -> Iterator[Message]:
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from (one for one in part.get_payload() if isinstance(one, Message))


def _failure(recipient: Message) -> str | None:
    """What a server said of it, where that is for good."""
    if str(recipient.get("Action", "")).strip().lower() != "failed":
        return None
    status = clean(str(recipient.get("Status", "")).split("(")[0])
    words = clean(str(recipient.get("Diagnostic-Code", "")).partition(";")[2])
    said = words if _STATUS.search(words) or status == _UNSAID else f"{words} {status}".strip()
    code = int(words[:3]) if words[:3].isdecimal() else 0
    return said if takes_none(code, said) else None


def _addresses(recipient: Message) -> frozenset[str]:
    """As it was written to, and as the last server knew it."""
    named = (recipient.get(f"{one}-Recipient") for one in ("Original", "Final"))
    return frozenset(clean(str(one).partition(";")[2]).lower() for one in named if one)


def _headers_brought(report: Message) -> Iterator[str]:
    """Those of the mail that comes back: whole, or its headers alone."""
    for part in report.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) else payload
            yield str(inner) if isinstance(inner, str) else f"Message-ID: {inner['Message-ID']}"
