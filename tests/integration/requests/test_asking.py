"""What a request asks in its own words: seen by those asked, told, found, merged."""

import io
from collections.abc import Callable

import pytest
from docx import Document as open_docx
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.outgoing.inputs import RecipientEntry
from app.requests import service
from app.requests.messages import MESSAGES
from app.requests.queries import request_on
from app.requests.rules import Holder
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.outgoing.making import issue, request_of, signed
from tests.integration.work.making import directed

pytestmark = pytest.mark.usefixtures("monday")
TEXT = "Thống kê nhà văn hóa thôn.\nGửi kèm biểu 02."


def test_what_is_asked_is_said_in_its_own_words(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    document_id = request_of(session, office).id
    session.commit()
    leader, economy = client_of(office.leader), client_of(office.economy_head)
    sent = {"inside": [f"u{office.economy_id}"], "text": TEXT, "lead": ""}
    assert leader.post(f"/requests/ask/{document_id}", data=sent).status_code == 302
    request = request_on(session, document_id)
    assert request is not None
    (line,) = service.lines_of(session, request.id)
    line_id = line.id
    here, answering = f"/requests/{request.id}", f"/requests/lines/{line.id}/answer"
    session.rollback()
    for page in (leader.get(here), economy.get(here), economy.get(answering)):
        assert "Thống kê nhà văn hóa thôn." in page.text
    assert '<h2 id="asked-h">Nội dung yêu cầu</h2>' in economy.get(here).text
    found = leader.get("/requests?tab=mine&text=nha+van+hoa+thon").text
    assert f'href="{here}"' in found
    assert f'href="{here}"' not in leader.get("/requests?tab=mine&text=bieu+03").text

    # Told on one line, and shortened; whoever may not read what is asked is not told it outside.
    tells = {kind.name: kind.tell for kind in MESSAGES}
    told = tells["requests.asked"](session, {"line_id": line_id})
    assert told is not None
    assert "Asked: %(text)s" in told.words
    assert told.values["text"] == "Thống kê nhà văn hóa thôn. Gửi kèm biểu 02."
    urged = {"line_id": line_id, "count": 1, "by_text": True, "by_id": office.leader.person_id}
    text = tells["requests.urged"](session, urged)
    assert text is not None
    assert text.urgent is not None
    assert text.urgent.subject.startswith("Thống kê")

    session.rollback()

    # Asking others does not ask for something else; changing it does.
    other = {"outside": "Sở Y tế", "text": "khác", "lead": ""}
    assert 'name="text"' not in leader.get(f"/requests/ask/{document_id}").text
    assert leader.post(f"/requests/ask/{document_id}", data=other).status_code == 302
    session.refresh(request)
    assert request.text == TEXT
    session.rollback()
    report = open_docx(io.BytesIO(leader.get(f"{here}/answers.docx").data))
    assert "Gửi kèm biểu 02." in [one.text for one in report.paragraphs]
    changing = f"{here}/change"
    assert "Thống kê nhà văn hóa thôn." in leader.get(changing).text
    assert leader.post(changing, data={"text": "Số liệu mới"}).status_code == 302
    assert "Số liệu mới" in economy.get(here).text
    long = leader.post(changing, data={"text": "x" * 4001})
    assert long.status_code == 422


def test_without_words_of_its_own_it_says_what_the_document_says(
    session: Session, office: Office
) -> None:
    asking = service.Asking(request_of(session, office).id, "V/v báo cáo", office.leader.person_id)
    holder = Holder("Phòng Kinh tế", unit_id=office.economy_id)
    (line,) = service.ask(session, office.leader, asking, [holder])
    tells = {kind.name: kind.tell for kind in MESSAGES}
    told = tells["requests.asked"](session, {"line_id": line.id})
    assert told is not None
    assert "text" not in told.words


def test_one_begins_where_requests_are_listed(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    document, (line, *_more) = directed(session, office)
    document_id, said = document.id, line.directive.text
    session.commit()
    leader = client_of(office.leader)
    assert 'href="/requests/new"' in leader.get("/requests").text
    assert f'value="{document_id}"' in leader.get("/requests/new").text
    assert leader.post("/requests/new", data={"record_id": ""}).status_code == 422
    begun = leader.post("/requests/new", data={"record_id": str(document_id)})
    assert begun.location == f"/requests/ask/{document_id}"
    assert said
    assert said in leader.get(begun.location).text  # what was directed is what is asked first

    # An issued document that goes to the house's own units asks like any other.
    storage = MemoryStorage()
    own = RecipientEntry("Phòng Kinh tế", None, "paper")
    made = signed(session, office, storage, type_code="TB", recipients=(own,))
    conclusion = issue(session, office, made, storage).id
    session.commit()
    assert f'value="{conclusion}"' in leader.get("/requests/new").text
    sent = {"inside": [f"u{office.economy_id}"], "text": TEXT, "lead": ""}
    assert leader.post(f"/requests/ask/{conclusion}", data=sent).status_code == 302
    assert f'value="{conclusion}"' not in leader.get("/requests/new").text
    assert client_of(office.admin).get("/requests/new").status_code == 403
