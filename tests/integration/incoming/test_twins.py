"""A document that looks like one already registered: told, never refused."""

import io

from sqlalchemy.orm import Session

from tests.documents.document_files import pdf_bytes
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of, form_of, registered
from tests.integration.incoming.test_registering import URL, SignIn, documents

# -- Twins -------------------------------------------------------------------------------------


def test_a_likely_twin_is_a_warning_and_never_a_refusal(
    client_of: SignIn, session: Session, office: Office
) -> None:
    client = client_of(office.clerk)
    twin_id = registered(session, office.clerk).id
    entry = entry_of(
        session, office.clerk, number="01947", symbol="sxd - HTĐT", issuer="Sở Xây dựng"
    )
    session.rollback()
    response = client.post(URL, data=form_of(entry))
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Giống một văn bản đã vào sổ." in page
    assert "trích yếu giống 100%" in page
    assert f'href="/documents/{twin_id}"' in page
    assert f'formaction="/incoming/{twin_id}/files" formnovalidate data-with-file>' in page
    assert len(documents(session)) == 1
    assert client.post(URL, data=form_of(entry, is_different="y")).status_code == 302
    assert len(documents(session)) == 2


def test_twins_are_told_while_typing(client_of: SignIn, session: Session, office: Office) -> None:
    registered(session, office.clerk)
    client = client_of(office.clerk)
    typed = {
        "number": "1947",
        "symbol": "SXD-HTĐT",
        "issuer": "Sở Xây dựng tỉnh Hà Sơn",
        "subject": "",
    }
    assert "Số đến 01" in client.get("/incoming/twins", query_string=typed).get_data(as_text=True)
    other = {**typed, "number": "1948"}
    assert client.get("/incoming/twins", query_string=other).get_data(as_text=True).strip() == ""
    nothing = client.get("/incoming/twins").get_data(as_text=True)
    assert nothing.strip() == ""


def test_the_twin_of_another_agency_is_not_told(
    client_of: SignIn, session: Session, office: Office
) -> None:
    registered(session, office.other_clerk)
    entry = entry_of(session, office.clerk)
    session.rollback()
    assert client_of(office.clerk).post(URL, data=form_of(entry)).status_code == 302


def test_the_file_in_hand_can_be_added_to_the_twin(
    client_of: SignIn, session: Session, office: Office
) -> None:
    twin_id = registered(session, office.clerk).id
    client = client_of(office.clerk)
    upload = {"file": (io.BytesIO(pdf_bytes()), "trang 2.pdf")}
    token = client.post("/uploads", data=upload).get_json()["token"]
    entry = entry_of(session, office.clerk)
    session.rollback()
    response = client.post(f"/incoming/{twin_id}/files", data=form_of(entry, uploads=token))
    assert response.status_code == 302
    [document] = documents(session)
    assert [file.name for file in document.files] == ["trang 2.pdf"]
