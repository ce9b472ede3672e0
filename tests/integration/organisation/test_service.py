"""Agencies, units, posts, absences and days, on real databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.access.queries import epoch
from app.audit.queries import of_object
from app.core import clock
from app.core.errors import Forbidden, Refused, Stale
from app.organisation import queries
from app.organisation.models import Agency, Post, Unit
from app.organisation.service import (
    AbsenceData,
    AgencyData,
    PersonData,
    PostData,
    UnitData,
    change_agency,
    change_person,
    change_unit,
    create_agency,
    create_unit,
    end_post,
    give_post,
    note_absence,
    remove_absence,
)
from tests.factories.office import Office

SINCE = date(2024, 1, 1)


def fields(refusal: pytest.ExceptionInfo[Refused]) -> set[str | None]:
    return {problem.field for problem in refusal.value.problems}


def agency_data(**changed: object) -> AgencyData:
    values = {
        "name": "Ủy ban nhân dân xã Bản Mế",
        "short_name": "UBND xã Bản Mế",
        "code": "H49.99",
        "symbol": "UBND",
        "place_name": "Bản Mế",
        "valid_from": SINCE,
    }
    return AgencyData(**{**values, **changed})  # type: ignore[arg-type]


def test_an_agency_code_belongs_to_one(session: Session, office: Office) -> None:
    create_agency(session, office.admin, agency_data())
    with pytest.raises(Refused) as refusal:
        create_agency(session, office.admin, agency_data(valid_to=date(2020, 1, 1)))
    assert fields(refusal) == {"code", "valid_to"}


def test_an_agency_ends_only_after_its_units_and_posts(session: Session, office: Office) -> None:
    agency = session.get_one(Agency, office.agency_id)
    data = agency_data(code=agency.code, valid_from=agency.valid_from, valid_to=clock.today())
    with pytest.raises(Refused) as refusal:
        change_agency(session, office.admin, agency.id, agency.version, data)
    (problem,) = refusal.value.problems
    assert (problem.field, problem.params["count"]) == ("valid_to", 11)


def test_an_ended_agency_is_offered_no_more(session: Session, office: Office) -> None:
    ended = create_agency(session, office.admin, agency_data(valid_to=clock.today() - timedelta(1)))
    assert ended.id not in {option.id for option in queries.agencies(session)}


def test_two_who_change_the_same_unit_are_told_of_each_other(
    session: Session, office: Office
) -> None:
    data = UnitData("Phòng Văn hóa", "Phòng Văn hóa", date(2021, 7, 1))
    change_unit(session, office.admin, office.culture_id, 1, data)
    session.commit()
    with pytest.raises(Stale) as stale:
        change_unit(session, office.other_leader, office.culture_id, 1, data)
    assert stale.value.problem.params["who"] == "Đàm Quốc Việt"


def test_a_unit_stands_neither_below_itself_nor_in_another_agency(
    session: Session, office: Office
) -> None:
    child = create_unit(
        session,
        office.admin,
        office.agency_id,
        UnitData("Tổ 1", "Tổ 1", SINCE, parent_id=office.culture_id),
    )
    below_itself = UnitData("Phòng", "Phòng", date(2021, 7, 1), parent_id=child.id)
    with pytest.raises(Refused) as refusal:
        change_unit(session, office.admin, office.culture_id, 1, below_itself)
    assert fields(refusal) == {"parent_id"}
    elsewhere = UnitData("Tổ 2", "Tổ 2", SINCE, parent_id=office.culture_id)
    with pytest.raises(Refused) as refusal:
        create_unit(session, office.admin, office.other_agency_id, elsewhere)
    assert fields(refusal) == {"parent_id"}


def test_a_unit_with_posts_does_not_end(session: Session, office: Office) -> None:
    data = UnitData("Phòng", "Phòng", date(2021, 7, 1), valid_to=clock.today())
    with pytest.raises(Refused) as refusal:
        change_unit(session, office.admin, office.culture_id, 1, data)
    assert fields(refusal) == {"valid_to"}


def test_a_unit_has_one_head_at_a_time(session: Session, office: Office) -> None:
    today = clock.today()
    post = session.query(Post).filter_by(person_id=office.head.person_id).one()
    second = PostData(
        office.agency_id, office.culture_id, "Trưởng phòng", "unit_head", today, is_head=True
    )
    with pytest.raises(Refused) as refusal:
        give_post(session, office.admin, office.officer.person_id, second)
    assert fields(refusal) == {"is_head"}
    end_post(session, office.admin, post.id, post.version, today - timedelta(days=1))
    give_post(session, office.admin, office.officer.person_id, second)
    assert queries.head_of(session, office.culture_id) == [office.officer.person_id]


def test_a_post_is_refused_for_every_reason_at_once(session: Session, office: Office) -> None:
    data = PostData(
        office.other_agency_id,
        office.culture_id,
        "Chủ tịch",
        "emperor",
        date(2026, 2, 1),
        date(2026, 1, 1),
        is_head=True,
        is_deputy=True,
    )
    with pytest.raises(Refused) as refusal:
        give_post(session, office.admin, office.officer.person_id, data)
    assert fields(refusal) == {"valid_to", "role_code", "is_deputy", "unit_id"}


def test_the_same_post_is_not_held_twice(session: Session, office: Office) -> None:
    data = PostData(office.agency_id, office.culture_id, "Chuyên viên", "officer", clock.today())
    with pytest.raises(Refused) as refusal:
        give_post(session, office.admin, office.officer.person_id, data)
    assert fields(refusal) == {"title"}


def test_one_post_of_a_person_is_the_main_one(session: Session, office: Office) -> None:
    person_id = office.officer.person_id
    for unit_id in (office.economy_id, None):
        data = PostData(
            office.agency_id, unit_id, "Kiêm nhiệm", "officer", clock.today(), is_main=True
        )
        give_post(session, office.admin, person_id, data)
    session.expire_all()
    posts = session.query(Post).filter_by(person_id=person_id, is_main=True).all()
    assert [post.unit_id for post in posts] == [None]


def test_changes_of_posts_and_units_raise_the_epoch_and_are_told(
    session: Session, office: Office
) -> None:
    before = epoch(session)
    data = PostData(office.agency_id, office.economy_id, "Kiêm nhiệm", "officer", clock.today())
    give_post(session, office.admin, office.officer.person_id, data)
    assert epoch(session) == before + 1
    session.commit()
    told = of_object(session, "person", office.officer.person_id)[0]
    assert told.action == "organisation.post_given"
    assert told.values["place"] == "Phòng Kinh tế, Hạ tầng và Đô thị"


def test_a_renamed_person_is_found_by_the_new_name(session: Session, office: Office) -> None:
    person = change_person(
        session, office.admin, office.officer.person_id, 1, PersonData("Lê Thị Hoài")
    )
    assert person.folded_name == "le thi hoai"


def test_receivers_are_units_and_persons_with_who_is_away(session: Session, office: Office) -> None:
    today = clock.today()
    note_absence(
        session, office.head, office.head.person_id, AbsenceData(today, today + timedelta(3))
    )
    options = {option.token: option for option in queries.receivers(session, office.agency_id)}
    unit, head = options[f"u{office.culture_id}"], options[f"p{office.head.person_id}"]
    assert (unit.name, unit.note, unit.is_unit) == (
        "Phòng Văn hóa - Xã hội",
        "Nông Thị Quyên",
        True,
    )
    assert unit.away_until == head.away_until == today + timedelta(days=3)
    assert head.folded == "nong thi quyen truong phong, phong van hoa - xa hoi"
    assert f"p{office.other_leader.person_id}" not in options


def test_absences_are_noted_by_the_person_or_an_administrator(
    session: Session, office: Office
) -> None:
    days = AbsenceData(date(2026, 12, 1), date(2026, 12, 3), "Nghỉ phép")
    absence = note_absence(session, office.officer, office.officer.person_id, days)
    with pytest.raises(Forbidden):
        note_absence(session, office.head, office.second_officer.person_id, days)
    with pytest.raises(Forbidden):
        remove_absence(session, office.head, absence.id)
    overlapping = AbsenceData(date(2026, 12, 3), date(2026, 12, 9))
    with pytest.raises(Refused) as refusal:
        note_absence(session, office.admin, office.officer.person_id, overlapping)
    assert fields(refusal) == {"starts_on"}
    assert remove_absence(session, office.admin, absence.id) == office.officer.person_id


def test_an_absence_of_many_years_is_refused(session: Session, office: Office) -> None:
    for_ever = AbsenceData(date(2026, 12, 1), date(2099, 12, 31))
    with pytest.raises(Refused) as refusal:
        note_absence(session, office.officer, office.officer.person_id, for_ever)
    assert [problem.field for problem in refusal.value.problems] == ["ends_on"]


def test_signature_lines_of_real_posts(session: Session, office: Office) -> None:
    def post_id(person_id: int) -> int:
        return session.query(Post).filter_by(person_id=person_id).one().id

    head, leader = post_id(office.head.person_id), post_id(office.leader.person_id)
    assert queries.signature_lines(session, post_id(office.deputy.person_id)) == (
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    assert queries.signature_lines(session, head) == (
        "TL. CHỦ TỊCH",
        "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI",
    )
    assert queries.signature_lines(session, head, leader) == (
        "TUQ. CHỦ TỊCH",
        "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI",
    )


def test_units_keep_their_order(session: Session, office: Office) -> None:
    first = create_unit(
        session, office.admin, office.agency_id, UnitData("Văn phòng", "Văn phòng", SINCE)
    )
    tokens = [o.token for o in queries.receivers(session, office.agency_id) if o.is_unit]
    assert tokens == [f"u{first.id}", f"u{office.culture_id}", f"u{office.economy_id}"]
    assert session.get_one(Unit, first.id).version == 1
