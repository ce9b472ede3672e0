"""The rules of colours and their SQL agree on lines, answers, drafts and documents, in whatever
calendar, on both databases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, delete, select

from app.core import clock
from app.core.asking import given as values_of
from app.core.memory import forget
from app.core.policy import agency_token
from app.core.settings import SettingValue
from app.deadlines.models import DayException
from app.deadlines.queries import horizon_of
from app.deadlines.queries.colours import DueColumns, colour_conditions
from app.deadlines.rules.colours import COLOURS, WORST_FIRST, Horizon, colour, due_colour, is_late
from app.deadlines.rules.wholes import pressing
from app.deadlines.rules.words import due_words
from app.deadlines.rules.working_time import Shift, WorkCalendar
from app.deadlines.settings import HOURS as HOURS_KEPT
from app.deadlines.settings import SOON_DAYS
from app.incoming.filters import IncomingFilter
from app.incoming.models import IncomingDocument
from app.incoming.queries import INCOMING, list_page
from app.outgoing import queries as outgoing
from app.outgoing import rules as outgoing_rules
from app.outgoing.filters import OutgoingFilter
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.service.answers import ask_for_answers
from app.records.rules import ENTERED, Ground
from app.records.service import let_read
from app.requests.filters import RequestFilter
from app.requests.models import RequestLine
from app.requests.queries import REQUESTS, WORST_AWAITED
from app.work import queries
from app.work.models import Assignment, Directive
from tests.integration.work.making import make_document

HOURS = st.integers(-90, 90)
STATES = ("open", "done", "returned", "recalled", "withdrawn")
NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
calendars = st.builds(
    WorkCalendar,
    st.dictionaries(
        st.integers(-6, 9).map(lambda n: (NOON + timedelta(days=n)).date()), st.booleans()
    ),
    st.sampled_from(
        (
            WorkCalendar().shifts,
            (Shift(time(8), time(16)),),
            (Shift(time(7), time(11)), Shift(time(13), time(16, 30))),
        )
    ),
)
horizons = st.builds(
    lambda hours, calendar, days: Horizon(NOON + timedelta(hours=hours), calendar, days),
    st.integers(-40, 40),
    calendars,
    st.integers(1, 5),
)
each = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])


@each
@given(
    state=st.sampled_from(STATES),
    opened=st.none() | HOURS,
    due=st.none() | HOURS,
    finished=HOURS,
    horizon=horizons,
)
def test_lines(session, office, state, opened, due, finished, horizon):
    line = _line(session, office, horizon.now, state, opened, due, finished)
    said = colour(line.state, line.opened_at, line.due_at, line.finished_at, horizon)
    asked = select(queries.COLOUR).where(Assignment.id == line.id)
    assert session.scalar(asked, horizon.moments) == said
    named = [name for name in COLOURS if _is_coloured(session, line, name, horizon)]
    assert named == ([said] if said else [])
    [parts] = queries.parts_of(session, [line.record_id], horizon).values()
    assert parts.colour == said
    assert parts.due_at == (line.due_at if state == "open" else None)


@each
@given(due=st.none() | HOURS, horizon=horizons)
def test_awaited_answers(session, office, due, horizon):
    document = _outgoing(session, office, "issued", horizon.now)
    answer = Recipient(
        document_id=document.id,
        agency_id=office.other_agency_id,
        name="UBND xã Hữu Lũng",
        reply_required=True,
        state="delivered",
        due_at=_moment(horizon.now, due),
    )
    session.add(answer)
    session.flush()
    ask_for_answers(session, document, [answer], {})
    line = RequestLine.id == Recipient.line_id
    conditions = colour_conditions(DueColumns(is_open=outgoing.AWAITED, due_at=RequestLine.due_at))
    found = [
        name
        for name, condition in conditions.items()
        if session.scalar(
            select(Recipient.id).join(RequestLine, line).where(condition), horizon.moments
        )
    ]
    assert found == [due_colour(answer.due_at, horizon)]
    ranks = REQUESTS.select(WORST_AWAITED, office.leader, RequestFilter(tab="awaited"))
    worst = session.scalar(ranks, values_of(office.leader, horizon.moments))
    assert WORST_FIRST[worst] == found[0]


@each
@given(signed=HOURS, horizon=horizons)
def test_documents_that_wait_for_their_number(session, office, signed, horizon):
    document = _outgoing(session, office, "signed", horizon.now + timedelta(hours=min(signed, 0)))
    days = clock.local(document.signed_at).date(), clock.local(horizon.now).date()
    worst = _worst(session, office.clerk, horizon)
    assert WORST_FIRST[worst] == outgoing_rules.waiting_colour(*days, horizon.calendar)


@each
@given(own=st.none() | HOURS, due=st.none() | HOURS, opened=st.none() | HOURS, horizon=horizons)
def test_documents_and_their_work(session, office, own, due, opened, horizon):
    """A row's colour and the filters that are to find it."""
    line = _line(session, office, horizon.now, "open", opened, due, 0)
    document = session.get_one(IncomingDocument, line.record_id)
    document.state, document.due_at = "directed", _moment(horizon.now, own)
    let_read(session, document.id, [agency_token(office.agency_id)], Ground(ENTERED))
    session.flush()
    [row] = list_page(session, office.clerk, IncomingFilter(), horizon).rows
    pressed = pressing(row.due_at, row.work, horizon)
    found = {
        name
        for name in ("late", "soon", "none")
        if INCOMING.count(session, office.clerk, IncomingFilter(due=name), horizon.moments)
    }
    wanted = {pressed.colour} & {"late", "soon"}
    assert found == (wanted or ({"none"} if pressed.due_at is None else set()))
    is_overdue = INCOMING.count(
        session, office.clerk, IncomingFilter(tab="overdue"), horizon.moments
    )
    assert bool(is_overdue) == is_late(pressed.due_at, horizon.now)


