"""What does not come about: shown to who watches the system, tried again, given up."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core import clock
from app.core.errors import Forbidden
from app.core.jobs import Job
from app.core.outbox import OutboxRow
from app.core.policy import Actor
from app.upkeep import service
from tests.factories.office import Office

SignIn = Callable[[Actor], FlaskClient]


def make_job(session: Session, handler: str, **values: object) -> Job:
    """A job of an event about document 7, whose words nobody here may read."""
    event = OutboxRow(
        topic="incoming.registered", payload={"document_id": 7, "text": "V/v thanh tra"}
    )
    session.add(event)
    session.flush()
    values = {"turn_at": clock.now() + timedelta(hours=1), **values}
    job = Job(event_id=event.id, handler=handler, lane="normal", **values)
    session.add(job)
    session.commit()
    return job


def failed(session: Session, handler: str = "files.read") -> Job:
    error = "OSError: the gateway is away"
    return make_job(session, handler, state="failed", turn_at=None, tries=3, error=error)


def last_entry(session: Session) -> AuditEntry:
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    session.commit()  # on SQLite whoever looks with this session holds the pen
    assert entry is not None
    return entry


def refresh(session: Session, *jobs: Job) -> None:
    for job in jobs:
        session.refresh(job)
    session.commit()


def test_stuck_jobs_are_shown_without_their_contents_and_tried_again(
    client_of: SignIn, session: Session, office: Office
) -> None:
    stuck = failed(session)
    make_job(session, "notices.finished", tries=1, error="OSError: once")
    client = client_of(office.admin)
    shown = client.get("/admin/outbox").text
    assert "files.read" in shown
    assert "incoming.registered, document_id 7" in shown
    assert "OSError: the gateway is away" in shown
    assert "Không thử nữa: đã hỏng." in shown
    assert "thanh tra" not in shown
    assert "notices.finished" not in shown
    assert client.post("/admin/outbox/again").location == "/admin/outbox"
    told = last_entry(session)
    assert (told.action, told.values) == ("notifications.effects_tried", {"count": 1})
    refresh(session, stuck)
    assert (stuck.state, stuck.tries) == ("waiting", 0)
    assert stuck.turn_at is not None
    assert stuck.turn_at <= clock.now()


def test_one_is_tried_again(client_of: SignIn, session: Session, office: Office) -> None:
    stuck, other = failed(session), failed(session, "sms.send")
    assert client_of(office.admin).post(f"/admin/outbox/{stuck.id}/again").status_code == 302
    told = last_entry(session)
    assert (told.action, told.values["name"]) == ("upkeep.tried_again", "files.read")
    refresh(session, stuck, other)
    assert (stuck.state, other.state) == ("waiting", "failed")


def test_one_is_given_up_with_a_reason(client_of: SignIn, session: Session, office: Office) -> None:
    stuck = failed(session)
    client = client_of(office.admin)
    path = f"/admin/outbox/{stuck.id}/give-up"
    assert "Bỏ việc files.read" in client.get(path).text
    refused = client.post(path, data={"reason": " "})
    assert refused.status_code == 422
    assert "Hãy nêu lý do: lý do được lưu lại cùng hồ sơ." in refused.text
    assert client.post(path, data={"reason": "Tệp hỏng, đã gửi lại"}).location == "/admin/outbox"
    told = last_entry(session)
    assert told.action == "upkeep.given_up"
    assert told.values == {"name": "files.read", "reason": "Tệp hỏng, đã gửi lại"}
    refresh(session, stuck)
    assert (stuck.state, stuck.turn_at) == ("given_up", None)
    client.get("/admin/outbox")  # says once what was done
    assert "files.read" not in client.get("/admin/outbox").text
    assert client.post(path, data={"reason": "Lần nữa"}).status_code == 422


def test_neither_what_runs_nor_a_round_is_given_up(
    client_of: SignIn, session: Session, office: Office
) -> None:
    running = make_job(session, "files.read", state="running", started_at=clock.now())
    session.add(Job(handler="index.sync", lane="normal", turn_at=clock.now(), tries=3, error="x"))
    session.commit()
    turning = session.scalars(select(Job).where(Job.handler == "index.sync")).one()
    session.commit()
    client = client_of(office.admin)
    for job in (running, turning):
        response = client.post(f"/admin/outbox/{job.id}/give-up", data={"reason": "Thôi"})
        assert response.status_code == 422
    assert client.post(f"/admin/outbox/{running.id}/again").status_code == 422
    assert client.get("/admin/outbox/999999/give-up").status_code == 404


def test_only_who_watches_the_system_sees_it(
    client_of: SignIn, session: Session, office: Office
) -> None:
    stuck = failed(session)
    for who in (office.clerk, office.leader):
        client = client_of(who)
        assert client.get("/admin/outbox").status_code == 403
        for path in ("again", f"{stuck.id}/again", f"{stuck.id}/give-up"):
            assert client.post(f"/admin/outbox/{path}", data={"reason": "x"}).status_code == 403
        for act in (service.try_again, partial(service.give_job_up, reason="x")):
            with pytest.raises(Forbidden):
                act(session, who, stuck.id)
        session.commit()


def test_a_worker_that_does_not_run_is_noticed(
    client_of: SignIn, session: Session, office: Office
) -> None:
    for minutes in (5, 16):
        make_job(session, f"waited.{minutes}", turn_at=clock.now() - timedelta(minutes=minutes))
    shown = client_of(office.admin).get("/admin/outbox").text
    assert "waited.16" in shown
    assert "waited.5<" not in shown
    assert "có thể tiến trình nền không chạy" in shown


def test_what_runs_shows_its_progress(client_of: SignIn, session: Session, office: Office) -> None:
    running = {"state": "running", "started_at": clock.now(), "parts_done": 12, "parts_total": 42}
    make_job(session, "files.read", **running)
    make_job(session, "sms.send", turn_at=clock.now() - timedelta(minutes=3))
    shown = client_of(office.admin).get("/admin/system").text
    assert "12 / 42" in shown
    assert clock.local(clock.now() - timedelta(minutes=3)).strftime("%d/%m/%Y, %H:%M") in shown


def test_why_it_failed_is_told_in_the_readers_language(
    client_of: SignIn, session: Session, office: Office
) -> None:
    stuck = failed(session)
    stuck.error = "It took longer than its limit and was ended."
    session.commit()
    assert "Quá thời gian cho phép" in client_of(office.admin).get("/admin/outbox").text
