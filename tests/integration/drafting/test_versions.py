"""Starting and saving: every save is a version, nothing is overwritten unseen."""

import io
import threading
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval import service as approval
from app.approval.inputs import Decision, RoundEntry
from app.approval.models import CircuitStep
from app.core.errors import Forbidden, NotFound, OfficeError, Refused, Stale
from app.core.policy import Actor
from app.drafting import service
from app.drafting.models import Draft, DraftLook, DraftVersion
from app.drafting.queries import draft_view, drafts_of
from app.drafting.rules.content import Details, RecipientPlan
from app.files.models import Upload
from app.outgoing.models import OutgoingDocument
from app.work.models import Assignment
from documents.settling import paragraphs_of
from documents.storage import DiskStorage, MemoryStorage
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.drafting.making import (
    approve,
    changed,
    current,
    entry,
    make_draft,
    make_request,
    rounds,
    sent,
    step,
)
from tests.integration.work.making import make_document
from tests.sandboxing import look_into, taken

pytestmark = pytest.mark.usefixtures("monday")


def a_docx(words: str = "Văn bản soạn sẵn.") -> io.BytesIO:
    document = docx.Document()
    document.add_paragraph(words)
    target = io.BytesIO()
    document.save(target)
    target.seek(0)
    return target


def upload(
    session: Session, storage: MemoryStorage, actor: Actor, name: str = "du-thao.docx"
) -> str:
    return taken(session, storage, a_docx(), name, actor).token