@dataclass(frozen=True)
class Kept:
    """What one agency has entered: days, working hours, the span of what is due soon."""

    days: dict[date, bool]
    hours: str
    soon_days: int


days_kept = st.dictionaries(
    st.integers(-9, 12).map(lambda n: (NOON + timedelta(days=n)).date()), st.booleans(), max_size=9
)
agencies_kept = st.builds(
    Kept,
    days_kept,
    st.sampled_from(
        ("07:00-11:30, 13:30-17:00", "07:30-11:30", "08:00-12:00, 13:00-16:00, 18:00-20:00")
    ),
    st.integers(1, 5),
)
HALF_HOURS = st.integers(-300, 300)


@each
@given(common=days_kept, own=agencies_kept, other=agencies_kept, start=HALF_HOURS, due=HALF_HOURS)
def test_calendars_in_colours(session, office, common, own, other, start, due):
    """Two agencies, each with rows of its own over those of all: its colours and its days left are
    those that counting half hours and days one by one gives, in Python and in SQL."""
    now = NOON + start * HALF_AN_HOUR
    due_hours = due / 2
    for agency_id, kept in ((office.agency_id, own), (office.other_agency_id, other)):
        line = _line(session, office, now, "open", -1, due_hours, 0)
        line.agency_id = agency_id
        _enter(session, office, agency_id, common, kept)
        with clock.stopped_at(now):
            horizon = horizon_of(session, agency_id)
        days = common | kept.days
        spans = [_half_hours(span) for span in kept.hours.split(", ")]
        left = _worked(now, line.due_at, days, spans)
        is_soon = left <= kept.soon_days * sum(len(span) for span in spans)
        expected = "late" if line.due_at < now else "soon" if is_soon else "track"
        assert session.scalar(_COLOUR, {"id": line.id, **horizon.moments}) == expected
        assert due_colour(line.due_at, horizon) == expected
        said = due_words(line.due_at, horizon)
        if "days" in said.params:
            assert said.params["days"] == _days_between(now, line.due_at, days, spans)
        if " left" in said.message:
            assert expected in ("soon", "track")
        if " late" in said.message or said.message.startswith("late"):
            assert expected == "late"


