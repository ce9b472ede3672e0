"""The pages of dossiers, through the browser's door."""

import io
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.correspondence.models import Document
from app.dossiers import service
from app.dossiers.models import Dossier, DossierRecord
from app.incoming.models import IncomingDocument
from app.work import service as work
from app.work.service import Receiver
from tests.factories.office import Office
from tests.integration.dossiers.test_service import opened
from tests.integration.outgoing.making import request_of

pytestmark = pytest.mark.usefixtures("monday")

SignIn = Callable[[Actor], FlaskClient]


def filled(session: Session, office: Office, subject: str = "V/v báo cáo") -> Dossier:
    dossier, document = opened(session, office), request_of(session, office)
    document.subject = subject
    service.put_in(session, office.officer, dossier, document.id)
    session.commit()
    return dossier


def test_an_officer_opens_a_dossier_and_sees_it_in_the_list(
    session: Session, office: Office, client_of: SignIn
) -> None:
    client = client_of(office.officer)
    assert "01.VHXH" in client.get("/dossiers/open").get_data(as_text=True)
    values = {
        "code": "01.VHXH", "title": "Trợ cấp hưu trí", "year": "2026", "retention": "05",
        "unit_id": str(office.culture_id), "owner_id": str(office.officer.person_id),
        "opened_on": "23/11/2026", "version": "0",
    }  # fmt: skip
    refused = client.post("/dossiers/open", data=values | {"title": "", "year": ""})
    assert refused.status_code == 422
    assert refused.get_data(as_text=True).count('aria-invalid="true"') == 2
    assert "Hãy ghi tiêu đề hồ sơ." in refused.get_data(as_text=True)
    done = client.post("/dossiers/open", data=values)
    dossier = session.scalars(select(Dossier)).one()
    assert done.location == f"/dossiers/{dossier.id}"
    assert "Trợ cấp hưu trí" in client.get("/dossiers?text=tro+cap").get_data(as_text=True)
    assert "Trợ cấp hưu trí" not in client.get("/dossiers?text=khac").get_data(as_text=True)


def test_the_story_names_the_document_of_each_sentence(
    session: Session, office: Office, client_of: SignIn
) -> None:
    dossier = filled(session, office)
    document = session.scalars(select(DossierRecord)).one().record_id
    reference = session.get_one(Document, document).reference
    receiver = Receiver(f"u{office.culture_id}", "lead", None)
    request = session.get_one(IncomingDocument, document)
    work.direct(session, office.leader, request.id, "Giao Phòng VHXH", [receiver])
    session.commit()
    page = client_of(office.officer).get(f"/dossiers/{dossier.id}").get_data(as_text=True)
    assert f"bút phê. Chủ trì: Phòng Văn hóa - Xã hội ({reference})" in page
    assert f"đưa {reference} vào hồ sơ 01.VHXH</p>" in page


def test_a_document_is_put_into_several_and_a_new_one_at_once(
    session: Session, office: Office, client_of: SignIn
) -> None:
    first = opened(session, office)
    document = request_of(session, office)
    session.commit()
    client = client_of(office.officer)
    address = f"/dossiers/put?ids={document.id}"
    assert first.title in client.get(address).get_data(as_text=True)
    nothing = client.post("/dossiers/put", data={"ids": document.id, "retention": "06"})
    assert nothing.status_code == 422
    values = {
        "ids": document.id, "dossiers": first.id, "code": "02.VHXH", "title": "Mới",
        "retention": "06",
    }  # fmt: skip
    done = client.post("/dossiers/put", data=values)
    assert done.location == f"/documents/{document.id}"
    assert len(session.scalars(select(DossierRecord)).all()) == 2


def test_a_document_one_may_not_read_cannot_be_put_anywhere(
    session: Session, office: Office, client_of: SignIn
) -> None:
    document = request_of(session, office)
    session.commit()
    assert (
        client_of(office.second_officer).get(f"/dossiers/put?ids={document.id}").status_code == 404
    )
    assert client_of(office.officer).get("/dossiers/put?ids=x").status_code == 404
    assert client_of(office.officer).get("/dossiers/put").status_code == 422


