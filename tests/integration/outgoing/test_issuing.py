"""Numbering and issuing on both databases."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import verify
from app.core import clock
from app.core.errors import Forbidden, NotFound, Refused, Stale
from app.core.outbox import OutboxRow
from app.correspondence.policy import get_document
from app.correspondence.queries import links_of, replies_to
from app.files.models import Inside, RecordFile
from app.organisation.models import Agency
from app.organisation.service.common import raise_epoch
from app.outgoing import service
from app.outgoing.inputs import IssueEntry, RecipientChange, RecipientEntry
from app.outgoing.models import OutgoingDocument
from app.outgoing.service.recipients import recipients_of
from app.registers import service as registers
from app.registers.models import NumberSeries, TakenNumber
from app.work import service as work
from app.work.models import Assignment
from app.work.service import Receiver
from documents.storage import MemoryStorage
from tests.databases import TestDatabase
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.outgoing.making import (
    SIGNED_AT,
    issue,
    request_of,
    scan,
    signed,
    to_other_agency,
)
from tests.sandboxing import stamps_for

pytestmark = pytest.mark.usefixtures("monday")


def messages(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [str(problem) for problem in refusal.value.problems]


def test_a_letter_takes_the_common_series_and_names_its_unit(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    first = issue(session, office, signed(session, office, storage), storage)
    second = issue(session, office, signed(session, office, storage), storage)
    assert [first.reference, second.reference] == ["01/UBND-VHXH", "02/UBND-VHXH"]
    assert (first.series_id, first.register_id) == (
        office.letter_series_id,
        office.outgoing_register_id,
    )
    assert (first.issued_on, first.year, first.state) == (date(2026, 11, 23), 2026, "issued")


def test_a_decision_has_its_own_series(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    issue(session, office, signed(session, office, storage), storage)
    decision = signed(session, office, storage, type_code="QD")
    assert issue(session, office, decision, storage).reference == "01/QĐ-UBND"
    assert decision.series_id == office.decision_series_id


def test_the_year_changes_at_vietnamese_midnight(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    for moment, expected in (
        (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), (2026, "01/UBND-VHXH")),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), (2027, "01/UBND-VHXH")),
        (datetime(2026, 12, 31, 17, 1, tzinfo=UTC), (2027, "02/UBND-VHXH")),
    ):
        with clock.stopped_at(moment):
            document = issue(session, office, signed(session, office, storage), storage)
            assert (document.year, document.reference) == expected


def test_number_and_date_are_written_into_the_composed_file(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    import io

    import docx

    document = signed(session, office, storage)
    before = session.scalars(select(RecordFile).where(RecordFile.record_id == document.id)).one()
    issue(session, office, document, storage)
    files = session.scalars(
        select(RecordFile).where(RecordFile.record_id == document.id).order_by(RecordFile.id)
    ).all()
    assert [(file.id == before.id, file.removed_at is None) for file in files] == [
        (True, False),
        (False, True),
    ]
    assert files[1].kind == "main"
    assert files[1].name == "01-UBND-VHXH.docx"
    with storage.open(files[1].sha256) as content:
        body = docx.Document(io.BytesIO(content.read())).element.body
    words = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    assert "Số: 01/UBND-VHXH" in words
    assert "ngày 23 tháng 11 năm 2026" in words


def test_a_scan_is_issued_as_it_was_signed(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    """Nothing is written into it, and no name of ours is given to it: only its authors go."""
    content = scan(storage)
    document = issue(session, office, signed(session, office, storage, main=content), storage)
    live = select(RecordFile).where(RecordFile.removed_at.is_(None))
    file = session.scalars(live.where(RecordFile.record_id == document.id)).one()
    assert file.name == content.name
    assert session.get_one(Inside, content.sha256).clean_sha256 == file.sha256


def test_every_problem_is_named_at_once(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = signed(session, office, storage, recipients=(), signer_name="")
    for file in session.scalars(select(RecordFile).where(RecordFile.record_id == document.id)):
        file.removed_at = clock.now()
    for series in session.scalars(select(NumberSeries)):
        series.is_default = False
    document.subject = "Về công tác MẬT"
    session.flush()
    with pytest.raises(Refused) as refusal:
        issue(session, office, document, storage)
    said = messages(refusal)
    assert len(said) == 5
    for part in ("no file", "who signed", "No number series", "“MẬT”", "Nobody is to receive"):
        assert any(part in one for one in said), part


def test_it_is_issued_once(session: Session, office: Office, storage: MemoryStorage) -> None:
    document = issue(session, office, signed(session, office, storage), storage)
    with pytest.raises(Refused, match="already issued as 01/UBND-VHXH"):
        issue(session, office, document, storage)
    assert len(session.scalars(select(TakenNumber)).all()) == 1


def test_a_stale_page_names_the_other_person(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = signed(session, office, storage)
    with pytest.raises(Stale):
        issue(session, office, document, storage, version=document.version - 1)


def test_two_clerks_issue_the_same_document_at_once(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = signed(session, office, storage)
    entry = IssueEntry(version=document.version)
    stamps = stamps_for(session, storage, document.id)
    session.commit()
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def press() -> None:
        with Session(database.engine, expire_on_commit=False) as own:
            start.wait()
            mine = get_document(own, OutgoingDocument, document.id, office.clerk)
            try:
                with clock.stopped_at(MONDAY):
                    outcomes.append(service.issue(own, office.clerk, mine, entry, stamps).reference)
                own.commit()
            except Stale as refusal:
                outcomes.append(type(refusal).__name__)

    clerks = [threading.Thread(target=press) for _ in range(2)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert sorted(outcomes) == ["01/UBND-VHXH", "Stale"]
    session.expire_all()
    assert [row.number for row in session.scalars(select(TakenNumber))] == [1]


def test_only_the_agency_s_own_clerk_issues(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = signed(session, office, storage)
    entry = IssueEntry(version=document.version)
    stamps = stamps_for(session, storage, document.id)
    for actor in (office.leader, office.officer, office.other_clerk):
        with pytest.raises(Forbidden):
            service.issue(session, actor, document, entry, stamps)


def test_receivers_are_told_and_the_event_names_those_inside(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    receivers = (
        to_other_agency(office, reply_required=True, due_on=date(2026, 11, 30)),
        RecipientEntry("Sở Y tế", channel="paper"),
    )
    document = issue(
        session, office, signed(session, office, storage, recipients=receivers), storage
    )
    rows = recipients_of(session, document.id)
    assert [(row.name, row.channel, row.state) for row in rows] == [
        ("UBND xã Hữu Lũng Thượng", "system", "sent"),
        ("Sở Y tế", "paper", "sent"),
    ]
    session.flush()
    event = session.scalars(select(OutboxRow).where(OutboxRow.topic == "outgoing.issued")).one()
    assert event.payload["document_id"] == document.id
    assert event.payload["deliveries"] == [
        {
            "recipient_id": rows[0].id,
            "agency_id": office.other_agency_id,
            "reply_required": True,
            "due_at": "2026-11-30T10:00:00+00:00",
        }
    ]
    assert document.reply_required
    assert document.due_at == datetime(2026, 11, 30, 10, tzinfo=UTC)


def test_receivers_are_changed_while_issuing(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = signed(session, office, storage)
    planned = recipients_of(session, document.id)[0]
    issue(
        session,
        office,
        document,
        storage,
        changes=(RecipientChange(planned.id, False, False, None),),
        added=(RecipientEntry("Báo Hà Sơn", channel="email"),),
    )
    assert [row.name for row in recipients_of(session, document.id)] == ["Báo Hà Sơn"]


def test_a_receiver_of_another_document_cannot_be_changed(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    strange = recipients_of(session, signed(session, office, storage).id)[0]
    document = signed(session, office, storage)
    with pytest.raises(NotFound):
        issue(
            session,
            office,
            document,
            storage,
            changes=(RecipientChange(strange.id, False, False, None),),
        )


def test_an_answer_by_a_past_day_is_refused(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    late = to_other_agency(office, reply_required=True, due_on=date(2026, 11, 22))
    document = signed(session, office, storage, recipients=(late,))
    with pytest.raises(Refused, match="answer by 22/11/2026, which is past"):
        issue(session, office, document, storage)


def test_the_same_receiver_counts_once(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    twice = (
        to_other_agency(office),
        to_other_agency(office),
        RecipientEntry("Sở Y tế", channel="paper"),
    )
    document = signed(session, office, storage, recipients=twice)
    issue(session, office, document, storage, added=(RecipientEntry("sở y TẾ", channel="email"),))
    assert len(recipients_of(session, document.id)) == 2


def test_what_an_ended_agency_was_to_get_goes_to_its_successor_once(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    heir = agency_like(session, office.other_agency_id, "UBND phường Hữu Lũng")
    document = signed(session, office, storage, recipients=(to_other_agency(office),))
    both = (to_other_agency(office), RecipientEntry("UBND phường Hữu Lũng", heir.id))
    second = signed(session, office, storage, recipients=both)
    ended = session.get_one(Agency, office.other_agency_id)
    ended.valid_to, ended.successor_id = clock.today() - timedelta(days=1), heir.id
    name = ended.name
    raise_epoch(session)
    issue(session, office, document, storage)
    [row] = recipients_of(session, document.id)
    assert (row.agency_id, row.state) == (heir.id, "sent")
    assert row.name == "UBND xã Hữu Lũng Thượng"  # as the paper names it
    issue(session, office, second, storage)
    assert [one.agency_id for one in recipients_of(session, second.id)] == [heir.id]
    third = signed(session, office, storage, recipients=(RecipientEntry(name, channel="paper"),))
    assert [one.agency_id for one in recipients_of(session, third.id)] == [heir.id]


def agency_like(session: Session, agency_id: int, name: str) -> Agency:
    like = session.get_one(Agency, agency_id)
    made = Agency(
        code="H99.1", name=name, short_name=name, symbol=like.symbol, place_name=like.place_name,
        valid_from=like.valid_from,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def test_everything_is_in_the_trail_and_the_chain_holds(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    issue(session, office, signed(session, office, storage), storage)
    session.commit()
    assert verify(session).is_whole


def test_who_may_read_it(session: Session, office: Office, storage: MemoryStorage) -> None:
    document = signed(session, office, storage)
    session.flush()
    for actor in (office.clerk, office.leader, office.head, office.officer):
        assert get_document(session, OutgoingDocument, document.id, actor)
    for actor in (office.second_officer, office.economy_head, office.other_clerk, office.admin):
        with pytest.raises(NotFound):
            get_document(session, OutgoingDocument, document.id, actor)


def reserved(session: Session, office: Office, count: int = 1) -> list[TakenNumber]:
    series = session.get_one(NumberSeries, office.letter_series_id)
    reason = "giữ cho công văn của Chủ tịch"
    return registers.reserve(session, office.clerk, series, 2026, count, reason)


def test_a_reserved_number_keeps_its_place_and_its_date(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    with clock.stopped_at(SIGNED_AT):
        issue(session, office, signed(session, office, storage), storage)
        kept = reserved(session, office)[0]
        issue(session, office, signed(session, office, storage), storage)
    document = signed(session, office, storage)
    with pytest.raises(Refused, match="Number 03 after it is dated 20/11/2026"):
        issue(session, office, document, storage, reserved_id=kept.id, dated=clock.today())
    issue(session, office, document, storage, reserved_id=kept.id)
    assert (document.reference, document.issued_on) == ("02/UBND-VHXH", date(2026, 11, 20))
    again = signed(session, office, storage)
    with pytest.raises(Refused, match="no longer kept"):
        issue(session, office, again, storage, reserved_id=kept.id)


def test_a_reserved_number_bears_the_day_it_was_kept_for(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    """Also where the clerk kept it for a day before that on which it was kept."""
    series = session.get_one(NumberSeries, office.letter_series_id)
    with clock.stopped_at(SIGNED_AT):
        document = signed(session, office, storage)
    before = clock.local(SIGNED_AT).date()
    [kept] = registers.reserve(session, office.clerk, series, 2026, 1, "Chờ đóng dấu", before)
    issue(session, office, document, storage, reserved_id=kept.id)
    assert document.issued_on == before < clock.today()


def test_a_number_reserved_in_another_series_is_refused(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    kept = reserved(session, office)[0]
    decision = signed(session, office, storage, type_code="QD")
    with pytest.raises(Refused, match="no longer kept"):
        issue(session, office, decision, storage, reserved_id=kept.id)


def test_a_reply_closes_the_lead_line_in_the_same_transaction(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    request = request_of(session, office)
    receivers = [
        Receiver(f"u{office.culture_id}", "lead"),
        Receiver(f"u{office.economy_id}", "cohandler"),
    ]
    work.direct(session, office.leader, request.id, "Giao Phòng VHXH", receivers)
    reply = signed(session, office, storage, answers_id=request.id)
    issue(session, office, reply, storage)
    lines = session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert [(line.role, line.state, line.outcome) for line in lines] == [
        ("lead", "done", "01/UBND-VHXH"),
        ("cohandler", "open", ""),
    ]
    assert [one.id for one in links_of(session, office.clerk, request.id).replies] == [reply.id]
    assert replies_to(session, office.clerk, [request.id]) == {request.id: "01/UBND-VHXH"}
    assert replies_to(session, office.admin, [request.id]) == {request.id: ""}, "not to be named"
    assert get_document(session, OutgoingDocument, reply.id, office.economy_head)
