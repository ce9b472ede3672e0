"""Registering through the page: numbers, likely twins, bad input that loses nothing."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app.core import clock, outbox
from app.core.policy import Actor
from app.files.models import Upload
from app.incoming.models import IncomingDocument
from app.records.models import RecordReader
from app.registers.queries import gap_report
from app.registers.service import add_register
from tests.documents.document_files import pdf_bytes
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of, form_of, registered

SignIn = Callable[[Actor], FlaskClient]
URL = "/incoming/register"


def documents(session: Session) -> list[IncomingDocument]:
    """What is registered now, with its files; no transaction of the test stays open."""
    session.rollback()
    rows = select(IncomingDocument).options(selectinload(IncomingDocument.files))
    found = list(session.scalars(rows.order_by(IncomingDocument.id)))
    session.expunge_all()
    session.rollback()
    return found


def test_a_document_takes_the_next_number_and_is_given_to_its_readers(
    client_of: SignIn, session: Session, office: Office
) -> None:
    client = client_of(office.clerk)
    for number in ("1", "2"):
        entry = entry_of(
            session, office.clerk, number=number, presented_to_id=office.leader.person_id
        )
        session.rollback()
        response = client.post(URL, data=form_of(entry, then="open"))
        assert response.status_code == 302
    first, second = documents(session)
    assert (first.number, second.number) == (1, 2)
    assert (second.state, second.year, second.reference) == (
        "registered",
        clock.today().year,
        "2/SXD-HTĐT",
    )
    readers = session.scalars(select(RecordReader.token).where(RecordReader.record_id == second.id))
    assert set(readers) == {
        f"a{office.agency_id}",
        f"p{office.leader.person_id}a{office.agency_id}",
    }
    topics = set(session.scalars(select(outbox.OutboxRow.topic)))
    assert {"incoming.registered", "correspondence.document_changed"} <= topics
    assert gap_report(session, office.arrival_series_id, clock.today().year).is_proven


@pytest.mark.parametrize(
    ("name", "forged"),
    [("presented_to_id", "-1"), ("urgency", "9"), ("urgency", "-1"), ("then", "xyz")],
)
def test_a_choice_that_nobody_offers_is_said_and_not_replaced(
    client_of: SignIn, session: Session, office: Office, name: str, forged: str
) -> None:
    client = client_of(office.clerk)
    sound = form_of(entry_of(session, office.clerk))
    session.rollback()
    refused = client.post(URL, data={**sound, name: forged})
    assert refused.status_code == 422
    assert client.post(URL, data=sound).status_code == 302


def proposed_leader(page: str) -> str:
    return str(html.fromstring(page).get_element_by_id("presented_to_id").value)


def test_save_and_next_keeps_register_issuer_and_to_whom(
    client_of: SignIn, session: Session, office: Office
) -> None:
    """Also where another clerk presents to somebody else meanwhile; without, the usual one is
    proposed: who leads, then to whom the last letter was presented."""
    leader_id, deputy_id = office.leader.person_id, office.deputy.person_id
    client = client_of(office.clerk)
    assert proposed_leader(client.get(URL).text) == str(leader_id)
    entry = entry_of(session, office.clerk, issuer="Sở Y tế", presented_to_id=deputy_id)
    session.rollback()
    saved = client.post(URL, data=form_of(entry, then="next"))
    registered(session, office.clerk, number="2", presented_to_id=leader_id)
    text = client.get(saved.location).text
    assert 'value="Sở Y tế"' in text
    assert "Đã vào sổ, số đến 01." in text
    assert "chưa nằm trên bàn làm việc của ai" not in text
    assert proposed_leader(text) == str(deputy_id)
    assert proposed_leader(client.get(f"{URL}?to=999999").text) == str(leader_id)


def test_what_is_presented_to_nobody_is_warned_of(
    client_of: SignIn, session: Session, office: Office
) -> None:
    form = form_of(entry_of(session, office.clerk), presented_to_id="", then="next")
    session.rollback()
    told = client_of(office.clerk).post(URL, data=form, follow_redirects=True)
    assert "chưa nằm trên bàn làm việc của ai" in told.text
    assert proposed_leader(told.text) == str(office.leader.person_id)


def test_every_reason_is_said_at_once_and_nothing_typed_is_lost(
    client_of: SignIn, session: Session, office: Office
) -> None:
    client = client_of(office.clerk)
    upload = {"file": (io.BytesIO(pdf_bytes()), "cv.pdf")}
    token = client.post("/uploads", data=upload).get_json()["token"]
    typed = {
        "register_id": "999",
        "arrived_on": "01/01/2036",
        "number": "0012",
        "symbol": "SYT-NV",
        "issued_on": "31/02/2026",
        "issuer": "Sở Y tế",
        "type_code": "CV",
        "subject": "x" * 501,
        "due_on": "01/01/2020",
        "pages": "hai",
        "confidentiality": "secret",
        "note": "Bản giấy gửi sau",
        "uploads": token,
    }
    response = client.post(URL, data=typed)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    for words in (
        "Hãy chọn sổ.",
        "Ngày đến không thể là ngày chưa tới.",
        "Không có ngày “",
        "501 chữ là quá dài: nhiều nhất 500 chữ.",
        "Hạn này đã qua.",
        "Hãy ghi một số nguyên.",
        "Luật 117/2025/QH15",
    ):
        assert words in page
    for kept in (
        "0012",
        "SYT-NV",
        "31/02/2026",
        "Sở Y tế",
        "x" * 501,
        "hai",
        "Bản giấy gửi sau",
        token,
    ):
        assert kept in page
    assert "Có 7 điểm cần sửa" in page
    assert documents(session) == []
    assert session.get(Upload, token) is not None


def test_a_secret_document_is_refused_whatever_its_grade(
    client_of: SignIn, session: Session, office: Office
) -> None:
    entry = entry_of(session, office.clerk)
    session.rollback()
    client = client_of(office.clerk)
    for grade in ("secret", "top_secret", "absolute_secret", "invented"):
        response = client.post(URL, data=form_of(entry, confidentiality=grade))
        assert response.status_code == 422
        assert "bí mật nhà nước" in response.get_data(as_text=True)
    assert documents(session) == []


def test_text_is_kept_in_nfc_without_controls(
    client_of: SignIn, session: Session, office: Office
) -> None:
    entry = entry_of(session, office.clerk, subject="V/v  ho\u0302\u0300 so\u031b\x00\u202e  2026")
    session.rollback()
    assert client_of(office.clerk).post(URL, data=form_of(entry)).status_code == 302
    assert documents(session)[0].subject == "V/v hồ sơ 2026"


def test_without_script_files_come_in_the_form_and_survive_a_refusal(
    client_of: SignIn, session: Session, office: Office
) -> None:
    client = client_of(office.clerk)
    entry = entry_of(session, office.clerk)
    session.rollback()
    sent = {"files": [(io.BytesIO(pdf_bytes()), "cv.pdf")]}
    refused = client.post(URL, data={**form_of(entry, subject=""), **sent})
    assert refused.status_code == 422
    [upload] = session.scalars(select(Upload)).all()
    token = upload.token
    session.rollback()
    assert token in refused.get_data(as_text=True)
    again = client.post(URL, data=form_of(entry, uploads=token))
    assert again.status_code == 302
    [document] = documents(session)
    assert [file.name for file in document.files] == ["cv.pdf"]


def test_a_bad_file_in_the_form_is_named_beside_the_other_reasons(
    client_of: SignIn, session: Session, office: Office
) -> None:
    entry = entry_of(session, office.clerk)
    session.rollback()
    sent = {"files": [(io.BytesIO(b"MZ"), "virus.pdf"), (io.BytesIO(pdf_bytes()), "cv.pdf")]}
    response = client_of(office.clerk).post(URL, data={**form_of(entry), **sent})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "“virus.pdf” mang đuôi .pdf nhưng nội dung không phải loại đó." in page
    assert "cv.pdf" in page
    assert documents(session) == []


def test_a_button_pressed_twice_registers_once(
    client_of: SignIn, session: Session, office: Office
) -> None:
    client = client_of(office.clerk)
    form = form_of(entry_of(session, office.clerk), _once="khoa-cua-bieu-mau")
    session.rollback()
    answers = [client.post(URL, data=form) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(documents(session)) == 1


# -- Numbers and rights -------------------------------------------------------------------------


def test_the_number_shown_before_saving_is_the_one_that_would_be_given(
    client_of: SignIn, session: Session, office: Office
) -> None:
    registered(session, office.clerk)
    client = client_of(office.clerk)
    assert 'value="02"' in client.get(URL).get_data(as_text=True)
    last_year = (clock.today() - timedelta(days=366)).strftime("%d/%m/%Y")
    query = {"register_id": office.incoming_register_id, "arrived_on": last_year}
    assert 'value="01"' in client.get("/incoming/next-number", query_string=query).get_data(
        as_text=True
    )
    foreign = {"register_id": office.outgoing_register_id}
    assert 'value=""' in client.get("/incoming/next-number", query_string=foreign).get_data(
        as_text=True
    )


def test_every_register_counts_for_itself(
    client_of: SignIn, session: Session, office: Office
) -> None:
    letters = add_register(session, office.clerk, "incoming", "Đơn thư")
    session.commit()
    registered(session, office.clerk, register_id=office.incoming_register_id)
    entry = {
        "register_id": letters.id,
        "number": "",
        "symbol": "",
        "without_number": True,
        "type_code": "DON",
    }
    document = registered(session, office.clerk, **{**entry, "issued_on": None, "issuer": "Ông A"})
    assert (document.number, document.register_id, document.reference) == (1, letters.id, "")


@pytest.mark.parametrize("who", ["leader", "officer", "head", "admin"])
def test_only_clerks_register(client_of: SignIn, office: Office, who: str) -> None:
    client = client_of(getattr(office, who))
    assert client.get(URL).status_code == 403
    assert client.post(URL, data={}).status_code == 403


def test_a_register_of_another_agency_takes_nothing(
    client_of: SignIn, session: Session, office: Office
) -> None:
    entry = entry_of(session, office.other_clerk)
    session.rollback()
    response = client_of(office.clerk).post(URL, data=form_of(entry))
    assert response.status_code == 422
    assert "Hãy chọn sổ." in response.get_data(as_text=True)
    assert session.scalar(select(func.count()).select_from(IncomingDocument)) == 0


def test_what_is_wrong_with_line_and_file_is_told_together_each_in_its_place(
    session: Session, office: Office, client_of: SignIn
) -> None:
    form = form_of(entry_of(session, office.clerk, subject=""), issued_on="31/02/2026")
    session.commit()
    sent = client_of(office.clerk).post(
        "/incoming/register", data={**form, "files": (io.BytesIO(b""), "rong.pdf")}
    )
    text = sent.get_data(as_text=True)
    assert sent.status_code == 422
    assert "Có 3 điểm cần sửa" in text
    for place in ("subject-e", "issued_on-e", "files-e"):
        assert f'id="{place}"' in text, place


def typed_in(session: Session, office: Office, **changes: str) -> dict[str, Any]:
    """A form with these changes; no transaction of the test stays open."""
    form = form_of(entry_of(session, office.clerk), **changes)
    session.rollback()
    return form


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("05/12/2026", "Ngày 05/12/2026 (thứ Bảy) là ngày nghỉ; ngày làm việc tiếp theo là 07/12"),
        ("01/01/2027", "Ngày 01/01/2027 (thứ Sáu) là ngày nghỉ; ngày làm việc tiếp theo là 04/01"),
        ("5/12", "Ngày 05/12/2026 (thứ Bảy) là ngày nghỉ"),
        ("04/01/2028", "Lịch chưa có ngày nghỉ nào của năm 2028"),
        ("04/12/2026", ""),
        ("", ""),
        ("31/02/2026", "Không hiểu “31/02/2026”"),
    ],
)
def test_what_is_to_be_known_of_a_due_date_stands_beside_it(
    client_of: SignIn, session: Session, office: Office, day: str, said: str
) -> None:
    """Fetched beside the field, and said once more when the document was registered."""
    with clock.stopped_at(datetime(2026, 11, 29, 9, tzinfo=clock.VIETNAM)):
        client = client_of(office.clerk)
        assert 'data-due="/due-remarks"' in client.get(URL).text
        told = client.get("/due-remarks", query_string={"day": day}).text.strip()
        assert told.startswith(said)
        assert bool(told) == bool(said)
        if not day.startswith("31/02"):
            done = client.post(
                URL,
                data=typed_in(session, office, due_on=day),
                follow_redirects=True,
            )
            assert done.status_code == 200
            assert said in done.text


def test_a_short_date_is_the_one_that_can_be_meant(
    client_of: SignIn, session: Session, office: Office
) -> None:
    """Without script too: what is due is to come, what arrived or is dated was."""
    with clock.stopped_at(datetime(2026, 11, 29, 9, tzinfo=clock.VIETNAM)):
        typed = typed_in(session, office, due_on="5/1", issued_on="28/12", arrived_on="29/11")
        client_of(office.clerk).post(URL, data=typed)
    [document] = documents(session)
    assert document.due_at is not None
    assert clock.local(document.due_at).date() == date(2027, 1, 5)
    assert document.issued_on == date(2025, 12, 28)
    assert document.arrived_on == date(2026, 11, 29)


def test_a_due_date_may_be_said_as_a_span(
    client_of: SignIn, session: Session, office: Office
) -> None:
    """As the letters say it; one that nobody can mean is refused beside its field."""
    with clock.stopped_at(datetime(2026, 11, 27, 9, tzinfo=clock.VIETNAM)):
        client = client_of(office.clerk)
        client.post(URL, data=typed_in(session, office, due_on="07 ngày làm việc"))
        refused = client.post(URL, data=typed_in(session, office, due_on="5000 ngày"))
    [document] = documents(session)
    assert document.due_at is not None
    assert clock.local(document.due_at).date() == date(2026, 12, 8)
    assert refused.status_code == 422
    assert "5000 ngày" in refused.text


@pytest.mark.parametrize(
    "subject", ["V/v gửi tài liệu Tối mật", "Kế hoạch diễn tập (MẬT)", "TUYÖT MËT"]
)
def test_a_subject_with_a_grade_of_secrecy_is_refused(
    client_of: SignIn, session: Session, office: Office, subject: str
) -> None:
    answer = client_of(office.clerk).post(URL, data=typed_in(session, office, subject=subject))
    assert answer.status_code == 422
    assert "117/2025/QH15" in answer.text
    assert documents(session) == []


def test_a_file_named_after_a_grade_of_secrecy_is_refused(
    client_of: SignIn, session: Session, office: Office
) -> None:
    client = client_of(office.clerk)
    for name, status in (("KH_toi_mat.pdf", 422), ("Bao_mat_he_thong.pdf", 302)):
        typed = typed_in(session, office, subject="TĂNG CƯỜNG BẢO MẬT HỆ THỐNG")
        file = {"files": (io.BytesIO(pdf_bytes()), name)}
        assert client.post(URL, data={**typed, **file}).status_code == status
    assert [file.name for one in documents(session) for file in one.files] == [
        "Bao_mat_he_thong.pdf"
    ]
