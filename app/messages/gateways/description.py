"""A gateway as an office describes it, so that a provider's own interface fits without code.

The file is TOML: one `[[gateway]]` each, in the order in which they are asked. docs/operations.md
shows those of known providers.
"""

import base64
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from app.messages.gateways.protocol import TextMessage
from app.messages.gateways.receipts import Answer

_PLACE = re.compile(r"\{([a-z_0-9]+)\}")
_KINDS = {
    "json": ("POST", "PUT"),
    "form": ("POST", "PUT"),
    "query": ("GET", "POST"),
    "xml": ("POST",),
}
OWN_CONTRACT = "http"
"""The name of the gateway that speaks our own contract."""
_TABLES = ("fields", "headers", "report", "received")
_TEXTS = ("name", "url", "method", "send", "body", "taken", "refused", "message_id", "reports_at")

LONGEST_SECONDS = 60
"""No gateway is waited for longer."""


@dataclass(frozen=True)
class Reports:
    """How a delivery report of this provider reads: which of its fields says what."""

    state: str
    delivered: frozenset[str]
    failed: frozenset[str]
    id: str = "id"

    def verdict(self, state: str) -> bool | None:
        """Whether it arrived; None of a report on the way, which only says that it was taken."""
        return state in self.delivered if state in self.delivered | self.failed else None


@dataclass(frozen=True)
class Received:
    """Which fields hold what, where the provider tells of a message that somebody sent to us."""

    phone: str = "phone"
    text: str = "text"
    id: str = "id"
    charset: str = "charset"
    """Where it says UTF-16, the text stands so in the address (Kannel's %C)."""


@dataclass(frozen=True)
class Description:
    name: str
    url: str
    method: str = "POST"
    send: str = "json"
    fields: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    basic: tuple[str, str] | None = None
    answer: Answer = field(default_factory=Answer)
    report: Reports | None = None
    reports_at: str = ""
    """The address of this office as the provider reaches it."""
    received: Received | None = None
    timeout_seconds: float = 10.0
    knows_ids: bool = False
    """What it is handed twice under one request id it sends once."""
    per_minute: int = 0
    """It takes no more messages than that; 0 where nothing is known of a limit."""


def own_contract(url: str, token: str, timeout_seconds: float = 10.0) -> Description:
    """JSON {request_id, phone, text} with a bearer token: for an office's own adapter."""
    fields = {"request_id": "{request_id}", "phone": "{phone}", "text": "{text}"}
    headers = {"Idempotency-Key": "{request_id}"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return Description(
        OWN_CONTRACT,
        url,
        fields=fields,
        headers=headers,
        received=Received(),
        knows_ids=True,
        timeout_seconds=timeout_seconds,
    )


def words_for(message: TextMessage, report_url: str) -> dict[str, str]:
    """What stands for each place of a description."""
    return {
        "request_id": message.request_id,
        "phone": message.phone,
        "local_phone": f"0{message.phone.removeprefix('84')}",
        "text": message.text,
        "text_base64": base64.b64encode(message.text.encode()).decode(),
        "unicode": "1" if message.needs_unicode else "0",
        "coding": "2" if message.needs_unicode else "0",
        "report_url": report_url,
    }


_PLACES = frozenset(words_for(TextMessage("", "", ""), ""))


def filled(value: Any, words: Mapping[str, str], *, is_xml: bool = False) -> Any:
    """The same with its places filled, however deep they lie."""
    if isinstance(value, Mapping):
        return {name: filled(one, words) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, words) for one in value]
    if not isinstance(value, str):
        return value
    said = (lambda name: escape(words[name])) if is_xml else words.__getitem__
    return _PLACE.sub(lambda place: said(place[1]), value)


class Unusable(Exception):
    """The file describes no gateways; `problems` lists every reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_descriptions(path: Path, environment: Mapping[str, str] = os.environ) -> list[Description]:
    """Raises Unusable with all that is wrong. "env:NAME" stands for what the environment holds."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        raise Unusable([f"{path.name}: {failure}"]) from failure
    tables = content.get("gateway")
    if not isinstance(tables, list) or not tables:
        raise Unusable([f"{path.name}: it has no [[gateway]]"])
    problems: list[str] = []
    found = [
        _described(table, number, environment, problems) for number, table in enumerate(tables, 1)
    ]
    names = [one.name for one in found]
    problems += [
        f"two gateways are named {name}" for name in sorted(set(names)) if names.count(name) > 1
    ]
    if problems:
        raise Unusable(problems)
    return found


