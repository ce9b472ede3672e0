"""Returning, recalling, taking off, changing due dates, on both databases."""

import pytest
from sqlalchemy import select

from app.core.errors import Forbidden, NotFound, Refused, Stale
from app.core.outbox import OutboxRow
from app.work import service
from app.work.models import Assignment, Directive
from app.work.service import Receiver
from tests.factories.moments import MONDAY
from tests.integration.work.making import at, directed, lines, person, unit

pytestmark = pytest.mark.usefixtures("monday")


def topics(session):
    session.flush()
    rows = session.scalars(select(OutboxRow.topic).order_by(OutboxRow.id))
    return [topic for topic in rows if topic.startswith("assignments.")]


def pass_on(session, actor, line, *receivers):
    return lines(session, service.pass_on(session, actor, line.id, "", receivers))


def chain(session, office):
    """Leader -> culture unit -> officer (lead) and second officer (co-handler)."""
    document, (top,) = directed(session, office, Receiver(unit(office.culture_id), "lead", at(26)))
    lead, helper = pass_on(
        session,
        office.head,
        top,
        Receiver(person(office.officer), "lead"),
        Receiver(person(office.second_officer), "cohandler"),
    )
    return document, top, lead, helper


# -- Returning -------------------------------------------------------------------------------------


def test_returned_to_the_one_it_came_from_whose_own_line_opens_again(session, office):
    _document, top, lead, _helper = chain(session, office)
    service.return_line(session, office.officer, lead.id, "Không thuộc việc của tôi.")
    assert (lead.state, lead.outcome, lead.finished_at) == (
        "returned",
        "Không thuộc việc của tôi.",
        MONDAY,
    )
    assert (top.state, lead.given_by_id) == ("open", office.head.person_id)
    assert topics(session)[-1] == "assignments.returned"


def test_a_return_opens_a_line_that_was_finished_above_it(session, office):
    _document, top, lead, helper = chain(session, office)
    reply = directed(session, office)[0]
    service.answered(session, office.clerk, top.record_id, reply.reference)
    assert (top.state, lead.state, helper.state) == ("done", "done", "open")
    service.return_line(session, office.second_officer, helper.id, "Tôi đi công tác.")
    assert (top.state, top.finished_at, top.outcome) == ("open", None, "")
    assert lead.state == "done"


def test_the_only_line_returned_puts_the_document_back_before_its_leader(session, office):
    document, (line,) = directed(session, office)
    service.return_line(session, office.head, line.id, "Sai đơn vị.")
    assert document.state == "registered"
    again = service.direct(
        session, office.leader, document.id, "Chuyển đơn vị khác.",
        [Receiver(unit(office.economy_id), "lead")],
    )  # fmt: skip
    assert document.state == "directed"
    assert lines(session, again)[0].state == "open"


def test_a_return_needs_a_reason_and_nothing_open_below(session, office):
    _document, top, lead, _helper = chain(session, office)
    with pytest.raises(Refused, match="Say why"):
        service.return_line(session, office.officer, lead.id, "")
    with pytest.raises(Refused, match="no longer possible"):
        service.return_line(session, office.head, top.id, "Không phải của phòng.")


def test_a_return_is_accepted_by_the_giver_only(session, office):
    _document, (line,) = directed(session, office)
    service.return_line(session, office.head, line.id, "Sai đơn vị.")
    with pytest.raises(NotFound):
        service.settle(session, office.head, line.id)
    service.settle(session, office.leader, line.id)
    assert (line.state, line.outcome) == ("settled", "Sai đơn vị.")
    assert line.settled_by_id == office.leader.person_id


# -- Recalling -------------------------------------------------------------------------------------


def test_recalled_while_the_receiver_has_only_opened_it(session, office):
    document, (line,) = directed(session, office)
    service.open_lines(session, document.id, office.head)
    service.recall(session, office.leader, line.id)
    assert (line.state, document.state) == ("recalled", "registered")
    assert topics(session)[-1] == "assignments.recalled"


@pytest.mark.parametrize("act", ["pass_on", "draft", "finish"])
def test_no_recall_once_the_receiver_has_acted(session, office, act):
    document, (line,) = directed(session, office)
    if act == "pass_on":
        pass_on(session, office.head, line, Receiver(person(office.officer), "lead"))
    elif act == "draft":
        service.note_work(session, office.head, document.id)
    else:
        service.finish(session, office.head, line.id, "Xong.")
    with pytest.raises(Refused, match="no longer possible"):
        service.recall(session, office.leader, line.id)


def test_only_the_giver_recalls(session, office):
    _document, _top, lead, _helper = chain(session, office)
    with pytest.raises(Forbidden):
        service.recall(session, office.officer, lead.id)
    with pytest.raises(NotFound):
        service.recall(session, office.economy_head, lead.id)
    service.recall(session, office.head, lead.id)
    assert lead.state == "recalled"


