"""What works behind the pages, as who watches the system sees it."""

from datetime import timedelta

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core import clock
from app.core.jobs import Job
from app.search.service import REBUILD
from tests.integration.work.making import make_document


def test_what_the_clock_brings_is_told(client_of, session, office):
    now = clock.now()
    times = {"started_at": now - timedelta(seconds=90), "ended_at": now, "turn_at": now}
    session.add(Job(handler="index.sync", lane="normal", error="OSError: disk full", **times))
    session.add(Job(handler="index.rebuild", lane="heavy", state="done"))
    session.add(
        Job(
            handler="index.compare",
            lane="heavy",
            state="running",
            started_at=now,
            turn_at=now,
            parts_done=12,
            parts_total=42,
        )
    )
    session.commit()
    page = client_of(office.admin).get("/admin/system").get_data(as_text=True)
    for words in (
        "Đưa văn bản thay đổi vào chỉ mục tìm kiếm",
        "90 giây",
        "OSError: disk full",
        "khi được yêu cầu",
        "chưa chạy",
        "12 / 42",
    ):
        assert words in page, words


def test_a_round_runs_when_asked_for(client_of, session, office):
    session.add(Job(handler=REBUILD, lane="heavy", state="done"))
    session.commit()
    asked = session.scalars(select(Job).where(Job.handler == REBUILD)).one()
    session.commit()
    client = client_of(office.admin)
    assert f"/admin/outbox/{asked.id}/again" in client.get("/admin/system").text
    assert client.post(f"/admin/outbox/{asked.id}/again").location == "/admin/system"
    session.refresh(asked)
    assert (asked.state, asked.turn_at <= clock.now()) == ("waiting", True)
    told = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert told.action == "upkeep.tried_again"


def test_only_who_watches_the_system_sees_its_parts(client_of, office):
    assert client_of(office.clerk).get("/admin/system").status_code == 403
    assert client_of(office.clerk).get("/admin/watch").status_code == 403
    assert "/admin/watch" not in client_of(office.leader).get("/").get_data(as_text=True)


def test_looking_waits_for_no_writer(client_of, database, session, office):
    """On SQLite a connection that only looks must not queue behind one that writes."""
    client = client_of(office.admin)
    make_document(session, office)
    assert client.get("/admin/system").status_code == 200
    assert client.get("/admin/watch").status_code == 200
