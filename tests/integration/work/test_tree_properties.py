"""Whatever people do with the lines of a document, in any order, the tree stays sound."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core import clock
from app.core.errors import OfficeError
from app.core.policy import holder_of
from app.records.models import RecordReader
from app.records.rules import LINE
from app.work import service
from app.work.models import Assignment
from app.work.service import Receiver
from app.work.tree import Tree
from tests.integration.work.making import make_document, person, unit

ACTORS = ("leader", "deputy", "head", "officer", "second_officer", "economy_head")
VERBS = (
    "direct", "direct", "direct", "pass_on", "pass_on", "return_line", "recall", "withdraw",
    "recall_directive", "finish", "change_due", "only_information", "open_lines", "answered",
    "settle", "note_work",
)  # fmt: skip
ROLES = ("lead", "cohandler", "information")

receivers = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(ROLES), st.none() | st.integers(1, 6)),
    min_size=1,
    max_size=3,
)
steps = st.lists(
    st.tuples(
        st.sampled_from(VERBS),
        st.sampled_from(ACTORS),
        st.integers(0, 9),
        receivers,
        st.integers(1, 6),
        st.booleans(),
    ),
    min_size=3,
    max_size=14,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_any_sequence_of_verbs_keeps_the_tree_sound(session, office, steps):
    document = make_document(session, office)
    for step in steps:
        before = snapshot(session, document)
        verb, target = carry_out(session, office, document, step)
        session.flush()
        after = tree_of(session, document)
        check(session, document, after)
        if verb == "withdraw" and target is not None:
            check_only_the_branch_changed(before, after, target)
    session.rollback()


def carry_out(session, office, document, step):
    """Try the verb; whoever may not, or may not now, is refused, and nothing has happened."""
    verb, who, index, chosen, days, flag = step
    actor = getattr(office, who)
    lines = list(tree_of(session, document))
    line = lines[index % len(lines)] if lines else None
    due = clock.now().replace(microsecond=0) + timedelta(days=days)
    given_to = [_receiver(office, *one) for one in chosen]
    with session.begin_nested() as attempt:
        try:
            if verb == "direct":
                lead = tree_of(session, document).leading(None)
                seen = lead.id if lead and flag else None
                service.direct(session, actor, document.id, "Làm.", given_to, seen)
            elif verb == "recall_directive" and line is not None:
                service.recall_directive(session, actor, line.directive_id)
            elif verb == "answered":
                service.answered(session, office.clerk, document.id, document.reference)
            elif verb in ("open_lines", "note_work"):
                _of_document(session, actor, document, verb)
            elif line is not None:
                _of_line(session, actor, line, verb, given_to, due, flag)
        except OfficeError:
            attempt.rollback()
            return None, None
    return verb, line


def _receiver(office, index, role, days):
    holders = (
        unit(office.culture_id), unit(office.economy_id), person(office.head),
        person(office.officer), person(office.second_officer), person(office.deputy),
        person(office.other_leader),
    )  # fmt: skip
    due = None if days is None else clock.now().replace(microsecond=0) + timedelta(days=days)
    return Receiver(holders[index], role, due)


def _of_document(session, actor, document, verb):
    if verb == "open_lines":
        service.open_lines(session, document.id, actor)
    else:
        service.note_work(session, actor, document.id)


def _of_line(session, actor, line, verb, given_to, due, flag):
    if verb == "pass_on":
        service.pass_on(session, actor, line.id, "Làm.", given_to)
    elif verb == "finish":
        service.finish(session, actor, line.id, "Xong.", close_below=flag)
    elif verb == "change_due":
        service.change_due(session, actor, line.id, None if flag else due, "Cần.")
    elif verb in ("return_line", "withdraw"):
        getattr(service, verb)(session, actor, line.id, "Lý do.")
    else:
        getattr(service, verb)(session, actor, line.id)


def tree_of(session, document):
    rows = select(Assignment).where(Assignment.record_id == document.id)
    return Tree(session.scalars(rows))


def snapshot(session, document):
    return {line.id: (line.state, line.version) for line in tree_of(session, document)}


def check(session, document, tree):
    for parent in (None, *tree):
        leads = [x for x in tree.below(parent) if x.role == "lead" and x.state == "open"]
        assert len({x.holder for x in leads}) <= 1
    for line in tree:
        assert (line.state == "open") == (line.finished_at is None)
        parent = tree.by_id.get(line.parent_id)
        if parent is not None:
            check_below(line, parent)
    check_led(tree)
    given = any(line.state in ("open", "done") for line in tree.below(None))
    assert document.state == ("directed" if given else "registered")
    readers = select(RecordReader.token).where(RecordReader.record_id == document.id)
    readers = readers.where(RecordReader.ground == LINE)
    working = {line.holder for line in tree if line.state in ("open", "done")}
    assert {holder_of(token) for token in session.scalars(readers)} == working


def check_led(tree):
    """Nobody works without a lead: one who leads, who led to the end, or who says it is not theirs
    to whoever named them."""
    top = tree.below(None)
    if any(line.state == "open" and line.role != "information" for line in top):
        leads = [line.state for line in top if line.role == "lead"]
        assert set(leads) & {"open", "done", "returned"}


def check_below(line, parent):
    assert line.role != "lead" or parent.role in ("lead", "information")
    if line.state == "open":
        assert parent.state in ("open", "done")
    if line.state == "open" and parent.due_at is not None and line.role != "information":
        assert line.due_at is not None
        assert line.due_at <= parent.due_at


def check_only_the_branch_changed(before, tree, target):
    branch = {line.id for line in tree.branch(target)}
    for line in tree:
        if line.id not in branch:
            assert before[line.id] == (line.state, line.version)
        else:
            assert line.state != "open"
