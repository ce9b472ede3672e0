"""An uploaded draft with marks in it: listed, settled by one press, and clean when it leaves."""

import io
import re
from collections.abc import Callable
from email.message import EmailMessage
from html import unescape

import docx
import pytest
from docx.shared import Mm
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval import service as approval
from app.approval.inputs import RoundEntry
from app.core import jobs
from app.core.db import session_factory
from app.core.errors import NotFound, Refused, Stale
from app.core.outbox import OutboxRow
from app.core.policy import Actor
from app.drafting import service
from app.drafting.inputs import Seen
from app.drafting.models import Draft, DraftAttachment, DraftVersion
from app.files.events import LookInside
from app.files.jobs import looking_inside
from app.files.models import RecordFile
from app.files.service import marks_in
from app.outgoing import service as outgoing
from app.outgoing.inputs import IssueEntry
from app.outgoing.models import OutgoingDocument
from documents.storage import Storage
from tests.databases import TestDatabase
from tests.documents.document_files import docx_bytes, image_bytes
from tests.documents.marked import changed, document_of, everywhere, saved
from tests.documents.test_marks import OF_PEOPLE, noted_pdf, words_in, workbook
from tests.factories.office import Office
from tests.integration.drafting.making import approve, entry, make_draft, step
from tests.integration.messages.test_taken_back import rows_of
from tests.sandboxing import look_into, sandbox, stamps_for, taken

ClientOf = Callable[[Actor], FlaskClient]
Signed = Callable[..., OutgoingDocument]


@pytest.fixture
def storage(app: Flask) -> Storage:
    """The application's own: its pages read what the tests keep."""
    kept: Storage = app.extensions["engines"].storage
    return kept


def uploaded(
    session: Session, storage: Storage, office: Office, content: bytes, *beside: bytes
) -> Draft:
    """A draft whose text is this file, and others that go along."""
    tokens = [
        taken(session, storage, io.BytesIO(one), f"{number}.docx", office.officer).token
        for number, one in enumerate((content, *beside))
    ]
    given = entry(office, wording=None, main_token=tokens[0], uploads=tuple(tokens[1:]))
    draft = service.start(session, storage, office.officer, given)
    looked_into(session, storage, draft)
    return draft


COMING = "đang được kiểm tra"
RICH = (
    rb"{\rtf1\ansi{\*\revtbl{Unknown;}{Le Nhuan;}}Han: {\revised\revauth1 ngay hai muoi}"
    rb"{\deleted\revauthdel1 ngay muoi lam}\par}"
)


def test_old_kinds_and_mails_beside_a_draft_are_looked_into_by_a_worker(
    session: Session,
    office: Office,
    storage: Storage,
    client_of: ClientOf,
    database: TestDatabase,
) -> None:
    """An old letter becomes one of today by the press; what is in a mail is its author's."""
    if not sandbox().converts:
        pytest.skip("LibreOffice is not installed")
    mail = EmailMessage()
    mail["Subject"] = "Gửi biểu"
    mail.set_content("Kính gửi")
    mail.add_attachment(saved(everywhere()), "application", "x", filename="trong thu.docx")
    beside = {"To trinh.rtf": RICH, "thu.eml": mail.as_bytes()}
    tokens = [
        taken(session, storage, io.BytesIO(content), name, office.officer).token
        for name, content in beside.items()
    ]
    draft = service.start(session, storage, office.officer, entry(office, uploads=tuple(tokens)))
    session.commit()
    client, address = client_of(office.officer), f"/drafts/{draft.id}"
    page = client.get(address).get_data(as_text=True)
    assert page.count(COMING) == 2
    assert len(asked_to_look(session)) == 2, "once, when they came, and not again by the page"
    session.rollback()
    handlers = jobs.Handlers([looking_inside(storage, sandbox())])
    jobs.drain(session_factory(database.engine), handlers)
    page = client.get(address).get_data(as_text=True)
    assert COMING not in page
    assert all(words in page for words in ("ngay muoi lam", "trong thu.docx", "thành tệp .docx"))
    with pytest.raises(Refused) as refusal:
        send(session, storage, office, draft)
    assert [one.params["name"] for one in refusal.value.problems] == list(beside)
    settled(session, storage, office.officer, draft)
    contents = service.contents_of(session, draft, draft.versions[-1])
    assert {one.name for one in contents} == {"To trinh.docx", "thu.eml"}
    with pytest.raises(Refused) as refusal:
        send(session, storage, office, draft)
    assert [one.params["name"] for one in refusal.value.problems] == ["thu.eml"]


