"""What the views of lines begin and end with."""

from collections.abc import Sequence

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from app.core.errors import Forbidden, NotFound
from app.deadlines.queries import calendar, horizon_of
from app.deadlines.rules.working_time import WorkCalendar
from app.records.queries import face_of
from app.web import actor, page, session
from app.web.forms import OfficeForm, say
from app.work import policy, presenters, queries, rules, service
from app.work.models import Assignment
from app.work.queries import WorkedOn
from app.work.rules import Receiver
from app.work.tree import Tree

blueprint = Blueprint("work", __name__)

HANDLERS = ("assignments.direct", "assignments.work")


def days(agency_id: int) -> WorkCalendar:
    return calendar(session(), agency_id)


def warn(worked: WorkedOn, receivers: Sequence[Receiver]) -> None:
    record, names = worked.record, worked.receivers
    horizon = horizon_of(session(), record.agency_id)
    for warning in rules.due_warnings(receivers, names, record.due_at, horizon):
        flash(say(warning), "warning")


def line_to(line_id: int, verb: str) -> Assignment:
    """A line on a record that the actor may read, with which this is theirs to do. Its form is
    shown only as long as it can be done; what is typed into one is refused in its place."""
    line = queries.get_line(session(), actor(), line_id)
    if line is None:
        raise NotFound
    tree = Tree(queries.lines_of(session(), line.record_id))
    worked = queries.worked_on(session(), actor(), line.record_id)
    own = tree.by_id[line_id]
    facts = policy.facts(actor(), tree, own, worked.may_be_directed)
    if not rules.concerns(facts, verb):
        raise Forbidden
    if request.method == "GET":
        service.must_be_possible(session(), worked.record, tree, own, facts, verb)
    return line


def holder(line: Assignment) -> str:
    return presenters.holder_name(line)


def line_page(
    template: str, form: OfficeForm, line: Assignment, **values: object
) -> ResponseReturnValue:
    face = face_of(session(), line.record_id)
    return page(template, form=form, line=line, face=face, holder=holder(line), **values)
