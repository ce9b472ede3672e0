"""Directives and passing on, on both databases."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core.errors import Forbidden, NotFound, Refused, Stale
from app.core.outbox import OutboxRow
from app.core.policy import holder_of
from app.dossiers import queries as dossiers
from app.records.models import RecordReader
from app.records.rules import PRESENTED, Ground
from app.records.service import let_read
from app.work import queries, service
from app.work.models import Assignment
from app.work.service import Receiver
from tests.factories.moments import MONDAY
from tests.integration.work.making import (
    at,
    directed,
    lines,
    make_document,
    person,
    unit,
)

pytestmark = pytest.mark.usefixtures("monday")


def readers(session, document):
    rows = select(RecordReader.token).where(RecordReader.record_id == document.id)
    return {holder_of(token) for token in session.scalars(rows)}


def events(session, prefix="assignments."):
    session.flush()
    rows = select(OutboxRow).order_by(OutboxRow.id)
    return [
        (row.topic, row.payload) for row in session.scalars(rows) if row.topic.startswith(prefix)
    ]


def test_a_directive_gives_out_lines_with_their_own_dates(session, office):
    document, (lead, helper, told) = directed(
        session,
        office,
        Receiver(unit(office.culture_id), "lead", at(26)),
        Receiver(person(office.economy_officer), "cohandler", at(25, 15)),
        Receiver(person(office.deputy), "information"),
        due_at=at(26),
        urgency=2,
    )
    assert document.state == "directed"
    assert [(x.role, x.due_at, x.due_source) for x in (lead, helper, told)] == [
        ("lead", at(26), "document"),
        ("cohandler", at(25, 15), "directive"),
        ("information", None, "none"),
    ]
    assert (lead.unit_id, lead.person_id) == (office.culture_id, None)
    assert {unit(office.culture_id), person(office.economy_officer)} <= readers(session, document)
    assert events(session) == [
        ("assignments.assigned", {"assignment_id": x.id, "record_id": document.id, "urgency": 2})
        for x in (lead, helper, told)
    ]


def test_the_trail_names_everybody(session, office):
    directed(
        session,
        office,
        Receiver(unit(office.culture_id), "lead"),
        Receiver(person(office.deputy), "information"),
    )
    session.commit()
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.values) == (
        "assignments.directed",
        {"lead": "Phòng Văn hóa - Xã hội", "cohandler": "–", "information": "Trịnh Xuân Quảng"},
    )


def test_a_directive_needs_no_words_where_unit_and_date_say_all(session, office):
    document = make_document(session, office)
    lead = Receiver(unit(office.culture_id), "lead", at(30))
    assert service.direct(session, office.leader, document.id, "", [lead]).text == (
        "Giao Phòng Văn hóa - Xã hội chủ trì."
    )
    phrase = "Giao … chủ trì, tham mưu trả lời."
    assert service.direct(
        session, office.leader, make_document(session, office).id, phrase, [lead]
    ).text == ("Giao Phòng Văn hóa - Xã hội chủ trì, tham mưu trả lời.")


def test_a_directive_is_refused_with_every_reason_and_changes_nothing(session, office):
    document = make_document(session, office)
    wrong = [
        Receiver(person(office.other_leader), "lead"),
        Receiver(unit(office.culture_id), "cohandler", at(20)),
    ]
    with pytest.raises(Refused) as refusal:
        service.direct(session, office.leader, document.id, "", wrong)
    assert [str(problem) for problem in refusal.value.problems] == [
        "Write what is to be done, or until when.",
        "One of the receivers is not of this agency or unit, or no longer in office.",
        "The due date of Phòng Văn hóa - Xã hội is already past.",
    ]
    assert document.state == "registered"
    assert session.scalars(select(Assignment)).all() == []


@pytest.mark.parametrize("who", ["head", "officer", "clerk"])
def test_only_leaders_direct(session, office, who):
    document, _lines = directed(session, office)
    lead = [Receiver(unit(office.economy_id), "lead")]
    with pytest.raises((Forbidden, NotFound)):
        service.direct(session, getattr(office, who), document.id, "Làm.", lead)


def test_whoever_it_was_presented_to_directs_too(session, office):
    document = make_document(session, office, presented_to_id=office.head.person_id)
    let_read(session, document.id, [person(office.head)], Ground(PRESENTED))
    lead = [Receiver(unit(office.culture_id), "lead")]
    assert service.direct(session, office.head, document.id, "Giao phòng.", lead).id


@pytest.mark.parametrize("state", ["waiting", "refused", "closed", "recalled"])
def test_nothing_is_directed_before_it_is_registered_or_after_it_is_closed(session, office, state):
    number = None if state in ("waiting", "refused") else 7
    document = make_document(session, office, state=state, number=number)
    lead = [Receiver(unit(office.culture_id), "lead")]
    with pytest.raises(Forbidden):
        service.direct(session, office.leader, document.id, "Làm.", lead)


def test_another_agency_knows_nothing_of_it(session, office):
    document, (line,) = directed(session, office)
    with pytest.raises(NotFound):
        service.direct(session, office.other_leader, document.id, "Làm.", [])
    with pytest.raises(NotFound):
        service.finish(session, office.other_leader, line.id, "Xong.")


# -- Passing on ------------------------------------------------------------------------------------


def pass_on(session, actor, line, *receivers, version=None):
    written = service.pass_on(session, actor, line.id, "Lập danh sách.", receivers, version)
    return lines(session, written)


def test_a_head_passes_the_lead_to_an_officer(session, office):
    document, (line,) = directed(session, office, Receiver(unit(office.culture_id), "lead", at(26)))
    (child,) = pass_on(session, office.head, line, Receiver(person(office.officer), "lead"))
    assert (child.parent_id, child.role, child.due_at, child.due_source) == (
        line.id,
        "lead",
        at(26),
        "parent",
    )
    assert (line.state, line.acted_at, line.opened_at) == ("open", MONDAY, MONDAY)
    assert person(office.officer) in readers(session, document)
    assert [topic for topic, _ in events(session)][1:] == ["assignments.assigned"]


def test_an_officer_passes_sideways_inside_the_unit_only(session, office):
    _document, (line,) = directed(session, office)
    (child,) = pass_on(session, office.head, line, Receiver(person(office.officer), "lead"))
    (beside,) = pass_on(
        session, office.officer, child, Receiver(person(office.second_officer), "cohandler")
    )
    assert beside.parent_id == child.id
    with pytest.raises(Refused, match="not of this agency or unit"):
        pass_on(
            session, office.officer, child, Receiver(person(office.economy_officer), "cohandler")
        )


def test_the_line_does_not_go_in_circles(session, office):
    _document, (line,) = directed(session, office)
    (child,) = pass_on(session, office.head, line, Receiver(person(office.officer), "lead"))
    with pytest.raises(Refused, match="already holds this line"):
        pass_on(session, office.officer, child, Receiver(person(office.officer), "lead"))


def test_below_a_line_nothing_is_due_later(session, office):
    _document, (line,) = directed(
        session, office, Receiver(unit(office.culture_id), "lead", at(26))
    )
    with pytest.raises(Refused, match="is after that of your own line, 26/11/2026"):
        pass_on(session, office.head, line, Receiver(person(office.officer), "lead", at(27)))


def test_only_the_holder_passes_on(session, office):
    _document, (line,) = directed(session, office)
    with pytest.raises(NotFound):
        pass_on(session, office.economy_head, line, Receiver(person(office.officer), "lead"))
    with pytest.raises(Forbidden):
        pass_on(session, office.leader, line, Receiver(person(office.officer), "lead"))


def test_whoever_was_slower_is_told_who_was_quicker(session, office):
    _document, (line,) = directed(session, office)
    seen = line.version
    pass_on(session, office.head, line, Receiver(person(office.officer), "lead"), version=seen)
    session.commit()
    with pytest.raises(Stale):
        pass_on(
            session, office.head, line, Receiver(person(office.second_officer), "cohandler"),
            version=seen,
        )  # fmt: skip


def test_whoever_keeps_the_system_is_given_no_work_and_keeps_no_dossier(session, office):
    """They may read no document: they are not offered, and refused whatever a form says."""
    document = make_document(session, office)
    names = queries.worked_on(session, office.leader, document.id).receivers
    assert person(office.officer) in names
    assert person(office.admin) not in names
    with pytest.raises(Refused):
        directed(session, office, Receiver(person(office.admin), "lead"))
    keepers = {owner_id for owner_id, _name in dossiers.owners(session, office.clerk)}
    assert office.officer.person_id in keepers
    assert office.admin.person_id not in keepers