def _described(
    table: Mapping[str, Any], number: int, environment: Mapping[str, str], problems: list[str]
) -> Description:
    """As far as it can be read; what cannot is added to the problems."""
    given = _from_environment(table, environment, problems)
    name = str(given.get("name") or f"gateway {number}")
    problems += [f"{name}: {problem}" for problem in _problems(given)]
    texts = {
        key: str(given[key])
        for key in ("url", "method", "send", "body", "reports_at")
        if key in given
    }
    patterns = {key: _pattern(given.get(key)) for key in ("taken", "refused", "message_id")}
    basic = given.get("basic")
    return Description(
        name=name,
        **{"url": "", **texts},
        fields=given.get("fields", {}),
        headers=given.get("headers", {}),
        basic=(str(basic[0]), str(basic[1])) if _is_pair(basic) else None,
        answer=Answer(**patterns),
        report=_reports(given.get("report")),
        received=_received(given.get("received")),
        timeout_seconds=given.get("timeout_seconds", 10.0),
        knows_ids=given.get("knows_ids") is True,
        per_minute=int(_number(given.get("per_minute", 0))),
    )


def _problems(given: Mapping[str, Any]) -> Iterator[str]:
    known = {*_TEXTS, *_TABLES, "basic", "timeout_seconds", "per_minute", "knows_ids"}
    yield from (f"unknown: {key}" for key in sorted(set(given) - known))
    yield from (
        f"{key} is to be words" for key in _TEXTS if not isinstance(given.get(key, ""), str)
    )
    yield from (
        f"{key} is to be a table" for key in _TABLES if not isinstance(given.get(key, {}), dict)
    )
    if not re.fullmatch(r"[a-z0-9-]{1,30}", str(given.get("name", ""))):
        yield "name is to be up to 30 letters, digits and hyphens"
    if not re.match(r"https?://[^/\s]+|file:///.", str(given.get("url", ""))):
        yield "url is to begin with http:// or https://, or file:/// for the folders of gammu-smsd"
    send, method = given.get("send", "json"), given.get("method", "POST")
    if send not in _KINDS:
        yield f"send is one of {', '.join(_KINDS)}"
    elif method not in _KINDS[send]:
        yield f"method of {send} is {' or '.join(_KINDS[send])}"
    if "basic" in given and not _is_pair(given["basic"]):
        yield "basic is a pair of name and password"
    for key in ("taken", "refused", "message_id"):
        if key in given and _pattern(given[key]) is None:
            yield f"{key} is no regular expression"
    if "report" in given and _reports(given["report"]) is None:
        yield "report says state, delivered and failed"
    if "received" in given and _received(given["received"]) is None:
        yield "received says phone, text and id, each in a word"
    if not 1 <= _number(given.get("timeout_seconds", 10.0)) <= LONGEST_SECONDS:
        yield f"timeout_seconds is between 1 and {LONGEST_SECONDS}"
    if not isinstance(given.get("knows_ids", False), bool):
        yield "knows_ids is true or false"
    if not 0 <= _number(given.get("per_minute", 0)) <= 60_000:
        yield "per_minute is between 0 and 60000"
    yield from (f"nothing stands for {{{name}}}" for name in sorted(set(_places(given)) - _PLACES))


def _places(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key not in ("taken", "refused", "message_id"):
                yield from _places(one)
    elif isinstance(value, list):
        for one in value:
            yield from _places(one)
    elif isinstance(value, str):
        yield from _PLACE.findall(value)


def _from_environment(value: Any, environment: Mapping[str, str], problems: list[str]) -> Any:
    """Secrets stay out of the file."""
    if isinstance(value, Mapping):
        return {key: _from_environment(one, environment, problems) for key, one in value.items()}
    if isinstance(value, list):
        return [_from_environment(one, environment, problems) for one in value]
    if not isinstance(value, str) or not value.startswith("env:"):
        return value
    name = value.removeprefix("env:")
    if name not in environment:
        problems.append(f"the environment holds no {name}")
    return environment.get(name, "")


def _pattern(value: Any) -> re.Pattern[str] | None:
    try:
        return re.compile(value) if isinstance(value, str) else None
    except re.error:
        return None


def _reports(value: Any) -> Reports | None:
    if not isinstance(value, Mapping):
        return None
    try:
        delivered, failed = (frozenset(map(str, value[key])) for key in ("delivered", "failed"))
        return Reports(str(value["state"]), delivered, failed, str(value.get("id", "id")))
    except (KeyError, TypeError):
        return None


def _received(value: Any) -> Received | None:
    if not isinstance(value, Mapping) or not all(isinstance(one, str) for one in value.values()):
        return None
    try:
        return Received(**value)
    except TypeError:
        return None


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2


def _number(value: Any) -> float:
    return value if isinstance(value, (int, float)) else -1.0
