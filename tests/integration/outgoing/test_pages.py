"""The pages of outgoing documents, through the browser's door."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.files.service import FileContent
from app.outgoing import service
from app.outgoing.models import OutgoingDocument
from app.outgoing.queries import main_file
from app.outgoing.service.recipients import recipients_of
from app.registers.models import TakenNumber
from documents.settling import paragraphs_of
from tests.databases import TestDatabase
from tests.documents.document_files import docx_bytes
from tests.factories.office import Office
from tests.integration.outgoing.making import (
    DOCX,
    SIGNED_AT,
    asked_in,
    issue,
    pressed,
    request_of,
    signed,
)
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("monday")

SignIn = Callable[[Actor], FlaskClient]


def a_signed_one(app: Flask, session: Session, office: Office, **changes: object) -> int:
    storage = app.extensions["engines"].storage
    document = signed(session, office, storage, **changes)
    session.commit()
    return document.id


def an_issued_one(app: Flask, session: Session, office: Office) -> OutgoingDocument:
    storage = app.extensions["engines"].storage
    document = issue(session, office, signed(session, office, storage), storage)
    session.commit()
    return document


def form_of(session: Session, document_id: int, **changes: str) -> dict[str, str]:
    """What the issuing page sends when nothing was touched."""
    rows = recipients_of(session, document_id)
    session.commit()
    values = {"version": "1", "number_from": "next", "copies": "3", "channel": "paper"}
    for number, row in enumerate(rows):
        values |= {f"rows-{number}-row_id": str(row.id), f"rows-{number}-keep": "y"}
    return values | changes


@pytest.mark.parametrize(
    ("symbol", "asked", "printed"),
    [
        ("UBND-VHXH", "“Số: 01/UBND-VHXH”", "Số: 01/UBND-VHXH"),
        ("UBND-KTHT", "Tệp chính không có chỗ", "Số:      /UBND-KTHT"),
    ],
)
def test_room_in_a_text_from_elsewhere_is_filled_if_it_is_of_this_symbol(
    app: Flask,
    session: Session,
    office: Office,
    client_of: SignIn,
    symbol: str,
    asked: str,
    printed: str,
) -> None:
    storage = app.extensions["engines"].storage
    lines = (f"Số:      /{symbol}", "Tân Khê, ngày      tháng      năm 2026")
    blob = storage.put(BytesIO(docx_bytes(*lines, "Kính gửi: Các phòng, ban", "Nội dung")))
    main = FileContent("du-thao.docx", blob.sha256, DOCX, blob.size, 1)
    document_id = a_signed_one(app, session, office, main=main)
    client, form = client_of(office.clerk), form_of(session, document_id, addressed_shown="1")
    shown = client.get(f"/outgoing/{document_id}/issue").text
    assert shown.count('type="checkbox" value="Phòng') == 2, "no worker has read it yet"
    assert asked in client.post(f"/outgoing/{document_id}/issue", data=form).text
    assert pressed(client, document_id, form).status_code == 302
    session.expire_all()
    issued = main_file(session, document_id)
    assert issued is not None
    assert printed in paragraphs_of(storage.path(issued.sha256))


def test_what_cannot_be_undone_is_asked_before(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    """Number, title, date and receivers are named; what became another is asked once more."""
    first, second = (a_signed_one(app, session, office) for _turn in range(2))
    client = client_of(office.clerk)
    form = form_of(session, first, _once="same-key")
    asked = client.post(f"/outgoing/{first}/issue", data=form)
    assert asked.status_code == 200
    (question,) = re.findall(r'id="sure".*?</p>', asked.text, re.DOTALL)
    for said in ("Phát hành 01/UBND-VHXH?", "23/11/2026", *names_of(session, first)):
        assert said in question
    assert session.scalars(select(TakenNumber)).all() == []
    session.rollback()
    pressed(client, second, form_of(session, second))
    stale = asked_in(asked)
    again = client.post(f"/outgoing/{first}/issue", data=form | {"sure": stale})
    assert again.status_code == 200
    assert "Phát hành 02/UBND-VHXH?" in again.text
    session.expire_all()
    assert session.get_one(OutgoingDocument, first).state == "signed"


def names_of(session: Session, document_id: int) -> list[str]:
    return [row.name for row in recipients_of(session, document_id)]


def test_the_clerk_issues_and_comes_to_the_document(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document_id = a_signed_one(app, session, office)
    client = client_of(office.clerk)
    shown = client.get(f"/outgoing/{document_id}/issue").get_data(as_text=True)
    assert "01/UBND-VHXH" in shown
    answer = pressed(client, document_id, form_of(session, document_id))
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert answer.location == f"/documents/{document_id}"
    session.expire_all()
    document = session.get_one(OutgoingDocument, document_id)
    assert (document.reference, document.copies) == ("01/UBND-VHXH", 3)


def test_a_double_click_takes_one_number(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document_id = a_signed_one(app, session, office)
    client = client_of(office.clerk)
    form = form_of(session, document_id, _once="same-key")
    asked = client.post(f"/outgoing/{document_id}/issue", data=form)
    form["sure"] = asked_in(asked)
    for _press in range(2):
        answer = client.post(f"/outgoing/{document_id}/issue", data=form)
        assert answer.location == f"/documents/{document_id}"
    assert len(session.scalars(select(TakenNumber)).all()) == 1


def test_finish_one_get_the_next(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    first, second = (a_signed_one(app, session, office) for _turn in range(2))
    client = client_of(office.clerk)
    form = form_of(session, first, then="next")
    assert pressed(client, first, form).location == f"/outgoing/{second}/issue"


def test_a_refusal_keeps_what_was_typed_and_gives_no_number(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document_id = a_signed_one(app, session, office, recipients=())
    form = form_of(session, document_id, note="gửi gấp trong ngày", outside="")
    answer = client_of(office.clerk).post(f"/outgoing/{document_id}/issue", data=form)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Chưa có nơi nhận" in text
    assert "gửi gấp trong ngày" in text
    assert session.scalars(select(TakenNumber)).all() == []


def test_a_day_that_does_not_exist_is_said_beside_its_field(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document_id = a_signed_one(app, session, office)
    form = form_of(session, document_id, reply_required="y", due_on="31/02/2027")
    answer = client_of(office.clerk).post(f"/outgoing/{document_id}/issue", data=form)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "31/02/2027" in text
    assert "Không có ngày “" in text


@pytest.mark.parametrize(
    "page", ["issue", "recall", "return", "recipients", "correct", "recipients/1/answer"]
)
def test_only_clerks_of_the_agency_reach_its_pages(
    app: Flask, session: Session, office: Office, client_of: SignIn, page: str
) -> None:
    document_id = a_signed_one(app, session, office)
    for actor, status in (
        (office.officer, 403), (office.leader, 403), (office.admin, 403), (office.other_clerk, 404),
    ):  # fmt: skip
        answer = client_of(actor).get(f"/outgoing/{document_id}/{page}")
        assert answer.status_code == status, (actor.name, page)


def test_the_list_shows_what_each_may_read(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document = an_issued_one(app, session, office)
    readers, strangers = (office.clerk, office.officer), (office.second_officer, office.other_clerk)
    for actor, sees in [*((a, True) for a in readers), *((a, False) for a in strangers)]:
        client = client_of(actor)
        text = client.get("/outgoing?tab=issued").get_data(as_text=True)
        assert (document.reference in text) == sees, actor.name
        peeked = client.get(f"/outgoing/{document.id}/peek")
        assert peeked.status_code == (200 if sees else 404)


def test_lists_take_the_same_number_of_statements_however_long(
    app: Flask, database: TestDatabase, session: Session, office: Office, client_of: SignIn
) -> None:
    client = client_of(office.clerk)
    counts = []
    for more in (1, 6):
        for _turn in range(more):
            an_issued_one(app, session, office)
        client.get("/outgoing?tab=issued")
        with statements() as asked:
            client.get("/outgoing?tab=issued")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_recall_asks_for_a_reason_and_then_shows_it(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document = an_issued_one(app, session, office)
    client = client_of(office.clerk)
    values = {"version": str(document.version), "reason": ""}
    refused = client.post(f"/outgoing/{document.id}/recall", data=values)
    assert refused.status_code == 422
    done = client.post(f"/outgoing/{document.id}/recall", data=values | {"reason": "Sai số liệu"})
    assert done.location == f"/documents/{document.id}"
    text = client.get("/outgoing?tab=withdrawn").get_data(as_text=True)
    assert document.reference in text
    assert "Đã thu hồi" in text


def test_a_paper_document_is_entered_with_its_scan_and_problems_come_together(
    session: Session, office: Office, client_of: SignIn
) -> None:
    client = client_of(office.clerk)
    values = {
        "type_code": "CV", "subject": "V/v mời dự họp giao ban", "urgency": "0", "version": "0",
        "signer_name": "Lưu Đình Thuận", "signed_on": "22/11/2026", "channel": "paper",
        "outside": "Sở Y tế\nBáo Hà Sơn", "unit_id": "", "answers": "999/SNV",
    }  # fmt: skip
    wrong = client.post("/outgoing/enter", data=values | {"files": (BytesIO(b""), "rong.pdf")})
    text = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert "999/SNV" in text
    assert "V/v mời dự họp giao ban" in text
    done = client.post("/outgoing/enter", data=values | {"answers": ""})
    document = session.scalars(select(OutgoingDocument)).one()
    assert done.location == f"/outgoing/{document.id}/issue"
    assert [row.name for row in recipients_of(session, document.id)] == ["Sở Y tế", "Báo Hà Sơn"]


def test_a_refused_delivery_is_sent_again_from_the_page(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document_id = an_issued_one(app, session, office).id
    row_id = recipients_of(session, document_id)[0].id
    service.note_refused(session, {"recipient_id": row_id, "reason": "Gửi nhầm"})
    session.commit()
    client = client_of(office.clerk)
    assert "Gửi nhầm" in client.get(f"/outgoing/{document_id}/peek").get_data(as_text=True)
    done = client.post(f"/outgoing/{document_id}/recipients/{row_id}/resend")
    assert done.location == f"/documents/{document_id}"
    session.expire_all()
    assert [one.state for one in recipients_of(session, document_id)] == ["refused", "sent"]
    session.rollback()
    again = client.post(f"/outgoing/{document_id}/recipients/{row_id}/resend")
    assert again.status_code == 422


def test_a_paper_document_names_the_request_it_answers(
    session: Session, office: Office, client_of: SignIn
) -> None:
    request = request_of(session, office)
    session.commit()
    client = client_of(office.clerk)
    assert request.reference in client.get(f"/outgoing/enter?answers={request.id}").get_data(True)
    for named in ("7", " 07 / snv-tccb"):
        values = {
            "type_code": "CV",
            "subject": "V/v trả lời",
            "urgency": "0",
            "version": "0",
            "signer_name": "Lưu Đình Thuận",
            "signed_on": "22/11/2026",
            "channel": "paper",
            "unit_id": "",
            "answers": named,
        }
        done = client.post("/outgoing/enter", data=values)
        assert done.status_code == 302, named
    answers = session.scalars(select(OutgoingDocument.answers_id)).all()
    assert answers == [request.id, request.id]


def test_what_waits_for_a_number_is_not_called_unseen(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document_id = a_signed_one(app, session, office)
    with clock.stopped_at(SIGNED_AT):
        page = client_of(office.clerk).get(f"/outgoing/{document_id}/issue").get_data(as_text=True)
    head = page.split('class="cv-doc"')[1].split("</header>")[0]
    assert "Chờ cấp số" in head
    assert "Chưa xem" not in head


def test_issued_documents_are_ticked_for_a_dossier(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document = an_issued_one(app, session, office)
    page = client_of(office.clerk).get("/outgoing?tab=issued").get_data(as_text=True)
    assert 'formaction="/dossiers/put"' in page
    assert f'name="ids" value="{document.id}"' in page


def test_a_date_chosen_for_the_next_number_is_not_dropped_in_silence(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document_id = a_signed_one(app, session, office)
    client = client_of(office.clerk)
    form = form_of(session, document_id, dated="22/11/2026")
    answer = client.post(f"/outgoing/{document_id}/issue", data=form)
    assert answer.status_code == 422
    assert "Số tiếp theo mang ngày hôm nay, 23/11/2026" in answer.get_data(as_text=True)
    assert "vào sổ “Văn bản đi”" in answer.text, "the type decides which"
    done = pressed(client, document_id, form | {"dated": "23/11/2026"})
    assert done.status_code == 302


def test_a_page_whose_form_could_not_be_sent_says_so_before_it_is_filled_in(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    client = client_of(office.clerk)
    signed_id, issued_id = (
        a_signed_one(app, session, office),
        an_issued_one(app, session, office).id,
    )
    for verb in ("return", "correct"):
        answer = client.get(f"/outgoing/{issued_id}/{verb}")
        assert answer.status_code == 422, verb
        assert "Văn bản đã được phát hành với số" in answer.text
    assert (
        "<span>Công văn số</span><b>01/UBND-VHXH</b>" in client.get(f"/documents/{issued_id}").text
    )
    for verb in ("recall", "recipients"):
        assert client.get(f"/outgoing/{signed_id}/{verb}").status_code == 422, verb
        assert client.get(f"/outgoing/{issued_id}/{verb}").status_code == 200, verb
