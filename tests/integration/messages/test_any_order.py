"""What asks and what settles it are jobs of their own: in whatever order, however often."""

from collections.abc import Sequence
from itertools import permutations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.outbox import OutboxRow
from app.features import FEATURES
from app.incoming import service as incoming
from app.incoming.models import IncomingDocument
from app.messages.models import Notice
from app.outgoing.events import Issued
from app.work import service as work
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.drafting.making import approve, sent, step
from tests.integration.outgoing.making import issue, signed
from tests.integration.work.making import directed

ORDERS = sorted(set(permutations((0, 1, 0, 1))))
"""Two events, each handled twice."""


@pytest.fixture(params=ORDERS, ids=lambda order: "".join(map(str, order)))
def order(request: pytest.FixtureRequest) -> Sequence[int]:
    found: Sequence[int] = request.param
    return found


def handled(app: Flask, session: Session, topics: Sequence[str], order: Sequence[int]) -> None:
    """The last event of each topic, in this order of them, by all who tell of it."""
    session.flush()
    known = FEATURES.handlers(app.extensions["engines"])
    told = {kind.name for kind in FEATURES.messages}
    for number in order:
        rows = select(OutboxRow).where(OutboxRow.topic == topics[number])
        row = session.scalars(rows.order_by(OutboxRow.id.desc())).first()
        assert row is not None, topics[number]
        for handler in known.by_topic[row.topic]:
            if handler.name in told:
                handler.run(session, row.payload)  # type: ignore[union-attr]
                session.flush()


def unread(session: Session, words: str) -> list[bool]:
    """Whether each notice that begins with these words is still to be read."""
    rows = select(Notice).where(Notice.message.startswith(words)).order_by(Notice.id)
    rows = rows.execution_options(populate_existing=True)
    return [notice.read_at is None for notice in session.scalars(rows)]


def test_a_turn_that_was_taken_is_asked_of_nobody(
    app: Flask, session: Session, office: Office, storage: MemoryStorage, order: Sequence[int]
) -> None:
    draft = sent(session, office, storage, (step("sign", office.leader, 1),))
    approve(session, storage, office.leader, draft)
    handled(app, session, ("drafting.step_began", "approval.step_left"), order)
    assert unread(session, "For your signature") == [False]


def test_a_line_that_was_recalled_is_asked_of_nobody(
    app: Flask, session: Session, office: Office, order: Sequence[int]
) -> None:
    _document, (line,) = directed(session, office)
    work.recall(session, office.leader, line.id)
    handled(app, session, ("assignments.assigned", "assignments.recalled"), order)
    assert unread(session, "You are to lead") == [False]
    assert unread(session, "You need not act") == [True]


def test_a_delivery_that_was_accepted_is_asked_of_nobody(
    app: Flask, session: Session, office: Office, order: Sequence[int]
) -> None:
    storage = app.extensions["engines"].storage
    issue(session, office, signed(session, office, storage), storage)
    row = session.scalars(select(OutboxRow).where(OutboxRow.topic == Issued.topic)).one()
    incoming.receive_delivery(session, row.payload)
    copy = session.scalars(select(IncomingDocument)).one()
    incoming.refuse(session, office.other_clerk, copy, "Gửi nhầm nơi")
    handled(app, session, ("incoming.delivery_received", "incoming.delivery_refused"), order)
    asked = unread(session, "%(issuer)s sent %(reference)s; accept")
    assert asked
    assert not any(asked)


def test_what_is_not_settled_is_still_asked(
    app: Flask, session: Session, office: Office, storage: MemoryStorage
) -> None:
    first = sent(session, office, storage, (step("sign", office.leader, 1),))
    approve(session, storage, office.leader, first)
    sent(session, office, storage, (step("sign", office.leader, 1),))
    handled(app, session, ("approval.step_left", "drafting.step_began"), (0, 1, 0))
    assert unread(session, "For your signature") == [True]
