"""rules.colour and its SQL agree on every line, on both databases."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import clock
from app.core.working_time import STANDARD
from app.work import queries, rules
from app.work.models import Assignment, Directive
from tests.integration.work.making import make_document

HOURS = st.integers(-60, 60)
STATES = ("open", "done", "returned", "recalled", "withdrawn")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    state=st.sampled_from(STATES),
    opened=st.none() | HOURS,
    due=st.none() | HOURS,
    finished=HOURS,
    soon=st.integers(0, 60),
)
def test_the_rule_and_its_sql_say_the_same(session, office, state, opened, due, finished, soon):
    now = clock.now().replace(microsecond=0)
    limit = now + timedelta(hours=soon)
    line = _line(session, office, now, state, opened, due, finished)
    said = rules.colour(line.state, line.opened_at, line.due_at, line.finished_at, now, limit)
    at = queries.Horizon(now, limit, STANDARD)
    asked = select(queries.COLOUR).where(Assignment.id == line.id)
    assert session.scalar(asked, at.moments) == said
    named = [name for name in rules.COLOURS if _is_coloured(session, line, name, at)]
    assert named == ([said] if said else [])
    worst = queries.worst_colour(session, [line.record_id], at)
    assert worst == ({line.record_id: said} if said else {})
    session.rollback()


def _is_coloured(session, line, name, at):
    rows = select(Assignment.id).where(Assignment.id == line.id, queries.IS_COLOURED[name])
    return session.scalar(rows, at.moments)


def _line(session, office, now, state, opened, due, finished):
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
