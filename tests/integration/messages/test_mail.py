"""E-mails against a real SMTP server: when they leave, what they say, and what ends them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock, jobs
from app.core.db import SessionFactory, session_factory, transaction
from app.core.feature import MY_WORK, Occasion, Telling, UrgentTelling
from app.core.settings import SettingValue
from app.messages import service
from app.messages.catalogue import FLASH, URGENT
from app.messages.gateways import mail
from app.messages.gateways.mail import MailServer
from app.messages.jobs import mailing
from app.messages.letters import LINK_SECONDS, Links
from app.messages.models import Email, SmsMessage
from app.messages.service.mail import TRIES
from app.messages.settings import OUTSIDE
from app.organisation.models import Person
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.mailing import Post

CODES = service.Codes("of the tests")
HERE = "https://congvan.example"
GIVEN = Occasion(name="test.given", words="Work is given to you", group=MY_WORK, email=True)
ALSO = Occasion(name="test.also", words="Your work is overdue", group=MY_WORK, email=True)
WAYS = service.Ways(service.SmsPolicy(accented=False), has_mail=True)
LATER = timedelta(minutes=1)


@pytest.fixture
def factory(database: TestDatabase, office: Office) -> SessionFactory:
    factory = session_factory(database.engine)
    with transaction(factory) as session:
        session.get_one(Person, office.head.person_id).email = "head@congvan.example"
    return factory


@pytest.fixture
def links() -> Links:
    return Links("of the tests", HERE)


Deliver = Callable[..., None]


@pytest.fixture
def deliver(factory: SessionFactory, post: Post, links: Links) -> Deliver:
    """Send what is due so long from now."""

    def at(after: timedelta = LATER) -> None:
        named = {one.name: one for one in (GIVEN, ALSO, FLASH, URGENT)}
        sender = service.MailSender(
            MailServer(post.url), links, "office@congvan.example", named, CODES
        )
        with clock.stopped_at(clock.now() + after):
            jobs.drain(factory, jobs.Handlers([mailing(sender)]))

    return at


def tell(
    factory: SessionFactory, office: Office, key: str, occasion: Occasion = GIVEN, urgency: int = 0
) -> None:
    values = {"reference": "12/UBND", "subject": "Ứng phó\nmưa lũ"}
    told = Telling(
        people={office.head.person_id}, key=key, words="%(reference)s is overdue: %(subject)s",
        path="/work", values=values,
    )  # fmt: skip
    if urgency:
        urgent = UrgentTelling(
            key=f"urgent:{key}", people=told.people, record_id=None, due_at=None,
            agency_id=office.agency_id, urgency=urgency, issuer="UBND tỉnh",
            reference=values["reference"], subject=values["subject"],
        )  # fmt: skip
        told = replace(told, urgent=urgent)
    with transaction(factory) as session:
        service.tell(session, occasion, told, WAYS)
        service.tell(session, occasion, told, WAYS)


def choose(factory: SessionFactory, office: Office, data: service.WishesData) -> None:
    with transaction(factory) as session:
        service.choose(session, office.head, [GIVEN, ALSO], data, version=0)


def said(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def states(factory: SessionFactory) -> list[tuple[str, int]]:
    with factory() as session:
        rows = session.execute(select(Email.state, Email.attempts).order_by(Email.id))
        return [(state, attempts) for state, attempts in rows]


def test_an_email_says_what_happened_in_both_forms_and_can_be_ended(
    factory: SessionFactory, office: Office, post: Post, deliver: Deliver, links: Links
) -> None:
    tell(factory, office, "k:1")
    deliver(timedelta())
    assert post.took == [], "what was just done can still be taken back"
    deliver()
    deliver()
    (message,) = post.took
    assert message["To"].addresses[0].addr_spec == "head@congvan.example"
    assert message["Subject"] == "12/UBND đã quá hạn: Ứng phó mưa lũ"
    plain, html = (said(message, kind) for kind in ("plain", "html"))
    for body in (plain, html):
        assert "12/UBND đã quá hạn" in body
        assert f"{HERE}/work" in body
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    assert address in plain
    assert links.read(address.rpartition("/")[2]) == (office.head.person_id, GIVEN.name)
    assert states(factory) == [("sent", 1)]


def test_digests_go_at_the_chosen_hours_of_working_days_and_wait_for_nothing_urgent(
    factory: SessionFactory, office: Office, post: Post, deliver: Deliver, monday: None
) -> None:
    choose(factory, office, service.WishesData(digest_at=(time(7, 15), time(13, 15))))
    tell(factory, office, "k:1")
    tell(factory, office, "k:2", ALSO)
    tell(factory, office, "k:3", urgency=1)
    deliver()
    assert [message["Subject"] for message in post.took] == ["12/UBND đã quá hạn: Ứng phó mưa lũ"]
    deliver(timedelta(days=1))
    (_urgent, digest) = post.took
    assert digest["Subject"] == "2 việc báo cho bạn"
    assert digest["List-Unsubscribe"] is None, "each kind in it has a link of its own"
    assert said(digest, "plain").count("/messages/off/") == 2


@pytest.mark.parametrize("urgency", [1, 3])
def test_quiet_hours_are_kept_by_all_but_a_flash(
    factory: SessionFactory, office: Office, post: Post, deliver: Deliver, urgency: int
) -> None:
    now = clock.local(clock.now())
    quiet = ((now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time())
    choose(factory, office, service.WishesData(quiet=quiet))
    tell(factory, office, "k:1", urgency=urgency)
    deliver()
    assert len(post.took) == (urgency == 3)
    with factory() as session:
        (sms,) = session.scalars(select(SmsMessage))
        assert sms.not_before is not None
        assert (sms.not_before <= clock.now() + LATER) == (urgency == 3)
        assert (sms.segments, sms.cost) == (1, 350)
    deliver(timedelta(hours=2))
    assert len(post.took) == 1


def test_a_greylisted_mail_is_sent_later_under_the_same_id_and_a_bounced_one_is_not(
    factory: SessionFactory, office: Office, post: Post, deliver: Deliver
) -> None:
    post.answer = "451 come back later"
    tell(factory, office, "k:1")
    deliver()
    assert states(factory) == [("queued", 1)]
    post.answer, post.forgets = "250 taken", True
    deliver(timedelta(minutes=5))
    post.forgets = False
    deliver(timedelta(minutes=30))
    assert states(factory) == [("sent", 3)]
    assert len({message["Message-ID"] for message in post.took}) == 1
    post.answer = "550 nobody of that name"
    tell(factory, office, "k:2")
    deliver(timedelta(hours=1))
    assert states(factory)[1] == ("failed", 1)
    with factory() as session:
        assert session.scalars(select(Email.error).order_by(Email.id.desc())).first() == (
            "550 nobody of that name"
        )


def test_a_server_that_hangs_or_is_dead_is_given_up_in_the_end(
    factory: SessionFactory,
    office: Office,
    post: Post,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "SECONDS", 0.2)
    post.hangs = True
    tell(factory, office, "k:1")
    deliver()
    assert states(factory) == [("queued", 1)]
    post.port = 1
    for hours in range(1, 12):
        deliver(timedelta(hours=hours))
    assert states(factory) == [("failed", TRIES)]


def test_what_is_settled_or_may_not_be_read_any_more_is_called_off(
    factory: SessionFactory, office: Office, post: Post, deliver: Deliver
) -> None:
    tell(factory, office, "k:1")
    with transaction(factory) as session:
        service.tell(
            session, GIVEN, Telling(people=(), key="-", words="", path="", settles=["k:1"]), WAYS
        )
    deliver()
    assert (post.took, states(factory)) == ([], [])


def test_an_office_may_let_no_subject_leave_the_house(
    factory: SessionFactory, office: Office, post: Post, deliver: Deliver
) -> None:
    with transaction(factory) as session:
        row = SettingValue(
            agency_id=office.agency_id, key=OUTSIDE.key, valid_from=clock.today(),
            value="reference", set_by_id=office.admin.person_id,
        )  # fmt: skip
        session.add(row)
    tell(factory, office, "k:1")
    deliver()
    assert "mưa lũ" not in post.took[0].as_string()
    assert post.took[0]["Subject"] == "12/UBND đã quá hạn: (xem trong hệ thống)"


def test_a_link_turns_off_one_kind_for_one_person_once_it_is_pressed(
    app: Flask, factory: SessionFactory, office: Office
) -> None:
    """Looked at it does nothing; made up, too old, or of what cannot be turned off neither."""
    client, settings = app.test_client(), app.extensions["engines"].settings
    own = Links(settings.secret_key, HERE)

    def path(occasion: str, links: Links = own) -> str:
        return urlsplit(links.turning_off(office.head.person_id, occasion)).path

    def chosen() -> object:
        with factory() as session:
            habits = service.habits_of(session, [office.head.person_id])
            return {one: dict(said.channels) for one, said in habits.items()}

    assert client.get(path("work.late")).status_code == 200
    assert chosen() == {}
    for _twice in range(2):
        assert (
            client.post(path("work.late"), data={"List-Unsubscribe": "One-Click"}).status_code
            == 200
        )
    assert chosen() == {office.head.person_id: {"work.late": {"email": False}}}
    assert client.post(path("flash")).status_code == 200
    assert "flash" not in str(chosen())
    for forged in (path("work.late", Links("guessed", HERE)), path("no.such"), "/messages/off/x"):
        assert client.post(forged).status_code == 403
    old = path("work.given")
    with pytest.MonkeyPatch.context() as later:
        now = clock.now().timestamp() + LINK_SECONDS + 10
        later.setattr("time.time", lambda: now)
        assert own.read(old.rpartition("/")[2]) is None
