"""Opening, finishing and answering, on both databases."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core.errors import Forbidden, Refused
from app.core.outbox import OutboxRow
from app.incoming import kind
from app.records.service import link
from app.work import queries, service
from app.work.service import Receiver
from tests.factories.moments import MONDAY
from tests.integration.work.making import (
    directed,
    lines,
    make_document,
    person,
    unit,
)

pytestmark = pytest.mark.usefixtures("monday")


def test_opening_marks_ones_own_lines_and_closes_what_was_for_information(session, office):
    document, (lead, told) = directed(
        session,
        office,
        Receiver(unit(office.culture_id), "lead"),
        Receiver(person(office.deputy), "information"),
    )
    assert service.open_lines(session, document.id, office.deputy) == 1
    assert (told.state, told.opened_at, told.finished_at) == ("done", MONDAY, MONDAY)
    assert (lead.state, lead.opened_at) == ("open", None)
    assert service.open_lines(session, document.id, office.head) == 1
    assert (lead.state, lead.opened_at) == ("open", MONDAY)
    assert service.open_lines(session, document.id, office.head) == 0
    assert service.open_lines(session, document.id, office.clerk) == 0


def test_finishing_says_what_was_done(session, office):
    document, (line,) = directed(session, office)
    with pytest.raises(Refused, match="Say what was done"):
        service.finish(session, office.head, line.id, "")
    service.finish(session, office.head, line.id, "Đã báo cáo miệng.")
    assert (line.state, line.outcome) == ("done", "Đã báo cáo miệng.")
    assert document.state == "directed"
    with pytest.raises(Refused, match="no longer possible"):
        service.finish(session, office.head, line.id, "Hai lần.")


def test_nobody_finishes_anothers_line(session, office):
    _document, (line,) = directed(session, office)
    with pytest.raises(Forbidden):
        service.finish(session, office.leader, line.id, "Thay phòng.")


def test_a_required_reply_is_issued_or_its_absence_explained(session, office):
    document, (lead, helper) = directed(
        session,
        office,
        Receiver(unit(office.culture_id), "lead"),
        Receiver(unit(office.economy_id), "cohandler"),
        reply_required=True,
    )
    service.finish(session, office.economy_head, helper.id, "Đã góp ý.")
    with pytest.raises(Refused, match="A reply is required"):
        service.finish(session, office.head, lead.id, "Đã làm.")
    service.finish(
        session, office.head, lead.id, "Đã làm.", no_reply_reason="Đã trả lời điện thoại."
    )
    assert lead.outcome == "Đã làm. Đã trả lời điện thoại."
    assert kind.reply_missing(session, document.id)


def test_with_the_reply_issued_no_reason_is_asked(session, office):
    document, (lead,) = directed(session, office, reply_required=True)
    reply = make_document(session, office, state="registered")
    link(session, reply.id, document.id, "reply", office.clerk)
    session.flush()
    service.finish(session, office.head, lead.id, "Đã trả lời.")
    assert lead.state == "done"


def test_a_line_with_open_lines_below_is_not_finished_behind_their_backs(session, office):
    _document, (top,) = directed(session, office)
    below = [Receiver(person(office.officer), "lead")]
    (child,) = lines(session, service.pass_on(session, office.head, top.id, "", below))
    with pytest.raises(Refused, match="Still working on it: Lê Thị Nhuần"):
        service.finish(session, office.head, top.id, "Xong.")
    service.finish(session, office.head, top.id, "Xong.", close_below=True)
    assert (child.state, child.outcome, top.state) == ("closed", "Xong.", "done")


def test_the_issued_reply_closes_the_lead_chain_and_leaves_cohandlers(session, office):
    document, (lead, helper) = directed(
        session,
        office,
        Receiver(unit(office.culture_id), "lead"),
        Receiver(unit(office.economy_id), "cohandler"),
        reply_required=True,
    )
    below = [
        Receiver(person(office.officer), "lead"),
        Receiver(person(office.second_officer), "cohandler"),
    ]
    chain, aside = lines(session, service.pass_on(session, office.head, lead.id, "", below))
    reply = make_document(session, office, reference="27/BC-UBND")
    service.answered(session, office.clerk, document.id, reply.reference)
    assert [(x.state, x.outcome) for x in (lead, chain)] == [("done", "27/BC-UBND")] * 2
    assert [x.state for x in (helper, aside)] == ["open", "open"]
    finished = [
        row.payload
        for row in session.scalars(select(OutboxRow))
        if row.topic == "assignments.finished"
    ]
    assert [payload["by_reply"] for payload in finished] == [True, True]
    service.answered(session, office.clerk, document.id, reply.reference)
    session.commit()
    said = session.scalars(select(AuditEntry.action)).all()
    assert said.count("assignments.answered") == 2


def test_closing_the_document_closes_whatever_is_open(session, office):
    document, _lines = directed(
        session,
        office,
        Receiver(unit(office.culture_id), "lead"),
        Receiver(unit(office.economy_id), "cohandler"),
    )
    assert (
        service.close_lines(session, office.clerk, document.id, "Đã lưu.", right="incoming.close")
        == 2
    )
    assert (
        service.close_lines(session, office.clerk, document.id, "Đã lưu.", right="incoming.close")
        == 0
    )


def test_phrases_are_ones_own_or_the_agencys(session, office):
    own = service.add_phrase(session, office.officer, "Đã nhận, đang làm.")
    shared = service.add_phrase(session, office.leader, "Để biết, lưu.", for_agency=True)
    assert [row.text for row in queries.phrases_of(session, office.officer)] == [
        own.text,
        shared.text,
    ]
    assert [row.text for row in queries.phrases_of(session, office.head)] == [shared.text]
    with pytest.raises(Forbidden):
        service.add_phrase(session, office.officer, "Của mọi người.", for_agency=True)
    with pytest.raises(Forbidden):
        service.remove_phrase(session, office.officer, shared.id)
    with pytest.raises(Refused, match="already there"):
        service.add_phrase(session, office.officer, "Đã nhận, đang làm.")
    service.remove_phrase(session, office.officer, own.id)
    assert [row.text for row in queries.phrases_of(session, office.officer)] == [shared.text]
