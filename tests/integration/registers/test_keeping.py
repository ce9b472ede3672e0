"""Registers, series, kept numbers, and the report that accounts for all of them."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core import clock
from app.core.errors import Forbidden, Refused
from app.core.policy import Actor
from app.registers import service
from app.registers.models import NumberSeries, Register, SeriesType, TakenNumber
from app.registers.queries import gap_report, overview, reserved_numbers, series_for
from app.registers.rules import Gap
from tests.factories.office import Office
from tests.integration.incoming.making import registered

SignIn = Callable[[Actor], FlaskClient]


@pytest.fixture
def series(session: Session, office: Office) -> NumberSeries:
    return session.get_one(NumberSeries, office.arrival_series_id)


def year() -> int:
    return clock.today().year


def test_reserved_numbers_are_used_or_left_out_and_all_is_accounted_for(
    session: Session, office: Office, series: NumberSeries
) -> None:
    registered(session, office.clerk)
    kept = service.reserve(session, office.clerk, series, year(), 2, "Họp chiều nay")
    service.void_next(session, office.clerk, series, year(), "Đóng dấu hỏng")
    session.commit()
    assert [taken.number for taken in kept] == [2, 3]
    document = registered(session, office.clerk, number="5")
    assert document.number == 5
    service.void(session, office.clerk, kept[0], "Họp hoãn")
    session.commit()
    report = gap_report(session, series.id, year())
    assert (report.last_number, report.used, report.is_proven) == (5, 2, True)
    assert [(k.number, k.state, k.reason, k.person) for k in report.kept] == [
        (2, "void", "Họp hoãn", "Phùng Thị Lụa"),
        (3, "reserved", "Họp chiều nay", "Phùng Thị Lụa"),
        (4, "void", "Đóng dấu hỏng", "Phùng Thị Lụa"),
    ]
    assert [taken.number for taken in reserved_numbers(session, series.id, year())] == [3]


def test_a_reserved_number_is_used_once(
    session: Session, office: Office, series: NumberSeries
) -> None:
    [kept] = service.reserve(session, office.clerk, series, year(), 1, "Giữ số")
    document = registered(session, office.clerk)
    session.execute(delete(TakenNumber).where(TakenNumber.document_id == document.id))
    service.use_reserved(session, office.clerk, kept.id, document.id)
    session.commit()
    assert (kept.state, kept.document_id) == ("used", document.id)
    with pytest.raises(Refused):
        service.use_reserved(session, office.clerk, kept.id, document.id)
    with pytest.raises(Refused):
        service.void(session, office.clerk, kept, "Lý do")


def test_a_number_that_nothing_accounts_for_is_found(
    session: Session, office: Office, series: NumberSeries
) -> None:
    service.reserve(session, office.clerk, series, year(), 6, "Giữ số")
    session.execute(delete(TakenNumber).where(TakenNumber.number.in_((1, 3, 4, 6))))
    session.commit()
    report = gap_report(session, series.id, year())
    assert report.gaps == (Gap(1, 1), Gap(3, 4), Gap(6, 6))
    assert not report.is_proven


def test_only_who_manages_registers_keeps_numbers(
    session: Session, office: Office, series: NumberSeries
) -> None:
    for stranger in (office.leader, office.officer):
        with pytest.raises(Forbidden):
            service.reserve(session, stranger, series, year(), 1, "Giữ số")


def test_a_type_goes_by_its_own_series_and_others_by_the_usual_one(
    session: Session, office: Office
) -> None:
    outgoing = session.get_one(Register, office.outgoing_register_id)

    def series_id(type_code: str) -> int:
        found = series_for(session, office.agency_id, "outgoing", type_code)
        assert found is not None
        return found.id

    assert series_id("QD") == office.decision_series_id
    assert series_id("CV") == office.letter_series_id
    reports = service.save_series(session, office.clerk, outgoing, None, "Báo cáo", ["BC", "TB"])
    session.commit()
    assert series_id("BC") == reports.id
    with pytest.raises(Refused) as refused:
        service.save_series(session, office.clerk, outgoing, None, "Khác", ["BC", "QD"])
    assert [problem.field for problem in refused.value.problems] == ["types", "types"]
    session.rollback()
    service.save_series(session, office.clerk, outgoing, reports, "Báo cáo", ["BC"])
    session.commit()
    assert series_id("TB") == office.letter_series_id


def test_a_second_outgoing_book_takes_the_types_it_names(
    client_of: SignIn, session: Session, office: Office
) -> None:
    """One that takes none would have no use; the type decides, so that no number comes twice."""
    client = client_of(office.clerk)
    form = {"direction": "outgoing", "name": "Sổ báo cáo"}
    assert "Hãy chọn loại văn bản vào sổ này" in client.post("/registers/add", data=form).text
    assert client.post("/registers/add", data={**form, "types": ["BC"]}).status_code == 302
    second = session.scalars(select(Register).where(Register.name == "Sổ báo cáo")).one()
    found = series_for(session, office.agency_id, "outgoing", "BC")
    assert found is not None
    assert found.register_id == second.id
    books = client.get("/registers").text
    row = books.split(f'id="register-{second.id}"')[1].split("</section>")[0]
    assert "Báo cáo" in row
    assert "mọi tên loại chưa có hệ thống số riêng" not in row
    service.save_series(session, office.clerk, second, found, found.name, [])
    session.commit()
    assert "chưa có loại nào: chọn loại ở" in client.get("/registers").text


def test_books_stand_in_the_order_of_the_alphabet(session: Session, office: Office) -> None:
    """Whatever order the database has; the usual one first."""
    for name in ("Đơn thư", "Giấy mời", "Dự án"):
        service.add_register(session, office.clerk, "incoming", name)
    lines = overview(session, office.agency_id, year())
    names = [line.name for line in lines if line.direction == "incoming"]
    assert names == ["Văn bản đến", "Dự án", "Đơn thư", "Giấy mời"]


def test_names_of_books_are_told_apart_and_every_change_is_told(
    session: Session, office: Office
) -> None:
    letters = service.add_register(session, office.clerk, "incoming", "Đơn thư")
    session.flush()
    with pytest.raises(Refused):
        service.add_register(session, office.clerk, "incoming", "ĐƠN THƯ")
    service.rename_register(session, office.clerk, letters, "Đơn thư, khiếu nại")
    service.make_usual(session, office.clerk, letters)
    session.commit()
    lines = overview(session, office.agency_id, year())
    usual = {line.name: line.is_default for line in lines if line.direction == "incoming"}
    assert usual == {"Văn bản đến": False, "Đơn thư, khiếu nại": True}
    assert list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))) == [
        "registers.register_added",
        "registers.register_renamed",
        "registers.register_made_usual",
    ]


def test_pages_show_the_proof_and_keep_numbers(
    client_of: SignIn, session: Session, office: Office
) -> None:
    registered(session, office.clerk)
    client = client_of(office.clerk)
    url = f"/registers/series/{office.arrival_series_id}"
    asked = client.get(f"{url}/keep").get_data(as_text=True)
    assert "Giữ cho ngày" in asked
    assert f'value="{clock.today():%d/%m/%Y}"' in asked
    refused = client.post(f"{url}/keep", data={"count": "500", "reason": ""})
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert "Hãy ghi một số từ 1 đến 50." in page
    assert "Hãy nêu lý do: lý do được lưu lại cùng hồ sơ." in page
    assert 'value="500"' in page
    form = {"count": "2", "reason": "Họp", "kept_for": f"1/1/{year()}"}
    assert client.post(f"{url}/keep", data=form).status_code == 302
    page = client.get(url).get_data(as_text=True)
    assert page.count(f"cho ngày 01/01/{year()}") == 2
    assert "Từ số 01 đến số 03: 1 số đã cấp cho văn bản, 2 số giữ lại, 0 số bỏ trống." in page
    assert "Mọi số đều có căn cứ" in page
    assert "Văn bản đến" in client.get("/registers").get_data(as_text=True)


def test_registers_of_another_agency_are_not_there(client_of: SignIn, office: Office) -> None:
    client = client_of(office.other_clerk)
    for path in (
        f"/registers/series/{office.arrival_series_id}",
        f"/registers/series/{office.arrival_series_id}/keep",
        f"/registers/series/{office.decision_series_id}/change",
        f"/registers/{office.incoming_register_id}/rename",
        f"/registers/{office.incoming_register_id}/book",
        f"/registers/{office.incoming_register_id}/book.xlsx",
    ):
        assert client.get(path).status_code == 404, path


def test_who_may_look_and_who_may_manage(client_of: SignIn, office: Office) -> None:
    keep = f"/registers/series/{office.arrival_series_id}/keep"
    book = f"/registers/{office.incoming_register_id}/book"
    expected = {
        "clerk": (200, 200, 200),
        "leader": (200, 403, 200),
        "admin": (200, 200, 403),
        "officer": (403, 403, 403),
    }
    for who, statuses in expected.items():
        client = client_of(getattr(office, who))
        found = tuple(client.get(path).status_code for path in ("/registers", keep, book))
        assert found == statuses, who


def test_a_series_form_comes_back_with_what_was_chosen(
    client_of: SignIn, session: Session, office: Office
) -> None:
    client = client_of(office.clerk)
    url = f"/registers/{office.outgoing_register_id}/series"
    response = client.post(url, data={"name": "", "types": ["QD", "TB"]})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Quyết định đã được đánh số trong “Quyết định”." in page
    assert page.count('<input checked id="types-') == 2
    assert len(session.scalars(select(SeriesType)).all()) == 1


@pytest.mark.parametrize(("who", "may_open"), [("clerk", True), ("leader", False)])
def test_an_office_without_books_says_who_opens_them(
    client_of: SignIn, session: Session, office: Office, who: str, may_open: bool
) -> None:
    close_all_books(session)
    shown = client_of(getattr(office, who)).get("/registers").text
    assert "Chưa có sổ nào" in shown
    assert ('href="/registers/add"' in shown) == may_open
    assert ("Văn thư hoặc quản trị viên của cơ quan mở sổ." in shown) != may_open


def test_registering_without_a_book_leads_to_opening_one(
    client_of: SignIn, session: Session, office: Office
) -> None:
    """The form would ask for a register that nobody can choose."""
    close_all_books(session)
    shown = client_of(office.clerk).get("/incoming/register").text
    assert "Chưa có sổ văn bản đến" in shown
    assert 'href="/registers/add"' in shown
    assert 'name="register_id"' not in shown


def close_all_books(session: Session) -> None:
    for table in (SeriesType, NumberSeries, Register):
        session.execute(delete(table))
    session.commit()
