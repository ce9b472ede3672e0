"""People at work while the web server and the worker are killed under them, again and again.

Four pairs of hands carry documents through the office over HTTP, with sessions and CSRF tokens:
register with a file, direct, pass on, finish; enter a signed paper, issue. When a server dies in
the middle they do what people do: they press the button of the same form once more. Every step
is therefore acknowledged in the end; what must hold afterwards is in `test_crash.py`.
"""

import html
import http.client
import random
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from subprocess import Popen
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli import migrate
from app.core import clock
from app.core.db import SessionFactory, create_engine, session_factory, transaction
from app.core.policy import Actor, person_token, unit_token
from app.core.settings import Setting, SettingValue
from app.setup import ensure_basics
from app.urgent.settings import ADDRESS, HOTLINE
from app.work.models import Assignment
from tests.factories.office import PASSWORD, Office, make_office
from tests.live import Server, kill, web_server, worker
from tests.servers import free_port
from tests.whole.prepared import a_pdf

HANDS = 4
STEPS_OF_A_ROUND = 6
PATIENCE_SECONDS = 600
"""Far more than a restart takes; without it a server that stays dead would never be noticed."""
NO_DUE = {"due": ""}
BROKEN = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Done:
    """A step that the office acknowledged: its verb, the words that tell it apart, the answer."""

    verb: str
    words: str
    location: str


@dataclass
class Town:
    """The office under test, what it acknowledged, and how often it was killed."""

    factory: SessionFactory
    office: Office
    environment: dict[str, str]
    port: int
    instance: Path
    done: list[Done] = field(default_factory=list)
    kills: dict[str, int] = field(default_factory=lambda: {"web": 0, "worker": 0})
    failures: list[str] = field(default_factory=list)
    again: int = 0
    """How often a form had to be sent once more."""
    changed: threading.Condition = field(default_factory=threading.Condition)
    is_up: threading.Event = field(default_factory=threading.Event)

    def note(self, done: Done) -> None:
        with self.changed:
            self.done.append(done)
            self.changed.notify_all()


@contextmanager
def found(database_url: str, instance: Path) -> Iterator[Town]:
    """A new office on this database, nobody working in it yet."""
    migrate(database_url)
    engine = create_engine(database_url)
    factory = session_factory(engine)
    with transaction(factory) as session:
        ensure_basics(session)
        office = make_office(session)
        _tell_how_to_confirm(session, office)
    environment = {
        "CONGVAN_INSTANCE": str(instance),
        "CONGVAN_DATABASE_URL": database_url,
        "CONGVAN_SECRET_KEY": "of-the-tests",
        "CONGVAN_OFFICE": "none",
    }
    yield Town(factory, office, environment, free_port(), instance)
    engine.dispose()


def _tell_how_to_confirm(session: Session, office: Office) -> None:
    """Urgent messages of this place hold all that their text promises."""
    given: list[tuple[int | None, Setting[str], str]]
    given = [(None, ADDRESS, "https://office.example")]
    given += [(one, HOTLINE, "024 3000 0000") for one in (office.agency_id, office.other_agency_id)]
    by = {"set_by_id": office.admin.person_id, "valid_from": date(2026, 1, 1)}
    for agency_id, setting, value in given:
        session.add(SettingValue(agency_id=agency_id, key=setting.key, value=value, **by))


