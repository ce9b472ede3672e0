"""Pages of drafting: who may open what, what comes back, what is lost (nothing)."""

import io
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.approval import service as approval
from app.approval.models import CircuitStep, Remark
from app.core.db import READING, refuse_while_writing
from app.core.policy import Actor
from app.drafting import letters, service
from app.drafting.models import Draft, DraftLook, DraftVersion
from app.drafting.presenters.actions import document_actions
from app.files.models import Upload
from app.organisation.service import raise_epoch
from app.outgoing import service as outgoing
from app.outgoing.inputs import IssueEntry
from app.outgoing.models import OutgoingDocument
from documents.drafting import Letter, compose
from documents.storage import Storage
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.drafting.making import (
    approve,
    changed,
    current,
    decision,
    delegate,
    make_draft,
    make_request,
    post_of,
    sent,
    step,
    usual,
)
from tests.sandboxing import stamps_for, taken
from tests.statements import statements

ClientOf = Callable[[Actor], FlaskClient]


@pytest.fixture
def storage(app: Flask) -> Storage:
    """The application's own: its pages read what the tests keep."""
    return app.extensions["engines"].storage


@pytest.fixture
def fresh(database: TestDatabase) -> Iterator[Callable[[], Session]]:
    """New sessions that see what the pages committed."""
    opened: list[Session] = []

    def open_one() -> Session:
        opened.append(Session(database.engine, expire_on_commit=False))
        opened[-1].connection(execution_options=READING[database.engine.dialect.name])
        return opened[-1]

    yield open_one
    for session in opened:
        session.close()


def form(office: Office, **changes: str) -> MultiDict[str, str]:
    """What the editor posts."""
    values = {
        "type_code": "CV",
        "urgency": "0",
        "subject": "Trả lời về cải cách hành chính",
        "addressees": "Sở Nội vụ",
        "body": "Đến nay đã có 347 hồ sơ.",
        "r_name": "UBND xã Hữu Lũng",
        "r_reply": "1",
        "r_due": "30/11/2026",
        "filing_unit": "VHXH",
        "signer_post_id": str(post_of(office.leader)),
        "do": "save",
        **changes,
    }
    return MultiDict(values)


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


def test_preview_shows_the_letter_and_its_faults(client_of: ClientOf, office: Office) -> None:
    page = client_of(office.officer).post(
        "/drafts/preview", data=form(office, filing_unit="", subject="Trả lời.")
    )
    assert page.status_code == 200
    assert "Dòng “Lưu” thiếu đơn vị soạn thảo. Nên ghi “Lưu: VT, VHXH”." in page.text
    assert "Cuối trích yếu không có dấu câu." in page.text
    for body in ("Kết quả như sau:", "Kết quả:\nXã | Số hộ\nTân Khê | 12"):
        page = client_of(office.officer).post("/drafts/preview", data=form(office, body=body))
        assert "Văn bản kết thúc bằng" in page.get_data(as_text=True), body
    assert client_of(office.officer).get(f"/drafts/preview/{'0' * 64}/1").status_code == 404
    assert client_of(office.officer).get("/drafts/preview/..%2Fx/1").status_code == 404


# -- Who may ---------------------------------------------------------------------------------------

ADDRESSES = (
    "/drafts/{0}",
    "/drafts/{0}/compare?old=1&new=1",
    "/drafts/{0}/versions/1/file",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_matrix_of_readers(
    client_of: ClientOf, office: Office, session: Session, storage: Storage, address: str
) -> None:
    draft = make_draft(session, office, storage)
    session.commit()
    may = {office.officer.name, office.head.name}
    for actor in (
        office.officer,
        office.head,
        office.second_officer,
        office.economy_head,
        office.clerk,
        office.leader,
        office.admin,
        office.other_clerk,
        office.other_leader,
    ):
        status = client_of(actor).get(address.format(draft.id)).status_code
        allowed = (200,) if actor.name in may else (403, 404)
        assert status in allowed, actor.name


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/drafts/{0}/edit", {"subject": "x"}),
        ("/drafts/{0}/upload", {"note": "x"}),
        ("/drafts/{0}/circuit", {"do": "send"}),
        ("/drafts/{0}/call-back", {}),
        ("/drafts/{0}/cancel", {"reason": "x"}),
        ("/drafts/{0}/decide", {"step_id": "1", "seen_version": "1", "do": "approve"}),
        ("/drafts/{0}/comments", {"version_number": "1", "text": "x"}),
    ],
)
def test_strangers_can_do_nothing(
    client_of: ClientOf,
    office: Office,
    session: Session,
    storage: Storage,
    fresh: Callable[[], Session],
    address: str,
    data: dict[str, str],
) -> None:
    draft = sent(session, office, storage)
    session.commit()
    for actor in (office.economy_officer, office.other_leader, office.admin):
        status = client_of(actor).post(address.format(draft.id), data=data).status_code
        assert status in (403, 404), actor.name
    kept = fresh()
    assert kept.get_one(Draft, draft.id).state == "circulating"
    assert len(kept.scalars(select(DraftVersion)).all()) == 1


