"""The rules of colours and their SQL agree on lines, answers, drafts and documents, in whatever
calendar, on both databases."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import clock
from app.core.asking import given as values_of
from app.core.policy import agency_token
from app.deadlines.queries.colours import DueColumns, colour_conditions
from app.deadlines.rules.colours import COLOURS, WORST_FIRST, Horizon, colour, due_colour, is_late
from app.deadlines.rules.wholes import pressing
from app.deadlines.rules.working_time import Shift, WorkCalendar
from app.incoming.filters import IncomingFilter
from app.incoming.models import IncomingDocument
from app.incoming.queries import INCOMING, list_page
from app.outgoing import queries as outgoing
from app.outgoing import rules as outgoing_rules
from app.outgoing.filters import OutgoingFilter
from app.outgoing.models import OutgoingDocument, Recipient
from app.records.rules import ENTERED, Ground
from app.records.service import let_read
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
    conditions = colour_conditions(DueColumns(is_open=outgoing.AWAITED, due_at=Recipient.due_at))
    found = [
        name
        for name, condition in conditions.items()
        if session.scalar(select(Recipient.id).where(condition), horizon.moments)
    ]
    assert found == [due_colour(answer.due_at, horizon)]
    worst = _worst(session, office.clerk, "awaited", horizon)
    assert WORST_FIRST[worst] == found[0]


@each
@given(signed=HOURS, horizon=horizons)
def test_documents_that_wait_for_their_number(session, office, signed, horizon):
    document = _outgoing(session, office, "signed", horizon.now + timedelta(hours=min(signed, 0)))
    days = clock.local(document.signed_at).date(), clock.local(horizon.now).date()
    worst = _worst(session, office.clerk, "waiting", horizon)
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


def _worst(session, actor, tab, horizon):
    ranks = outgoing.OUTGOING.select(outgoing.WORST[tab], actor, OutgoingFilter(tab=tab))
    return session.scalar(ranks, values_of(actor, horizon.moments))
