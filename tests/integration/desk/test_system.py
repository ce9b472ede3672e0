"""The parts of the installation, as who watches the system sees them."""

import re
from datetime import timedelta

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import session_factory
from app.core.jobs import Job
from app.search.service import REBUILD, ask, rebuild, sync
from tests.integration.work.making import directed, make_document
from tests.reading import found


def parts_of(client):
    """Name of each part, its state and its details."""
    page, *_clock = client.get("/admin/system").get_data(as_text=True).split("</table>")
    rows = re.findall(r"<tr role=\"row\"[^>]*>(.*?)</tr>", page, re.S)[1:]
    split = ([re.sub(r"<[^>]+>", "", cell).strip() for cell in row.split("</td>")] for row in rows)
    cells = (row for row in split if len(row) > 4)
    return {name: (state, details) for name, state, _gives, details, *_rest in cells}


def test_parts_are_there_or_missing_and_the_index_is_compared(
    app, client_of, database, session, office
):
    factory, backend = session_factory(database.engine), app.extensions["engines"].search
    rebuild(factory, backend)
    client = client_of(office.admin)
    assert parts_of(client)["Cơ sở dữ liệu"][0] == "có"
    assert parts_of(client)["Cổng SMS"][0] == "THIẾU"
    document = make_document(session, office)
    session.commit()
    backend.delete([document.id])
    assert parts_of(client)["Chỉ mục tìm kiếm"] == ("có", "0 văn bản, 1 chưa khớp cơ sở dữ liệu")
    ask(session, {"document_id": document.id})
    session.commit()
    sync(factory, backend)
    assert parts_of(client)["Chỉ mục tìm kiếm"] == ("có", "1 văn bản, 0 chưa khớp cơ sở dữ liệu")


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


def test_the_index_is_built_anew_when_asked_for(client_of, session, office):
    session.add(Job(handler=REBUILD, lane="heavy", state="done"))
    session.commit()
    assert client_of(office.clerk).post("/admin/system/index").status_code == 403
    assert client_of(office.admin).post("/admin/system/index").location == "/admin/system"
    asked = session.scalars(select(Job).where(Job.handler == REBUILD)).one()
    session.refresh(asked)
    assert (asked.state, asked.turn_at <= clock.now()) == ("waiting", True)
    told = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert told.action == "search.rebuild_asked"


def test_only_who_watches_the_system_sees_its_parts(client_of, office):
    assert client_of(office.clerk).get("/admin/system").status_code == 403
    assert "/admin/system" not in client_of(office.leader).get("/").get_data(as_text=True)


def test_looking_waits_for_no_writer(client_of, database, session, office):
    """On SQLite a connection that only looks must not queue behind one that writes."""
    client = client_of(office.admin)
    make_document(session, office)
    assert client.get("/admin/system").status_code == 200


def test_rows_that_break_what_must_hold_are_shown_by_number(client_of, session, office):
    document, (line, *_others) = directed(session, office)
    session.commit()
    client = client_of(office.admin)

    def told():
        page = client.get("/admin/system").get_data(as_text=True)
        return found(r"Văn bản đã đóng thì không còn phần việc.*?</tr>", page)[0]

    assert "SAI" not in told()
    document.state = "closed"
    session.commit()
    assert "SAI" in told()
    assert str(line.id) in told()