def test_composed_draft_says_what_the_form_said(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = make_draft(session, office, storage, urgency=1)
    (version,) = draft.versions
    words = paragraphs_of(storage.path(version.sha256))
    text = "\n".join(words)
    for said in (
        "PHƯỜNG TÂN KHÊ",
        "KHẨN",
        "Sở Nội vụ",
        "Đến nay đã có 347 hồ sơ.",
        "Lưu: VT, VHXH",
    ):
        assert said in text
    assert "UBND-VHXH" in text
    assert version.name == "Công văn Trả lời về cải cách hành chính.docx"


def test_reply_notes_that_work_began(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    request, _line = make_request(session, office)
    draft = make_draft(session, office, storage, answers_id=request.id)
    own = select(Assignment).where(Assignment.holder == f"p{office.officer.person_id}")
    assert session.scalars(own).one().acted_at is not None
    assert [row.id for row in drafts_of(session, office.officer, request.id)] == [draft.id]
    assert drafts_of(session, office.economy_officer, request.id) == []


def test_only_readers_of_the_request_may_answer_it(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    request = make_document(session, office)
    with pytest.raises(NotFound):
        service.start(session, storage, office.officer, entry(office), answers_id=request.id)
    with pytest.raises(NotFound):
        service.start(session, storage, office.other_clerk, entry(office), answers_id=request.id)
    with pytest.raises(Forbidden):
        service.start(session, storage, office.admin, entry(office))


def test_unaccepted_delivery_is_not_answered(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    values = {"number": None, "register_id": None, "year": None, "state": "waiting"}
    request = make_document(session, office, **values)
    with pytest.raises(Refused, match="cannot be answered"):
        service.start(session, storage, office.leader, entry(office), answers_id=request.id)


def test_every_save_is_a_version_unless_nothing_changed(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = make_draft(session, office, storage)
    same = entry(office, base_version=1)
    _version, is_new = service.save_version(session, storage, office.officer, draft.id, same)
    assert not is_new
    other = entry(
        office, base_version=1, recipients=(RecipientPlan("Sở Y tế"),), note="Sửa nơi nhận"
    )
    version, is_new = service.save_version(session, storage, office.officer, draft.id, other)
    assert is_new
    assert (version.number, version.note, version.made_by_id) == (
        2,
        "Sửa nơi nhận",
        office.officer.person_id,
    )
    assert draft.recipients[0]["name"] == "Sở Y tế"
    first = session.scalars(select(DraftVersion).where(DraftVersion.number == 1)).one()
    addressed = RecipientPlan("Sở Nội vụ", addressed=True)
    assert Details.from_json(first.details).recipients == (addressed,)


def test_saving_over_anothers_version_names_them(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = make_draft(session, office, storage)
    service.save_version(session, storage, office.head, draft.id, changed(1, "Của trưởng.", office))
    session.commit()
    with pytest.raises(Stale, match="Nông Thị Quyên"):
        service.save_version(
            session, storage, office.officer, draft.id, changed(1, "Của tôi.", office)
        )


def test_who_may_write(session: Session, office: Office, storage: MemoryStorage) -> None:
    draft = sent(session, office, storage)
    with pytest.raises(Forbidden):
        service.save_version(session, storage, office.clerk, draft.id, changed(1, "Sửa.", office))
    with pytest.raises(NotFound):
        service.save_version(
            session, storage, office.economy_officer, draft.id, changed(1, "Sửa.", office)
        )
    approve(session, storage, office.head, draft)
    change = changed(1, "Văn thư sửa thể thức.", office, restarts_round=True)
    version, _new = service.save_version(session, storage, office.clerk, draft.id, change)
    assert (version.number, rounds(session, draft)) == (2, 2)


def test_signed_draft_is_written_no_more(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    draft = sent(session, office, storage, (step("sign", office.leader, 1),))
    approve(session, storage, office.leader, draft)
    with pytest.raises(Forbidden):
        service.save_version(session, storage, office.officer, draft.id, changed(1, "Sửa.", office))


def test_uploaded_draft_keeps_its_own_file(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    token = upload(session, storage, office.officer)
    given = entry(office, wording=None, main_token=token)
    draft = service.start(session, storage, office.officer, given)
    (version,) = draft.versions
    assert version.fields is None
    assert paragraphs_of(storage.path(version.sha256)) == ["Văn bản soạn sẵn."]
    other = entry(office, wording=None, subject="Trích yếu khác", base_version=1)
    again, is_new = service.save_version(session, storage, office.officer, draft.id, other)
    assert (is_new, again.sha256) == (True, version.sha256)


@pytest.mark.parametrize("name", ["khong-co", "cua-nguoi-khac"])
def test_upload_of_nobody_or_another_is_refused(
    session: Session, office: Office, storage: MemoryStorage, name: str
) -> None:
    token = "khong-co" if name == "khong-co" else upload(session, storage, office.head)
    with pytest.raises(Refused, match="Add it again"):
        service.start(
            session, storage, office.officer, entry(office, wording=None, main_token=token)
        )


def test_an_upload_is_used_once_and_must_be_word(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
    stored = storage.put(io.BytesIO(png))
    session.add(
        Upload(
            token="anh",
            person_id=office.officer.person_id,
            name="anh.png",
            sha256=stored.sha256,
            media_type="image/png",
            size=stored.size,
        )
    )
    session.flush()
    with pytest.raises(Refused, match=r"Only a \.docx"):
        service.start(
            session, storage, office.officer, entry(office, wording=None, main_token="anh")
        )
    token = upload(session, storage, office.officer)
    given = entry(office, wording=None, main_token=token)
    service.start(session, storage, office.officer, given)
    with pytest.raises(Refused, match="already used"):
        service.start(session, storage, office.officer, given)


def test_attachments_belong_to_versions_and_are_issued_with_them(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    first = upload(session, storage, office.officer, "bieu-01.docx")
    draft = make_draft(session, office, storage, uploads=(first,))
    (kept,) = draft.versions[0].details["attachments"]
    second = upload(session, storage, office.officer, "bieu-02.docx")
    change = entry(office, base_version=1, uploads=(second,))
    version, _new = service.save_version(session, storage, office.officer, draft.id, change)
    view = draft_view(session, office.officer, draft.id)
    assert [file.name for file in view.attachments] == ["bieu-02.docx"]
    assert kept not in version.details["attachments"]
    foreign = entry(office, base_version=2, kept_attachments=(kept, 999))
    with pytest.raises(Refused, match="does not belong"):
        service.save_version(session, storage, office.officer, draft.id, foreign)
    again = entry(office, base_version=2, kept_attachments=(kept,))
    version, _new = service.save_version(session, storage, office.officer, draft.id, again)
    assert version.details["attachments"] == [kept]


def test_uploaded_file_is_signed_by_the_one_it_names(
    session: Session, office: Office, storage: MemoryStorage
) -> None:
    token = upload(session, storage, office.officer)
    given = entry(office, wording=None, main_token=token)
    draft = service.start(session, storage, office.officer, given)
    look_into(session, storage, service.contents_of(session, draft, draft.versions[0]))
    deputy = (step("sign", office.deputy, 1),)
    with pytest.raises(Refused, match="Trịnh Xuân Quảng"):
        approval.send_round(
            session, storage, office.officer, draft.record_id, RoundEntry(deputy, 1)
        )
    leader = (step("sign", office.leader, 1),)
    approval.send_round(session, storage, office.officer, draft.record_id, RoundEntry(leader, 1))
    approve(session, storage, office.leader, draft)
    document = session.get_one(OutgoingDocument, draft.document_id)
    with storage.open(document.files[0].sha256) as signed:
        assert docx.Document(signed).core_properties.author == "", "nobody's name leaves with it"
    assert paragraphs_of(storage.path(document.files[0].sha256)) == ["Văn bản soạn sẵn."]


def test_no_form_no_composing(session: Session, office: Office, storage: MemoryStorage) -> None:
    with pytest.raises(Refused, match="no form for this type"):
        make_draft(session, office, storage, type_code="NQ")
    with pytest.raises(Refused) as refusal:
        make_draft(session, office, storage, subject="")
    assert [problem.field for problem in refusal.value.problems] == ["subject"]


def test_comments_and_looks(session: Session, office: Office, storage: MemoryStorage) -> None:
    draft = make_draft(session, office, storage)
    approval.remark(session, office.head, draft.record_id, 1, "Xem lại mục 2.")
    with pytest.raises(Refused, match="no such version"):
        approval.remark(session, office.head, draft.record_id, 7, "?")
    with pytest.raises(Refused, match="Write your comment"):
        approval.remark(session, office.head, draft.record_id, 1, "")
    with pytest.raises(NotFound):
        approval.remark(session, office.economy_head, draft.record_id, 1, "?")
    service.note_look(session, office.head, draft.id, 1)
    service.note_look(session, office.head, draft.id, 1)
    session.flush()
    assert len(session.scalars(select(DraftLook)).all()) == 1


def test_giving_up(session: Session, office: Office, storage: MemoryStorage) -> None:
    draft = make_draft(session, office, storage)
    with pytest.raises(Forbidden):
        service.cancel(session, office.head, draft.id, "Không cần nữa")
    with pytest.raises(Refused, match="Say why"):
        service.cancel(session, office.officer, draft.id, "")
    service.cancel(session, office.officer, draft.id, "Không cần nữa")
    assert draft.state == "cancelled"
    circulating = sent(session, office, storage)
    with pytest.raises(Refused, match="not in a circuit"):
        service.cancel(session, office.officer, circulating.id, "Không cần nữa")


# -- Two at once, each in a transaction of their own ---------------------------------------------


def race(database: TestDatabase, *verbs: Callable[[Session], object]) -> list[str]:
    """Let them all go at once; tell what became of each."""
    together = threading.Barrier(len(verbs))
    results: list[str] = []

    def run(verb: Callable[[Session], object]) -> None:
        together.wait()
        with Session(database.engine, expire_on_commit=False) as session:
            try:
                verb(session)
                session.commit()
                results.append("done")
            except OfficeError as refusal:
                results.append(type(refusal).__name__)

    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def test_two_decide_at_once(database: TestDatabase, office: Office, tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    with Session(database.engine, expire_on_commit=False) as session:
        draft = sent(session, office, storage)
        step_id = current(session, draft)[0].id
        session.commit()
    given = Decision(step_id, 1)

    def decide(session: Session) -> object:
        return approval.decide(session, storage, office.head, draft.record_id, given)

    assert race(database, decide, decide) == ["Stale", "done"]
    with Session(database.engine) as session:
        states = session.query(CircuitStep.state).filter_by(record_id=draft.record_id)
        assert [state for (state,) in states.order_by(CircuitStep.position)] == [
            "done",
            "current",
            "waiting",
        ]


def test_two_save_at_once(database: TestDatabase, office: Office, tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    with Session(database.engine, expire_on_commit=False) as session:
        draft = make_draft(session, office, storage)
        session.commit()

    def save(actor: Actor, words: str) -> Callable[[Session], object]:
        change = changed(1, words, office)
        return lambda session: service.save_version(session, storage, actor, draft.id, change)

    saved = race(database, save(office.officer, "Của tôi."), save(office.head, "Của trưởng."))
    assert saved == ["Stale", "done"]
    with Session(database.engine) as session:
        assert session.get_one(Draft, draft.id).version == 2