def asked_to_look(session: Session) -> list[OutboxRow]:
    return list(session.scalars(select(OutboxRow).where(OutboxRow.topic == LookInside.topic)))


def looked_into(session: Session, storage: Storage, draft: Draft) -> None:
    session.refresh(draft)
    look_into(session, storage, service.contents_of(session, draft, draft.versions[-1]))


def settled(
    session: Session,
    storage: Storage,
    actor: Actor,
    draft: Draft,
    *,
    seen: Seen | None = None,
    accept: bool = True,
) -> DraftVersion:
    made = service.settle_ahead(session, storage, sandbox(), draft, accept=accept)
    given = seen or Seen(base_version=draft.versions[-1].number)
    version = service.settle(session, actor, draft.id, given, made, "accept" if accept else "undo")
    looked_into(session, storage, draft)
    return version


def send(session: Session, storage: Storage, office: Office, draft: Draft) -> None:
    way = RoundEntry((step("sign", office.leader, 1),), draft.versions[-1].number)
    approval.send_round(session, storage, office.officer, draft.record_id, way)


def issued(
    session: Session, storage: Storage, office: Office, document: OutgoingDocument
) -> list[RecordFile]:
    stamps = stamps_for(session, storage, document.id)
    given = IssueEntry(version=document.version)
    outgoing.issue(session, office.clerk, document, given, stamps)
    return live(session, document)


def live(session: Session, document: OutgoingDocument) -> list[RecordFile]:
    rows = select(RecordFile).where(
        RecordFile.record_id == document.id, RecordFile.removed_at.is_(None)
    )
    return list(session.scalars(rows.order_by(RecordFile.position)))


def left_in(storage: Storage, file: RecordFile) -> list[str]:
    with storage.open(file.sha256) as content:
        words = words_in(content.read())
    return [word for word in OF_PEOPLE if word in words]


def test_marks_are_settled_before_it_goes_for_signature(
    session: Session, office: Office, storage: Storage
) -> None:
    draft = uploaded(session, storage, office, saved(everywhere()), saved(everywhere()))
    with pytest.raises(Refused) as refusal:
        send(session, storage, office, draft)
    assert [one.params["count"] for one in refusal.value.problems] == [17, 17]
    version = settled(session, storage, office.officer, draft)
    assert (version.number, version.fields) == (2, None)
    send(session, storage, office, draft)
    approve(session, storage, office.leader, draft, version=2)
    document = session.get_one(OutgoingDocument, draft.document_id)
    assert [left_in(storage, file) for file in live(session, document)] == [[], []], "as signed"
    files = issued(session, storage, office, document)
    assert [left_in(storage, file) for file in files] == [[], []], "as delivered"


def test_one_undoes_what_was_changed(session: Session, office: Office, storage: Storage) -> None:
    draft = uploaded(session, storage, office, saved(document_of(changed("05/12", "20/12"))))
    settled(session, storage, office.officer, draft, accept=False)
    paragraphs = sandbox().paragraphs(storage.path(draft.versions[-1].sha256))
    assert paragraphs == ["Hạn: 05/12"]


