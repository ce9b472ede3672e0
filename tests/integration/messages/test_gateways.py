"""Several gateways, one after the other; and a real Kannel with its delivery reports."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue

import pytest
from flask import Flask, Response, request
from sqlalchemy import select
from werkzeug.serving import make_server

from app.core import clock, jobs, outbox
from app.core.db import SessionFactory, reading, session_factory, transaction
from app.core.jobs.watching import TimeIsUp
from app.messages import service
from app.messages.events import SmsQueued, SmsReceived
from app.messages.gateways import SmsGateway, TextMessage, gateways_of, report_token
from app.messages.gateways.receipts import NotSent, Uncertain
from app.messages.jobs import sending
from app.messages.models import GatewayState, SmsMessage
from app.messages.rules import FAILURES_IN_A_ROW, LOOKED_AT_AGAIN_AFTER, SLOW_AFTER, UNREPORTED
from app.messages.service import sending as sending_service
from tests.conftest import application, settings_for
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.kannel import DESCRIPTION, Operator, kannel, operator
from tests.servers import program
from tests.watching import look

CODES = service.Codes("of the tests")


@dataclass
class Way:
    """A gateway that does as told, and keeps what it took."""

    name: str
    failure: BaseException | None = None
    reports: bool = False
    is_idempotent: bool = False
    knows_again: bool = False
    per_minute: int = 0
    asked: int = 0
    took: list[str] = field(default_factory=list)

    def send(self, message: TextMessage) -> str:
        self.asked += 1
        if self.failure is not None:
            raise self.failure
        self.took.append(message.request_id)
        return f"{self.name}-{len(self.took)}"


@pytest.fixture
def factory(database: TestDatabase) -> SessionFactory:
    return session_factory(database.engine)


def queue(factory: SessionFactory, office: Office, key: str, text: str = "KHAN") -> None:
    with transaction(factory) as session:
        message = SmsMessage(
            key=key, person_id=office.head.person_id, phone="84912345678", text=text, segments=1
        )
        session.add(message)
        session.flush()
        outbox.publish(session, SmsQueued(message.id))


def drain(factory: SessionFactory, *gateways: SmsGateway) -> None:
    jobs.drain(factory, jobs.Handlers(sending(lambda _: gateways, CODES)))


def states(factory: SessionFactory) -> dict[str, tuple[str, str]]:
    with factory() as session:
        rows = session.execute(select(SmsMessage.key, SmsMessage.state, SmsMessage.gateway))
        return {key: (state, gateway) for key, state, gateway in rows}


def test_the_second_takes_what_the_first_refuses_and_the_first_comes_back(
    factory: SessionFactory, office: Office
) -> None:
    """After some failures in a row it is asked last; five minutes later it is asked first again."""
    first, second = Way("first", NotSent("HTTP 503")), Way("second")
    for number in range(5):
        queue(factory, office, f"k:{number}")
        drain(factory, first, second)
    assert set(states(factory).values()) == {("sent", "second")}
    assert first.asked == FAILURES_IN_A_ROW, "one that is down costs no message its time-out"
    first.failure = None
    with clock.stopped_at(clock.now() + LOOKED_AT_AGAIN_AFTER):
        queue(factory, office, "k:late")
        drain(factory, first, second)
    assert states(factory)["k:late"] == ("sent", "first")
    queue(factory, office, "k:later")
    drain(factory, first, second)
    assert states(factory)["k:later"] == ("sent", "first")


def test_what_nobody_knows_of_is_not_handed_to_the_second_at_once(
    factory: SessionFactory, office: Office
) -> None:
    first, second = Way("first", Uncertain("it broke")), Way("second")
    queue(factory, office, "k:1")
    drain(factory, first, second)
    assert (states(factory)["k:1"][0], second.took) == ("unknown", [])


def test_when_nothing_takes_it_it_waits(factory: SessionFactory, office: Office) -> None:
    ways = Way("first", NotSent("no credit")), Way("second", NotSent("no line"))
    queue(factory, office, "k:1")
    drain(factory, *ways)
    assert states(factory)["k:1"][0] == "queued"
    with factory() as session:
        assert session.scalars(select(GatewayState.error).order_by(GatewayState.name)).all() == [
            "no credit",
            "no line",
        ]


@pytest.mark.parametrize("reports", [True, False])
def test_one_whose_messages_do_not_arrive_gives_way(
    factory: SessionFactory, office: Office, reports: bool
) -> None:
    """Only where it tells what arrives; one report is enough to be trusted again."""
    first, second = Way("first", reports=reports), Way("second")
    for number in range(UNREPORTED):
        queue(factory, office, f"k:{number}")
        drain(factory, first, second)
    with clock.stopped_at(clock.now() + SLOW_AFTER + timedelta(minutes=1)):
        queue(factory, office, "k:slow")
        drain(factory, first, second)
        assert states(factory)["k:slow"] == ("sent", "second" if reports else "first")
        with transaction(factory) as session:
            service.report(session, "first", "first-1", True)
        queue(factory, office, "k:trusted")
        drain(factory, first, second)
        assert states(factory)["k:trusted"] == ("sent", "first")


def test_one_that_delivers_slowly_gives_way_and_comes_back(
    factory: SessionFactory, office: Office
) -> None:
    """By the median of its last reports; one message every five minutes tells how it does now."""
    first, second = Way("first", reports=True), Way("second")
    began = clock.now()

    def at(minutes: float, *, arrives_in: float) -> str:
        """By which way a message of this minute goes; the first reports so many minutes later."""
        key = f"k:{minutes}"
        with clock.stopped_at(began + timedelta(minutes=minutes)):
            queue(factory, office, key)
            drain(factory, first, second)
        way = states(factory)[key][1]
        if way == "first":
            arrival = began + timedelta(minutes=minutes + arrives_in)
            with clock.stopped_at(arrival), transaction(factory) as session:
                service.report(session, "first", first.took[-1], True)
        return way

    assert [at(one / 10, arrives_in=4) for one in range(3)] == ["first"] * 3
    assert at(4.6, arrives_in=0) == "second", "its reports took four minutes"
    probed = [at(minutes, arrives_in=0.1) for minutes in (5.3, 5.4, 10.4, 15.5)]
    assert probed == ["first", "second", "first", "first"], "one every five minutes"
    assert at(15.6, arrives_in=0.1) == "first", "three of the last five were quick"


JSON = "application/json"
TWO = """
[[gateway]]
name = "a"
url = "http://127.0.0.1:1/"
[[gateway]]
name = "b"
url = "http://127.0.0.1:2/"
"""


@pytest.fixture
def centre() -> Iterator[Operator]:
    with operator() as known:
        yield known


def test_kannel_carries_every_letter_and_tells_what_arrived(
    database: TestDatabase, office: Office, centre: Operator, tmp_path: Path
) -> None:
    """A real Kannel between the office and an operator; its reports come back over HTTP, and what
    people answer."""
    long = "Khẩn: đề nghị các xã báo cáo thiệt hại do mưa lũ. " * 4
    settings = settings_for(database, tmp_path)
    reported: SimpleQueue[str] = SimpleQueue()
    with application(settings) as app:

        @app.after_request
        def note(answer: Response) -> Response:
            reported.put(request.args.get("d", ""))
            return answer

        token = report_token(settings, "kannel")
        with serving(app) as here, kannel(centre, f"{here}/sms/received/kannel/{token}") as box:
            described = DESCRIPTION.format(address=box.address, office=here)
            settings.sms_gateways.write_text(described, encoding="utf-8")
            factory = session_factory(database.engine)
            carry = jobs.Handlers(sending(gateways_of(settings), CODES))
            for key, text in (("k:plain+", "KHAN: VB 12/UBND"), ("k:marked", long.strip())):
                queue(factory, office, key, text)
                jobs.drain(factory, carry)
                assert centre.took.get(timeout=20) == ("84912345678", text)
            centre.verdict = "UNDELIV"
            queue(factory, office, "k:lost")
            jobs.drain(factory, carry)
            final = 0
            while final < 3:
                final += reported.get(timeout=20) in ("1", "2")
            centre.bring("84912345678", "ĐÃ NHẬN 4417")
            reported.get(timeout=20)
    assert received(factory) == [("84912345678", "ĐÃ NHẬN 4417", "kannel")]
    assert states(factory) == {
        "k:plain+": ("delivered", "kannel"),
        "k:marked": ("delivered", "kannel"),
        "k:lost": ("failed", "kannel"),
    }


def received(factory: SessionFactory) -> list[tuple[str, str, str]]:
    """What was published of messages to the office."""
    of = select(outbox.OutboxRow.payload).where(outbox.OutboxRow.topic == SmsReceived.topic)
    with factory() as session:
        told = session.scalars(of.order_by(outbox.OutboxRow.id)).all()
    return [(one["phone"], one["text"], one["gateway"]) for one in told]


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_only_the_gateway_itself_reports(
    database: TestDatabase, office: Office, tmp_path: Path
) -> None:
    """Forged, unknown, repeated, late, and in any order."""
    settings = settings_for(database, tmp_path)
    settings.sms_gateways.write_text(
        DESCRIPTION.format(address="http://127.0.0.1:9/", office=""), encoding="utf-8"
    )
    factory = session_factory(database.engine)
    queue(factory, office, "k:other")
    drain(factory, Way("second"))
    queue(factory, office, "k:1")
    drain(factory, Way("kannel"))
    queue(factory, office, "k:waiting")
    token = report_token(settings, "kannel")
    with application(settings) as app:
        client = app.test_client()

        def report(path: str, **told: str) -> int:
            return client.get(f"/sms/report/{path}", query_string=told).status_code

        bad = ('{"id": "\\ud800", "d": "1"}', '{"id": "\\u0000", "d": "1"}', "[" * 100_000, "[1]")
        for body in bad:
            answer = client.post(f"/sms/report/kannel/{token}", data=body, content_type=JSON)
            assert answer.status_code in (204, 404), body[:20]
        assert report("kannel/forged", id="k:1", d="1") == 403
        assert report(f"other/{token}", id="k:1", d="1") == 403
        assert client.get("/sms/received/kannel/forged?from=0912345678&text=x").status_code == 403
        for told in ("id=1", "id=1", "", "", "id=2"):
            path = f"/sms/received/kannel/{token}?from=0912345678&text=XN%204417&{told}"
            assert client.get(path).get_data() == b""
        assert received(factory) == [("84912345678", "XN 4417", "kannel")] * 3
        assert report(f"kannel/{token}", id="k:none", d="1") == 404
        for other in ("k:other", "k:waiting"):
            assert report(f"kannel/{token}", id=other, d="1") == 404
        assert client.head(f"/sms/report/kannel/{token}?id=k:1&d=2").status_code == 204
        assert report(f"kannel/{token}", id="k:1", d="8") == 204
        assert states(factory)["k:1"][0] == "sent"
        for said, state in (
            ("2", "failed"),
            ("1", "delivered"),
            ("1", "delivered"),
            ("16", "delivered"),
        ):
            assert report(f"kannel/{token}", id="k:1", d=said) == 204
            assert states(factory)["k:1"][0] == state


def test_the_watchdog_says_which_gateway_fails(
    database: TestDatabase, app: Flask, tmp_path: Path
) -> None:
    settings = settings_for(database, tmp_path)
    engines = replace(app.extensions["engines"], settings=settings)

    def told() -> tuple[str, list[str]]:
        with reading(session_factory(database.engine)) as session:
            found = look(session, "messages.sms_leaves", engines)
        return found.note % found.values, [one.words % one.values for one in found.breaches]

    assert told() == ("no gateway is set: messages are kept on the page SMS", [])
    settings.sms_gateways.write_text("[[gateway]]", encoding="utf-8")
    assert "name is to be" in told()[1][0]
    settings.sms_gateways.write_text(TWO, encoding="utf-8")
    assert told() == ("a, b", [])
    with transaction(session_factory(database.engine)) as session:
        failing = FAILURES_IN_A_ROW
        session.add(
            GatewayState(name="a", failures=failing, failed_at=clock.now(), error="HTTP 503")
        )
    words = "a: does not take messages (HTTP 503); asked again within five minutes"
    assert told() == ("a, b", [words])


GAMMU = """\
[gammu]
device = {here}/phone
connection = none
model = dummy
[smsd]
service = files
logfile = stdout
debuglevel = 1
checksecurity = 0
loopsleep = 1
receivefrequency = 1
transmitformat = auto
inboxpath = {here}/inbox/
outboxpath = {here}/outbox/
sentsmspath = {here}/sent/
errorsmspath = {here}/error/
"""
BROUGHT = """\
[SMSBackup000]
State = UnRead
Number = "+84912345678"
Coding = Unicode_No_Compression
DateTime = 20261129T193600
Text00 = {text}
"""


def test_a_gsm_modem_sends_once_and_brings_what_people_answer(
    database: TestDatabase, office: Office, tmp_path: Path
) -> None:
    """A real gammu-smsd with its dummy telephone; handed over twice, a message is one file."""
    for name in ("phone/sms/1", "inbox", "outbox", "sent", "error"):
        (tmp_path / name).mkdir(parents=True)
    settings = settings_for(database, tmp_path)
    described = f'[[gateway]]\nname = "modem"\nurl = "file://{tmp_path}"\n'
    settings.sms_gateways.write_text(described, encoding="utf-8")
    (tmp_path / "phone/sms/1/1").write_text(
        BROUGHT.format(text="ĐÃ NHẬN 4417".encode("utf-16-be").hex()), encoding="utf-8"
    )
    (tmp_path / "rc").write_text(GAMMU.format(here=tmp_path), encoding="utf-8")
    factory, gateways_on = session_factory(database.engine), gateways_of(settings)
    queue(factory, office, "k:1", "Khẩn: đề nghị báo cáo. " * 8)
    drain(factory, *gateways_on(factory))
    (modem,) = gateways_on(factory)
    modem.send(TextMessage("k:1", "84912345678", "Khẩn"))
    (waiting,) = (tmp_path / "outbox").iterdir()
    command = [program("gammu-smsd"), "-c", str(tmp_path / "rc")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as daemon:
        assert daemon.stdout is not None
        done = 0
        for line in daemon.stdout:
            done += "Received IN" in line or "Renamed" in line
            if done == 2:
                break
        daemon.kill()
    assert (tmp_path / "sent" / waiting.name).exists()
    (tmp_path / "sent" / waiting.name).rename(tmp_path / "error" / waiting.name)
    fetch = service.Fetching(gateways_on)
    fetch(factory)
    fetch(factory)
    assert received(factory) == [("84912345678", "ĐÃ NHẬN 4417", "modem")]
    assert states(factory) == {"k:1": ("failed", "modem")}


def test_one_that_takes_so_many_a_minute_is_handed_no_more(
    factory: SessionFactory, office: Office
) -> None:
    """The others wait for their turn, and each goes when it comes."""
    slow = Way("slow", per_minute=2)
    for number in range(5):
        queue(factory, office, f"k:{number}")
    now = clock.now()
    for seconds, sent in ((0, 1), (29, 1), (30, 2), (60, 3), (150, 5)):
        with clock.stopped_at(now + timedelta(seconds=seconds)):
            drain(factory, slow)
        assert len(slow.took) == sent, seconds


def test_no_second_is_asked_where_the_time_of_the_lane_would_not_do(
    factory: SessionFactory, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one whose worker is ended while it asks is no longer said to be on its way."""
    moments = iter((0.0, 0.0, 59.0))
    monkeypatch.setattr(sending_service, "monotonic", lambda: next(moments))
    first, second = Way("first", NotSent("it took a minute")), Way("second")
    queue(factory, office, "k:1")
    drain(factory, first, second)
    assert (states(factory)["k:1"][0], second.asked) == ("queued", 0)
    monkeypatch.undo()
    queue(factory, office, "k:2")
    drain(factory, Way("deaf", TimeIsUp()))
    assert states(factory)["k:2"][0] == "unknown"
