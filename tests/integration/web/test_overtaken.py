"""Two people at one thing: the second keeps what they typed, sees both, and decides."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.correspondence.models import Document
from app.deadlines.settings import SOON_DAYS
from app.dossiers.rules import DossierEntry
from app.dossiers.service import open_dossier
from app.organisation.models import Post
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of, form_of, registered

SignIn = Callable[[Actor], FlaskClient]
Places = dict[str, str]
UNSENT = ("csrf_token", "_once", "uploads")
MINE, THEIRS = "Trích yếu của tôi", "Trích yếu của người kia"


@pytest.fixture
def places(session: Session, office: Office) -> Places:
    """The addresses of forms about what two people may change at once."""
    person_id = office.officer.person_id
    opened = DossierEntry("05.VHXH", "Chung", 2026, "01", None, person_id, clock.today())
    dossier = open_dossier(session, office.officer, opened)
    post_id = session.scalars(select(Post.id).where(Post.person_id == person_id)).one()
    document = registered(session, office.clerk)
    return {
        "incoming": f"/incoming/{document.id}/correct",
        "agency": f"/admin/organisation/{office.agency_id}/edit",
        "unit": f"/admin/organisation/units/{office.culture_id}",
        "person": f"/admin/persons/{person_id}/edit",
        "post": f"/admin/posts/{post_id}",
        "account": f"/admin/persons/{person_id}/account",
        "setting": f"/settings/{SOON_DAYS.key}?agency={office.agency_id}",
        "register": f"/registers/{office.incoming_register_id}/rename",
        "series": f"/registers/series/{office.decision_series_id}/change",
        "dossier": f"/dossiers/{dossier.id}/edit",
    }


@pytest.mark.parametrize(
    ("what", "who", "field", "theirs", "mine"),
    [
        ("incoming", "clerk", "subject", THEIRS, MINE),
        ("agency", "admin", "address", "Số 1 phố Chợ", "Số 2 phố Chợ"),
        ("unit", "admin", "name", "Phòng Văn hóa", "Phòng Xã hội"),
        ("person", "admin", "name", "Lê Thị Nhuần A", "Lê Thị Nhuần B"),
        ("post", "admin", "title", "Chuyên viên chính", "Chuyên viên cao cấp"),
        ("account", "admin", "user_name", "nhuan.a", "nhuan.b"),
        ("setting", "admin", "value", "3", "4"),
        ("register", "clerk", "name", "Sổ đến A", "Sổ đến B"),
        ("series", "clerk", "name", "Quyết định A", "Quyết định B"),
        ("dossier", "officer", "title", "Hồ sơ A", "Hồ sơ B"),
    ],
)
def test_every_form_that_was_overtaken_comes_back(
    client_of: SignIn,
    office: Office,
    places: Places,
    what: str,
    who: str,
    field: str,
    theirs: str,
    mine: str,
) -> None:
    """With both wordings, about the newest version: what is sent again goes on top knowingly."""
    client, url = client_of(getattr(office, who)), places[what]
    opened = form_on(client.get(url).text) | {"reason": "Ghi nhầm"}
    assert client.post(url, data={**opened, field: theirs}).status_code == 302
    overtaken = client.post(url, data={**opened, field: mine, "_once": "a" * 24})
    assert overtaken.status_code == 409
    assert "Nội dung bạn gõ vẫn còn đây" in overtaken.text
    both = re.search(r"<tbody>.*?</tbody>", overtaken.text, re.DOTALL)
    assert both
    assert theirs in both.group()
    assert mine in both.group()
    again = form_on(overtaken.text)
    assert (again[field], again["version"] != opened["version"]) == (mine, True)
    assert form_on(client.get(url).text)[field] == theirs
    assert client.post(url, data={**again, "_once": "a" * 24}).status_code == 302
    assert form_on(client.get(url).text)[field] == mine


def form_on(page: str) -> dict[str, Any]:
    """What the form of a page would send."""
    [form] = [one for one in html.fromstring(page).xpath("//main//form") if "version" in one.fields]
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values[name] = [*values.get(name, []), value] if name == "types" else value.strip()
    return {name: value for name, value in values.items() if name not in UNSENT}


def test_the_version_that_was_opened_first_never_overwrites(
    client_of: SignIn, session: Session, office: Office
) -> None:
    """Back, and save: as often as one likes."""
    document_id = registered(session, office.clerk).id
    entry = entry_of(session, office.clerk)
    session.rollback()
    client, url = client_of(office.clerk), f"/incoming/{document_id}/correct"
    client.post(url, data=form_of(entry, subject=THEIRS, version="1"))
    answers = [client.post(url, data=form_of(entry, subject=MINE, version="1")) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [409] * 3
    assert subject_of(session, document_id) == THEIRS


def test_what_has_no_form_to_come_back_to_is_told_on_a_page_of_its_own(
    client_of: SignIn, session: Session, office: Office
) -> None:
    """A button alone: the act is not done, and who was quicker is named."""
    document_id = registered(session, office.clerk).id
    entry = entry_of(session, office.clerk)
    session.rollback()
    client = client_of(office.clerk)
    correct = form_of(entry, subject=THEIRS, version="1")
    client.post(f"/incoming/{document_id}/correct", data=correct)
    answer = client.post(f"/incoming/{document_id}/follow-recall", data={"version": "1"})
    assert answer.status_code == 409
    assert office.clerk.name in answer.text


def subject_of(session: Session, document_id: int) -> str:
    with Session(session.get_bind()) as own:
        return own.get_one(Document, document_id).subject
