"""Handing a text message to a provider over HTTP, as its description says."""

import time
from urllib.parse import quote

import httpx

from app.messages.gateways.description import Description, filled, words_for
from app.messages.gateways.protocol import TextMessage
from app.messages.gateways.receipts import NotSent, Uncertain, provider_id

LONGEST_ANSWER = 65_536
CONNECTED_WITHIN = 10.0
"""Seconds, whatever the description says: of one that is away another is asked soon."""
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


class HttpGateway:
    """Asks as described; what is answered is read by `receipts.provider_id`.

    A connection that could not be made means that nothing was sent; one that broke, or took longer
    than the described seconds in all, leaves that uncertain.
    """

    is_idempotent = False

    def __init__(self, described: Description, report_token: str = "") -> None:
        self.name = described.name
        self.reports = described.report is not None
        self.knows_again = described.knows_ids
        self.per_minute = described.per_minute
        self._described = described
        self._report_token = report_token
        self._client = httpx.Client(
            auth=described.basic,
            timeout=httpx.Timeout(
                described.timeout_seconds, connect=min(described.timeout_seconds, CONNECTED_WITHIN)
            ),
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def send(self, message: TextMessage) -> str:
        try:
            status, body = self._ask(message)
        except NOTHING_LEFT as failure:
            raise NotSent(f"{type(failure).__name__}: {failure}") from failure
        except httpx.HTTPError as failure:
            raise Uncertain(f"{type(failure).__name__}: {failure}") from failure
        return provider_id(status, body, self._described.answer)[:80] or message.request_id

    def _ask(self, message: TextMessage) -> tuple[int, str]:
        """The status, and as much of what was answered as is ever looked at."""
        until, body = time.monotonic() + self._described.timeout_seconds, b""
        request = self.request(message)
        response = self._client.send(request, stream=True)
        try:
            for part in response.iter_bytes():
                body += part
                if len(body) > LONGEST_ANSWER:
                    break
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer does not end")
        finally:
            response.close()
        return response.status_code, body.decode("utf-8", "replace")

    def request(self, message: TextMessage) -> httpx.Request:
        """What is asked of the provider for this message."""
        described = self._described
        words = words_for(message, self._report_url(message))
        fields = filled(described.fields, words)
        as_sent = {
            "json": {"json": fields},
            "form": {"data": fields},
            "query": {"params": fields},
            "xml": {"content": filled(described.body, words, is_xml=True)},
        }[described.send]
        headers = dict(filled(described.headers, words))
        if described.send == "xml":
            headers.setdefault("Content-Type", "text/xml; charset=utf-8")
        return self._client.build_request(
            described.method, described.url, headers=headers, **as_sent
        )

    def _report_url(self, message: TextMessage) -> str:
        """Where the provider tells what became of this message."""
        base = self._described.reports_at.rstrip("/")
        path = f"/sms/report/{self.name}/{self._report_token}"
        return f"{base}{path}?id={quote(message.request_id, safe='')}" if base else ""
