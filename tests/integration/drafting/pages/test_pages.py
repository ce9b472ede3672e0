"""Pages of drafting: who may open what, what comes back, what is lost (nothing)."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.approval import service as approval
from app.approval.models import CircuitStep, Remark
from app.drafting import service
from app.drafting.models import Draft, DraftLook
from app.files.models import Upload
from app.outgoing import service as outgoing
from app.outgoing.inputs import IssueEntry
from app.outgoing.models import OutgoingDocument
from documents.storage import Storage
from tests.documents.document_files import docx_bytes
from tests.factories.office import Office
from tests.integration.drafting.making import (
    approve,
    changed,
    current,
    decision,
    make_draft,
    make_request,
    post_of,
    sent,
    step,
    usual,
)
from tests.integration.drafting.pages.typed import ClientOf, form
from tests.sandboxing import stamps_for, taken


def test_officer_walks_from_the_request_to_the_clerk(
    client_of: ClientOf, office: Office, session: Session, fresh: Callable[[], Session]
) -> None:
    request, _line = make_request(session, office)
    session.commit()
    officer = client_of(office.officer)
    page = officer.get(f"/drafts/new?answers={request.id}")
    assert "Phúc đáp Công văn số" in page.text
    assert "Sở Nội vụ" in page.text
    saved = officer.post(f"/drafts/new?answers={request.id}", data=form(office))
    assert saved.status_code == 302
    address = saved.headers["Location"]
    shown = officer.get(address)
    assert "Bản 1" in shown.text
    assert "Trình ký" in shown.text
    composed = officer.get(f"{address}/circuit", follow_redirects=True)
    assert composed.text.count("selected") >= 6
    lines = MultiDict({"base_version": "1", "do": "send"})
    for planned in usual(office):
        lines.add("kind", planned.kind)
        lines.add("who", str(planned.post_id))
        lines.add("beside", "")
        lines.add("until", "")
    composing = officer.post(f"{address}/circuit", data=lines)
    assert composing.status_code == 307, "where it was before; the whole form goes along"
    assert officer.post(composing.location, data=lines).location == address
    for actor in (office.head, office.clerk, office.leader):
        client = client_of(actor)
        assert "Trả lại" in client.get(address).text
        now = fresh().scalars(select(CircuitStep).where(CircuitStep.state == "current")).one()
        decided = client.post(
            f"/records/{now.record_id}/decide",
            data={"step_id": now.id, "seen_version": 1, "comment": "", "do": "approve"},
        )
        assert decided.status_code == 302
    document = fresh().scalars(select(OutgoingDocument)).one()
    assert (document.state, document.answers_id) == ("signed", request.id)
    inside = fresh().get_one(Draft, 1).recipients[0]
    assert inside["agency_id"] == office.other_agency_id
    assert inside["reply_required"] is True


def test_saving_over_another_keeps_what_was_typed(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    draft = make_draft(session, office, storage)
    service.save_version(session, storage, office.head, draft.id, changed(1, "Của trưởng.", office))
    session.commit()
    officer = client_of(office.officer)
    typed = form(office, base_version="1", body="Đoạn tôi vừa gõ rất dài.")
    back = officer.post(f"/drafts/{draft.id}/edit", data=typed)
    assert back.status_code == 409
    assert "Nông Thị Quyên" in back.text
    assert "Đoạn tôi vừa gõ rất dài." in back.text
    assert 'name="base_version" type="hidden" value="2"' in back.text
    again = officer.post(f"/drafts/{draft.id}/edit", data={**typed, "base_version": "2"})
    assert again.status_code == 302


def test_whoever_was_overtaken_is_told_which_files_came_and_went(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    """What the other added stays, though nobody ticked it here: nobody had seen it."""
    mine = taken(session, storage, io.BytesIO(docx_bytes("A")), "bieu-cu.docx", office.officer)
    draft = make_draft(session, office, storage, uploads=(mine.token,))
    (old_id,) = draft.versions[0].details["attachments"]
    theirs = taken(session, storage, io.BytesIO(docx_bytes("B")), "bieu-moi.docx", office.head)
    other = changed(1, "Của trưởng.", office, uploads=(theirs.token,))
    service.save_version(session, storage, office.head, draft.id, other)
    session.commit()
    typed = form(office, base_version="1")
    typed.add("kept", str(old_id))
    back = client_of(office.officer).post(f"/drafts/{draft.id}/edit", data=typed)
    assert back.status_code == 409
    head = client_of(office.head)
    link = f"/drafts/{draft.id}?version=1&amp;attachment={old_id}"
    assert link in head.get(f"/drafts/{draft.id}?version=1").text, "what lay with it is still read"
    shown = head.get(f"/drafts/{draft.id}?version=1&attachment={old_id}").text
    assert f"/drafts/{draft.id}/attachments/{old_id}" in shown
    newest = head.get(f"/drafts/{draft.id}?attachment={old_id}").text
    assert f"/attachments/{old_id}" not in newest
    assert "Nông Thị Quyên đã bỏ: bieu-cu.docx." in back.text
    assert "Nông Thị Quyên đã thêm: bieu-moi.docx." in back.text
    (box,) = re.findall(r'<input[^>]*name="kept"[^>]*>', back.text)
    assert " checked" in box


def test_everything_wrong_is_said_at_once_and_kept(
    client_of: ClientOf, office: Office, session: Session
) -> None:
    bad = form(office, subject="Báo cáo TUYỆT MẬT", r_due="31/02/2026", due_on="32/13/2026")
    back = client_of(office.officer).post("/drafts/new", data=bad)
    assert back.status_code == 422
    for said in ("31/02/2026", "32/13/2026", "Đến nay đã có 347 hồ sơ.", "TUYỆT MẬT"):
        assert said in back.text
    assert session.scalars(select(Draft)).all() == []


def test_an_approved_draft_says_that_saving_sends_it_round_again(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    draft = sent(session, office, storage)
    approve(session, storage, office.head, draft)
    session.commit()
    page = client_of(office.officer).get(f"/drafts/{draft.id}/edit")
    assert "trình lại từ bước đầu" in page.text
    assert "Nông Thị Quyên" in page.text
    assert 'name="restarts_round" type="hidden" value="1"' in page.text


def test_change_of_type_keeps_the_typing_and_renews_untouched_proposals(
    client_of: ClientOf, office: Office, session: Session
) -> None:
    request, _line = make_request(session, office)
    session.commit()
    officer = client_of(office.officer)
    before = officer.get(f"/drafts/new?answers={request.id}").text
    body = before.split('name="body"', 1)[1].split(">", 1)[1].split("</textarea>", 1)[0].strip()
    posted = form(office, type_code="QD", was_type="CV", do="retype", body=body)
    page = officer.post(f"/drafts/new?answers={request.id}", data=posted).text
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG TÂN KHÊ" in page
    assert "Căn cứ Công văn số" in page
    assert "Phúc đáp" not in page
    assert "Trả lời về cải cách hành chính" in page
    assert session.scalars(select(Draft)).all() == []


def test_a_double_click_makes_one_draft(
    client_of: ClientOf, office: Office, fresh: Callable[[], Session]
) -> None:
    officer = client_of(office.officer)
    once = form(office, _once="cung-mot-lan")
    first, second = (officer.post("/drafts/new", data=once) for _unused in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(fresh().scalars(select(Draft)).all()) == 1


def test_a_file_sent_with_a_refused_form_waits_for_the_next_try(
    client_of: ClientOf, office: Office, fresh: Callable[[], Session]
) -> None:
    officer = client_of(office.officer)
    bad = form(office, subject="")
    bad.add("files", (io.BytesIO(b"%PDF-1.4\n%%EOF"), "bieu.pdf"))  # type: ignore[arg-type]
    broken = officer.post("/drafts/new", data=bad, content_type="multipart/form-data")
    assert broken.status_code == 422
    good = form(office, subject="")
    image = io.BytesIO(_png())
    good.add("files", (image, "anh.png"))  # type: ignore[arg-type]
    back = officer.post("/drafts/new", data=good, content_type="multipart/form-data")
    assert back.status_code == 422
    (upload,) = fresh().scalars(select(Upload)).all()
    assert upload.token in back.text


def _png() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(target, "PNG")
    return target.getvalue()


def test_looking_is_noted_and_the_next_look_shows_what_changed(
    client_of: ClientOf,
    office: Office,
    session: Session,
    storage: Storage,
    fresh: Callable[[], Session],
) -> None:
    draft = make_draft(session, office, storage)
    session.commit()
    head = client_of(office.head)
    head.get(f"/drafts/{draft.id}")
    for number, words in ((1, "Đến nay đã có 348 hồ sơ."), (2, "Đến nay đã có 349 hồ sơ.")):
        service.save_version(
            session, storage, office.officer, draft.id, changed(number, words, office)
        )
    session.commit()
    for _again in range(2):
        page = head.get(f"/drafts/{draft.id}").text
        assert "Khác với bản 1" in page
        assert "<del>347</del> <ins>349</ins>" in page
    seen = fresh().scalars(select(DraftLook.version_number).order_by(DraftLook.version_number))
    assert seen.all() == [1, 3]
    compared = head.get(f"/drafts/{draft.id}/compare?old=2&new=3").text
    assert "<del>348</del>" in compared
    assert "<ins>349</ins>" in compared


def test_comment_and_return_from_the_page(
    client_of: ClientOf,
    office: Office,
    session: Session,
    storage: Storage,
    fresh: Callable[[], Session],
) -> None:
    draft = sent(session, office, storage)
    session.commit()
    officer, head = client_of(office.officer), client_of(office.head)
    said = {"version_number": "1", "text": "Đã rà lại <b>số liệu</b>."}
    assert officer.post(f"/records/{draft.record_id}/comments", data=said).status_code == 302
    page = head.get(f"/drafts/{draft.id}").text
    assert "Đã rà lại &lt;b&gt;số liệu&lt;/b&gt;." in page
    now = fresh().scalars(select(CircuitStep).where(CircuitStep.state == "current")).one()
    back = {"step_id": now.id, "seen_version": 1, "comment": "", "do": "return", "to_step": ""}
    refused = head.post(f"/records/{draft.record_id}/decide", data=back)
    assert refused.status_code == 422
    assert "Hãy ghi lý do trả lại." in refused.text
    returned = head.post(
        f"/records/{draft.record_id}/decide", data={**back, "comment": "Thiếu căn cứ."}
    )
    assert returned.status_code == 302
    assert fresh().get_one(Draft, draft.id).state == "drafting"
    author_sees = officer.get(f"/drafts/{draft.id}").text
    assert "Dự thảo bị trả lại cho người soạn." in author_sees
    assert "Thiếu căn cứ." in author_sees
    for address in ("/drafts", "/drafts?tab=returned", "/"):
        listed = officer.get(address).text
        assert "Bị trả lại</span>" in listed
        assert f"{office.head.name}: Thiếu căn cứ." in listed
    assert "Đang soạn" not in officer.get("/drafts").text + author_sees
    assert f"Dự thảo của {office.officer.name}" not in officer.get("/").text
    assert len(fresh().scalars(select(Remark)).all()) == 1


def test_whoever_gets_it_back_reads_why_until_they_act(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    draft = sent(session, office, storage)
    reviewed = approve(session, storage, office.head, draft)
    said = decision(session, draft, "Rà lại số liệu.")
    approval.return_to(session, office.clerk, draft.record_id, said, reviewed.id)
    session.commit()
    told = f"{office.clerk.name}, trả lại"
    box = "Dự thảo được trả lại bước của bạn."
    page = client_of(office.head).get(f"/drafts/{draft.id}").text
    assert box in page
    assert page.count(told) == 2
    assert box not in client_of(office.officer).get(f"/drafts/{draft.id}").text
    approve(session, storage, office.head, draft)
    session.commit()
    assert box not in client_of(office.clerk).get(f"/drafts/{draft.id}").text


@pytest.mark.parametrize(
    ("day", "said"), [("31/12/9999", "hãy ghi ngày trong các năm"), ("01/01/2020", "đã qua")]
)
def test_a_draft_is_due_on_a_day_that_makes_sense(
    client_of: ClientOf, office: Office, day: str, said: str
) -> None:
    back = client_of(office.officer).post("/drafts/new", data=form(office, due_on=day))
    assert back.status_code == 422
    assert said in back.text


@pytest.mark.parametrize("wrong", ["9" * 20, "-1", "x"])
def test_what_can_be_no_id_is_a_problem_in_a_form_and_leads_nowhere_in_an_address(
    client_of: ClientOf, office: Office, session: Session, storage: Storage, wrong: str
) -> None:
    draft = sent(session, office, storage)
    session.commit()
    turn = current(session, draft)[0].id
    session.commit()
    head, officer = client_of(office.head), client_of(office.officer)
    given = {"step_id": turn, "seen_version": 1, "comment": "Thiếu.", "do": "return"}
    for name in ("step_id", "seen_version", "to_step"):
        back = head.post(f"/records/{draft.record_id}/decide", data={**given, name: wrong})
        assert back.status_code == 422, name
    for address in (f"/drafts/new?answers={wrong}", f"/drafts/{draft.id}?version={wrong}"):
        assert officer.get(address).status_code == 404
    assert officer.get(f"/dossiers/put?ids={wrong}").status_code == 404
    assert officer.get(f"/outgoing?before={wrong}&unit_id={wrong}").status_code in (200, 403)


def test_no_receiver_is_cut_or_dropped(client_of: ClientOf, office: Office) -> None:
    officer = client_of(office.officer)
    long = officer.post("/drafts/new", data=form(office, r_name="Ủ" * 5_000))
    assert long.status_code == 422
    assert "Dòng 1: 5000 chữ là quá dài: nhiều nhất 200 chữ." in long.text
    nameless = officer.post("/drafts/new", data=form(office, r_name=""))
    assert "Dòng 1: Chưa ghi tên." in nameless.text


def test_attachment_is_read_in_place(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    upload = taken(session, storage, io.BytesIO(_png()), "bieu-01.png", office.officer)
    draft = make_draft(session, office, storage, uploads=(upload.token,))
    (attachment_id,) = draft.versions[0].details["attachments"]
    session.commit()
    head = client_of(office.head)
    page = head.get(f"/drafts/{draft.id}").text
    assert f"/drafts/{draft.id}?attachment={attachment_id}" in page
    shown = head.get(f"/drafts/{draft.id}?attachment={attachment_id}").text
    picture = f"/drafts/{draft.id}/attachments/{attachment_id}/pages/1"
    assert picture in shown
    assert str(head.get(picture).mimetype).startswith("image/")
    assert client_of(office.clerk).get(picture).status_code == 404


def test_an_issued_draft_is_listed_by_its_number(
    session: Session, office: Office, storage: Storage, client_of: ClientOf
) -> None:
    draft = sent(session, office, storage, (step("sign", office.leader, 1),))
    approve(session, storage, office.leader, draft)
    document = session.get_one(OutgoingDocument, draft.document_id)
    stamps = stamps_for(session, storage, document.id)
    outgoing.issue(session, office.clerk, document, IssueEntry(document.version), stamps)
    session.commit()
    page = client_of(office.officer).get("/drafts?tab=signed").get_data(as_text=True)
    assert f"<b>{document.reference}</b>" in page


def test_what_cannot_be_replaced_or_answered_begins_no_draft(
    client_of: ClientOf, office: Office, session: Session
) -> None:
    """Named by a forged address: another kind, another agency, a state in which it cannot be."""
    request, _line = make_request(session, office)
    foreign, _line = make_request(session, office)
    foreign.agency_id = office.other_agency_id
    request_id, foreign_id = request.id, foreign.id
    session.commit()
    officer = client_of(office.officer)
    for named in (
        f"replaces={request_id}",
        "replaces=0",
        "replaces=x",
        "replaces=-1",
        f"answers={foreign_id}",
        "answers=999999",
    ):
        for answer in (
            officer.get(f"/drafts/new?{named}"),
            officer.post(f"/drafts/new?{named}", data=form(office)),
        ):
            assert answer.status_code in (404, 422), named
    assert session.scalars(select(Draft)).all() == []


NOBODY = {"r_name": "", "r_reply": "", "r_due": "", "addressees": ""}


def test_whom_an_article_names_is_added_in_one_press_and_nobody_is_refused_with_a_way_on(
    client_of: ClientOf, office: Office, session: Session
) -> None:
    session.commit()
    officer = client_of(office.officer)
    typed = form(office, type_code="QD", body="Điều 1. Giao việc.", **NOBODY)
    saved = officer.post("/drafts/new", data=typed).headers["Location"]
    lines = {"base_version": "1", "do": "send", "beside": "", "until": ""}
    lines |= {"kind": "sign", "who": str(post_of(office.leader))}
    way = officer.get(f"{saved}/circuit").headers["Location"]
    refused = officer.post(way, data=lines)
    assert refused.status_code == 422
    assert f'href="{saved}/edit#recipients"' in refused.text
    assert 'id="recipients"' in officer.get(f"{saved}/edit").text
    said = "Điều 1. Trưởng phòng Kinh tế, Chủ tịch UBND xã Hữu Lũng chịu trách nhiệm thi hành."
    pressed = officer.post(f"{saved}/edit", data={**typed, "body": said, "do": "receive"})
    assert 'name="r_name" value="Phòng Kinh tế, Hạ tầng và Đô thị"' in pressed.text
    assert 'name="r_name" value="Ủy ban nhân dân xã Hữu Lũng"' in pressed.text
