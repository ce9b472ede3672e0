"""What a gateway's answer to a handed-over text message says, as pure functions.

Gateways do not agree on how they refuse: many answer 200 with an error in their own words, and a
portal in between answers 200 with a page. Only what says that it was taken counts as taken.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LONGEST_WORDS = 200
ENDED = "the worker ended while sending"


class NotSent(Exception):
    """The gateway certainly did not take the message; it may be tried again."""


class Rejected(Exception):
    """The gateway refuses this message for good."""


class Bounced(Rejected):
    """The address takes no mail, whoever sends whatever there."""


class Uncertain(Exception):
    """Nobody knows whether the gateway took the message; sending again may send it twice."""


@dataclass(frozen=True)
class Answer:
    """What an office knows of its provider's answers; without `taken` they are read as below.

    `message_id` holds one group: the provider's id of the message.
    """

    taken: re.Pattern[str] | None = None
    refused: re.Pattern[str] | None = None
    message_id: re.Pattern[str] | None = None


REFUSED_FOR_GOOD = (400, 413, 415, 422)
"""The message itself is at fault; every other refusal is of the address, the token, the credit."""
TAKEN_WITHOUT_A_WORD = (202, 204)

_GOOD = {"accepted", "created", "delivered", "enqueued", "ok", "pending", "processing", "queued",
         "scheduled", "sending", "sent", "submitted", "success", "successful", "true"}  # fmt: skip
_NONE = {"", "0", "00", "000", "false", "none", "null", "no error", "success", "ok"}
_DONE = _GOOD | {"0", "00", "000", "1", "200", "201", "202"}
_SAYING = {
    "error": _NONE,
    "errors": _NONE,
    "errorcode": _NONE,
    "errorid": _NONE,
    "code": _DONE - {"1"},
    "coderesult": {"100"},
    "result": _DONE,
    "resultcode": _DONE - {"1"},
    "state": _DONE,
    "status": _DONE,
    "statuscode": _DONE - {"1"},
    "success": {"true", "1"},
}
"""What fields of known gateways hold where a message was taken (eSMS, SpeedSMS, VNPT, Viettel,
FPT, Vonage, Twilio and their like); anything else in them is a refusal."""
_IDS = {"id", "messageid", "msgid", "sid", "smsid", "tranid", "transactionid"}
_EITHER = ("result", "0")
"""Done at some, refused at others."""
_NO_ID = {"", "0", "-1", "false", "null"}
_TAKEN = re.compile(r"[03]: \w[\w ]*\.?|Sent\.|OK", re.ASCII)
"""Kannel's sendsms: "0: Accepted for delivery", "3: Queued for later delivery", "Sent."."""


def provider_id(status: int, body: str, answer: Answer = Answer()) -> str:
    """The gateway's id of the message, empty where it gives none.

    Raises NotSent, Rejected or Uncertain for whatever does not say that the message was taken.
    """
    said = f"HTTP {status}: {_in_a_line(body)}" if body.strip() else f"HTTP {status}"
    if status in REFUSED_FOR_GOOD or (answer.refused and answer.refused.search(body)):
        raise Rejected(said)
    if status == 503 or 300 <= status < 500:
        raise NotSent(said)
    if not 200 <= status < 300:
        raise Uncertain(said)
    text = body.lstrip("\ufeff").strip()
    if answer.taken:
        return _as_described(answer.taken, answer.message_id, body, said)
    if (not text and status in TAKEN_WITHOUT_A_WORD) or _TAKEN.fullmatch(text):
        return ""
    try:
        fields = list(_fields(json.loads(text)))
    except (ValueError, RecursionError):
        raise _unread(text, said) from None
    return _judge(fields, said)


def _as_described(
    taken: re.Pattern[str], message_id: re.Pattern[str] | None, body: str, said: str
) -> str:
    if not taken.search(body):
        raise _unread(body.strip(), said)
    found = message_id.search(body) if message_id else None
    return found[1] if found else ""


def _judge(fields: list[tuple[str, str]], said: str) -> str:
    saying = [field for field in fields if field[0] in _SAYING and field != _EITHER]
    verdicts = [value.casefold() in _SAYING[key] for key, value in saying]
    if not all(verdicts):
        raise NotSent(said)
    given = next((value for key, value in fields if key in _IDS and value not in _NO_ID), "")
    if not given and not verdicts:
        raise Uncertain(said)
    return given


def _unread(text: str, said: str) -> Exception:
    """A page is of a portal or a proxy in between; words that are no receipt refuse."""
    return NotSent(said) if text and not text.startswith("<") else Uncertain(said)


def _fields(content: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """All that JSON says, as names without signs and words; empty lists and objects say nothing."""
    if isinstance(content, dict):
        for name, value in content.items():
            yield from _fields(value, re.sub(r"[^a-z]", "", str(name).casefold()))
    elif isinstance(content, list):
        for value in content:
            yield from _fields(value, key)
    else:
        yield key, json.dumps(content) if not isinstance(content, str) else content.strip()


def _in_a_line(body: str) -> str:
    """What stands in it, without the marks of a page."""
    return " ".join(re.sub(r"<[^<>]*>", " ", body).split())[:LONGEST_WORDS]
