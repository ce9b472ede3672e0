"""What is handed over once reaches one telephone once, whatever breaks in between."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from flask import Response, request
from sqlalchemy import Engine, event, select

from app.core import clock, jobs
from app.core.db import SessionFactory, session_factory, transaction
from app.core.errors import NotFound
from app.messages import service
from app.messages.gateways import gateways_of
from app.messages.gateways.receipts import Uncertain
from app.messages.jobs import sending
from app.messages.models import SmsMessage
from app.messages.service.sending import ASKED_AGAIN_AFTER
from tests.conftest import application, settings_for
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.messages.test_gateways import CODES, Way, drain, queue, serving, states
from tests.kannel import DESCRIPTION, kannel, operator

TEXTS = [f"KHAN {number}" for number in range(6)]
LATER = ASKED_AGAIN_AFTER + timedelta(minutes=1)


@pytest.fixture
def factory(database: TestDatabase) -> SessionFactory:
    return session_factory(database.engine)


def attempts(factory: SessionFactory) -> set[int]:
    with factory() as session:
        return set(session.scalars(select(SmsMessage.attempts)))


def test_a_gateway_killed_in_the_middle_loses_none_and_the_office_repeats_none(
    database: TestDatabase, office: Office, tmp_path: Path
) -> None:
    """What the operator took, but had not answered for, Kannel's own store hands over again: one at
    most, where only one at once waits for an answer (max-pending-submits)."""
    settings = settings_for(database, tmp_path)
    reported: SimpleQueue[str] = SimpleQueue()
    with application(settings) as app, operator() as centre:

        @app.after_request
        def note(answer: Response) -> Response:
            reported.put(request.args.get("d", ""))
            return answer

        with serving(app) as here, kannel(centre) as box:
            described = DESCRIPTION.format(address=box.address, office=here)
            settings.sms_gateways.write_text(described, encoding="utf-8")
            factory = session_factory(database.engine)
            centre.is_slow = True
            for said in TEXTS:
                queue(factory, office, f"k:{said}", said)
            jobs.drain(factory, jobs.Handlers(sending(gateways_of(settings), CODES)))
            took = [centre.took.get(timeout=20)[1]]
            box.kill()
            centre.is_slow = False
            box.start()
            final = 0
            while final < len(TEXTS):
                final += reported.get(timeout=20) == "1"
    while not centre.took.empty():
        took.append(centre.took.get()[1])
    assert Counter(took) - Counter(TEXTS) == Counter(took[:1]), "the one that was under way"
    assert set(took) == set(TEXTS)
    assert {state for state, _gateway in states(factory).values()} == {"delivered"}
    assert attempts(factory) == {1}


def test_an_answer_that_was_lost_is_asked_of_the_reports_first(
    factory: SessionFactory, office: Office
) -> None:
    """No report of it says nothing as long as none comes of any other either."""
    way = Way("kannel", reports=True)
    queue(factory, office, "k:other")
    drain(factory, way)
    break_on(factory, office, way, "k:early")
    with clock.stopped_at(clock.now() + LATER):
        drain(factory, way)
    assert (states(factory)["k:early"][0], way.took) == ("unknown", ["k:other"])
    break_on(factory, office, way, "k:taken", "k:lost")
    with transaction(factory) as session:
        service.report(session, "kannel", "k:other", True)
        service.report(session, "kannel", "k:taken", True)
    with clock.stopped_at(clock.now() + LATER):
        drain(factory, way)
    assert states(factory)["k:taken"][0] == "delivered"
    assert states(factory)["k:lost"][0] == "sent"
    assert way.took == ["k:other", "k:lost"], "what was reported is handed over no more"


def break_on(factory: SessionFactory, office: Office, way: Way, *keys: str) -> None:
    """These are handed over, and the connection breaks before the answer."""
    way.failure = Uncertain("the connection broke")
    for key in keys:
        queue(factory, office, key)
    drain(factory, way)
    way.failure = None


def test_a_report_finds_its_message_by_an_index(factory: SessionFactory, office: Office) -> None:
    """By the gateway's own id, too: reports come by the thousand."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, given: object, *_rest: object) -> None:
        if "provider_id" in statement.partition("WHERE")[2]:
            asked.append((statement, given))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with pytest.raises(NotFound), transaction(factory) as session:
            service.report(session, "kannel", "none", True)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    with factory() as session:
        connection = session.connection()
        is_sqlite = connection.dialect.name == "sqlite"
        if not is_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # of so few rows
        explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        plans = [
            " ".join(map(str, connection.exec_driver_sql(f"{explain} {sql}", given)))
            for sql, given in asked
        ]
    (plan,) = plans
    assert "ix_delivery_provider" in plan
