"""Text messages against a real HTTP server: handed over once, whatever happens in between."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import verify
from app.core import clock, jobs, outbox
from app.core.db import SessionFactory, session_factory, transaction
from app.core.errors import Refused
from app.core.policy import Actor
from app.messages import service
from app.messages.events import SmsQueued
from app.messages.gateways import HttpGateway, LocalGateway, SmsGateway, TextMessage
from app.messages.gateways.description import own_contract
from app.messages.gateways.receipts import NotSent
from app.messages.jobs import sending
from app.messages.models import LocalSms, SmsMessage
from app.messages.service import sending as sending_rules
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.incoming.making import registered

CODES = service.Codes("of the tests")


@dataclass
class Provider:
    """A real HTTP provider that answers as told and keeps what it got."""

    url: str
    status: int = 200
    body: bytes = b'{"id": "provider-7"}'
    drops: bool = False
    stops_after: int | None = None
    """It closes the connection in the middle of its answer."""
    answers: threading.Event = field(default_factory=threading.Event)
    """Not set: it takes the message, and keeps whoever handed it over waiting."""
    got: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def provider() -> Iterator[Provider]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            known.got.append(json.loads(self.rfile.read(length)) | dict(self.headers))
            known.answers.wait()
            if known.drops:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(known.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(known.body)))
            self.end_headers()
            self.wfile.write(known.body[: known.stops_after])

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known = Provider(f"http://127.0.0.1:{server.server_port}/send")
    known.answers.set()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield known
    known.answers.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def factory(database: TestDatabase) -> SessionFactory:
    return session_factory(database.engine)


Send = Callable[[SmsGateway], SmsMessage]


@pytest.fixture
def send(factory: SessionFactory, office: Office) -> Send:
    """Queue one message and drain the outbox through this gateway."""

    def queue_and_drain(gateway: SmsGateway) -> SmsMessage:
        queue(factory, office)
        return drain(factory, gateway)

    return queue_and_drain


def queue(factory: SessionFactory, office: Office, document_id: int | None = None) -> int:
    with transaction(factory) as session:
        message = SmsMessage(
            key="urgent:1:1",
            person_id=office.head.person_id,
            phone="84912345678",
            text="KHAN",
            segments=1,
            record_id=document_id,
        )
        session.add(message)
        session.flush()
        outbox.publish(session, SmsQueued(message.id))
        return message.id


def own_adapter(url: str, token: str, timeout_seconds: float = 10.0) -> HttpGateway:
    return HttpGateway(own_contract(url, token, timeout_seconds))


def drain(factory: SessionFactory, *gateways: SmsGateway) -> SmsMessage:
    jobs.drain(factory, jobs.Handlers(sending(lambda _factory: gateways, CODES)))
    with factory() as session:
        return session.scalars(select(SmsMessage)).one()


def test_a_message_is_handed_over_with_its_id_and_token(send: Send, provider: Provider) -> None:
    message = send(own_adapter(provider.url, "secret"))
    assert (message.state, message.provider_id, message.attempts) == ("sent", "provider-7", 1)
    assert message.sent_at is not None
    (got,) = provider.got
    assert (got["request_id"], got["phone"], got["text"]) == ("urgent:1:1", "84912345678", "KHAN")
    assert got["Authorization"] == "Bearer secret"


def test_a_busy_provider_is_asked_again_later(
    send: Send, provider: Provider, factory: SessionFactory
) -> None:
    provider.status = 503
    gateway = own_adapter(provider.url, "")
    assert send(gateway).state == "queued"
    assert drain(factory, gateway).attempts == 1, "not before its time"
    provider.status = 200
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        assert drain(factory, gateway).state == "sent"
    assert len(provider.got) == 2


def test_a_provider_that_cannot_be_reached_is_asked_again(send: Send) -> None:
    message = send(own_adapter("http://127.0.0.1:9/send", ""))
    assert (message.state, message.attempts) == ("queued", 1)


def test_after_many_tries_in_vain_it_has_failed(
    send: Send, provider: Provider, factory: SessionFactory
) -> None:
    provider.status = 503
    gateway = own_adapter(provider.url, "")
    send(gateway)
    for day in range(1, 12):
        with clock.stopped_at(clock.now() + timedelta(days=day)):
            message = drain(factory, gateway)
    assert message.state == "failed"
    assert len(provider.got) == sending_rules.TRIES


def test_a_refused_message_has_failed_and_is_not_repeated(
    send: Send, provider: Provider, factory: SessionFactory
) -> None:
    provider.status, provider.body = 400, b"no mobile number"
    gateway = own_adapter(provider.url, "")
    assert send(gateway).state == "failed"
    drain(factory, gateway)
    assert len(provider.got) == 1


HTML = b"<!DOCTYPE html><html><title>Sign in to the network</title></html>"


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, b'{"id": "provider-7"}', "sent"),
        (202, b"", "sent"),
        (204, b"", "sent"),
        (202, b"0: Accepted for delivery", "sent"),
        (202, b"3: Queued for later delivery", "sent"),
        (202, HTML, "unknown"),
        (200, HTML, "unknown"),
        (200, b"", "unknown"),
        (200, b"{}", "unknown"),
        (200, b"Authorization failed for sendsms", "queued"),
        (200, b'{"CodeResult": "103", "ErrorMessage": "Balance not enough"}', "queued"),
        (403, b"Authorization failed for sendsms", "queued"),
        (404, HTML, "queued"),
        (301, b"", "queued"),
        (302, HTML, "queued"),
        (307, b'{"id": "provider-7"}', "queued"),
        (422, b'{"error": "not a mobile number"}', "failed"),
        (500, HTML, "unknown"),
        (502, HTML, "unknown"),
    ],
)
def test_only_what_says_that_it_was_taken_is_shown_as_sent(
    send: Send, provider: Provider, status: int, body: bytes, state: str
) -> None:
    provider.status, provider.body = status, body
    message = send(own_adapter(provider.url, ""))
    assert (message.state, bool(message.error)) == (state, state != "sent")
    assert (message.sent_at is None) == (state != "sent")
    assert [got.get("request_id") for got in provider.got] == ["urgent:1:1"], "never followed on"


def test_a_gateway_that_is_mended_takes_what_it_refused(
    send: Send, provider: Provider, factory: SessionFactory
) -> None:
    provider.status, provider.body = 401, b"wrong token"
    gateway = own_adapter(provider.url, "")
    assert send(gateway).state == "queued"
    provider.status, provider.body = 200, b'{"status": "success", "data": {"tranId": 9}}'
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        message = drain(factory, gateway)
    assert (message.state, message.provider_id, message.error) == ("sent", "9", "")


def test_an_address_that_is_none_sends_nothing(send: Send) -> None:
    for address in ("sms.example.vn/send", "http://[::1"):
        gateway = own_adapter(address, "")
        with pytest.raises(NotSent):
            gateway.send(TextMessage("urgent:1:1", "84912345678", "KHAN"))


def test_an_answer_without_end_is_uncertain(send: Send, provider: Provider) -> None:
    provider.answers.clear()
    message = send(own_adapter(provider.url, "", timeout_seconds=0.2))
    assert (message.state, len(provider.got)) == ("unknown", 1)


@pytest.mark.parametrize("broken", [{"drops": True}, {"stops_after": 5}])
def test_what_nobody_knows_of_is_sent_again_within_its_rule(
    send: Send, provider: Provider, factory: SessionFactory, broken: dict[str, Any]
) -> None:
    """A few times, minutes apart, always under the same request id; then a person decides."""
    for name, setting in broken.items():
        setattr(provider, name, setting)
    gateway = own_adapter(provider.url, "")
    assert send(gateway).state == "unknown"
    assert drain(factory, gateway).attempts == 1, "not before its time"
    for later in range(1, 12):
        with clock.stopped_at(clock.now() + later * sending_rules.ASKED_AGAIN_AFTER):
            message = drain(factory, gateway)
    assert (message.state, message.attempts) == ("unknown", sending_rules.UNCERTAIN_TRIES)
    assert {got["Idempotency-Key"] for got in provider.got} == {"urgent:1:1"}
    assert len(provider.got) == sending_rules.UNCERTAIN_TRIES


def test_where_nobody_would_know_it_again_a_telephone_gets_nothing_twice(
    factory: SessionFactory, office: Office, provider: Provider
) -> None:
    """Neither ids nor reports: whether to send again is left to a person."""
    provider.drops = True
    queue(factory, office)
    gateway = HttpGateway(replace(own_contract(provider.url, ""), knows_ids=False))
    drain(factory, gateway)
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        assert drain(factory, gateway).state == "unknown"
    assert len(provider.got) == 1


def test_what_is_reported_meanwhile_is_not_sent_again(
    send: Send, provider: Provider, factory: SessionFactory
) -> None:
    provider.drops = True
    gateway = own_adapter(provider.url, "")
    send(gateway)
    with transaction(factory) as session:
        service.report(session, "http", "urgent:1:1", True)
    with clock.stopped_at(clock.now() + sending_rules.ASKED_AGAIN_AFTER):
        message = drain(factory, gateway)
    assert (message.state, len(provider.got)) == ("delivered", 1)


class Dying:
    """A gateway whose worker is killed after the provider took the message."""

    name = "dying"
    is_idempotent = False
    reports = False
    knows_again = False
    per_minute = 0

    def send(self, message: TextMessage) -> str:
        raise KeyboardInterrupt


def test_a_worker_killed_while_sending_does_not_send_at_once(
    factory: SessionFactory, office: Office, provider: Provider
) -> None:
    queue(factory, office)
    gateway = own_adapter(provider.url, "")
    with pytest.raises(KeyboardInterrupt):
        drain(factory, Dying())
    taken_up = clock.now() + timedelta(hours=1)
    with clock.stopped_at(taken_up):
        assert drain(factory, gateway).state == "unknown"
    assert provider.got == []
    with clock.stopped_at(taken_up + sending_rules.ASKED_AGAIN_AFTER):
        assert drain(factory, gateway).state == "sent"


def test_the_local_gateway_takes_a_repeated_message_once(
    factory: SessionFactory, office: Office
) -> None:
    queue(factory, office)
    with pytest.raises(KeyboardInterrupt):
        drain(factory, DyingAfter(LocalGateway(factory)))
    with clock.stopped_at(clock.now() + timedelta(hours=1)):
        assert drain(factory, LocalGateway(factory)).state == "sent"
    with factory() as session:
        assert len(session.scalars(select(LocalSms)).all()) == 1


@dataclass
class DyingAfter:
    """Hands the message over, and is killed before it can say so."""

    gateway: SmsGateway
    name: str = "local"
    is_idempotent: bool = True
    reports: bool = False
    knows_again: bool = True
    per_minute: int = 0

    def send(self, message: TextMessage) -> str:
        self.gateway.send(message)
        raise KeyboardInterrupt


def test_a_person_may_send_an_uncertain_message_again(
    send: Send, provider: Provider, factory: SessionFactory, office: Office
) -> None:
    provider.drops = True
    message = send(own_adapter(provider.url, ""))
    provider.drops = False
    with transaction(factory) as session:
        service.ask_again(session, office.admin, message.id)
    assert drain(factory, own_adapter(provider.url, "")).state == "sent"
    with transaction(factory) as session:
        assert verify(session).is_whole
        with pytest.raises(Refused):
            service.ask_again(session, office.admin, message.id)


def test_reports_may_come_twice_and_in_any_order(session: Session, office: Office) -> None:
    session.add(
        SmsMessage(
            key="k",
            person_id=office.head.person_id,
            phone="84912345678",
            text="x",
            segments=1,
            state="sent",
            provider_id="p1",
        )
    )
    session.flush()
    for delivered in (True, True, False):
        service.report(session, "http", "p1", delivered)
    assert session.scalars(select(SmsMessage.state)).one() == "delivered"


def test_whoever_watches_messages_reads_only_what_they_may(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    document = registered(session, office.clerk)
    for document_id, words in ((document.id, "KHAN: ke hoach bi mat"), (None, "Thu duong truyen")):
        message = SmsMessage(
            key=words,
            person_id=office.head.person_id,
            phone="0912345678",
            text=words,
            segments=1,
            record_id=document_id,
        )
        session.add(message)
    session.commit()
    page = client_of(office.admin).get("/admin/sms").get_data(as_text=True)
    assert "KHAN: ke hoach bi mat" not in page
    assert (
        "Tin thuộc văn bản bạn không được xem; lời và mã trong tin chỉ dành cho người nhận." in page
    )
    assert "Thu duong truyen" in page


def test_the_local_gateway_shows_them_no_more_words_than_that(
    factory: SessionFactory,
    session: Session,
    office: Office,
    client_of: Callable[[Actor], FlaskClient],
) -> None:
    document = registered(session, office.clerk)
    session.commit()
    message_id = queue(factory, office, document.id)
    taken = drain(factory, LocalGateway(factory))
    assert taken.state == "sent"
    page = client_of(office.admin).get("/admin/sms").get_data(as_text=True)
    assert "KHAN" not in page
    assert (
        page.count(
            "Tin thuộc văn bản bạn không được xem; lời và mã trong tin chỉ dành cho người nhận."
        )
        == 2
    )
    with transaction(factory) as own:
        own.get_one(SmsMessage, message_id).state = "unknown"
        service.ask_again(own, office.admin, message_id)
    assert "KHAN" not in client_of(office.admin).get("/admin/sms").get_data(as_text=True)
    with transaction(factory) as own:
        own.get_one(SmsMessage, message_id).record_id = None
    assert "KHAN" in client_of(office.admin).get("/admin/sms").get_data(as_text=True)
