"""Books hold their year, registers are switched off, old lines say what they said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core import clock
from app.core.books import Range
from app.core.errors import NotFound, Refused
from app.core.policy import Actor
from app.features import FEATURES
from app.incoming import models as incoming_models
from app.incoming import service as incoming
from app.incoming.models import Correction
from app.organisation.models import Person, Unit
from app.organisation.service.persons import PersonData, change_person
from app.organisation.service.units import UnitData, change_unit
from app.registers import service
from app.registers.models import ClosedYear, NumberSeries, Register
from app.registers.queries import book_rows, registers_in_use, series_for
from app.registers.rules import written
from app.work.queries import directives_of, lines_of
from app.work.service import Receiver, direct
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of, registered

SignIn = Callable[[Actor], FlaskClient]
DECEMBER = datetime(2026, 12, 21, 2, tzinfo=UTC)
JANUARY = datetime(2027, 1, 5, 2, tzinfo=UTC)
YEAR_2026 = Range.of(2026, None, None)
YEAR_2027 = Range.of(2027, None, None)


def book(session: Session, office: Office, register_id: int, period: Range) -> list[str]:
    register = session.get_one(Register, register_id)
    rows = book_rows(session, office.clerk, register, period)
    columns = FEATURES.books[register.direction].columns
    return [" | ".join(written(columns, row.cells)) for row in rows]


@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_a_number_given_up_in_january_stays_in_the_book_of_its_year(
    session: Session, office: Office, direction: str
) -> None:
    register_id = getattr(office, f"{direction}_register_id")
    series_id = office.arrival_series_id if direction == "incoming" else office.letter_series_id
    series = session.get_one(NumberSeries, series_id)
    with clock.stopped_at(DECEMBER):
        [kept] = service.reserve(session, office.clerk, series, 2026, 1, "Họp")
    with clock.stopped_at(JANUARY):
        service.void(session, office.clerk, kept, "Không họp")
    [line] = book(session, office, register_id, YEAR_2026)
    assert "Không họp" in line
    assert book(session, office, register_id, YEAR_2027) == []
    december = Range.of(2026, datetime(2026, 12, 31).date(), None)
    assert len(book(session, office, register_id, december)) == 1


def test_a_registration_cancelled_in_january_leaves_its_number_in_its_year(
    session: Session, office: Office
) -> None:
    with clock.stopped_at(DECEMBER):
        document = registered(session, office.clerk)
    with clock.stopped_at(JANUARY):
        incoming.cancel(session, office.clerk, document, "Nhầm")
    [line] = book(session, office, office.incoming_register_id, YEAR_2026)
    assert "Nhầm" in line


@pytest.fixture
def closed(session: Session, office: Office) -> Register:
    """The incoming book of 2026 with one line, closed in January."""
    register = session.get_one(Register, office.incoming_register_id)
    with clock.stopped_at(DECEMBER):
        registered(session, office.clerk)
    with clock.stopped_at(JANUARY):
        service.close_year(session, office.clerk, register, 2026)
    session.commit()
    return register


def test_nothing_of_a_closed_year_is_taken_used_left_out_or_cancelled(
    session: Session, office: Office, closed: Register
) -> None:
    series = session.get_one(NumberSeries, office.arrival_series_id)
    document = incoming_of(session)
    day = DECEMBER.date()
    late = entry_of(session, office.clerk, number="5", arrived_on=day, issued_on=day)
    acts: list[Callable[[], object]] = [
        lambda: service.void_next(session, office.clerk, series, 2026, "Hỏng"),
        lambda: service.reserve(session, office.clerk, series, 2026, 1, "Giữ"),
        lambda: incoming.cancel(session, office.clerk, document, "Nhầm"),
        lambda: incoming.register(session, office.clerk, late),
    ]
    with clock.stopped_at(JANUARY):
        for act in acts:
            with pytest.raises(Refused) as refused:
                act()
            assert "is closed" in str(refused.value)
            session.rollback()
        assert registered(session, office.clerk, number="6").number == 1


def incoming_of(session: Session) -> incoming_models.IncomingDocument:
    return session.scalars(select(incoming_models.IncomingDocument)).one()


def test_a_correction_in_a_closed_year_stands_in_its_book(
    session: Session, office: Office, closed: Register
) -> None:
    document = incoming_of(session)
    before = document.subject
    with clock.stopped_at(JANUARY):
        entry = entry_of(session, office.clerk, subject="V/v khác", reason="Ghi sai trích yếu")
        entry = replace(entry, arrived_on=document.arrived_on, issued_on=document.issued_on)
        incoming.correct(session, office.clerk, document, entry)
    [line] = book(session, office, office.incoming_register_id, YEAR_2026)
    assert f"Đính chính 05/01/2027: Ghi sai trích yếu (trước ghi “{before}”)" in line
    assert session.scalars(select(Correction)).one().after_closing


def test_a_year_is_reopened_for_a_reason(
    session: Session, office: Office, closed: Register
) -> None:
    with pytest.raises(Refused):
        service.reopen_year(session, office.clerk, closed, 2026, "")
    service.reopen_year(session, office.clerk, closed, 2026, "Sót văn bản")
    session.commit()
    assert session.scalars(select(ClosedYear)).all() == []
    with clock.stopped_at(JANUARY):
        day = DECEMBER.date()
        late = entry_of(session, office.clerk, number="5", arrived_on=day, issued_on=day)
        assert incoming.register(session, office.clerk, late).number == 2
    actions = list(session.scalars(select(AuditEntry.action)))
    assert {"registers.year_closed", "registers.year_reopened"} <= set(actions)


def test_a_year_with_reserved_numbers_or_without_any_is_not_closed(
    session: Session, office: Office
) -> None:
    register = session.get_one(Register, office.incoming_register_id)
    series = session.get_one(NumberSeries, office.arrival_series_id)
    with clock.stopped_at(DECEMBER):
        service.reserve(session, office.clerk, series, 2026, 1, "Họp")
        with pytest.raises(Refused):
            service.close_year(session, office.clerk, register, 2026)
        with pytest.raises(NotFound):
            service.close_year(session, office.clerk, register, 2025)


def test_a_register_is_switched_off_and_an_empty_one_removed(
    session: Session, office: Office
) -> None:
    usual = session.get_one(Register, office.incoming_register_id)
    letters = service.add_register(session, office.clerk, "incoming", "Đơn thư")
    session.flush()
    with pytest.raises(Refused):
        service.switch(session, office.clerk, usual, off=True)
    service.switch(session, office.clerk, letters, off=True)
    assert registers_in_use(session, office.agency_id, "incoming") == [usual]
    with pytest.raises(Refused):
        service.make_usual(session, office.clerk, letters)
    refused = entry_of(session, office.clerk, register_id=letters.id)
    with pytest.raises(Refused):
        incoming.register(session, office.clerk, refused)
    service.switch(session, office.clerk, letters, off=False)
    service.remove(session, office.clerk, letters)
    session.commit()
    assert registers_in_use(session, office.agency_id, "incoming") == [usual]


def test_a_register_with_numbers_is_not_removed(session: Session, office: Office) -> None:
    letters = service.add_register(session, office.clerk, "incoming", "Đơn thư")
    session.flush()
    registered(session, office.clerk, register_id=letters.id)
    with pytest.raises(Refused):
        service.remove(session, office.clerk, letters)


def test_a_register_switched_off_numbers_no_type(session: Session, office: Office) -> None:
    decisions = service.add_register(session, office.clerk, "outgoing", "Sổ báo cáo", ["TB"])
    session.flush()
    apart = service.save_series(session, office.clerk, decisions, None, "Báo cáo", ["BC"])
    session.commit()
    assert series_for(session, office.agency_id, "outgoing", "BC") == apart
    service.switch(session, office.clerk, decisions, off=True)
    found = series_for(session, office.agency_id, "outgoing", "BC")
    assert found is not None
    assert found.id == office.letter_series_id


def test_old_lines_keep_the_names_of_their_day(session: Session, office: Office) -> None:
    document = registered(session, office.clerk)
    receiver = Receiver(f"u{office.culture_id}", "lead", None)
    direct(session, office.leader, document.id, "Xử lý", [receiver])
    session.commit()
    unit = session.get_one(Unit, office.culture_id)
    leader = session.get_one(Person, office.leader.person_id)
    before = unit.short_name
    with clock.stopped_at(JANUARY):
        data = UnitData("Phòng Văn hóa", "P. VH", unit.valid_from, symbol=unit.symbol)
        change_unit(session, office.admin, unit.id, unit.version, data)
        change_person(session, office.admin, leader.id, leader.version, PersonData("Tên Mới"))
        session.commit()
        other = registered(session, office.clerk, number="7")
        direct(session, office.leader, other.id, "Xử lý", [receiver])
        session.commit()
    year = clock.today().year
    [line] = book(session, office, office.incoming_register_id, Range.of(year, None, None))
    assert before in line
    assert [row.name for row in lines_of(session, document.id)] == ["Phòng Văn hóa - Xã hội"]
    assert [row.author for row in directives_of(session, document.id)] == ["Lưu Đình Thuận"]
    assert [row.name for row in lines_of(session, other.id)] == ["Phòng Văn hóa"]
    assert [row.author for row in directives_of(session, other.id)] == ["Tên Mới"]


def test_the_pages_close_and_reopen_a_year(
    client_of: SignIn, session: Session, office: Office
) -> None:
    registered(session, office.clerk)
    year, register_id = clock.today().year, office.incoming_register_id
    session.rollback()
    client = client_of(office.clerk)
    years = f"/registers/{register_id}/years"
    assert str(year) in client.get(years).get_data(as_text=True)
    assert client.post(f"{years}/{year}/close").status_code == 302
    assert f"{years}/{year}/reopen" in client.get(years).get_data(as_text=True)
    reopened = client.post(f"{years}/{year}/reopen", data={"reason": "Sót"})
    assert reopened.status_code == 302
    assert f"{years}/{year}/close" in client.get(years).get_data(as_text=True)