def test_undo_takes_back_the_whole_directive_or_nothing(session, office):
    document, (lead, helper) = directed(
        session,
        office,
        Receiver(unit(office.culture_id), "lead"),
        Receiver(unit(office.economy_id), "cohandler"),
    )
    pass_on(session, office.head, lead, Receiver(person(office.officer), "lead"))
    with pytest.raises(Refused, match="already acted"):
        service.recall_directive(session, office.leader, lead.directive_id)
    assert helper.state == "open"
    document, (line,) = directed(session, office)
    with pytest.raises(Forbidden):
        service.recall_directive(session, office.head, line.directive_id)
    service.recall_directive(session, office.leader, line.directive_id)
    assert (line.state, document.state) == ("recalled", "registered")
    assert session.scalars(select(Directive)).all()


# -- Taking off ------------------------------------------------------------------------------------


def test_taking_one_off_touches_its_branch_alone(session, office):
    document, top, lead, helper = chain(session, office)
    other = service.direct(
        session, office.leader, document.id, "Phối hợp.",
        [Receiver(unit(office.economy_id), "cohandler")],
    )  # fmt: skip
    (beside,) = lines(session, other)
    before = (beside.state, beside.version, helper.state, helper.version)
    service.withdraw(session, office.head, lead.id, "Giao người khác.")
    assert (beside.state, beside.version, helper.state, helper.version) == before
    assert (lead.state, lead.outcome, top.state) == ("withdrawn", "Giao người khác.", "open")
    service.withdraw(session, office.deputy, beside.id, "Không cần nữa.")
    service.withdraw(session, office.deputy, top.id, "Không cần nữa.")
    assert (top.state, helper.state, beside.state) == ("withdrawn",) * 3
    assert document.state == "registered"


def test_taking_off_needs_a_reason_and_the_right(session, office):
    _document, top, lead, _helper = chain(session, office)
    with pytest.raises(Refused, match="Say why"):
        service.withdraw(session, office.leader, top.id, "")
    with pytest.raises(Forbidden):
        service.withdraw(session, office.officer, lead.id, "Không muốn làm.")
    with pytest.raises(Forbidden):
        service.withdraw(session, office.head, top.id, "Không muốn làm.")


def test_information_only_closes_ones_own_cohandling(session, office):
    _document, (_lead, helper) = directed(
        session,
        office,
        Receiver(unit(office.culture_id), "lead"),
        Receiver(unit(office.economy_id), "cohandler"),
    )
    service.only_information(session, office.economy_head, helper.id)
    assert (helper.role, helper.state) == ("information", "done")


def test_the_lead_is_never_information_only(session, office):
    _document, (line,) = directed(session, office)
    with pytest.raises(Refused, match="no longer possible"):
        service.only_information(session, office.head, line.id)


# -- Due dates -------------------------------------------------------------------------------------


def test_an_earlier_date_pulls_what_is_below_along(session, office):
    _document, top, lead, helper = chain(session, office)
    changed = service.change_due(session, office.leader, top.id, at(25), "Tỉnh giục.")
    assert set(changed) == {top, lead, helper}
    assert [(x.due_at, x.due_source) for x in (top, lead, helper)] == [
        (at(25), "directive"),
        (at(25), "parent"),
        (at(25), "parent"),
    ]
    assert topics(session)[-3:] == ["assignments.due_changed"] * 3


def test_a_date_of_ones_own_that_is_early_enough_stays(session, office):
    _document, top, lead, helper = chain(session, office)
    service.change_due(session, office.head, lead.id, at(24), "Cần sớm.")
    service.change_due(session, office.leader, top.id, at(25), "Tỉnh giục.")
    assert (lead.due_at, helper.due_at) == (at(24), at(25))


def test_no_date_past_the_line_above_nor_in_the_past_nor_without_reason(session, office):
    _document, top, lead, _helper = chain(session, office)
    with pytest.raises(Refused, match="due on 26/11/2026: this one cannot be later"):
        service.change_due(session, office.head, lead.id, at(27), "Cần thêm giờ.")
    with pytest.raises(Refused) as refusal:
        service.change_due(session, office.leader, top.id, at(20), "")
    assert [problem.field for problem in refusal.value.problems] == ["reason", "due"]
    with pytest.raises(Forbidden):
        service.change_due(session, office.officer, lead.id, at(25), "Tự sửa.")


def test_two_at_one_line(session, office):
    _document, (line,) = directed(session, office)
    seen = line.version
    service.change_due(session, office.leader, line.id, at(27), "Theo tỉnh.", seen)
    session.commit()
    with pytest.raises(Stale, match="Lưu Đình Thuận changed this at"):
        service.withdraw(session, office.deputy, line.id, "Nhầm.", seen)
    assert session.get(Assignment, line.id).state == "open"


def test_a_closed_document_keeps_its_lines(session, office):
    document, (line,) = directed(session, office)
    document.state = "closed"
    session.flush()
    with pytest.raises(Refused, match="The document is closed"):
        service.finish(session, office.head, line.id, "Xong.")
