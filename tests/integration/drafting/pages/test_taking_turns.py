"""Composing a circuit, taking one's turn, losing against somebody quicker."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.approval import service as approval
from app.approval.models import CircuitStep
from app.drafting import service
from documents.storage import Storage
from tests.factories.office import Office
from tests.integration.drafting.making import (
    approve,
    current,
    delegate,
    make_draft,
    post_of,
    sent,
    step,
)
from tests.integration.drafting.pages.typed import ClientOf, form


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
