"""E-mails that come back for good, against a real SMTP server: told, stopped, tried again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, jobs
from app.core.db import SessionFactory, session_factory, transaction
from app.core.feature import Telling
from app.core.policy import Actor
from app.messages import service
from app.messages.gateways.mail import MailServer
from app.messages.jobs import mailing
from app.messages.letters import Links
from app.messages.models import Email, Notice
from app.organisation.models import Person
from app.organisation.service import PersonData, change_person
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.messages.test_mail import CODES, GIVEN, WAYS
from tests.mailing import Post

GONE = "550 5.1.1 no such user"
PAGE = "/notices/wishes"
Tell = Callable[[str], tuple[str, str]]


@pytest.fixture
def factory(database: TestDatabase, office: Office) -> SessionFactory:
    factory = session_factory(database.engine)
    with transaction(factory) as session:
        session.get_one(Person, office.head.person_id).email = "head@congvan.example"
    return factory


@pytest.fixture
def tell(factory: SessionFactory, office: Office, post: Post) -> Tell:
    """Tell the head something by e-mail; the state and the error of it, empty where none was."""
    sender = service.MailSender(
        MailServer(post.url), Links("x", ""), "office@congvan.example", {GIVEN.name: GIVEN}, CODES
    )

    def tell(key: str) -> tuple[str, str]:
        told = Telling(people={office.head.person_id}, key=key, words="x", path="/work")
        with transaction(factory) as session:
            service.tell(session, GIVEN, told, WAYS)
        with clock.stopped_at(clock.now() + timedelta(minutes=1)):
            jobs.drain(factory, jobs.Handlers([mailing(sender)]))
        with factory() as session:
            row = session.scalars(select(Email).where(Email.key.startswith(key))).one_or_none()
            return (row.state, row.error) if row else ("", "")

    return tell


def refusal(factory: SessionFactory, office: Office) -> str:
    with factory() as session:
        return session.get_one(Person, office.head.person_id).email_refusal


def told(factory: SessionFactory, office: Office) -> list[str]:
    notices = select(Notice).where(Notice.person_id == office.head.person_id)
    with factory() as session:
        rows = session.scalars(notices.where(Notice.key.startswith("mail refused"))).all()
        return [one.values["address"] for one in rows]


def test_an_address_that_is_gone_is_told_and_gets_no_more(
    factory: SessionFactory,
    office: Office,
    post: Post,
    tell: Tell,
    client_of: Callable[[Actor], FlaskClient],
) -> None:
    post.answer = GONE
    assert tell("k:1") == ("failed", GONE)
    assert (refusal(factory, office), told(factory, office)) == (GONE, ["head@congvan.example"])
    post.answer = "250 taken"
    assert (tell("k:2"), post.took) == (("", ""), [])
    head, admin = client_of(office.head), client_of(office.admin)
    assert "550 5.1.1" in head.get(PAGE).text
    page = f"/admin/persons/{office.head.person_id}"
    assert "thư bị trả về từ" in admin.get(page).text
    assert client_of(office.officer).post(f"{page}/email-again").status_code == 403
    assert admin.post(f"{page}/email-again").location == page
    assert "Gửi thử lại" not in admin.get(page).text
    assert tell("k:3") == ("sent", "")
    post.answer = GONE
    tell("k:4")
    assert told(factory, office) == ["head@congvan.example"], "once a day"
    assert head.post("/notices/reach/email/again").location == PAGE
    post.answer = "250 taken"
    assert tell("k:5") == ("sent", "")


def test_another_address_is_not_stopped(
    factory: SessionFactory, office: Office, post: Post, tell: Tell
) -> None:
    post.answer = GONE
    tell("k:1")
    with transaction(factory) as session:
        head = session.get_one(Person, office.head.person_id)
        data = PersonData(head.name, head.phone, "new@congvan.example")
        change_person(session, office.admin, head.id, head.version, data)
    post.answer = "250 taken"
    assert tell("k:2") == ("sent", "")


@pytest.mark.parametrize("answer", ["552 5.2.2 mailbox full", "550 5.7.1 your sender is listed"])
def test_what_is_not_the_fault_of_the_address_stops_nothing(
    factory: SessionFactory, office: Office, post: Post, tell: Tell, answer: str
) -> None:
    post.answer = answer
    assert tell("k:1") == ("failed", answer)
    assert (refusal(factory, office), told(factory, office)) == ("", [])


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("nguyễn.an@hason.gov.vn", "no marks"),
        ("an@x.vn\nBcc: all@x.vn", "no e-mail"),
        ("an", "no e-mail"),
    ],
)
def test_an_address_of_before_that_is_none_says_why_and_stops_no_lane(
    factory: SessionFactory, office: Office, post: Post, tell: Tell, session: Session,
    address: str, why: str,
) -> None:  # fmt: skip
    session.get_one(Person, office.head.person_id).email = address
    session.commit()
    state, error = tell("k:1")
    assert (state, why in error, post.took) == ("failed", True, [])


@pytest.mark.parametrize(
    "name", ["", "An\nBcc: all@x.vn", "“An” " * 60, "👩‍👧 \u202eAn"], ids=map(str, range(4))
)
def test_whatever_a_person_is_called_the_mail_goes(
    office: Office, post: Post, tell: Tell, session: Session, name: str
) -> None:
    session.get_one(Person, office.head.person_id).name = name[:120]
    session.commit()
    assert tell("k:1") == ("sent", "")
    (mail,) = post.took
    assert [one.addr_spec for one in mail["To"].addresses] == ["head@congvan.example"]
