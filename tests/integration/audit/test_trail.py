"""The trail as people read it."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.audit.filters import TrailFilter
from app.audit.models import AuditEntry
from app.audit.presenters import sentence, time_entries
from app.audit.queries import page, timeline
from app.audit.service import Subject, record, verify
from app.core import clock
from app.core.policy import Actor, person_token
from app.records.rules import PRESENTED, Ground
from app.records.service import let_read
from tests.factories.office import Office

ClientOf = Callable[[Actor], FlaskClient]


def issue(session: Session, actor: Actor, document_id: int, **values: Any) -> None:
    subject = Subject("document", document_id, document_id)
    record(session, actor, "outgoing.issued", subject, reference=f"{document_id}/UBND", **values)


def numbers(session: Session, actor: Actor, **wanted: object) -> list[int]:
    found = page(session, actor, TrailFilter(**wanted))  # type: ignore[arg-type]
    return [row.object_id for row in found.rows]


def test_the_trail_of_an_agency_can_be_narrowed(session: Session, office: Office) -> None:
    start = clock.now()
    with clock.stopped_at(start - timedelta(days=3)):
        issue(session, office.clerk, 1)
    issue(session, office.clerk, 2)
    record(session, office.admin, "organisation.unit_created", Subject("unit", 3), name="Tổ 1")
    issue(session, office.other_clerk, 4)
    session.commit()
    today = clock.today()
    assert numbers(session, office.leader) == [3, 2, 1]
    assert numbers(session, office.other_leader) == [4]
    assert numbers(session, office.leader, person="lua") == [2, 1]
    assert numbers(session, office.leader, person="Lụa") == [2, 1]
    assert numbers(session, office.leader, group="organisation") == [3]
    assert numbers(session, office.leader, first_day=today) == [3, 2]
    assert numbers(session, office.leader, last_day=today - timedelta(days=1)) == [1]
    assert numbers(session, office.leader, object_kind="unit", object_id=3) == [3]
    assert numbers(session, office.leader, person="%") == []


def test_the_time_line_of_a_document_is_plain_vietnamese(
    app: Flask, session: Session, office: Office
) -> None:
    record(
        session,
        office.deputy,
        "outgoing.issued",
        Subject("document", 7, 7),
        on_behalf_of="Lưu Đình Thuận",
        reference="12/QĐ-UBND",
    )
    issue(session, office.clerk, 8)
    session.commit()
    with app.test_request_context():
        entries = time_entries(timeline(session, 7))
    assert [(entry.who, entry.text) for entry in entries] == [
        ("Trịnh Xuân Quảng, thay Lưu Đình Thuận,", "phát hành 12/QĐ-UBND")
    ]


def test_administrators_see_that_something_happened_but_not_what(
    app: Flask, session: Session, office: Office, client_of: ClientOf
) -> None:
    issue(session, office.clerk, 41)
    session.commit()
    answer = client_of(office.admin).get("/admin/audit").text
    assert "41/UBND" not in answer
    assert "/documents/41" not in answer
    assert "Phùng Thị Lụa" in answer
    assert "41/UBND" in client_of(office.leader).get("/admin/audit").text


def test_whoever_keeps_access_reads_the_trail_of_each_agency(
    session: Session, office: Office
) -> None:
    record(session, office.other_leader, "access.signed_out", Subject("person", 5), address="::1")
    session.commit()
    elsewhere = {"agency_id": office.other_agency_id}
    assert numbers(session, office.admin, **elsewhere) == [5]
    assert numbers(session, office.leader, **elsewhere) == []


def test_values_are_escaped_and_missing_ones_shown_as_such(
    app: Flask, session: Session, office: Office, client_of: ClientOf
) -> None:
    record(
        session,
        office.admin,
        "organisation.unit_created",
        Subject("unit", 1),
        name="<script>alert(1)</script>",
    )
    record(session, office.admin, "organisation.unit_created", Subject("unit", 2))
    session.commit()
    answer = client_of(office.leader).get("/admin/audit").text
    assert "<script>alert" not in answer
    assert "&lt;script&gt;alert(1)" in answer
    with app.test_request_context():
        rows = page(session, office.leader, TrailFilter(group="organisation")).rows
        assert sentence(rows[0])[1].endswith("…")


def test_roles_that_nobody_has_are_not_told(app: Flask, session: Session, office: Office) -> None:
    subject = Subject("document", 7, 7)
    nobody = {"lead": "–", "cohandler": "–", "information": "–"}
    for given in ({"lead": "Phòng Nội vụ"}, {"cohandler": "Tổ 1; Tổ 2"}, {"information": "Tổ 3"}):
        values: dict[str, Any] = {**nobody, **given}
        record(session, office.leader, "assignments.passed_on", subject, **values)
    record(session, office.leader, "assignments.finished", subject, holder="Tổ 1", outcome="–")
    session.commit()
    with app.test_request_context(headers={"Accept-Language": "vi"}):
        told = [sentence(row)[1] for row in timeline(session, 7, 10)]
    assert told[::-1] == [
        "chuyển tiếp. Chủ trì: Phòng Nội vụ",
        "chuyển tiếp. Phối hợp: Tổ 1; Tổ 2",
        "chuyển tiếp. Để biết: Tổ 3",
        "hoàn thành phần việc của Tổ 1",
    ]


def test_the_trail_is_for_those_who_may_read_it(office: Office, client_of: ClientOf) -> None:
    assert client_of(office.clerk).get("/admin/audit").status_code == 403
    assert (
        client_of(office.leader).get("/admin/audit?before=x&object=y&group=%25").status_code == 200
    )


def test_the_chain_is_checked_on_the_page_and_the_first_altered_entry_named(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    for number in range(3):
        issue(session, office.clerk, number)
    session.commit()
    admin = client_of(office.admin)
    assert 'href="/admin/audit/check"' in admin.get("/admin/audit").text
    whole = admin.get("/admin/audit/check").text
    assert "Nhật ký nguyên vẹn." in whole
    assert verify(session).last_hash in whole
    session.rollback()
    session.execute(update(AuditEntry).where(AuditEntry.id == 2).values(actor_name="Ai đó"))
    session.commit()
    assert "Dòng nhật ký số 2 đã bị sửa." in admin.get("/admin/audit/check").text


def test_a_leader_reads_the_trail_of_the_agency_but_does_not_check_the_whole(
    office: Office, client_of: ClientOf
) -> None:
    leader = client_of(office.leader)
    assert "/admin/audit/check" not in leader.get("/admin/audit").text
    assert leader.get("/admin/audit/check").status_code == 403


def test_the_trail_leads_only_to_what_its_reader_may_open(
    session: Session, office: Office, client_of: ClientOf
) -> None:
    opened, closed = 5, 6
    let_read(session, opened, {person_token(office.leader.person_id)}, Ground(PRESENTED, opened))
    for record_id in (opened, closed):
        issue(session, office.clerk, record_id)
    session.commit()
    told = client_of(office.leader).get("/admin/audit").text
    assert f"{closed}/UBND" in told
    assert f'href="/records/{opened}"' in told
    assert f'href="/records/{closed}"' not in told


def test_the_time_line_is_in_the_order_of_what_happened(session: Session, office: Office) -> None:
    """What was written down later of an earlier moment stands at that moment."""
    for minute, number in ((30, 1), (10, 2), (20, 3)):
        with clock.stopped_at(clock.at(date(2026, 11, 23), time(9, minute))):
            subject = Subject("document", 7, 7)
            record(session, office.clerk, "outgoing.issued", subject, reference=f"0{number}/UBND")
    session.commit()
    told = [row.values["reference"] for row in timeline(session, 7, 10)]
    assert told == ["01/UBND", "03/UBND", "02/UBND"]
