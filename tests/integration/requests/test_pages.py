"""The pages of a request: who sees what of it, and what leaves it as a file."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from docx import Document as open_docx
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Refused
from app.core.policy import Actor, unit_token
from app.drafting.queries.editor import copy_held
from app.records.policy import may_read
from app.records.queries import readers_of
from app.records.rules import ENTERED, Ground
from app.records.service import let_read
from app.requests import queries, service
from app.requests.queries import boards
from app.requests.queries.boards import LineFact
from app.requests.queries.offered import answering_documents
from app.requests.rules import Holder
from app.requests.service import Asking
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.outgoing.making import issue, request_of, signed

pytestmark = pytest.mark.usefixtures("monday")
COLUMNS = [{"name": "Nhà văn hóa", "kind": "number"}, {"name": "Ghi chú", "kind": "text"}]


def test_the_pages_of_a_request(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    document = request_of(session, office)
    document_id, reference = document.id, document.reference
    session.commit()
    leader, economy = client_of(office.leader), client_of(office.economy_head)

    # It is reached from the page of the document, asked, and refused with every reason.
    assert f"/requests/ask/{document_id}" in leader.get(f"/documents/{document_id}").text
    nobody = leader.post(f"/requests/ask/{document_id}", data={"outside": "", "due_on": ""})
    assert nobody.status_code == 422
    asked = {
        "inside": [f"u{office.economy_id}", f"a{office.other_agency_id}"],
        "outside": "Sở Y tế",
        "lead": f"u{office.economy_id}",
        "due_on": "30/11/2026",
    }
    sent = leader.post(f"/requests/ask/{document_id}", data=asked)
    assert sent.status_code == 302
    request = queries.request_on(session, document_id)
    assert request is not None
    assert request.made_for_id == document_id
    request_id, subject = request.id, request.subject
    here = f"/requests/{request_id}"
    lines = {one.name: one for one in boards.board(session, office.leader, request_id)}
    session.rollback()
    line = lines["Phòng Kinh tế, Hạ tầng và Đô thị"]
    assert [one.role for one in lines.values()] == ["lead", "cohandler", "cohandler"]

    # The asked see their own line, from the list too; others find nothing.
    assert subject in economy.get("/requests?tab=answer").text
    assert line.seen_at is None
    own = economy.get(here).text
    seen = {one.id: one.seen_at for one in boards.board(session, office.leader, request_id)}
    session.rollback()
    assert [one for one in seen if seen[one] is not None] == [line.id]
    assert line.name in own
    assert "Sở Y tế" not in own
    assert (f'href="/documents/{document_id}"' in own, "(30/11)" in own) == (True, True)
    assert "Phần phải trả lời" in economy.get(f"/documents/{document_id}").text
    assert client_of(office.other_clerk).get(here).status_code == 200
    assert client_of(office.second_officer).get(here).status_code == 404
    assert economy.get(f"{here}/answers.xlsx").status_code == 404

    # The table is laid out, filled in, summed, and leaves as files in which nothing is a formula.
    rows = {f"rows-{n}-{k}": v for n, one in enumerate(COLUMNS) for k, v in one.items()}
    assert leader.post(f"{here}/columns", data=rows).status_code == 302
    filling = f"/requests/lines/{line.id}/answer"
    typed = {"figures-0": "khoảng 7", "figures-1": "x", "figures-2": "9", "text": "giữ"}
    bad = economy.post(filling, data=typed)  # of a column that was taken away meanwhile too
    assert bad.status_code == 422
    assert "khoảng 7" in bad.text
    assert "giữ" in bad.text
    begun = f"/drafts/new?replies={line.id}"
    assert begun in economy.get(filling).text
    assert begun in economy.get(here).text
    assert reference in economy.get(begun).text
    assert client_of(office.second_officer).get(begun).status_code in (403, 404)
    assert leader.get(begun).status_code == 404
    good = {"figures-0": "1.250,5", "figures-1": "=1+1", "text": "@SUM(A1)"}
    assert economy.post(filling, data=good).status_code == 302
    board = boards.board(session, office.leader, request_id)
    (given,) = next(one for one in board if one.id == line.id).answers
    session.rollback()
    assert "1.250,5" not in leader.get(f"{here}/table").text.split("<tfoot")[1]
    early = open_docx(io.BytesIO(leader.get(f"{here}/answers.docx").data))
    assert any("chưa duyệt" in one.text for one in early.paragraphs)
    approving = f"/requests/lines/{line.id}/approve"
    assert leader.post(approving, data={"answer_id": given.id}).status_code == 302
    assert "1.250,5" in leader.get(f"{here}/table").text.split("<tfoot")[1]
    sheet = load_workbook(io.BytesIO(leader.get(f"{here}/answers.xlsx").data)).active
    assert sheet is not None
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert (cells["=1+1"], cells["@SUM(A1)"], cells[1250.5]) == ("s", "s", "n")
    made = open_docx(io.BytesIO(leader.get(f"{here}/answers.docx").data))
    assert made.tables[0].rows[1].cells[1].text == "1.250,5"
    assert any("Sở Y tế" in one.text for one in made.paragraphs)

    # What whoever asked noted is taken off again, by undo or on the board; others' words are not.
    outside = lines["Sở Y tế"].id
    noting, none = f"/requests/lines/{outside}/answer", f"/requests/lines/{outside}/none"
    told = leader.post(noting, data={"text": "qua điện thoại"}, follow_redirects=True).text
    assert told.count(f'action="{none}"') == 2
    assert economy.post(none).status_code in (403, 404)
    assert leader.post(none).status_code == 302
    assert leader.post(none).status_code == 422
    assert leader.post(f"/requests/lines/{line.id}/none").status_code == 422

    # It is gone on with as a draft, by whoever asked alone.
    assert f"/drafts/new?gathers={request_id}" in leader.get(here).text
    drafted = leader.get(f"/drafts/new?gathers={request_id}").text
    assert "1. Phòng Kinh tế, Hạ tầng và Đô thị: @SUM(A1); Nhà văn hóa: 1.250,5" in drafted
    assert "Sở Y tế" in drafted
    assert economy.get(f"/drafts/new?gathers={request_id}").status_code in (403, 404)

    # Every act of the board answers, and can be undone where the house does so.
    assert leader.get(here).status_code == 200
    assert leader.post(f"/requests/lines/{line.id}/take-back").status_code == 302
    acts = [f"{here}/{one}" for one in ("urge", "columns", "change", "withdraw")]
    acts += [f"/requests/lines/{line.id}/{one}" for one in ("answer", "redo", "date", "off")]
    assert {one: leader.get(one).status_code for one in acts} == dict.fromkeys(acts, 200)
    redo = {"answer_id": given.id, "reason": "thiếu", "due_on": "02/12/2026"}
    assert leader.post(f"/requests/lines/{line.id}/redo", data=redo).status_code == 302

    # What is to be bettered goes on being read by both, with the reason, and is begun with.
    for page in (leader.get(here).text, economy.get(here).text, economy.get(filling).text):
        assert "@SUM(A1)" in page
        assert "thiếu" in page
        assert "1.250,5" in page
    assert "Đôn đốc 2 nơi" in leader.get(here).text
    other = lines["UBND xã Hữu Lũng"].id
    urged = {"lines": [line.id, other], "by_text": "y"}
    assert leader.post(f"{here}/urge", data=urged).status_code == 302
    assert leader.post(f"{here}/urge", data=urged).status_code == 422
    dated = {"due_on": "04/12/2026"}
    assert leader.post(f"/requests/lines/{other}/date", data=dated).status_code == 302
    assert "04/12/2026" in leader.get(here).text
    off = {"reason": "không quản lý"}
    assert leader.post(f"/requests/lines/{other}/off", data=off).status_code == 302
    assert leader.post(f"/requests/lines/{other}/on").status_code == 302
    changed = {"made_for_id": "", "is_shared": "y"}
    assert leader.post(f"{here}/change", data=changed).status_code == 302
    assert "Sở Y tế" in economy.get(here).text
    assert leader.post(f"{here}/withdraw", data={"reason": "hỏi nhầm"}).status_code == 302
    assert leader.get("/requests?tab=closed").status_code == 200
    assert "hỏi nhầm" in leader.get(here).text


def test_who_leads_is_asked_and_nobody_is_asked_twice(session: Session, office: Office) -> None:
    asking = Asking(request_of(session, office).id, "V/v báo cáo", office.leader.person_id)
    economy = Holder("Phòng Kinh tế", unit_id=office.economy_id)
    first = service.ask(session, office.leader, asking, [economy])
    outside = Holder("Sở Y tế", role="lead")
    again = service.ask(session, office.leader, asking, [economy, outside, Holder("Sở Y tế")])
    assert again == [first[0], again[1], again[1]]
    assert [one.role for one in again[:2]] == ["cohandler", "lead"]
    for _twice in range(2):
        service.ask(session, office.leader, asking, [replace(economy, role="lead")])
        session.flush()
        assert [one.role for one in again[:2]] == ["lead", "cohandler"]

    # Nothing typed is no answer, wherever it stands; who is put back reads again what is asked.
    with pytest.raises(Refused, match="Write an answer"):
        service.answer(session, office.economy_head, first[0].id, "", ("x",))
    commune = Holder("UBND xã", agency_id=office.other_agency_id)
    (line,) = service.ask(session, office.leader, asking, [commune])
    reading = [True, False, True]
    acts = (
        lambda: None,
        lambda: service.take_off(session, office.leader, line.id, "hỏi nhầm"),
        lambda: service.put_back(session, office.leader, line.id),
    )
    for act, expected in zip(acts, reading, strict=True):
        act()
        readers = readers_of(session, asking.record_id)
        assert may_read(office.other_leader, readers) is expected


def test_a_unit_answers_by_what_was_issued(session: Session, office: Office) -> None:
    asking = Asking(request_of(session, office).id, "V/v báo cáo", office.leader.person_id)
    holders = [
        Holder("Phòng Kinh tế", unit_id=office.economy_id),
        Holder("UBND xã", agency_id=office.other_agency_id),
    ]
    asked, _other = service.ask(session, office.leader, asking, holders)
    storage = MemoryStorage()
    report = issue(session, office, signed(session, office, storage), storage)
    let_read(session, report.id, [unit_token(office.economy_id)], Ground(ENTERED, report.id))
    session.flush()
    request = queries.find(session, asked.request_id)
    unit, commune = boards.board(session, office.economy_head, request.id)

    def offered(actor: Actor, line: LineFact, *, is_asker: bool = False) -> list[int]:
        found = answering_documents(session, actor, request, line, is_asker=is_asker)
        return [one.id for one in found]

    assert offered(office.economy_head, unit) == [report.id]
    assert offered(office.other_leader, commune) == []
    assert offered(office.leader, unit, is_asker=True) == [asking.record_id]
    service.answer(session, office.economy_head, asked.id, "", (), report.id)
    unit, commune = boards.board(session, office.leader, request.id)
    assert unit.standing is not None
    assert unit.standing.reference == report.reference

    # An agency that has what it is asked by in its own books answers that: its reply finds back.
    copy = request_of(session, office, 8)
    copy.source_id = report.id
    session.flush()
    assert copy_held(session, office.leader, report.id) == copy.id
    assert copy_held(session, office.other_leader, report.id) is None


def test_the_answer_that_is_due_first_leads_and_a_request_without_a_date_ends(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    """Whatever was asked last."""
    asked = []
    for days in (5, None, -3, 2):
        due = None if days is None else clock.now() + timedelta(days=days)
        document = request_of(session, office)
        asking = Asking(document.id, "V/v", office.leader.person_id)
        holder = Holder("Sở Y tế", due_at=due)
        with clock.stopped_at(clock.now() - timedelta(days=4)):
            (line,) = service.ask(session, office.leader, asking, [holder])
        asked.append(line.request_id)
    session.commit()
    page = client_of(office.leader).get("/requests?tab=awaited").text
    shown = list(dict.fromkeys(map(int, re.findall(r'href="/requests/(\d+)"', page))))
    assert shown == [asked[2], asked[3], asked[0], asked[1]]
