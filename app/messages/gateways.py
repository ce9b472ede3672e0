"""Ways to send a text message, behind one protocol."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from sqlalchemy.exc import IntegrityError

from app.core.db import SessionFactory, transaction
from app.messages.models import LocalSms


class NotSent(Exception):
    """The gateway certainly did not take the message; it may be tried again."""


class Rejected(Exception):
    """The gateway refuses this message for good."""


class Uncertain(Exception):
    """Nobody knows whether the gateway took the message; sending again could send it twice."""


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

    A 2xx answer may carry {"id": …}. 4xx refuses for good, except 408, 425 and 429; these, 503 and
    a connection that could not be made mean that nothing was sent. Anything else is uncertain.
    """

    is_idempotent = False

    def __init__(self, url: str, token: str, *, timeout_seconds: float = 10.0) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(headers=headers, timeout=timeout_seconds)
        self._url = url

    def send(self, message: TextMessage) -> str:
        content = {
            "request_id": message.request_id,
            "phone": message.phone,
            "text": message.text,
        }
        try:
            response = self._client.post(
                self._url, json=content, headers={"Idempotency-Key": message.request_id}
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as failure:
            raise NotSent(str(failure)) from failure
        except httpx.HTTPError as failure:
            raise Uncertain(f"{type(failure).__name__}: {failure}") from failure
        return _provider_id(response, message)


def _provider_id(response: httpx.Response, message: TextMessage) -> str:
    if response.status_code in (408, 425, 429, 503):
        raise NotSent(f"HTTP {response.status_code}")
    if 400 <= response.status_code < 500:
        raise Rejected(f"HTTP {response.status_code}: {response.text[:200]}")
    if not response.is_success:
        raise Uncertain(f"HTTP {response.status_code}")
    try:
        given = response.json().get("id")
    except (ValueError, AttributeError):
        given = None
    return str(given or message.request_id)[:80]


def gateway_of(settings: Any) -> Callable[[SessionFactory], SmsGateway]:
    """The provider's HTTP gateway where one is set, otherwise the page of sent messages."""
    if not settings.sms_url:
        return LocalGateway
    gateway = HttpGateway(settings.sms_url, settings.sms_token)
    return lambda _factory: gateway