HALF_AN_HOUR = timedelta(minutes=30)
_COLOUR = select(queries.COLOUR).where(Assignment.id == bindparam("id"))


def _enter(session, office, agency_id, common, kept):
    session.execute(delete(DayException))
    session.execute(delete(SettingValue))
    for owner, days in ((None, common), (agency_id, kept.days)):
        session.add_all(
            DayException(agency_id=owner, day=day, works="working" if works else "off", name="x")
            for day, works in days.items()
        )
    for setting, text in ((HOURS_KEPT, kept.hours), (SOON_DAYS, str(kept.soon_days))):
        session.add(
            SettingValue(
                agency_id=agency_id,
                key=setting.key,
                valid_from=date(2026, 1, 1),
                value=text,
                set_by_id=office.admin.person_id,
            )
        )
    session.flush()
    forget(session)


def _half_hours(span):
    start, end = (
        2 * int(hour) + int(minute) // 30
        for hour, minute in (moment.split(":") for moment in span.split("-"))
    )
    return range(start, end)


def _works(day, days):
    return days.get(day, day.weekday() < 5)


def _worked(now, due_at, days, spans):
    """The half hours of work between two moments, counted one by one."""
    count = 0
    while now < due_at:
        there = clock.local(now)
        slot = 2 * there.hour + there.minute // 30
        count += _works(there.date(), days) and any(slot in span for span in spans)
        now += HALF_AN_HOUR
    return count


def _days_between(now, due_at, days, spans):
    """A day that is late counts from its first half hour of work on."""
    there = clock.local(now)
    first, last = sorted((there.date(), clock.local(due_at).date()))
    has_begun = 2 * there.hour + there.minute // 30 >= min(span.start for span in spans)
    if due_at < now and _works(last, days) and not has_begun:
        last -= timedelta(days=1)
    return sum(_works(first + timedelta(days=n), days) for n in range(1, (last - first).days + 1))


def _is_coloured(session, line, name, horizon):
    rows = select(Assignment.id).where(Assignment.id == line.id, queries.IS_COLOURED[name])
    return session.scalar(rows, horizon.moments)


def _outgoing(session, office, state, signed_at):
    session.rollback()  # the example before
    document = OutgoingDocument(
        agency_id=office.agency_id,
        register_id=office.outgoing_register_id,
        year=2026,
        number=None if state == "signed" else 1,
        type_code="CV",
        subject="V/v đề nghị báo cáo",
        issuer="UBND phường Tân Khê",
        state=state,
        created_by_id=office.clerk.person_id,
        signed_at=signed_at,
    )
    session.add(document)
    session.flush()
    let_read(session, document.id, [agency_token(office.agency_id)], Ground(ENTERED))
    return document


def _line(session, office, now, state, opened, due, finished):
    session.rollback()  # the example before
    document = make_document(session, office)
    directive = Directive(record_id=document.id, author_id=office.leader.person_id)
    session.add(directive)
    session.flush()
    line = Assignment(
        record_id=document.id,
        agency_id=office.agency_id,
        directive_id=directive.id,
        unit_id=office.culture_id,
        holder=f"u{office.culture_id}",
        role="lead",
        given_by_id=office.leader.person_id,
        state=state,
        opened_at=_moment(now, opened),
        due_at=_moment(now, due),
        finished_at=None if state == "open" else _moment(now, finished),
    )
    session.add(line)
    session.flush()
    return line


def _moment(now, hours):
    return None if hours is None else now + timedelta(hours=hours)


def _worst(session, actor, horizon):
    waiting = OutgoingFilter(tab="waiting")
    ranks = outgoing.OUTGOING.select(outgoing.WORST["waiting"], actor, waiting)
    return session.scalar(ranks, values_of(actor, horizon.moments))