def test_files_of_another_draft_are_not_there(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    mine, other = make_draft(session, office, storage), make_draft(session, office, storage)
    session.commit()
    officer = client_of(office.officer)
    assert officer.get(f"/drafts/{mine.id}/versions/2/file").status_code == 404
    assert officer.get(f"/drafts/{mine.id}/attachments/{other.id}").status_code == 404
    download = officer.get(f"/drafts/{mine.id}/versions/1/file")
    assert download.headers["Content-Disposition"].startswith("attachment")


def test_reply_is_offered_to_whoever_may_give_it(
    app: Flask, office: Office, session: Session
) -> None:
    request, _line = make_request(session, office)
    session.commit()
    with app.test_request_context():
        for actor, labels in ((office.officer, 1), (office.clerk, 1), (office.admin, 0)):
            assert len(document_actions(session, actor, request)) == labels, actor.name
        (reply,) = document_actions(session, office.officer, request)
        assert reply.href == f"/drafts/new?answers={request.id}"
        assert reply.primary


def test_a_reply_on_its_way_is_opened_rather_than_begun_again(
    app: Flask, office: Office, session: Session, storage: Storage
) -> None:
    request, _line = make_request(session, office)
    draft = make_draft(session, office, storage, answers_id=request.id)
    session.commit()
    with app.test_request_context():
        first, another = document_actions(session, office.officer, request)
        assert (first.href, first.primary) == (f"/drafts/{draft.id}", True)
        assert (another.href, another.primary) == (f"/drafts/new?answers={request.id}", False)
        (elsewhere,) = document_actions(session, office.clerk, request)
        assert elsewhere.href == another.href
        draft.state = "cancelled"
        (reply,) = document_actions(session, office.officer, request)
        assert reply.href == another.href


# -- Cost ------------------------------------------------------------------------------------------


def statements_of(client: FlaskClient, address: str) -> int:
    """How many statements a page sends."""
    with statements() as sent_statements:
        client.get(address)
    return len(sent_statements)


def test_lists_and_pages_cost_the_same_however_long(
    app: Flask, client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    draft = sent(session, office, storage)
    session.commit()
    head = client_of(office.head)
    addresses = ("/approvals", "/drafts?tab=all", f"/drafts/{draft.id}")
    for address in addresses:
        head.get(address)
    few = [statements_of(head, a) for a in addresses]
    for number in range(1, 8):
        sent(session, office, storage, subject=f"Trả lời lần {number}")
        service.save_version(
            session, storage, office.officer, draft.id, changed(number, f"Lần {number}.", office)
        )
        approval.remark(session, office.head, draft.record_id, 1, f"Nhận xét {number}")
    session.commit()
    head.get(addresses[2])
    many = [statements_of(head, a) for a in addresses]
    assert many == few


def test_paging_goes_on_by_id(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    drafts = [make_draft(session, office, storage, subject=f"Văn bản {n}") for n in range(32)]
    session.commit()
    officer = client_of(office.officer)
    first = officer.get("/drafts?tab=mine").text
    assert "Văn bản 31" in first
    assert "Văn bản 1<" not in first
    older = officer.get(f"/drafts?tab=mine&before={drafts[2].id}").text
    assert "Văn bản 1<" in older
    newer = officer.get(f"/drafts?tab=mine&after={drafts[1].id}").text
    assert "Văn bản 31" in newer
    assert officer.get("/drafts?tab=khong-co").status_code == 200


def test_whoever_decides_second_is_told_and_keeps_their_words(
    client_of: ClientOf,
    office: Office,
    session: Session,
    storage: Storage,
) -> None:
    draft = sent(session, office, storage)
    delegate(session, office.head, office.second_officer)
    session.commit()
    first = current(session, draft)[0].id
    session.commit()
    address = f"/records/{draft.record_id}/decide"
    given = {"step_id": first, "seen_version": 1, "comment": "Đồng ý.", "do": "approve"}
    stand_in = client_of(office.second_officer)
    assert "Bạn đang làm thay Nông Thị Quyên." in stand_in.get(f"/drafts/{draft.id}").text
    assert stand_in.post(address, data=given).status_code == 302
    late = client_of(office.head).post(address, data={**given, "comment": "Lời nhận xét của tôi."})
    assert late.status_code == 409
    assert "Vũ Đức Nghiêm" in late.text
    assert "Lời nhận xét của tôi." in late.text
    shown = client_of(office.officer).get(f"/drafts/{draft.id}").text
    assert "Vũ Đức Nghiêm thay Nông Thị Quyên" in shown


@pytest.mark.parametrize(
    "more",
    [{"body": "a\n" * 2001}, {"body": "a|b|c\n" * 700}, {"bases": "a\n" * 2001}],
    ids=["lines", "cells", "bases"],
)
def test_a_letter_holds_what_can_be_laid_out_while_one_waits(
    client_of: ClientOf, office: Office, session: Session, more: dict[str, str]
) -> None:
    officer = client_of(office.officer)
    for address, status in (("/drafts/new", 422), ("/drafts/preview", 200)):
        answer = officer.post(address, data=form(office, **more))
        assert answer.status_code == status
        assert "nhiều nhất được 2000" in answer.text
    assert session.scalars(select(Draft)).all() == []


def test_a_preview_says_what_is_too_long_where_the_page_would_stand(
    client_of: ClientOf, office: Office
) -> None:
    officer = client_of(office.officer)
    for wrong in ({"subject": "a" * 501}, {"body": "a" * 60_001}, {"urgency": "9"}):
        answer = officer.post("/drafts/preview", data=form(office, **wrong))
        assert "Chưa thể trình bày trang này" in answer.text
    unfinished = officer.post("/drafts/preview", data=form(office, due_on="mai", subject=""))
    assert "Chưa thể trình bày" not in unfinished.text


@pytest.mark.parametrize("said", [{}, {"do": ""}, {"do": "xyz"}, {"do": ["return", "approve"]}])
def test_a_turn_of_which_nobody_said_what_it_is_decides_nothing(
    client_of: ClientOf,
    office: Office,
    session: Session,
    storage: Storage,
    fresh: Callable[[], Session],
    said: dict[str, str],
) -> None:
    draft = sent(session, office, storage)
    session.commit()
    turn = current(session, draft)[0]
    given = {"step_id": turn.id, "seen_version": 1, "comment": "Đồng ý."}
    session.commit()
    back = client_of(office.head).post(f"/records/{draft.record_id}/decide", data=given | said)
    assert back.status_code == 422
    assert "Chưa rõ bạn muốn làm gì." in back.text
    assert "Đồng ý." in back.text, "what was typed stays"
    assert fresh().get_one(CircuitStep, given["step_id"]).state == "current"


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        ({"who": "-1"}, "Dòng 1: Giá trị này không có trong danh sách để chọn."),
        ({"who": "x"}, "Dòng 1: Giá trị này không có trong danh sách để chọn."),
        ({"who": "9" * 20}, "Dòng 1: "),
        ({"kind": "evil"}, "Dòng 1: Giá trị này không có trong danh sách để chọn."),
        ({"who": "", "until": "31/12/2026"}, "Dòng 1: Chưa chọn ai."),
        ({"until": "31/02/2026"}, "Dòng 1: Không có ngày “31/02/2026”."),
    ],
)
def test_no_step_of_a_circuit_is_dropped_but_an_empty_one(
    client_of: ClientOf,
    office: Office,
    session: Session,
    storage: Storage,
    forged: dict[str, str],
    said: str,
) -> None:
    draft = make_draft(session, office, storage)
    session.commit()
    review = {"kind": "review", "who": str(post_of(office.head)), "beside": "", "until": ""}
    empty = {"kind": "review", "who": "", "beside": "", "until": ""}
    sign = {"kind": "sign", "who": str(post_of(office.leader)), "beside": "", "until": ""}
    address, officer = f"/records/{draft.record_id}/circuit", client_of(office.officer)

    def send(first: dict[str, str], *more: tuple[str, str]) -> TestResponse:
        lines = [pair for line in (first, empty, sign) for pair in line.items()]
        data = MultiDict([("base_version", "1"), ("do", "send"), *lines, *more])
        return officer.post(address, data=data)

    back = send(review | forged)
    assert back.status_code == 422
    assert said in back.text
    assert "không khớp nhau" in send(review, ("kind", "review")).text, "one list is longer"
    assert send(review).status_code == 302
    kept = select(CircuitStep.kind).where(CircuitStep.record_id == draft.record_id)
    assert session.scalars(kept.order_by(CircuitStep.id)).all() == ["review", "sign"]


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


def test_circuit_refused_comes_back_as_composed(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    draft = make_draft(session, office, storage)
    session.commit()
    lines = MultiDict({"base_version": "1", "do": "send", "comment": "Kính trình."})
    for kind, actor in (("sign", office.leader), ("opinion", office.economy_head)):
        for name, value in (
            ("kind", kind),
            ("who", str(post_of(actor))),
            ("beside", ""),
            ("until", ""),
        ):
            lines.add(name, value)
    back = client_of(office.officer).post(f"/records/{draft.record_id}/circuit", data=lines)
    assert back.status_code == 422
    assert "Ký duyệt phải là bước cuối." in back.text
    assert "Mỗi lượt góp ý phải có hạn." in back.text
    assert "Kính trình." in back.text
    assert f'<option value="{post_of(office.economy_head)}" selected>' in back.text


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


def test_last_circuit_is_remembered_for_the_type(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    steps = (step("review", office.economy_head, 1), step("sign", office.leader, 2))
    sent(session, office, storage, steps)
    again = make_draft(session, office, storage)
    other_type = make_draft(session, office, storage, type_code="BC")
    session.commit()
    officer = client_of(office.officer)
    remembered = officer.get(f"/records/{again.record_id}/circuit").text
    assert f'<option value="{post_of(office.economy_head)}" selected>' in remembered
    by_rule = officer.get(f"/records/{other_type.record_id}/circuit").text
    assert f'<option value="{post_of(office.head)}" selected>' in by_rule
    assert f'<option value="{post_of(office.clerk)}" selected>' in by_rule


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


def test_a_signed_draft_that_came_back_opens_with_the_clerks_reason(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    draft = sent(session, office, storage)
    for actor in (office.head, office.clerk, office.leader):
        approve(session, storage, actor, draft)
    approval.remark(session, office.head, draft.record_id, 1, "Cảm ơn, đã xong.")
    given = {"reason": "Thiếu phụ lục.", "by_id": office.clerk.person_id}
    service.note_returned(session, {"document_id": draft.document_id, **given})
    session.commit()
    page = client_of(office.officer).get(f"/drafts/{draft.id}").get_data(as_text=True)
    why = page.split("Dự thảo bị trả lại cho người soạn.", 1)[1].split("</blockquote>", 1)[0]
    assert "Thiếu phụ lục." in why
    assert "Cảm ơn" not in why


def test_an_edit_that_loses_against_the_signature_keeps_its_words_and_names_the_signer(
    app: Flask,
    client_of: ClientOf,
    office: Office,
    session: Session,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = sent(session, office, storage, (step("sign", office.leader, 1),))
    session.commit()
    officer = client_of(office.officer)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    opened = officer.get(f"/drafts/{draft.id}/edit").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', opened)
    assert token
    approve(session, storage, office.leader, draft)
    session.commit()
    typed = form(
        office,
        base_version="1",
        body="Đoạn tôi vừa gõ, dài hơn mọi ô khác.",
        csrf_token=token.group(1),
    )
    answer = officer.post(f"/drafts/{draft.id}/edit", data=typed)
    assert answer.status_code == 409
    assert office.leader.name in answer.text
    assert "Đoạn tôi vừa gõ, dài hơn mọi ô khác." in answer.text
    assert "Đoạn tôi vừa gõ, dài hơn mọi ô khác." in officer.get("/kept").text


def test_nobody_waits_while_a_letter_is_laid_out(
    client_of: ClientOf,
    office: Office,
    session: Session,
    fresh: Callable[[], Session],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Begun, saved, sent to another signer, signed in the post of another: each lays it out anew,
    and none of them does that while it keeps others from writing."""
    made: list[Letter] = []

    def lay_out(letter: Letter) -> bytes:
        refuse_while_writing()
        made.append(letter)
        return compose(letter)

    monkeypatch.setattr(letters, "laid_out", lru_cache(lay_out))
    stands_in = delegate(session, office.leader, office.head)
    raise_epoch(session)
    session.commit()
    officer = client_of(office.officer)
    begun = officer.post(
        "/drafts/new", data=form(office, signer_post_id=str(post_of(office.deputy)))
    )
    assert begun.status_code == 302
    edited = form(
        office, base_version="1", signer_post_id=str(post_of(office.deputy)), body="Khác."
    )
    assert officer.post(f"{begun.location}/edit", data=edited).status_code == 302
    record_id = fresh().scalars(select(Draft.record_id)).one()
    lines = {"kind": "sign", "who": str(post_of(office.leader)), "beside": "", "until": ""}
    sending = {"base_version": "2", "do": "send", **lines}
    assert officer.post(f"/records/{record_id}/circuit", data=sending).status_code == 302
    turn_id = fresh().scalars(select(CircuitStep.id)).one()
    said = {"step_id": turn_id, "seen_version": 3, "comment": "", "do": "approve"}
    signed = client_of(stands_in).post(f"/records/{record_id}/decide", data=said)
    assert signed.status_code == 302
    signers = [letter.signature.name for letter in made]
    names = (office.deputy.name, office.deputy.name, office.leader.name, office.head.name)
    assert tuple(signers) == names


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
