"""Ways to send a text message, behind one protocol."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from sqlalchemy.exc import IntegrityError

from app.core.db import SessionFactory, transaction
from app.messages.models import LocalSms
from app.messages.receipts import NotSent, Uncertain, provider_id

LONGEST_ANSWER = 65_536
NOTHING_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.InvalidURL,
    httpx.LocalProtocolError,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""Failures before anything reached the gateway."""


@dataclass(frozen=True)
class TextMessage:
    """`request_id` is the same for every try of one message."""

    request_id: str
    phone: str
    text: str


class SmsGateway(Protocol):
    @property
    def is_idempotent(self) -> bool:
        """The same request id is never sent twice, however often it is handed over."""

    def send(self, message: TextMessage) -> str:
        """Hand the message over; return the gateway's id of it.

        Raises NotSent, Rejected or Uncertain.
        """


class LocalGateway:
    """Keeps messages on a page of the office, so that it can be tried without a provider."""

    is_idempotent = True

    def __init__(self, factory: SessionFactory) -> None:
        self._factory = factory

    def send(self, message: TextMessage) -> str:
        row = LocalSms(request_id=message.request_id, phone=message.phone, text=message.text)
        try:
            with transaction(self._factory) as session:
                session.add(row)
        except IntegrityError:
            return message.request_id
        return message.request_id


class HttpGateway:
    """POSTs JSON {request_id, phone, text} to a provider or to an office's own adapter.

    What it answers is read by `receipts.provider_id`. A connection that could not be made means
    that nothing was sent; one that broke, or took longer than `timeout_seconds` in all, leaves
    that uncertain.
    """

    is_idempotent = False

    def __init__(self, url: str, token: str, *, timeout_seconds: float = 10.0) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(headers=headers, timeout=timeout_seconds)
        self._url = url
        self._timeout_seconds = timeout_seconds

    def send(self, message: TextMessage) -> str:
        try:
            status, body = self._post(message)
        except NOTHING_LEFT as failure:
            raise NotSent(f"{type(failure).__name__}: {failure}") from failure
        except httpx.HTTPError as failure:
            raise Uncertain(f"{type(failure).__name__}: {failure}") from failure
        return provider_id(status, body)[:80] or message.request_id

    def _post(self, message: TextMessage) -> tuple[int, str]:
        """The status, and as much of what was answered as is ever looked at."""
        content = {"request_id": message.request_id, "phone": message.phone, "text": message.text}
        key = {"Idempotency-Key": message.request_id}
        until, body = time.monotonic() + self._timeout_seconds, b""
        with self._client.stream("POST", self._url, json=content, headers=key) as response:
            for part in response.iter_bytes():
                body += part
                if len(body) > LONGEST_ANSWER:
                    break
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer does not end")
        return response.status_code, body.decode("utf-8", "replace")


def gateway_of(settings: Any) -> Callable[[SessionFactory], SmsGateway]:
    """The provider's HTTP gateway where one is set, otherwise the page of sent messages."""
    if not settings.sms_url:
        return LocalGateway
    gateway = HttpGateway(settings.sms_url, settings.sms_token)
    return lambda _factory: gateway
