"""Procedures on their pages: written, published, tried on a sample case, ended; and who may."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core import clock
from app.core.errors import Forbidden, Refused, Stale
from app.core.policy import Actor
from app.onestop.procedures import queries, service
from app.onestop.procedures.demo import shipped
from app.onestop.procedures.inputs import Content
from app.onestop.procedures.models import ProcedureVersion
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.reading import found
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("monday")
Clients = Callable[[Actor], FlaskClient]
SINCE, COMING = date(2025, 7, 1), date(2026, 12, 1)
MARITAL, LAND = "1.004873", "DP.BIENDONG-QSDD"
"""Three working days; and one that waits for the tax office."""


@pytest.fixture
def catalogue(session: Session, office: Office) -> dict[str, int]:
    """The shipped procedures, in force: the id of each by its code."""
    service.take_over(session, office.admin, shipped(), SINCE, "tệp")
    session.commit()
    rows = select(ProcedureVersion).where(ProcedureVersion.number == 1)
    found = {one.procedure.code: one.procedure_id for one in session.scalars(rows)}
    session.commit()
    return found


def version(session: Session, procedure_id: int) -> ProcedureVersion:
    """The newest."""
    return queries.versions_of(session, procedure_id)[0]


def content(session: Session, procedure_id: int) -> Content:
    return queries.content_of(session, version(session, procedure_id))


def test_all_that_is_shipped_can_be_received_today(
    session: Session, catalogue: dict[str, int]
) -> None:
    assert len(catalogue) == 49
    for listed in shipped():
        held = queries.version_on(session, catalogue[listed.code])
        assert held is not None
        assert queries.content_of(session, held) == listed.content
    assert queries.version_on(session, catalogue[MARITAL], date(2025, 6, 30)) is None


def test_taken_over_again_nothing_changes(
    session: Session, office: Office, catalogue: dict[str, int]
) -> None:
    assert service.take_over(session, office.admin, shipped(), COMING, "tệp") == 0
    assert version(session, catalogue[MARITAL]).number == 1


def test_the_next_version_begins_when_the_other_ends(
    session: Session, office: Office, catalogue: dict[str, int]
) -> None:
    number = catalogue[MARITAL]
    draft = service.begin_next(session, office.admin, number)
    with pytest.raises(Refused, match="tomorrow at the earliest"):
        service.publish(session, office.admin, draft.id, clock.today())
    service.publish(session, office.admin, draft.id, COMING)
    session.commit()
    before, after = queries.versions_of(session, number)[::-1]
    assert (before.valid_to, after.valid_from) == (date(2026, 11, 30), COMING)
    for day, held in ((date(2026, 11, 30), before), (COMING, after)):
        assert queries.version_on(session, number, day) is held
    with pytest.raises(Refused, match="not changed"):
        service.write(session, office.admin, after.id, content(session, number))


def test_what_has_not_begun_is_called_back_and_the_other_goes_on(
    session: Session, office: Office, catalogue: dict[str, int]
) -> None:
    number = catalogue[MARITAL]
    draft = service.begin_next(session, office.admin, number)
    service.publish(session, office.admin, draft.id, COMING)
    service.call_back(session, office.admin, draft.id)
    session.commit()
    before = queries.version_on(session, number)
    assert before is not None
    session.refresh(before)
    assert (before.number, before.valid_to, draft.published_at) == (1, None, None)
    service.publish(session, office.admin, draft.id, COMING)
    session.commit()
    with clock.stopped_at(MONDAY.replace(month=12, day=1)), pytest.raises(Refused, match="begun"):
        service.call_back(session, office.admin, draft.id)


def test_what_ended_by_a_decision_stays_ended(
    session: Session, office: Office, catalogue: dict[str, int]
) -> None:
    number = catalogue[MARITAL]
    first = version(session, number)
    with pytest.raises(Refused, match="is over"):
        service.end(session, office.admin, first.id, date(2026, 11, 22), "QĐ 1")
    with pytest.raises(Refused, match="by what decision"):
        service.end(session, office.admin, first.id, date(2026, 11, 30), "")
    service.end(session, office.admin, first.id, date(2026, 11, 30), "QĐ 12/QĐ-UBND")
    draft = service.begin_next(session, office.admin, number)
    service.publish(session, office.admin, draft.id, COMING)
    service.call_back(session, office.admin, draft.id)
    session.commit()
    session.refresh(first)
    assert first.valid_to == date(2026, 11, 30)
    assert queries.version_on(session, number, COMING) is None


def test_two_people_at_one_draft(
    session: Session, office: Office, catalogue: dict[str, int]
) -> None:
    draft = service.begin_next(session, office.admin, catalogue[MARITAL])
    said, seen = content(session, catalogue[MARITAL]), draft.version
    service.write(session, office.admin, draft.id, said, seen)
    session.commit()
    with pytest.raises(Stale):
        service.write(session, office.admin, draft.id, said, seen)


def test_the_database_holds_one_draft_and_no_version_without_its_day(
    session: Session, office: Office, catalogue: dict[str, int]
) -> None:
    draft = service.begin_next(session, office.admin, catalogue[MARITAL])
    session.commit()
    draft.published_at = clock.now()
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
    twin = ProcedureVersion(procedure=draft.procedure, number=9)
    twin.name, twin.level_code, twin.online = "…", "commune", "none"
    session.add(twin)
    with pytest.raises(IntegrityError):
        session.flush()


def test_only_who_keeps_them_writes(
    session: Session, office: Office, catalogue: dict[str, int], client_of: Clients
) -> None:
    with pytest.raises(Forbidden):
        service.begin_next(session, office.clerk, catalogue[MARITAL])
    session.rollback()
    clerk = client_of(office.clerk)
    page = clerk.get(f"/procedures/{catalogue[MARITAL]}").text
    assert "Thử hồ sơ mẫu" in page
    assert "Soạn bản mới" not in page
    assert clerk.post(f"/procedures/{catalogue[MARITAL]}/next").status_code == 403
    assert clerk.get("/procedures/new").status_code == 403


def test_the_catalogue_is_found_without_marks_and_by_field(
    session: Session, office: Office, catalogue: dict[str, int], client_of: Clients
) -> None:
    clerk = client_of(office.clerk)
    page = clerk.get("/procedures?text=khai+sinh").text
    assert "Đăng ký khai sinh" in page
    assert "Đăng ký kết hôn" not in page
    assert "1.012786" in clerk.get("/procedures?text=1.012786").text
    fields = {name: number for number, name in queries.fields(session)}
    session.rollback()
    page = clerk.get(f"/procedures?field={fields['Nuôi con nuôi']}").text
    assert "400.000 đồng" in page
    assert "Chứng thực chữ ký" not in page


def test_statements_do_not_grow_with_the_rows(
    session: Session, office: Office, catalogue: dict[str, int], client_of: Clients
) -> None:
    clerk = client_of(office.clerk)
    clerk.get("/procedures")
    with statements() as few:
        clerk.get("/procedures?text=khai+tu")
    with statements() as many:
        clerk.get("/procedures")
    assert len(few) == len(many)


def test_an_administrator_changes_the_process_and_tries_it_before_it_holds(
    session: Session, office: Office, catalogue: dict[str, int], client_of: Clients
) -> None:
    number, admin = catalogue[LAND], client_of(office.admin)
    edit = admin.post(f"/procedures/{number}/next").headers["Location"]
    page = admin.get(f"{edit}?part=steps").text
    assert page.count('value="Ký"') == 1
    steps = [
        ("Tiếp nhận", "counter", "4", "", "", ""),
        ("Chờ thuế", "tax", "", "tax", "", "tax"),
        ("Thẩm định", "officer", "40", "", "", "land_office"),
        ("Trả kết quả", "counter", "", "", "", ""),
    ]
    names = ("name", "role", "minutes", "pause", "unit", "level")
    typed = {f"step_{name}": [one[at] for one in steps] for at, name in enumerate(names)}
    version_number = found(r'name="version"[^>]*value="(\d+)"', page)[1]
    sent = admin.post(
        f"{edit}?part=steps", data=typed | {"certainty": "", "version": version_number}
    )
    assert sent.status_code == 302
    session.rollback()
    said = content(session, number)
    assert [one.minutes for one in said.steps] == [240, 0, 2400, 0]
    draft = version(session, number).id
    session.rollback()
    asked = "day=30/11/2026&hour=08:00&channel=counter&waiting=3"
    page = admin.get(f"/procedures/versions/{draft}/trial?{asked}").text
    assert "08:00 thứ Năm 17/12/2026" in page, "ten days, and three with the tax office"
    assert "còn dư 4,5 ngày làm việc" in page
    page = admin.get(f"/procedures/versions/{draft}/publish").text
    seen = found(r'name="version"[^>]*value="(\d+)"', page)[1]
    day = {"starts": "01/12/2026", "version": seen}
    again = admin.post(f"/procedures/versions/{draft}/publish", data=day)
    assert again.status_code == 302
    assert "Sắp áp dụng" in admin.get(again.headers["Location"]).text
    told = select(AuditEntry.action).where(AuditEntry.action.startswith("procedures."))
    assert session.scalars(told.order_by(AuditEntry.id.desc()).limit(3)).all() == [
        "procedures.published", "procedures.written", "procedures.begun",
    ]  # fmt: skip


def test_what_is_typed_wrongly_is_said_by_its_line(
    session: Session, office: Office, catalogue: dict[str, int], client_of: Clients
) -> None:
    admin = client_of(office.admin)
    edit = admin.post(f"/procedures/{catalogue[LAND]}/next").headers["Location"]
    names = ("name", "counter", "online", "post", "extension", "extension_reason")
    texts = ("", "mai", "9999 ngày", "", "", "")
    limits = {f"variant_{name}": [text] for name, text in zip(names, texts, strict=True)}
    page = admin.post(f"{edit}?part=variants", data=limits | {"certainty": "seen"})
    assert page.status_code == 422
    assert "“mai” không phải thời hạn" in page.text
    assert "“9999 ngày” không phải thời hạn" in page.text
    assert 'value="mai"' in page.text, "what was typed is kept"
    assert admin.get(f"{edit}?part=secrets").status_code == 404


@pytest.mark.parametrize("asked", ["day=99/99/9999", "hour=25:61", "channel=moon", "waiting=999"])
def test_a_sample_case_that_cannot_be_meant_is_todays(
    session: Session, office: Office, catalogue: dict[str, int], client_of: Clients, asked: str
) -> None:
    first = version(session, catalogue[MARITAL]).id
    session.rollback()
    page = client_of(office.clerk).get(f"/procedures/versions/{first}/trial?{asked}")
    assert page.status_code == 200
    assert 'value="23/11/2026"' in page.text
    assert 'value="09:00"' in page.text


def test_a_new_procedure_is_begun_and_thrown_away(
    session: Session, office: Office, client_of: Clients
) -> None:
    admin = client_of(office.admin)
    typed = {"code": "1.000001", "field": "Hộ tịch", "name": "Đăng ký thử", "level": "commune"}
    typed |= {"is_national": "yes", "online": "full", "result": "", "ground": "", "note": ""}
    assert admin.post("/procedures/new", data=typed | {"level": "district"}).status_code == 422
    begun = admin.post("/procedures/new", data=typed)
    assert begun.status_code == 302
    again = admin.post("/procedures/new", data=typed | {"name": ""})
    assert "Đã có thủ tục mã 1.000001" in again.text
    assert "Ghi tên thủ tục" in again.text
    draft = session.scalars(select(ProcedureVersion)).one()
    number, version_id = draft.procedure_id, draft.id
    session.rollback()
    assert "Chưa công bố bản nào." in admin.get(f"/procedures/{number}").text
    refused = admin.post(f"/procedures/versions/{version_id}/publish", data={"version": "1"})
    for said in ("Ghi ngày bắt đầu áp dụng", "Quy trình chưa có bước nào", "Chưa có giấy tờ nào"):
        assert said in refused.text
    assert (
        admin.post(f"/procedures/versions/{version_id}/drop").headers["Location"] == "/procedures"
    )
    assert session.scalars(select(ProcedureVersion)).all() == []
    assert queries.fields(session) == [(1, "Hộ tịch")]


def test_an_old_version_says_that_its_cases_keep_it(
    session: Session, office: Office, catalogue: dict[str, int], client_of: Clients
) -> None:
    number = catalogue[MARITAL]
    with clock.stopped_at(MONDAY.replace(day=2)):
        draft = service.begin_next(session, office.admin, number)
        service.publish(session, office.admin, draft.id, date(2026, 11, 10))
    session.commit()
    page = client_of(office.clerk).get(f"/procedures/{number}?number=1").text
    assert "Bản 2 áp dụng từ 10/11/2026. Hồ sơ đã nhận theo bản này" in page
    assert (
        "Hồ sơ đã nhận theo bản này"
        not in client_of(office.clerk).get(f"/procedures/{number}").text
    )
