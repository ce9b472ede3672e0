"""A person changes their own number and address, and what was proven ends when it should."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.service import accounts
from app.core import clock, jobs
from app.core.db import SessionFactory, session_factory, transaction
from app.core.errors import Refused
from app.core.policy import Actor
from app.features import FEATURES
from app.messages import service
from app.messages.gateways import TextMessage
from app.messages.gateways.mail import MailServer
from app.messages.jobs import mailing, sending
from app.messages.letters import Links
from app.messages.models import ContactCode, Delivery
from app.messages.queries import contacts_of
from app.messages.rules.codes import ASKED_WITHIN, HOLDS, MASK, MOST_ASKED, TRIES
from app.organisation.models import Person
from app.organisation.service import PersonData, change_person, create_person
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.together import together
from tests.mailing import Post

PAGE, NUMBER, ADDRESS = "/notices/wishes", "0987 654 321", "le.nhuan@congvan.example"
CODES = service.Codes("of the tests")
WAYS = service.Ways(service.SmsPolicy(accented=False), has_mail=True)


class Phones:
    """A gateway, and what every telephone shows."""

    name, per_minute = "phones", 0
    is_idempotent = knows_again = reports = False

    def __init__(self) -> None:
        self.show: dict[str, list[str]] = {}

    def send(self, message: TextMessage) -> str:
        self.show.setdefault(message.phone, []).append(message.text)
        return ""

    def code(self, phone: str = "84987654321") -> str:
        """The last one that came there."""
        (code,) = re.findall(r"\d{6}", self.show[phone][-1])
        return str(code)


@pytest.fixture
def phones() -> Phones:
    return Phones()


@pytest.fixture
def factory(database: TestDatabase, office: Office) -> SessionFactory:
    return session_factory(database.engine)


@pytest.fixture
def carry(factory: SessionFactory, phones: Phones, post: Post) -> Callable[[], object]:
    """Hand over what waits, to telephones and boxes."""
    sender = service.MailSender(
        MailServer(post.url), Links("x", ""), "office@congvan.example", {}, CODES
    )
    handlers = jobs.Handlers([*sending(lambda _: [phones], CODES), mailing(sender)])
    return lambda: jobs.drain(factory, handlers)


def ask(factory: SessionFactory, actor: Actor, way: str = "phone", address: str = NUMBER) -> None:
    with transaction(factory) as session:
        service.count_ask(session, actor, way, address)
    with transaction(factory) as session:
        service.ask_code(session, actor, way, address, WAYS)


def say(factory: SessionFactory, actor: Actor, code: str, way: str = "phone") -> None:
    with transaction(factory) as session:
        service.count_try(session, actor, way)
    with transaction(factory) as session:
        service.confirm(session, actor, CODES, way, code)


def person(factory: SessionFactory, actor: Actor) -> Person:
    with factory() as session:
        return session.get_one(Person, actor.person_id)


def in_force(factory: SessionFactory, actor: Actor) -> bool:
    with factory() as session:
        return bool(contacts_of(session, actor.person_id).asked)


def why(act: Callable[[], None]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return str(refusal.value)


def test_a_number_counts_once_its_code_was_said(
    factory: SessionFactory, office: Office, phones: Phones, carry: Callable[[], object]
) -> None:
    head = office.head
    before = person(factory, head)
    ask(factory, head)
    carry()
    assert person(factory, head).phone == before.phone, "nothing yet"
    code = phones.code()
    with factory() as session:
        kept = session.scalars(select(Delivery).where(Delivery.person_id == head.person_id)).all()
        assert [MASK in one.text and code not in one.text for one in kept] == [True]
        assert code not in session.get_one(ContactCode, (head.person_id, "phone")).seed
    wrong = "000000" if code != "000000" else "111111"
    assert f"Tries left: {TRIES - 1}" in why(lambda: say(factory, head, wrong))
    say(factory, head, f"{code[:3]} {code[3:]}")
    now = person(factory, head)
    assert (now.phone, now.phone_confirmed_at is not None) == (NUMBER, True)
    assert "no longer in force" in why(lambda: say(factory, head, code)), "once"


def test_a_code_holds_for_some_tries_and_some_minutes_and_the_next_ends_it(
    factory: SessionFactory, office: Office, phones: Phones, carry: Callable[[], object]
) -> None:
    head = office.head
    ask(factory, head)
    carry()
    for _ in range(TRIES):
        assert "Tries left" in why(lambda: say(factory, head, "12"))
    assert "no longer in force" in why(lambda: say(factory, head, phones.code()))
    ask(factory, head)
    carry()
    with clock.stopped_at(clock.now() + HOLDS):
        assert "no longer in force" in why(lambda: say(factory, head, phones.code()))
    first = phones.code()
    ask(factory, head)
    assert "Tries left" in why(lambda: say(factory, head, first)), "another was asked for"
    carry()
    for _ in range(MOST_ASKED - 3):
        ask(factory, head)
    assert "several codes" in why(lambda: ask(factory, head))
    ask(factory, head, "email", ADDRESS)
    with clock.stopped_at(clock.now() + ASKED_WITHIN + timedelta(minutes=1)):
        ask(factory, head)


def test_a_code_taken_off_or_called_off_is_counted_all_the_same(
    factory: SessionFactory, office: Office, phones: Phones, carry: Callable[[], object]
) -> None:
    for _ in range(MOST_ASKED):
        ask(factory, office.head)
        with transaction(factory) as session:
            service.take_off(session, office.head, "phone")
        carry()
    assert phones.show == {}, "nothing ever left"
    assert "several codes" in why(lambda: ask(factory, office.head))


def test_whose_number_it_is_is_neither_told_nor_tried_out(
    factory: SessionFactory, office: Office
) -> None:
    with transaction(factory) as session:
        session.get_one(Person, office.leader.person_id).phone = "0911 111 111"
    for _ in range(MOST_ASKED):
        said = why(lambda: ask(factory, office.head, address="0911111111"))
        assert ("somebody else's" in said, office.leader.name in said) == (True, False)
    assert "several codes" in why(lambda: ask(factory, office.head, address="0911111111"))
    assert "several codes" in why(lambda: ask(factory, office.head)), "free or not is not told"


def test_of_several_at_once_no_more_than_may_be_are_sent(
    database: TestDatabase, factory: SessionFactory, office: Office
) -> None:
    def asking(own: Session) -> None:
        service.count_ask(own, office.head, "phone", NUMBER)
        own.commit()
        service.ask_code(own, office.head, "phone", NUMBER, WAYS)

    outcomes = together(database.engine, *[asking] * (MOST_ASKED + 2))
    assert outcomes.count("done") <= MOST_ASKED
    with factory() as session:
        code = session.get_one(ContactCode, (office.head.person_id, "phone"))
        assert code.asked == MOST_ASKED + 2


def test_only_the_code_in_force_leaves(
    factory: SessionFactory, office: Office, phones: Phones, carry: Callable[[], object]
) -> None:
    ask(factory, office.head, address="0911 111 111")
    ask(factory, office.head)
    carry()
    assert list(phones.show) == ["84987654321"], "the first was called off, unsent"
    ask(factory, office.head)
    with clock.stopped_at(clock.now() + HOLDS):
        carry()
    assert len(phones.show["84987654321"]) == 1, "a gateway was away for too long"


@pytest.mark.parametrize(
    ("way", "address", "reason"),
    [
        ("phone", "", "no mobile number"),
        ("phone", "024 3825 1234", "no mobile number"),
        ("phone", "0912 345 67", "10 digits"),
        ("phone", "+1 415 555 2671", "foreign number"),
        ("email", "an@", "no e-mail address"),
        ("email", "nguyễn.an@hason.gov.vn", "no marks"),
        ("email", 'an@hason.gov.vn\nBcc: "all"@x.vn', "no e-mail address"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(
    factory: SessionFactory, office: Office, way: str, address: str, reason: str
) -> None:
    assert reason in why(lambda: ask(factory, office.head, way, address))
    with factory() as session:
        assert session.scalars(select(ContactCode)).all() == [], "a slip is not counted"


def test_a_number_is_one_persons_also_in_the_same_second(
    database: TestDatabase,
    factory: SessionFactory,
    office: Office,
    phones: Phones,
    carry: Callable[[], object],
) -> None:
    """Two hold a code for one number; whoever says it first has it. An administrator who types it
    in the same moment waits, too."""
    with transaction(factory) as session:
        session.get_one(Person, office.leader.person_id).phone = "+84 911 111 111"
    whose = why(lambda: ask(factory, office.head, address="0911111111"))
    assert "somebody else's" in whose
    codes = []
    for actor in (office.head, office.officer):
        ask(factory, actor)
        carry()
        codes.append(phones.code())
    data = PersonData("Người mới", NUMBER)
    outcomes = together(
        database.engine,
        lambda own: service.confirm(own, office.head, CODES, "phone", codes[0]),
        lambda own: service.confirm(own, office.officer, CODES, "phone", codes[1]),
        lambda own: create_person(own, office.admin, data),
    )
    assert outcomes == ["Refused", "Refused", "done"]
    with factory() as session:
        assert len(session.scalars(select(Person).where(Person.phone == NUMBER)).all()) == 1


def test_what_was_proven_ends_with_the_number_or_the_account(
    app: Flask, factory: SessionFactory, office: Office, phones: Phones, carry: Callable[[], object]
) -> None:
    handlers = FEATURES.handlers(app.extensions["engines"])
    head, admin = office.head, office.admin

    def proven() -> bool:
        return person(factory, head).phone_confirmed_at is not None

    def prove() -> None:
        ask(factory, head)
        carry()
        say(factory, head, phones.code())
        assert proven()

    prove()
    ask(factory, head, address="0922 222 222")
    with transaction(factory) as session:
        service.take_off(session, head, "phone")
    assert (person(factory, head).phone, proven()) == ("", False)
    assert not in_force(factory, head)
    prove()
    before = person(factory, head)
    with transaction(factory) as session:
        data = PersonData(before.name, "0933 333 333", before.email)
        change_person(session, admin, before.id, before.version, data)
    assert not proven(), "an administrator typed another"
    prove()
    ask(factory, head, address="0922 222 222")
    with transaction(factory) as session:
        accounts.disable(session, admin, head.person_id)
    jobs.drain(factory, handlers, jobs.LIGHT)
    assert not proven()
    assert not in_force(factory, head)


def test_a_code_goes_to_the_new_address_alone(
    factory: SessionFactory, office: Office, post: Post, carry: Callable[[], object]
) -> None:
    with transaction(factory) as session:
        session.get_one(Person, office.head.person_id).email = "old@congvan.example"
    ask(factory, office.head, "email", ADDRESS)
    carry()
    (mail,) = post.took
    assert [one.addr_spec for one in mail["To"].addresses] == [ADDRESS]
    body = mail.get_body(("plain",))
    assert body is not None
    (code,) = re.findall(r"\d{6}", mail["Subject"])
    assert code in body.get_content()
    say(factory, office.head, code, "email")
    assert person(factory, office.head).email == ADDRESS


def test_the_pages_lead_from_the_number_to_the_code(
    client_of: Callable[[Actor], FlaskClient],
    app: Flask,
    session: Session,
    office: Office,
) -> None:
    client, admin = client_of(office.head), client_of(office.admin)
    assert "Chưa xác nhận" in client.get(PAGE).text
    assert client.get("/notices/reach/phone/code").location == "/notices/reach/phone"
    refused = client.post("/notices/reach/phone", data={"address": "+1 415 555 2671"})
    assert (refused.status_code, "số nước ngoài" in refused.text) == (422, True)
    sent = client.post("/notices/reach/phone", data={"address": NUMBER})
    assert sent.location == "/notices/reach/phone/code"
    assert NUMBER in client.get(sent.location).text
    assert "Nhập mã" in client.get(PAGE).text
    wrong = client.post(sent.location, data={"code": "x"})
    assert (wrong.status_code, "Còn 4 lần thử" in wrong.text) == (422, True)
    asked = session.get_one(ContactCode, (office.head.person_id, "phone"))
    assert asked.tries == 1, "counted, though the form came back"
    code = service.Codes(app.extensions["engines"].settings.secret_key).of(asked)
    session.rollback()
    assert code not in admin.get("/admin/sms").text
    done = client.post(sent.location, data={"code": code})
    assert (done.status_code, done.location) == (302, PAGE)
    page = client.get(PAGE).text
    assert NUMBER in page
    assert "Đã xác nhận ngày" in page
    assert "đã xác nhận ngày" in admin.get(f"/admin/persons/{office.head.person_id}").text
    assert client.post("/notices/reach/phone/off").location == PAGE
    assert NUMBER not in client.get(PAGE).text
    assert "chưa gửi được thư" in client.get("/notices/reach/email").text, "before it is typed"
    no_mail = client.post("/notices/reach/email", data={"address": ADDRESS})
    assert (no_mail.status_code, "chưa gửi được thư" in no_mail.text) == (422, True)
