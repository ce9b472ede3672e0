"""Effects that do not come about: shown to who watches the system, and tried again."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core import clock
from app.core.outbox import OutboxRow
from app.core.policy import Actor
from tests.factories.office import Office

SignIn = Callable[[Actor], FlaskClient]


def test_stuck_effects_are_shown_without_their_contents_and_tried_again(
    client_of: SignIn, session: Session, office: Office
) -> None:
    later = clock.now() + timedelta(hours=1)
    failing = {"attempts": 3, "next_try_at": later, "error": "OSError: the gateway is away"}
    payload = {"document_id": 7, "text": "V/v thanh tra"}
    session.add(OutboxRow(topic="incoming.registered", payload=payload, **failing))
    session.add(OutboxRow(topic="work.finished", payload={}, attempts=1, next_try_at=later))
    session.commit()
    client = client_of(office.admin)
    shown = client.get("/admin/outbox").text
    assert "incoming.registered" in shown
    assert "document_id 7" in shown
    assert "OSError: the gateway is away" in shown
    assert "thanh tra" not in shown
    assert "work.finished" not in shown
    assert client.post("/admin/outbox/again").location == "/admin/outbox"
    session.rollback()
    turns = dict(session.execute(select(OutboxRow.topic, OutboxRow.next_try_at)).all())
    assert turns["incoming.registered"] <= clock.now() < turns["work.finished"]
    told = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert told is not None
    assert (told.action, told.values) == ("notifications.effects_tried", {"count": 1})


def test_only_who_watches_the_system_sees_its_effects(client_of: SignIn, office: Office) -> None:
    for who in (office.clerk, office.leader):
        client = client_of(who)
        assert client.get("/admin/outbox").status_code == 403
        assert client.post("/admin/outbox/again").status_code == 403


def test_a_worker_that_does_not_run_is_noticed(
    client_of: SignIn, session: Session, office: Office
) -> None:
    for minutes in (5, 16):
        waited_since = clock.now() - timedelta(minutes=minutes)
        session.add(OutboxRow(topic=f"waited.{minutes}", payload={}, next_try_at=waited_since))
    session.commit()
    shown = client_of(office.admin).get("/admin/outbox").text
    assert "waited.16" in shown
    assert "waited.5<" not in shown
    assert "có thể tiến trình nền không chạy" in shown