def test_only_files_beside_it_have_marks(
    session: Session, office: Office, storage: Storage
) -> None:
    draft = make_draft(session, office, storage)
    beside = {
        "b.docx": saved(everywhere()),
        "c.xlsx": workbook(hidden=False),
        "d.pdf": noted_pdf(),
        "e.jpg": image_bytes("JPEG"),
    }
    tokens = [
        taken(session, storage, io.BytesIO(content), name, office.officer).token
        for name, content in beside.items()
    ]
    again = entry(office, base_version=1, uploads=tuple(tokens))
    service.save_version(session, storage, office.officer, draft.id, again)
    looked_into(session, storage, draft)
    with pytest.raises(Refused) as refusal:
        send(session, storage, office, draft)
    found = {one.params["name"]: one.params["count"] for one in refusal.value.problems}
    assert found == {"b.docx": 17, "c.xlsx": 1, "d.pdf": 2}
    version = settled(session, storage, office.officer, draft)
    assert version.fields == draft.versions[1].fields, "the text was laid out here, and stays"
    send(session, storage, office, draft)
    kept = [session.get_one(DraftAttachment, one) for one in version.details["attachments"]]
    assert [one.name for one in kept] == list(beside)
    assert not any(marks_in(session, one.sha256) for one in kept)


def test_what_a_sheet_hides_is_taken_out_by_its_author(
    session: Session, office: Office, storage: Storage, client_of: ClientOf
) -> None:
    """Its comment and the note on a PDF go by one press; then nothing is left to press."""
    draft = make_draft(session, office, storage)
    beside = {"c.xlsx": workbook(hidden=True), "d.pdf": noted_pdf()}
    tokens = [
        taken(session, storage, io.BytesIO(content), name, office.officer).token
        for name, content in beside.items()
    ]
    again = entry(office, base_version=1, uploads=tuple(tokens))
    service.save_version(session, storage, office.officer, draft.id, again)
    looked_into(session, storage, draft)
    session.commit()
    officer, address = client_of(office.officer), f"/drafts/{draft.id}"
    assert "Bỏ hết" in officer.get(address).text
    for version in ("2", "3"):
        done = officer.post(f"{address}/settle", data={"do": "accept", "base_version": version})
        assert done.location == address
        shown = officer.get(address).text
        assert "“c.xlsx” còn giữ nội dung không hiện trên trang" in shown
        looked_into(session, storage, draft)
        session.commit()
    shown = officer.get(address).text
    assert "Bản 3" in shown
    assert "Bản 4" not in shown
    assert "chỉ bỏ hoặc cho hiện được bằng chương trình tạo ra tệp" in shown
    assert "Bỏ hết" not in shown
    with pytest.raises(Refused, match="settle them, or upload a clean file") as refusal:
        send(session, storage, office, draft)
    assert [one.params for one in refusal.value.problems] == [{"name": "c.xlsx", "count": 2}]


def test_what_nobody_looked_into_is_not_signed(
    session: Session, office: Office, storage: Storage
) -> None:
    token = taken(session, storage, io.BytesIO(docx_bytes()), "a.docx", office.officer).token
    given = entry(office, wording=None, main_token=token)
    draft = service.start(session, storage, office.officer, given)
    with pytest.raises(Refused, match="still being looked through"):
        send(session, storage, office, draft)


def test_marks_that_came_meanwhile_stop_the_signature(
    session: Session, office: Office, storage: Storage
) -> None:
    """Sent clean, then written anew by whoever is asked: the signature looks once more."""
    draft = uploaded(session, storage, office, docx_bytes("Sạch."))
    send(session, storage, office, draft)
    stream = io.BytesIO(saved(everywhere()))
    token = taken(session, storage, stream, "sua.docx", office.leader).token
    again = entry(office, wording=None, main_token=token, base_version=1)
    service.save_version(session, storage, office.leader, draft.id, again)
    looked_into(session, storage, draft)
    with pytest.raises(Refused, match="17 marked changes"):
        approve(session, storage, office.leader, draft, version=2)


def test_settling_follows_the_rules_of_writing(
    session: Session, office: Office, storage: Storage
) -> None:
    draft = uploaded(session, storage, office, saved(everywhere()))
    with pytest.raises(NotFound):
        settled(session, storage, office.leader, draft)
    with pytest.raises(Stale):
        settled(session, storage, office.officer, draft, seen=Seen(base_version=2))
    settled(session, storage, office.officer, draft)
    with pytest.raises(Refused, match="nothing to settle"):
        settled(session, storage, office.officer, draft)
    assert len(draft.versions) == 2


