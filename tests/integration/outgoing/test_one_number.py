"""One number and symbol once a year in an agency: said early, and held by the database."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Refused
from app.core.policy import Actor
from app.correspondence.rules import reference_key
from app.outgoing import service
from app.outgoing.models import OutgoingDocument
from app.registers import service as registers
from app.registers.models import NumberSeries, Register, SeriesType
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.outgoing.making import issue, scan, signed
from tests.watching import look

SignIn = Callable[[Actor], FlaskClient]
STORAGE = MemoryStorage()
NEW_YEAR = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)


pytestmark = pytest.mark.usefixtures("monday")


def outgoing_register(session: Session, office: Office) -> Register:
    return session.get_one(Register, office.outgoing_register_id)


def issued(session: Session, office: Office, **changes: object) -> OutgoingDocument:
    document = signed(session, office, STORAGE, main=scan(STORAGE), **changes)
    return issue(session, office, document, STORAGE)


def second_series(session: Session, office: Office, type_code: str = "THU") -> NumberSeries:
    """A series of the same symbol, as an office may have it from before anybody forbade it."""
    series = NumberSeries(register_id=office.outgoing_register_id, name="Thư công")
    session.add(series)
    session.flush()
    session.add(SeriesType(series_id=series.id, type_code=type_code))
    session.flush()
    return series


def refusal(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return [str(problem) for problem in refused.value.problems]


def test_a_second_series_of_one_symbol_is_refused_where_it_is_made(
    session: Session, office: Office
) -> None:
    register = outgoing_register(session, office)
    [said] = refusal(
        lambda: registers.save_series(session, office.clerk, register, None, "Thư công", ["THU"])
    )
    assert said.startswith("“Thư công” and “Công văn” bear the same symbol, and “Văn bản đi”")


def test_a_type_is_not_numbered_anew_in_mid_year_but_from_january(
    session: Session, office: Office
) -> None:
    issued(session, office, type_code="BC")
    session.commit()
    register = outgoing_register(session, office)

    def apart() -> NumberSeries:
        return registers.save_series(session, office.clerk, register, None, "Báo cáo", ["BC"])

    assert "Change this on 1 January" in refusal(apart)[0]
    session.rollback()
    with clock.stopped_at(NEW_YEAR):
        assert apart().name == "Báo cáo"


def test_another_usual_register_in_mid_year_would_give_numbers_again(
    session: Session, office: Office
) -> None:
    issued(session, office)
    other = registers.add_register(session, office.clerk, "outgoing", "Sổ công văn", ["TB"])
    session.commit()
    assert refusal(lambda: registers.make_usual(session, office.clerk, other))
    session.rollback()
    assert outgoing_register(session, office).is_default


def test_what_clashed_before_does_not_stop_other_changes(session: Session, office: Office) -> None:
    letters = second_series(session, office)
    register = outgoing_register(session, office)
    registers.save_series(session, office.clerk, register, letters, "Thư công 2026", ["THU"])
    assert letters.name == "Thư công 2026"


def test_issuing_never_gives_a_number_again_and_leaving_it_out_goes_on(
    session: Session, office: Office
) -> None:
    issued(session, office)
    letters = second_series(session, office)
    session.commit()
    thanks = signed(session, office, main=scan(STORAGE), type_code="THU")
    session.commit()
    [said] = refusal(lambda: issue(session, office, thanks, STORAGE))
    assert said.startswith("01/UBND-VHXH of 23/11/2026")
    session.rollback()
    registers.void_next(session, office.clerk, letters, 2026, "Trùng số, ký hiệu")
    assert issue(session, office, thanks, STORAGE).reference == "02/UBND-VHXH"


def test_a_kept_number_is_held_against_its_own_year(session: Session, office: Office) -> None:
    issued(session, office)
    letters = second_series(session, office)
    [kept] = registers.reserve(session, office.clerk, letters, 2026, 1, "Họp")
    session.commit()
    thanks = signed(session, office, main=scan(STORAGE), type_code="THU")
    session.commit()
    assert refusal(lambda: issue(session, office, thanks, STORAGE, reserved_id=kept.id))
    session.rollback()
    with clock.stopped_at(NEW_YEAR):
        letter = signed(session, office, main=scan(STORAGE), type_code="THU", signed_at=NEW_YEAR)
        assert issue(session, office, letter, STORAGE).reference == "01/UBND-VHXH"


@pytest.mark.parametrize("written", ["01/ubnd-vhxh", "1 / UBND - VHXH"])
def test_the_database_itself_forbids_it(session: Session, office: Office, written: str) -> None:
    first = issued(session, office)
    second = issued(session, office)
    session.commit()
    second.reference, second.reference_key = written, reference_key(written)
    assert second.reference_key == first.reference_key
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_doubles_of_before_are_told_until_one_is_called_back(
    session: Session, office: Office
) -> None:
    told = "correspondence.one_number_once"
    first = issued(session, office)
    second = issued(session, office)
    second.reference_key, second.number_again = first.reference_key, True
    session.flush()
    assert [one.records for one in look(session, told).breaches] == [[second.id]]
    service.recall(session, office.clerk, first, "Trùng số", first.version)
    session.flush()
    assert look(session, told).state == "kept"


def test_the_page_says_it_before_issuing_and_leads_to_the_other(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    storage = app.extensions["engines"].storage
    first = issue(session, office, signed(session, office, storage), storage)
    letters = second_series(session, office)
    thanks = signed(session, office, storage, type_code="THU")
    first_id, series_id, document_id = first.id, letters.id, thanks.id
    session.commit()
    page = client_of(office.clerk).get(f"/outgoing/{document_id}/issue").get_data(as_text=True)
    assert 'id="number-taken"' in page
    assert f"/documents/{first_id}" in page
    assert f"/registers/series/{series_id}/leave-out" in page


def test_no_number_is_lost_by_a_refusal(session: Session, office: Office) -> None:
    issued(session, office)
    letters = second_series(session, office)
    thanks = signed(session, office, main=scan(STORAGE), type_code="THU")
    session.commit()
    refusal(lambda: issue(session, office, thanks, STORAGE))
    session.rollback()
    rows = select(OutgoingDocument.number).where(OutgoingDocument.series_id == letters.id)
    assert session.scalars(rows).all() == []
    assert session.get_one(OutgoingDocument, thanks.id).state == "signed"
