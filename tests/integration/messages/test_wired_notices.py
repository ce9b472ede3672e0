"""Who hears of what, by the real wiring: every notice that is written is also sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.service.delegations import DelegationData, delegate
from app.core import clock, jobs
from app.core.db import SessionFactory, session_factory
from app.core.feature import SMS
from app.core.policy import Actor
from app.core.settings.held import SettingValue
from app.features import FEATURES
from app.incoming import service as incoming
from app.incoming.models import IncomingDocument
from app.messages.models import LocalSms, Notice, SmsMessage
from app.messages.settings import DEPUTIES_TOO, TOLD
from app.organisation.models import Post
from app.outgoing import service as outgoing
from app.work import service as work
from app.work.service import Receiver
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of, registered
from tests.integration.outgoing.making import issue, signed
from tests.integration.work.making import directed, person, unit

Drain = Callable[[], None]


@pytest.fixture
def drain(app: Flask, database: TestDatabase, session: Session) -> Drain:
    factory: SessionFactory = session_factory(database.engine)
    handlers = FEATURES.handlers(app.extensions["engines"])

    def everything() -> None:
        session.commit()
        while jobs.drain(factory, handlers, jobs.LIGHT):
            pass

    return everything


def told(session: Session, actor: Actor) -> list[str]:
    rows = select(Notice).where(Notice.person_id == actor.person_id).order_by(Notice.id)
    return [row.message % row.values for row in session.scalars(rows)]


def test_every_kind_of_message_is_told_by_a_handler_of_its_topic(app: Flask) -> None:
    handlers = FEATURES.handlers(app.extensions["engines"])
    for kind in FEATURES.messages:
        handler = handlers.by_name[kind.name]
        assert handler in handlers.by_topic[kind.topic]
        assert (handler.lane is jobs.URGENT) == (SMS in kind.channels)


def test_a_delivery_is_told_to_its_clerk_and_its_refusal_to_the_sender(
    app: Flask, session: Session, office: Office, drain: Drain
) -> None:
    storage = app.extensions["engines"].storage
    document = issue(session, office, signed(session, office, storage), storage)
    drain()
    (arrived,) = told(session, office.other_clerk)
    assert document.reference in arrived
    assert "accept or refuse" in arrived
    assert f"issued as {document.reference}" in told(session, office.officer)[-1]
    copy = session.scalars(select(IncomingDocument)).one()
    incoming.refuse(session, office.other_clerk, copy, "Gửi nhầm nơi")
    drain()
    assert f"refused {document.reference}: Gửi nhầm nơi" in told(session, office.clerk)[-1]


def test_whoever_is_acted_for_hears_of_it_unless_they_gave_it_themselves(
    session: Session, office: Office, drain: Drain
) -> None:
    post = session.scalars(select(Post).where(Post.person_id == office.leader.person_id)).one()
    today = clock.today()
    days = [today, today + timedelta(days=2)]
    for giver, first in zip((office.admin, office.leader), days, strict=True):
        data = DelegationData(post.id, office.head.person_id, "all", first, first, "GUQ 05")
        delegate(session, giver, data)
    drain()
    (heard,) = told(session, office.leader)
    assert "act for you" in heard
    assert len(told(session, office.head)) == 2


def test_a_clerk_is_not_told_of_the_paper_on_their_own_table(
    session: Session, office: Office, drain: Drain
) -> None:
    entry = outgoing.PaperEntry("CV", "V/v mời họp", None, 0, "Lưu Đình Thuận", "", clock.today())
    outgoing.enter_signed(session, office.clerk, entry)
    drain()
    assert told(session, office.clerk) == []


def test_a_leader_hears_of_what_is_presented_by_a_correction(
    session: Session, office: Office, drain: Drain
) -> None:
    document = registered(session, office.clerk)
    entry = entry_of(session, office.clerk, presented_to_id=office.leader.person_id)
    incoming.correct(session, office.clerk, document, entry)
    drain()
    (notice,) = told(session, office.leader)
    assert "waits for your directive" in notice


def test_nobody_gets_a_text_message_of_what_they_gave_themselves(
    session: Session, office: Office, drain: Drain
) -> None:
    """Not even as the deputy of the unit that was given the work."""
    post = session.scalars(select(Post).where(Post.person_id == office.leader.person_id)).one()
    post.unit_id, post.is_deputy = office.culture_id, True
    session.add(
        SettingValue(
            agency_id=office.agency_id,
            key=TOLD.key,
            valid_from=clock.today(),
            value=DEPUTIES_TOO,
            set_by_id=office.admin.person_id,
        )
    )
    lead = Receiver(unit(office.culture_id), "lead")
    for other in (office.leader, office.economy_head):
        directed(session, office, lead, Receiver(person(other), "cohandler"), urgency=3)
    drain()
    told = session.scalars(select(SmsMessage.person_id).order_by(SmsMessage.id)).all()
    culture = [office.head.person_id]
    assert told == [*culture, *culture, office.economy_head.person_id]


def test_what_was_undone_or_withdrawn_goes_out_to_nobody(
    session: Session, office: Office, drain: Drain
) -> None:
    """A flash directive undone at once, one withdrawn before its message went, one that stands."""
    undone, _stands, withdrawn = (
        directed(session, office, urgency=urgency)[1][0] for urgency in (3, 3, 1)
    )
    drain()
    assert session.scalars(select(LocalSms)).all() == []
    session.commit()
    work.recall_directive(session, office.leader, undone.directive_id)
    work.withdraw(session, office.leader, withdrawn.id, "Giao nhầm.")
    drain()
    with clock.stopped_at(clock.now() + timedelta(days=4)):
        drain()
    assert len(session.scalars(select(LocalSms)).all()) == 1
    assert [one.state for one in session.scalars(select(SmsMessage))] == ["sent"]