def test_settling_what_was_approved_says_so_first(
    session: Session, office: Office, storage: Storage
) -> None:
    draft = uploaded(session, storage, office, saved(everywhere()))
    steps = (step("review", office.head, 1), step("initial", office.clerk, 2))
    way = RoundEntry(steps, 1)
    approval.send_round(session, storage, office.officer, draft.record_id, way)
    approve(session, storage, office.head, draft)
    with pytest.raises(Refused, match="approved meanwhile"):
        settled(session, storage, office.officer, draft)
    told = Seen(base_version=1, restarts_round=True)
    assert settled(session, storage, office.officer, draft, seen=told).number == 2


def test_a_paper_document_with_marks_does_not_leave(
    session: Session, office: Office, storage: Storage
) -> None:
    """A clerk enters the .docx itself: nobody looked into it before the number is asked for."""
    draft = uploaded(session, storage, office, docx_bytes("Sạch."))
    send(session, storage, office, draft)
    approve(session, storage, office.leader, draft)
    document = session.get_one(OutgoingDocument, draft.document_id)
    marked = storage.put(io.BytesIO(saved(everywhere())))
    (file,) = live(session, document)
    file.sha256 = marked.sha256
    session.flush()
    with pytest.raises(Refused, match="17 marked changes"):
        issued(session, storage, office, document)
    unsigned = storage.put(io.BytesIO(docx_bytes("Chưa ai dọn.")))
    file.sha256 = unsigned.sha256
    session.flush()
    assert [left_in(storage, one) for one in issued(session, storage, office, document)] == [[]]


# -- Pages -----------------------------------------------------------------------------------------


def test_the_page_lists_them_and_settles_by_one_press(
    session: Session, office: Office, storage: Storage, client_of: ClientOf
) -> None:
    draft = uploaded(session, storage, office, saved(everywhere()))
    session.commit()
    officer = client_of(office.officer)
    address = f"/drafts/{draft.id}"
    shown = officer.get(address).text
    assert "14 vết sửa, 1 đoạn ẩn, 1 tệp nhúng, 1 nhận xét" in shown
    assert "Câu này chưa hỏi Tài chính" in shown
    assert "Lê Nhuần, 20/11/2026, 08:15, trong đầu trang" in shown
    assert "Chấp nhận mọi vết sửa" in shown
    done = officer.post(f"{address}/settle", data={"do": "accept", "base_version": "1"})
    assert done.location == address
    after = officer.get(address).text
    assert "Bản 2" in after
    assert "vết sửa" not in after.split('id="changes"')[0]
    assert "Chấp nhận mọi vết sửa" not in after
    assert "Chấp nhận mọi vết sửa" not in officer.get(f"{address}?version=1").text
    assert "14 vết sửa" in officer.get(f"{address}?version=1").text, "it stays to be read"


def test_who_may_not_write_settles_nothing(
    session: Session, office: Office, storage: Storage, client_of: ClientOf
) -> None:
    draft = uploaded(session, storage, office, saved(everywhere()))
    session.commit()
    data = {"do": "accept", "base_version": "1"}
    assert client_of(office.leader).post(f"/drafts/{draft.id}/settle", data=data).status_code == 404
    twice = client_of(office.officer)
    twice.post(f"/drafts/{draft.id}/settle", data=data)
    assert twice.post(f"/drafts/{draft.id}/settle", data=data).status_code in (409, 422)
    session.expire_all()
    assert len(session.get_one(Draft, draft.id).versions) == 2


