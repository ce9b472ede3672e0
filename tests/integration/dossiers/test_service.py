"""Dossiers on both databases: every verb, every refusal, who sees what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.audit.service import verify
from app.core.asking import given
from app.core.errors import Forbidden, NotFound, Refused, Stale
from app.core.outbox import OutboxRow
from app.core.policy import Actor
from app.correspondence.models import Document
from app.dossiers import queries, service
from app.dossiers.events import HandedOver
from app.dossiers.filters import DossierFilter
from app.dossiers.models import Dossier
from app.dossiers.policy import get_dossier, keeps, sees
from app.dossiers.queries import DOSSIERS
from app.dossiers.rules import DossierEntry, EntryFacts
from app.records.policy import may_read
from app.records.queries import readers_of
from app.work import service as work
from app.work.service import Receiver
from documents.storage import MemoryStorage
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.drafting.making import delegate, make_request
from tests.integration.outgoing.making import issue, request_of, signed
from tests.integration.work.making import directed, make_document

pytestmark = pytest.mark.usefixtures("monday")


def entry(office: Office, **changes: object) -> DossierEntry:
    base = DossierEntry(
        code="01.VHXH",
        title="Rà soát trợ cấp hưu trí xã hội năm 2027",
        year=2026,
        retention="06",
        unit_id=office.culture_id,
        owner_id=office.officer.person_id,
        opened_on=date(2026, 11, 23),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def opened(session: Session, office: Office, **changes: object) -> Dossier:
    return service.open_dossier(session, office.officer, entry(office, **changes))


def messages(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [str(problem) for problem in refusal.value.problems]


def test_opening_and_its_refusals(session: Session, office: Office) -> None:
    dossier = opened(session, office)
    assert dossier.folded.startswith("01.vhxh ra soat tro cap")
    with pytest.raises(Refused, match=r"already has the number 01\.VHXH"):
        opened(session, office)
    assert opened(session, office, year=2025).id != dossier.id
    with pytest.raises(Refused) as refusal:
        opened(session, office, code="", title="", owner_id=office.other_clerk.person_id)
    assert len(messages(refusal)) == 3
    with pytest.raises(Forbidden):
        service.open_dossier(session, office.admin, entry(office, code="02"))


def test_a_change_is_stale_after_another(session: Session, office: Office) -> None:
    dossier = opened(session, office)
    version = dossier.version
    service.change(session, office.head, dossier, entry(office, title="Khác"), version)
    session.commit()
    with pytest.raises(Stale, match="Nông Thị Quyên"):
        service.change(session, office.officer, dossier, entry(office, title="Nữa"), version)
    unchanged = dossier.version
    service.change(session, office.officer, dossier, entry(office, title="Khác"), unchanged)
    assert dossier.version == unchanged


def test_who_keeps_and_who_sees(session: Session, office: Office) -> None:
    dossier = opened(session, office)
    session.flush()
    everyone = (
        office.officer, office.head, office.clerk, office.leader, office.second_officer,
        office.economy_head, office.other_clerk, office.admin,
    )  # fmt: skip
    kept = [actor.name for actor in everyone if keeps.for_row(actor, dossier)]
    seen = [actor.name for actor in everyone if sees.for_row(actor, dossier)]
    assert kept == [office.officer.name, office.head.name]
    assert seen == [*kept, office.clerk.name, office.leader.name]
    for actor in everyone:
        for rule in (keeps, sees):
            by_sql = (
                session.scalar(select(Dossier.id).where(rule.for_sql), given(actor)) is not None
            )
            assert by_sql == rule.for_row(actor, dossier), actor.name


def test_strangers_find_no_dossier_and_readers_change_none(
    session: Session, office: Office
) -> None:
    dossier, document = opened(session, office), request_of(session, office)
    for actor in (office.other_clerk, office.second_officer):
        with pytest.raises(NotFound):
            get_dossier(session, dossier.id, actor)
    for actor in (office.clerk, office.leader):
        assert get_dossier(session, dossier.id, actor) is dossier
        with pytest.raises(Forbidden):
            service.put_in(session, actor, dossier, document.id)
        with pytest.raises(Forbidden):
            service.close(session, actor, dossier, dossier.version)


def test_a_document_lies_in_several_and_once_in_each(session: Session, office: Office) -> None:
    first, second = opened(session, office), opened(session, office, code="02.VHXH")
    document = request_of(session, office)
    assert service.put_in(session, office.officer, first, document.id)
    assert not service.put_in(session, office.officer, first, document.id)
    assert service.put_in(session, office.officer, second, document.id)
    found = queries.dossiers_of(session, office.officer, document.id)
    assert [one.code for one in found] == ["01.VHXH", "02.VHXH"]
    assert queries.dossiers_of(session, office.second_officer, document.id) == []


def test_ordinals_are_not_used_twice(session: Session, office: Office) -> None:
    dossier = opened(session, office)
    documents = [request_of(session, office, number) for number in (1, 2, 3)]
    for document in documents[:2]:
        service.put_in(session, office.officer, dossier, document.id)
    with pytest.raises(Refused, match="Say why"):
        service.take_out(session, office.officer, dossier, documents[0].id, "")
    service.take_out(session, office.officer, dossier, documents[0].id, "đưa nhầm")
    service.put_in(session, office.officer, dossier, documents[2].id)
    members = queries.members(session, office.officer, dossier.id)
    assert [(one.ordinal, one.id) for one in members] == [
        (2, documents[1].id),
        (3, documents[2].id),
    ]
    with pytest.raises(NotFound):
        service.take_out(session, office.officer, dossier, documents[0].id, "lần nữa")


def test_closing_lists_every_reason_then_closes(session: Session, office: Office) -> None:
    storage = MemoryStorage()
    dossier, document = opened(session, office), request_of(session, office)
    with pytest.raises(Refused, match="no document"):
        service.close(session, office.officer, dossier, dossier.version)
    service.put_in(session, office.officer, dossier, document.id)
    receivers = [Receiver(f"u{office.culture_id}", "lead", None)]
    work.direct(session, office.leader, document.id, "Giao Phòng VHXH", receivers)
    reply = signed(session, office, storage, answers_id=document.id)
    service.put_in(session, office.officer, dossier, reply.id)
    with pytest.raises(Refused) as refusal:
        service.close(session, office.officer, dossier, dossier.version)
    assert messages(refusal) == [
        "Still being worked on: 7/SNV-TCCB.",
        "Not answered yet: 7/SNV-TCCB.",
        "Not issued yet: V/v trả lời kiến nghị của cử tri.",
    ]
    issue(session, office, reply, storage)
    service.close(session, office.officer, dossier, dossier.version)
    assert dossier.closed_on == date(2026, 11, 23)


def test_a_closed_dossier_is_shut_until_opened_again_with_a_reason(
    session: Session, office: Office
) -> None:
    dossier, document = opened(session, office), request_of(session, office)
    document.reply_required = False
    service.put_in(session, office.officer, dossier, document.id)
    service.close(session, office.officer, dossier, dossier.version)
    for act in (
        lambda: service.put_in(session, office.officer, dossier, document.id),
        lambda: service.take_out(session, office.officer, dossier, document.id, "x"),
        lambda: service.close(session, office.officer, dossier, dossier.version),
    ):
        with pytest.raises(Refused, match="was closed on 23/11/2026"):
            act()
    with pytest.raises(Refused, match="Say why"):
        service.reopen(session, office.officer, dossier, "", dossier.version)
    service.reopen(session, office.officer, dossier, "còn bổ sung", dossier.version)
    assert dossier.closed_on is None
    with pytest.raises(Refused, match="is open"):
        service.reopen(session, office.officer, dossier, "lại", dossier.version)


def test_what_a_reader_may_not_open_is_counted_and_masked(session: Session, office: Office) -> None:
    dossier, document = opened(session, office), request_of(session, office)
    service.put_in(session, office.officer, dossier, document.id)
    secret = signed(
        session,
        office,
        drafter_id=office.economy_officer.person_id,
        unit_id=office.economy_id,
        subject="Việc riêng",
    )
    service.put_in(session, office.officer, dossier, secret.id)
    session.commit()
    members = queries.members(session, office.officer, dossier.id)
    assert [one.id for one in members] == [document.id]
    assert queries.document_count(session, dossier.id) == 2
    told = queries.story(session, members, dossier.id)
    assert [row.action for row in told if row.is_masked] == ["dossiers.document_added"]
    assert all(row.record_id != secret.id or row.is_masked for row in told)


def test_the_story_runs_from_the_request_to_the_reply(session: Session, office: Office) -> None:
    storage = MemoryStorage()
    dossier, document = opened(session, office), request_of(session, office)
    service.put_in(session, office.officer, dossier, document.id)
    receivers = [Receiver(f"u{office.culture_id}", "lead", None)]
    work.direct(session, office.leader, document.id, "Giao Phòng VHXH", receivers)
    reply = signed(session, office, storage, answers_id=document.id)
    issue(session, office, reply, storage)
    service.put_in(session, office.officer, dossier, reply.id)
    session.commit()
    members = queries.members(session, office.officer, dossier.id)
    told = [row.action for row in queries.story(session, members, dossier.id)]
    assert told[0] == "dossiers.opened"
    assert told.index("outgoing.accepted") < told.index("outgoing.issued")
    assert "assignments.answered" in told
    assert verify(session).is_whole


def test_finding_without_marks_and_counting_what_is_shown(session: Session, office: Office) -> None:
    opened(session, office)
    opened(session, office, code="02.VHXH", title="Cải cách hành chính")
    opened(session, office, code="03.VHXH", title="100% hộ nghèo")
    for text, found in (("tro cap", 1), ("TRỢ CẤP rà", 1), ("vhxh", 3), ("100%", 1), ("_", 0)):
        wanted = DossierFilter(text=text)
        rows = DOSSIERS.page(session, office.officer, wanted).rows
        assert len(rows) == DOSSIERS.count(session, office.officer, wanted) == found, text
    for actor, tab, found in (
        (office.head, "unit", 3),
        (office.head, "mine", 0),
        (office.clerk, "agency", 3),
        (office.second_officer, "mine", 0),
        (office.officer, "closed", 0),
    ):
        assert DOSSIERS.count(session, actor, DossierFilter(tab=tab)) == found


def test_the_next_number_of_a_unit(session: Session, office: Office) -> None:
    assert queries.proposed_code(session, office.officer, office.culture_id, 2026) == "01.VHXH"
    opened(session, office, code="09.VHXH")
    assert queries.proposed_code(session, office.officer, office.culture_id, 2026) == "10.VHXH"
    assert queries.proposed_code(session, office.officer, office.culture_id, 2027) == "01.VHXH"
    assert queries.proposed_code(session, office.clerk, None, 2026) == "01.VP"


def test_two_persons_choose_one_number_at_once(
    database: TestDatabase, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "entry_facts", _as_if_free(queries.entry_facts))
    outcomes = []
    for _turn in range(2):
        with Session(database.engine) as own:
            try:
                opened(own, office)
                own.commit()
                outcomes.append("opened")
            except Refused as refusal:
                outcomes.append(str(refusal.problems[0].field))
    assert outcomes == ["opened", "code"]


def _as_if_free(entry_facts: Callable[..., EntryFacts]) -> Callable[..., EntryFacts]:
    """Both asked before either had written."""
    return lambda *given: replace(entry_facts(*given), is_code_taken=False)


def test_whoever_keeps_it_for_another_is_named_with_them(session: Session, office: Office) -> None:
    dossier = opened(session, office)
    deputy = delegate(session, office.head, office.second_officer)
    document, _line = make_request(session, office)
    service.put_in(session, deputy, dossier, document.id)
    service.take_out(session, deputy, dossier, document.id, "Đưa nhầm.")
    service.put_in(session, office.officer, dossier, document.id)
    work.close_lines(session, None, document.id, "Xong.", right="incoming.close")
    document.reply_required = False
    service.close(session, deputy, dossier, dossier.version)
    service.reopen(session, deputy, dossier, "Còn thiếu.", dossier.version)
    given = entry(office, owner_id=office.second_officer.person_id, unit_id=None)
    service.change(session, deputy, dossier, given, dossier.version)
    service.close(session, office.second_officer, dossier, dossier.version)
    session.commit()
    told = select(AuditEntry.action, AuditEntry.on_behalf_of).where(
        AuditEntry.object_kind == "dossier"
    )
    head = office.head.name
    assert session.execute(told.order_by(AuditEntry.id)).all() == [
        ("dossiers.opened", ""),
        ("dossiers.document_added", head),
        ("dossiers.document_removed", head),
        ("dossiers.document_added", ""),
        ("dossiers.closed", head),
        ("dossiers.reopened", head),
        ("dossiers.changed", head),
        ("dossiers.closed", ""),
    ]


def test_a_new_owner_is_told_and_sees_what_is_in_it_and_the_old_one_ceases(
    session: Session, office: Office
) -> None:
    """By its ground: what the old owner reads otherwise they read on."""
    clerk, officer = office.clerk.person_id, office.officer.person_id
    dossier = opened(session, office, owner_id=clerk, unit_id=None)
    theirs, (line,) = directed(session, office, Receiver(f"p{officer}", "lead"))
    letter = make_document(session, office)
    for document in (theirs, letter):
        service.put_in(session, office.clerk, dossier, document.id)
    service.change(session, office.clerk, dossier, entry(office, unit_id=None), dossier.version)
    assert _reads(session, office.officer, letter, theirs) == [True, True]
    told = session.scalars(select(OutboxRow.payload).where(OutboxRow.topic == HandedOver.topic))
    assert [(one["owner_id"], one["by_id"]) for one in told][-1] == (officer, clerk)
    second = office.second_officer.person_id
    on = entry(office, unit_id=None, owner_id=second)
    service.change(session, office.officer, dossier, on, dossier.version)
    assert _reads(session, office.second_officer, letter, theirs) == [True, True]
    assert _reads(session, office.officer, letter, theirs) == [False, True], "their line stays"
    assert line.state == "open"
    with pytest.raises(Forbidden):
        service.put_in(session, office.officer, dossier, theirs.id)


def test_whoever_acts_for_both_hands_it_over_whole(session: Session, office: Office) -> None:
    dossier = opened(session, office, unit_id=None)
    letter, _lines = directed(session, office, Receiver(f"p{office.officer.person_id}", "lead"))
    service.put_in(session, office.officer, dossier, letter.id)
    delegate(session, office.officer, office.economy_officer)
    both = delegate(session, office.second_officer, office.economy_officer)
    to_second = entry(office, unit_id=None, owner_id=office.second_officer.person_id)
    service.change(session, both, dossier, to_second, dossier.version)
    assert _reads(session, office.second_officer, letter) == [True]


def test_nobody_keeps_for_others_what_they_lost_themselves(
    session: Session, office: Office
) -> None:
    """Neither by the dossier of another, nor by two dossiers that stand by each other."""
    letter, (line,) = directed(session, office, Receiver(f"u{office.culture_id}", "lead"))
    theirs = opened(session, office)
    keeper = office.economy_officer.person_id
    economy = entry(office, code="02.KTHT", unit_id=office.economy_id, owner_id=keeper)
    others = service.open_dossier(session, office.economy_officer, economy)
    service.put_in(session, office.head, theirs, letter.id)
    assert _reads(session, office.officer, letter) == [True]
    both = delegate(session, office.economy_head, office.head)
    service.put_in(session, both, others, letter.id)
    assert _reads(session, office.economy_officer, letter) == [True]
    work.withdraw(session, office.leader, line.id, "Giao nhầm.")
    assert _reads(session, office.head, letter) == [False]
    assert _reads(session, office.officer, letter) == [False]
    assert _reads(session, office.economy_officer, letter) == [False]
    assert _reads(session, office.clerk, letter) == [True]


def test_what_the_clerk_filed_stays_whoever_loses_a_line(session: Session, office: Office) -> None:
    letter, (line,) = directed(session, office, Receiver(f"u{office.culture_id}", "lead"))
    dossier = opened(session, office, owner_id=office.clerk.person_id, unit_id=None)
    service.put_in(session, office.clerk, dossier, letter.id)
    service.change(session, office.clerk, dossier, entry(office, unit_id=None), dossier.version)
    work.withdraw(session, office.leader, line.id, "Giao nhầm.")
    assert _reads(session, office.officer, letter) == [True]


def _reads(session: Session, actor: Actor, *documents: Document) -> list[bool]:
    return [may_read(actor, readers_of(session, document.id)) for document in documents]