def test_only_its_keepers_change_it(session: Session, office: Office, client_of: SignIn) -> None:
    dossier = filled(session, office)
    for actor, seen, changed in (
        (office.officer, 200, 200), (office.head, 200, 200), (office.clerk, 200, 403),
        (office.second_officer, 404, 404), (office.other_clerk, 404, 404), (office.admin, 403, 403),
    ):  # fmt: skip
        client = client_of(actor)
        assert client.get(f"/dossiers/{dossier.id}").status_code == seen, actor.name
        for page in ("edit", "close", "reopen"):
            answer = client.get(f"/dossiers/{dossier.id}/{page}")
            assert answer.status_code == changed, (actor.name, page)


def test_forms_are_shown_as_long_as_they_can_be_sent(
    session: Session, office: Office, client_of: SignIn
) -> None:
    dossier = filled(session, office)
    ways = ("edit", "close", f"documents/{_document_in(session, dossier)}/remove")
    session.commit()
    client = client_of(office.officer)

    def shown(*ways: str) -> set[int]:
        return {client.get(f"/dossiers/{dossier_id}/{way}").status_code for way in ways}

    dossier_id, dossier.closed_on = dossier.id, None
    session.commit()
    assert (shown(*ways), shown("reopen")) == ({200}, {422})
    dossier.closed_on = clock.today()
    session.commit()
    assert (shown(*ways), shown("reopen")) == ({422}, {200})


def _document_in(session: Session, dossier: Dossier) -> int:
    lies_in = select(DossierRecord.record_id).where(DossierRecord.dossier_id == dossier.id)
    return session.scalars(lies_in).one()


def test_closing_says_what_is_missing_beside_the_button(
    session: Session, office: Office, client_of: SignIn
) -> None:
    dossier = filled(session, office)
    client = client_of(office.officer)
    answer = client.post(f"/dossiers/{dossier.id}/close", data={"version": str(dossier.version)})
    assert answer.status_code == 422
    assert "Chưa trả lời: 7/SNV-TCCB" in answer.get_data(as_text=True)


def test_the_table_of_contents_has_seven_columns_and_no_formula(
    session: Session, office: Office, client_of: SignIn
) -> None:
    dossier = filled(session, office, subject="=HYPERLINK(1)")
    client = client_of(office.officer)
    printed = client.get(f"/dossiers/{dossier.id}/contents").get_data(as_text=True)
    assert "MỤC LỤC VĂN BẢN TRONG HỒ SƠ" in printed
    assert "1–3" in printed
    content = client.get(f"/dossiers/{dossier.id}/contents.xlsx")
    assert content.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(content.data)).active
    assert [cell.value for cell in sheet[3]] == [
        "STT", "Số và ký hiệu", "Ngày tháng", "Tên loại và trích yếu nội dung", "Tác giả",
        "Tờ/trang số", "Ghi chú",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[4]][:6] == [
        1, "7/SNV-TCCB", datetime(2026, 11, 20), "Công văn: =HYPERLINK(1)", "Sở Nội vụ", "1–3",
    ]  # fmt: skip
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_what_is_hidden_is_only_counted(
    session: Session, office: Office, client_of: SignIn
) -> None:
    from tests.integration.outgoing.making import signed

    dossier = filled(session, office)
    secret = signed(
        session, office, unit_id=office.economy_id, subject="Việc riêng của KTHT",
        drafter_id=office.economy_officer.person_id,
    )  # fmt: skip
    service.put_in(session, office.officer, dossier, secret.id)
    session.commit()
    text = client_of(office.officer).get(f"/dossiers/{dossier.id}").get_data(as_text=True)
    assert "1 văn bản bạn không được xem" in text
    assert "Việc riêng" not in text
    assert "Việc riêng" in client_of(office.clerk).get(f"/dossiers/{dossier.id}").get_data(
        as_text=True
    )