def work_through_crashes(town: Town, operations: int, kills: int, seed: int) -> None:
    """Carry out so many steps while each of the two processes is killed so many times."""
    chance = random.Random(seed)
    rounds = -(-operations // STEPS_OF_A_ROUND)
    with _Servers(town) as servers:
        hands = [
            threading.Thread(target=_Hand(town, number, rounds, HANDS).work)
            for number in range(HANDS)
        ]
        for hand in hands:
            hand.start()
        for threshold, victim in _plan(chance, operations, kills):
            if not _wait_until(town, threshold, hands):
                break
            servers.kill(victim)
        for hand in hands:
            hand.join()


def _plan(chance: random.Random, operations: int, kills: int) -> list[tuple[int, str]]:
    """After how many acknowledged steps who is killed."""
    last = operations - STEPS_OF_A_ROUND
    return sorted(
        (chance.randrange(1, last), victim) for victim in ("web", "worker") for _ in range(kills)
    )


def _wait_until(town: Town, threshold: int, hands: list[threading.Thread]) -> bool:
    with town.changed:
        while len(town.done) < threshold:
            if not any(hand.is_alive() for hand in hands):
                return False
            town.changed.wait(1)
    return True


class _Servers:
    """The running web server and worker; `kill` ends one by SIGKILL and starts it anew."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.stacks: dict[str, ExitStack] = {}
        self.running: dict[str, Server | Popen[str]] = {}

    def __enter__(self) -> "_Servers":
        for name in ("web", "worker"):
            self._start(name)
        self.town.is_up.set()
        return self

    def __exit__(self, *_: object) -> None:
        for name in tuple(self.stacks):
            kill(self._process(name))
            self.stacks.pop(name).close()

    def kill(self, name: str) -> None:
        if name == "web":
            self.town.is_up.clear()
        kill(self._process(name))
        self.stacks.pop(name).close()
        self.town.kills[name] += 1
        self._start(name)
        self.town.is_up.set()

    def _start(self, name: str) -> None:
        stack = self.stacks[name] = ExitStack()
        if name == "web":
            server = web_server(self.town.environment, workers=1, port=self.town.port)
            self.running[name] = stack.enter_context(server)
        else:
            self.running[name] = stack.enter_context(worker(self.town.environment))

    def _process(self, name: str) -> Popen[str]:
        running = self.running[name]
        return running.process if isinstance(running, Server) else running


class _Hand:
    """One pair of hands: takes its own documents through the whole office, one after another."""

    def __init__(self, town: Town, number: int, rounds: int, hands: int) -> None:
        self.town = town
        self.rounds = range(number, rounds, hands)
        self.browsers: dict[int, Browser] = {}

    def work(self) -> None:
        try:
            for number in self.rounds:
                self._request(number)
                self._paper(number)
        except Exception as failure:  # a thread must say what it died of
            self.town.failures.append(f"{type(failure).__name__}: {failure}")

    def _request(self, number: int) -> None:
        office = self.town.office
        subject = f"V/v việc số {number}"
        document_id = self._register(number, subject)
        words = f"Giao xử lý việc số {number}."
        fields = {"text": words, "receiver": unit_token(office.culture_id), "role": "lead"} | NO_DUE
        self._do(office.leader, "direct", f"/documents/{document_id}/directive", fields, words)
        line = self._line(document_id, unit_token(office.culture_id))
        words = f"Đ/c làm việc số {number}."
        to_officer = person_token(office.officer.person_id)
        fields = {"text": words, "receiver": to_officer, "role": "lead"} | NO_DUE
        self._do(office.head, "pass on", f"/lines/{line.id}/pass-on", fields | line.seen, words)
        line = self._line(document_id, to_officer)
        outcome = f"Đã xong việc số {number}."
        path = f"/lines/{line.id}/finish"
        self._do(office.officer, "finish", path, {"outcome": outcome} | line.seen, outcome)

    def _register(self, number: int, subject: str) -> int:
        fields = {
            "register_id": str(self.town.office.incoming_register_id),
            "arrived_on": _today(),
            "issued_on": _today(),
            "number": str(1000 + number),
            "symbol": "SNV-CCHC",
            "issuer": f"Sở số {number}",
            "type_code": "CV",
            "subject": subject,
            "urgency": "1" if number % 3 == 0 else "0",
            "confidentiality": "normal",
            "copies": "1",
        }
        files = {"files": (f"viec-{number}.pdf", a_pdf(f"Request {number}"))}
        clerk = self.town.office.clerk
        location = self._do(clerk, "register", "/incoming/register", fields, subject, files)
        return _number_in(location)

    def _paper(self, number: int) -> None:
        clerk, subject = self.town.office.clerk, f"V/v giấy số {number}"
        fields = {
            "type_code": "QD" if number % 2 else "CV",
            "subject": subject,
            "urgency": "0",
            "signer_name": "Lưu Đình Thuận",
            "signer_title": "CHỦ TỊCH",
            "signed_on": _today(),
            "inside": str(self.town.office.other_agency_id),
            "channel": "paper",
        }
        files = {"files": (f"giay-{number}.pdf", a_pdf(f"Paper {number}"))}
        location = self._do(clerk, "enter", "/outgoing/enter", fields, subject, files)
        document_id = _number_in(location)
        fields = {"version": "1", "number_from": "next", "copies": "1"}
        self._do(clerk, "issue", f"/outgoing/{document_id}/issue", fields, subject)

    def _do(
        self,
        actor: Actor,
        verb: str,
        path: str,
        fields: dict[str, str],
        words: str,
        files: "Files | None" = None,
    ) -> str:
        """Fill the form in and press its button until the office says that it is done."""
        browser = self._browser(actor)
        location = browser.carry_out(path, fields, files or {})
        self.town.note(Done(verb, words, location))
        return location

    def _browser(self, actor: Actor) -> "Browser":
        if actor.person_id not in self.browsers:
            self.browsers[actor.person_id] = Browser(self.town, Office.user_name(actor))
        return self.browsers[actor.person_id]

    def _line(self, document_id: int, holder: str) -> "Line":
        """The open line of this holder, as it stands on the document's page."""
        rows = select(Assignment.id, Assignment.version).where(
            Assignment.record_id == document_id, Assignment.holder == holder
        )
        with self.town.factory() as session:
            line_id, version = session.execute(rows).one()
        return Line(line_id, {"version": str(version)})


class Line(NamedTuple):
    """A line of work, and what a form about it says of how it was seen."""

    id: int
    seen: dict[str, str]


Files = dict[str, tuple[str, bytes]]


class Browser:
    """A person's browser that does not give up when the server is away."""

    def __init__(self, town: Town, user_name: str) -> None:
        self.town = town
        self.user_name = user_name
        self.cookie = ""

    def carry_out(self, path: str, fields: dict[str, str], files: Files) -> str:
        """Send one form, with the same key each time; returns where the office led."""
        if not self.cookie:
            self._sign_in()
        form = {**fields, "_once": secrets.token_urlsafe(16)}
        status, location, body = self._persist(path, form, files)
        while asked := re.search(r'<input[^>]*name="sure"[^>]*value="([^"]+)"', body):
            sure = {**form, "sure": html.unescape(asked.group(1))}
            status, location, body = self._persist(path, sure, files)
        if status != 302:
            raise AssertionError(f"{path} answered {status}: {_reasons(body)}")
        return location

    def _sign_in(self) -> None:
        form = {"user_name": self.user_name, "password": PASSWORD}
        status, _location, body = self._persist("/sign-in", form, {})
        assert status == 302, (status, _reasons(body))

    def _persist(self, path: str, form: dict[str, str], files: Files) -> tuple[int, str, str]:
        waiting = Patience(self.town)
        while True:
            try:
                token = self._token()
                answer = self._ask("POST", path, {**form, "csrf_token": token}, files)
                if answer[0] not in (500, 502, 503):
                    return answer
            except BROKEN:
                pass
            waiting.once_more(path)

    def _token(self) -> str:
        status, _location, body = self._ask("GET", "/session", {}, {})
        found = re.search(r'"csrf_token":\s*"([^"]+)"', body)
        if found is None:
            raise http.client.HTTPException(f"/session answered {status}")
        return found.group(1)

    def _ask(
        self, method: str, path: str, form: dict[str, str], files: Files
    ) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.town.port, timeout=60)
        try:
            body, kind = _multipart(form, files)
            headers = {"Cookie": self.cookie} | ({"Content-Type": kind} if form else {})
            connection.request(method, path, body if form else None, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
            for header in response.headers.get_all("Set-Cookie") or []:
                if header.startswith("session="):
                    self.cookie = header.split(";")[0]
            return response.status, response.headers.get("Location", ""), text
        finally:
            connection.close()


class Patience:
    """Waits for the server to be there again, but not for ever."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.until = clock.now().timestamp() + PATIENCE_SECONDS

    def once_more(self, path: str) -> None:
        if clock.now().timestamp() > self.until:
            raise AssertionError(f"{path} was never acknowledged")
        with self.town.changed:
            self.town.again += 1
            self.town.changed.wait(0.05)  # a request may fail just before the kill is known of
        self.town.is_up.wait(PATIENCE_SECONDS)


def _multipart(form: dict[str, str], files: Files) -> tuple[bytes, str]:
    edge = secrets.token_hex(16)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form.items()
    ]
    for name, (file_name, content) in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{quote(file_name)}"'
        parts.append(f"--{edge}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def _reasons(page: str) -> str:
    """The words of a page, without its marks."""
    _head, _, main = page.partition('id="main"')
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())[:600]


def _number_in(location: str) -> int:
    found = re.search(r"/(\d+)", location)
    assert found, location
    return int(found.group(1))


def _today() -> str:
    return clock.today().strftime("%d/%m/%Y")


@contextmanager
def read(town: Town) -> Iterator[Session]:
    with town.factory() as session:
        yield session
