"""Setting a value: from which day, for whom, in the trail, on the screen, in every process."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.models import RolePermission
from app.access.settings import IDLE_MINUTES
from app.audit.models import AuditEntry
from app.core import clock
from app.core.errors import Forbidden, NotFound, Refused
from app.core.settings import SettingValue, value
from app.deadlines.queries import calendar, due_moment, horizon_of
from app.deadlines.rules.choices import due_choices
from app.deadlines.settings import HOURS, OFFERED_DAYS, SOON_DAYS
from app.drafting.queries.sheets import sheet
from app.drafting.rules.content import Details
from app.drafting.rules.layout import check
from app.drafting.settings import LONG_SUBJECT
from app.features import FEATURES
from app.organisation.service.absences import AbsenceData, note_absence
from app.organisation.settings import LONGEST_AWAY_MONTHS
from app.registers.queries import series_of_register
from app.registers.service import reserve
from app.registers.settings import KEPT_AT_ONCE
from app.settings.queries import newest_value
from app.settings.service import NewValue, set_value, withdraw
from tests.statements import statements

TOMORROW = timedelta(days=1)


def test_a_value_holds_from_its_day_on_and_an_agency_s_own_wins(session, office):
    today = clock.today()

    def set_to(text, agency_id, day):
        set_value(session, office.admin, SOON_DAYS, NewValue(agency_id, text, day))

    set_to("3", None, today)
    set_to("5", office.agency_id, today + TOMORROW)
    assert value(session, SOON_DAYS, office.agency_id) == 3
    assert value(session, SOON_DAYS, office.other_agency_id) == 3
    with clock.stopped_at(clock.now() + TOMORROW):
        assert value(session, SOON_DAYS, office.agency_id) == 5
        assert value(session, SOON_DAYS, office.other_agency_id) == 3
        assert horizon_of(session, office.agency_id).soon_days == 5
        set_value(
            session,
            office.admin,
            SOON_DAYS,
            NewValue(office.agency_id, None, today + TOMORROW),
        )
        assert value(session, SOON_DAYS, office.agency_id) == 3


def test_due_dates_end_with_the_agency_s_own_hours(session, office):
    half_past_four = NewValue(office.agency_id, "07:30-11:30, 13:00-16:30", clock.today())
    set_value(session, office.admin, HOURS, half_past_four)
    day = date(2026, 12, 1)
    assert calendar(session, office.agency_id).closing(day) == clock.at(day, time(16, 30))
    assert calendar(session, office.other_agency_id).closing(day) == clock.at(day, time(17))


def test_a_due_date_takes_the_hours_of_its_own_day(session, office):
    """What is to come is used for the days to come, and what was given keeps its hour."""
    from_new_year = NewValue(office.agency_id, "07:00-15:00", date(2027, 1, 1))
    before, after = date(2026, 12, 31), date(2027, 1, 4)
    with clock.stopped_at(clock.at(date(2026, 12, 1), time(9))):
        given = due_moment(session, office.agency_id, after)
        set_value(session, office.admin, HOURS, from_new_year)
        assert due_moment(session, office.agency_id, before) == clock.at(before, time(17))
        assert due_moment(session, office.agency_id, after) == clock.at(after, time(15))
        assert due_moment(session, office.agency_id, after, kept=given) == clock.at(after, time(17))
        assert due_moment(session, office.other_agency_id, after) == clock.at(after, time(17))


def test_an_absence_is_as_long_as_may_be_on_the_day_it_begins(session, office):
    a_month = NewValue(office.agency_id, "1", date(2027, 1, 1))
    with clock.stopped_at(clock.at(date(2026, 12, 1), time(9))):
        set_value(session, office.admin, LONGEST_AWAY_MONTHS, a_month)
        person_id = office.officer.person_id
        with pytest.raises(Refused):
            note_absence(
                session,
                office.admin,
                person_id,
                AbsenceData(date(2027, 1, 4), date(2027, 3, 1)),
            )
        this_year = AbsenceData(date(2026, 12, 7), date(2027, 3, 1))
        assert note_absence(session, office.admin, person_id, this_year).id


def test_what_an_agency_set_is_offered_kept_and_remarked_on(session, office):
    for setting, text in ((OFFERED_DAYS, "7"), (KEPT_AT_ONCE, "3"), (LONG_SUBJECT, "60")):
        set_value(session, office.admin, setting, NewValue(office.agency_id, text, clock.today()))
    own, other = (horizon_of(session, one) for one in (office.agency_id, office.other_agency_id))
    assert [choice.words.params.get("days") for choice in due_choices(own, None)].count(7) == 1
    assert [choice.words.params.get("days") for choice in due_choices(other, None)].count(3) == 1
    series = series_of_register(session, office.outgoing_register_id, "CV")
    assert series is not None
    with pytest.raises(Refused):
        reserve(session, office.clerk, series, clock.today().year, 4, "Dự phòng cuối năm")
    assert len(reserve(session, office.clerk, series, clock.today().year, 3, "Dự phòng")) == 3
    details = Details("CV", "V/v " + "rà soát hộ nghèo " * 4)
    found = check(sheet(session, office.agency_id, None, details, None))
    assert {"count": 72, "most": 60} in [finding.params for finding in found]


def test_what_is_to_come_can_be_taken_back_and_what_began_cannot(session, office):
    coming = set_value(
        session,
        office.admin,
        SOON_DAYS,
        NewValue(office.agency_id, "4", clock.today() + TOMORROW),
    )
    with clock.stopped_at(clock.now() + TOMORROW), pytest.raises(Refused):
        withdraw(session, office.admin, FEATURES.settings, coming.id)
    withdraw(session, office.admin, FEATURES.settings, coming.id)
    with clock.stopped_at(clock.now() + 2 * TOMORROW):
        assert value(session, SOON_DAYS, office.agency_id) == 2
    session.commit()
    told = session.scalars(
        select(AuditEntry).where(AuditEntry.action.startswith("settings.")).order_by(AuditEntry.id)
    )
    assert [(one.action, one.values["value"], one.values["other"]) for one in told] == [
        ("settings.changed", "4", "–"),
        ("settings.withdrawn", "4", "–"),
    ]


def test_nobody_sets_what_is_not_theirs(session, office):
    mine = NewValue(office.agency_id, "3", clock.today())
    with pytest.raises(Forbidden):
        set_value(session, office.leader, SOON_DAYS, mine)
    with pytest.raises(NotFound):
        set_value(session, office.admin, IDLE_MINUTES, mine)
    with pytest.raises(Refused):
        set_value(session, office.admin, SOON_DAYS, NewValue(None, "0", mine.valid_from))
    with pytest.raises(Refused):
        set_value(session, office.admin, SOON_DAYS, NewValue(None, "3", date(2026, 1, 1)))


@pytest.fixture
def clerk_may(database, office):
    with Session(database.engine) as session:
        session.add(RolePermission(role_code="clerk", permission="settings.manage"))
        session.commit()


def test_a_clerk_who_may_sets_the_own_agency_s_only(client_of, office, clerk_may):
    client = client_of(office.clerk)
    day = clock.today().strftime("%d/%m/%Y")
    given = {"value": "3", "valid_from": day}
    own = client.post(f"/settings/{SOON_DAYS.key}?agency={office.agency_id}", data=given)
    assert own.status_code == 302
    for other in (0, office.other_agency_id):
        assert client.get(f"/settings?agency={other}").status_code == 403
        answer = client.post(f"/settings/{SOON_DAYS.key}?agency={other}", data=given)
        assert answer.status_code == 403
    assert client_of(office.leader).get("/settings").status_code == 403


def test_the_screen_shows_what_holds_what_comes_and_what_was(client_of, database, office):
    client = client_of(office.admin)
    today = clock.today()
    for text, day in (("3", today), ("6", today), ("9", today + TOMORROW)):
        with Session(database.engine) as own:
            seen = newest_value(own, office.agency_id, SOON_DAYS.key)
        given = {"value": text, "valid_from": day.strftime("%d/%m/%Y"), "version": seen}
        address = f"/settings/{SOON_DAYS.key}?agency={office.agency_id}"
        assert client.post(address, data=given).status_code == 302
    page = client.get("/settings").get_data(as_text=True)
    assert "Sắp áp dụng" in page
    assert "Các giá trị trước" in page
    assert "Đàm Quốc Việt" in page
    with Session(database.engine) as session:
        coming = session.scalars(select(SettingValue).where(SettingValue.value == "9")).one()
    client.post(f"/settings/values/{coming.id}/withdraw")
    assert "Sắp áp dụng" not in client.get("/settings").get_data(as_text=True)
    wrong = client.post(address, data={"value": "99", "valid_from": "31/02/2027"})
    assert wrong.status_code == 422
    again = client.post(address, data={"value": "99", "valid_from": today.strftime("%d/%m/%Y")})
    assert "từ 1 đến 10" in again.get_data(as_text=True)


def test_the_environment_is_the_default_and_a_value_wins_over_it(client_of, app, office):
    client = client_of(office.admin)
    page = client.get("/settings?agency=0").get_data(as_text=True)
    assert "Đăng xuất sau số phút không thao tác" in page
    given = {"value": "5", "valid_from": clock.today().strftime("%d/%m/%Y")}
    assert client.post(f"/settings/{IDLE_MINUTES.key}?agency=0", data=given).status_code == 302
    assert client.get("/").status_code == 200
    with clock.stopped_at(clock.now() + timedelta(minutes=6)):
        assert client.get("/").status_code == 302


def test_a_page_asks_nothing_more_for_settings_and_calendars(client_of, office):
    client = client_of(office.leader)
    client.get("/")
    with statements() as asked:
        assert client.get("/").status_code == 200
    assert asked
    assert [one for one in asked if "FROM setting" in one or "FROM day_exception" in one] == []


def test_a_change_is_seen_at_the_next_page(client_of, office):
    client, leader = client_of(office.admin), client_of(office.leader)
    assert "trong 2 ngày làm việc" in leader.get("/").get_data(as_text=True)
    given = {"value": "4", "valid_from": clock.today().strftime("%d/%m/%Y")}
    client.post(f"/settings/{SOON_DAYS.key}?agency=0", data=given)
    assert "trong 4 ngày làm việc" in leader.get("/").get_data(as_text=True)