def test_the_layout_check_reads_the_uploaded_file(
    session: Session, office: Office, storage: Storage, client_of: ClientOf
) -> None:
    """5 mm margins in Arial without receivers on it: not "3/3, Nghị định 30"."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Arial"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("top", "bottom", "left", "right"):
        setattr(section, f"{side}_margin", Mm(5))
    document.add_paragraph("Kính gửi: Sở Nội vụ")
    draft = uploaded(session, storage, office, saved(document))
    session.commit()
    shown = client_of(office.officer).get(f"/drafts/{draft.id}").text
    part = re.findall(r'id="layout".*?</section>', shown, re.DOTALL)[0]
    assert "Lề trái 5 mm; đúng là 30 đến 35 mm." in part
    assert "Dùng phông Arial" in part
    assert "Nơi nhận: không thấy trong tệp." in part
    assert re.search(r"1/1[0-9] điểm đạt, Nghị định 30", part), part
    send(session, storage, office, draft)
    session.commit()
    leader = client_of(office.leader)
    turn = leader.get(f"/drafts/{draft.id}").text
    assert re.search(r'value="approve" [^>]*data-confirm="Thể thức mới đạt 1/1[0-9] điểm\.', turn)
    other = uploaded(session, storage, office, numbered("UBND-XX"))
    send(session, storage, office, other)
    session.commit()
    rows = rows_of(leader.get("/approvals").text)
    ticked = {"ids": [one for one, _seen in rows], "seen": [seen for _one, seen in rows]}
    asked = unescape(leader.post("/approvals/decide", data=ticked).text)
    assert len(re.findall(r'<b>[^<]+</b><p class="mb-0">', asked)) == 2, (
        "by name, as its own page does"
    )
    assert re.search(r"Thể thức mới đạt 1/1[0-9] điểm\. Vẫn ký\?", asked)
    assert "Tệp ghi ký hiệu “UBND-XX”" in asked
    sure = ticked | {"sure": [draft.record_id]}
    steps = [
        (sure | {"do": "others"}, "circulating"),
        (sure | {"do": "all"}, "circulating"),  # nothing, as long as one is asked about
        (ticked | {"sure": ticked["ids"], "do": "all"}, "signed"),
    ]
    for data, state in steps:
        leader.post("/approvals/decide", data=data)
        session.expire_all()
        assert [draft.state, other.state] == [state] * 2
        session.rollback()


def numbered(symbol: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(f"Số:      /{symbol}")
    document.add_paragraph("Hà Sơn, ngày      tháng      năm 2026")
    document.add_paragraph("Kính gửi: Sở Nội vụ")
    return saved(document)


def test_another_symbol_than_the_book_gives_is_said_and_set_right_by_one_press(
    session: Session, office: Office, storage: Storage, client_of: ClientOf
) -> None:
    draft = uploaded(session, storage, office, numbered("UBND-XX"))
    session.commit()
    officer, address = client_of(office.officer), f"/drafts/{draft.id}"
    shown = unescape(officer.get(address).text)
    assert "Tệp ghi ký hiệu “UBND-XX”, khi phát hành sẽ là “" in shown
    (given,) = re.findall(r"Ghi “([^”]+)” vào tệp", shown)
    press = {"do": "symbol", "base_version": "1"}
    assert officer.post(f"{address}/settle", data=press).location == address
    after = unescape(officer.get(address).text)
    assert "Đã ghi đúng ký hiệu sau số" in after
    assert "Tệp ghi ký hiệu" not in after
    assert officer.post(f"{address}/settle", data=press).status_code in (409, 422), "once"
    session.expire_all()
    looked_into(session, storage, draft)
    send(session, storage, office, draft)
    approve(session, storage, office.leader, draft, version=2)
    document = session.get_one(OutgoingDocument, draft.document_id)
    (file,) = issued(session, storage, office, document)
    assert document.reference.endswith(f"/{given}")
    with storage.open(file.sha256) as content:
        assert f"Số: {document.reference}" in words_in(content.read()).replace("  ", " ")


def test_what_cannot_be_read_is_not_said_to_be_checked(
    session: Session, office: Office, storage: Storage, client_of: ClientOf
) -> None:
    draft = uploaded(session, storage, office, docx_bytes())
    draft.versions[0].sha256 = storage.put(io.BytesIO(b"khong phai docx")).sha256
    session.commit()
    shown = client_of(office.officer).get(f"/drafts/{draft.id}").text
    part = re.findall(r'id="layout".*?</section>', shown, re.DOTALL)[0]
    assert "chưa kiểm tra được gì về thể thức của tệp" in part
    assert "Nghị định 30" not in part
    looked_into(session, storage, draft)
    with pytest.raises(Refused, match="cannot be looked into"):
        send(session, storage, office, draft)
