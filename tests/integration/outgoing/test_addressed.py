"""Who is addressed gets it, and each agency once."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.errors import Refused
from app.core.policy import Actor
from app.files.models import FileText
from app.organisation.models import Agency
from app.organisation.queries import name_index
from app.outgoing.inputs import RecipientChange, RecipientEntry
from app.outgoing.messages import MESSAGES
from app.outgoing.models import OutgoingDocument
from app.outgoing.queries import as_reached, main_file, unreceived
from app.outgoing.queries import recipients_of as facts_of
from app.outgoing.service.recipients import plan, recipients_of
from app.records.queries import readers_of
from app.records.rules import RECEIVED, Ground
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.outgoing.making import issue, pressed, scan, signed
from tests.integration.outgoing.test_pages import form_of

SignIn = Callable[[Actor], FlaskClient]


pytestmark = pytest.mark.usefixtures("monday")


def by_hand(name: str, **changes: object) -> RecipientEntry:
    return RecipientEntry(name, None, "paper", **changes)  # type: ignore[arg-type]


def test_an_agency_written_by_hand_is_the_one_in_the_system(
    session: Session, office: Office
) -> None:
    names = ("UBND xã Hữu Lũng", "ubnd XÃ HỮU LŨNG;", "- Uỷ ban nhân dân xã Hữu Lũng (để b/c)")
    document = signed(session, office, recipients=tuple(map(by_hand, names)))
    [row] = recipients_of(session, document.id)
    assert (row.agency_id, row.channel) == (office.other_agency_id, "system")
    assert row.name == session.get_one(Agency, office.other_agency_id).name
    assert plan(session, document, [RecipientEntry("Khác", office.other_agency_id)]) == []


def test_one_outside_is_one_however_it_is_written(session: Session, office: Office) -> None:
    names = ("Hội đồng nhân dân tỉnh", "HĐND tỉnh;", "HĐND  TỈNH (b/c)")
    document = signed(session, office, recipients=tuple(map(by_hand, names)))
    assert [row.name for row in recipients_of(session, document.id)] == ["Hội đồng nhân dân tỉnh"]


def test_lines_that_name_no_receiver_receive_nothing(session: Session, office: Office) -> None:
    lines = ("- Như trên;", "- Như Điều 3;", "- Lưu: VT, VHXH.", "Lưu VT", "- Lưu Văn Hùng;")
    document = signed(session, office, recipients=tuple(map(by_hand, lines)))
    assert [row.name for row in recipients_of(session, document.id)] == ["Lưu Văn Hùng"]


def test_ones_own_agency_is_written_by_hand_and_not_delivered_to(
    session: Session, office: Office
) -> None:
    document = signed(session, office, recipients=(by_hand("UBND phường Tân Khê"),))
    [row] = recipients_of(session, document.id)
    assert (row.agency_id, row.name) == (None, "UBND phường Tân Khê")


def test_whoever_is_addressed_cannot_be_left_out(session: Session, office: Office) -> None:
    lines = (by_hand("UBND xã Hữu Lũng", addressed=True), by_hand("Sở Tài chính"))
    storage = MemoryStorage()
    document = signed(session, office, main=scan(storage), recipients=lines)
    session.commit()
    commune, finance = recipients_of(session, document.id)
    leave_out = RecipientChange(commune.id, keep=False, reply_required=False, due_on=None)
    with pytest.raises(Refused) as refused:
        issue(session, office, document, storage, changes=(leave_out,))
    assert str(refused.value).startswith("The paper itself names Ủy ban nhân dân xã Hữu Lũng")
    session.rollback()
    other = RecipientChange(finance.id, keep=False, reply_required=False, due_on=None)
    issue(session, office, document, storage, changes=(other,))
    assert [row.agency_id for row in recipients_of(session, document.id)] == [
        office.other_agency_id
    ]


def test_units_and_people_of_the_agency_read_and_hear_of_what_they_receive(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    storage = app.extensions["engines"].storage
    officer = "Bà Lê Thị Nhuần, Chuyên viên Phòng Văn hóa - Xã hội"
    lines = tuple(map(by_hand, ("Trưởng phòng Kinh tế", officer, "Ông X")))
    document = signed(session, office, storage, recipients=lines, drafter_id=office.clerk.person_id)
    session.commit()
    received = Ground(RECEIVED, recipients_of(session, document.id)[0].id)
    issue(session, office, document, storage)
    tokens = {one.token for one in readers_of(session, document.id) if one.ground == received}
    assert tokens == {f"u{office.economy_id}"}
    told = {kind.name: kind.tell for kind in MESSAGES}
    payload = {"document_id": document.id, "reason": "Sai"}
    for name in ("outgoing.received", "outgoing.called_back"):
        telling = told[name](session, payload)
        assert telling is not None
        assert set(telling.people) == {office.economy_head.person_id, office.officer.person_id}
    session.commit()
    shown = client_of(office.clerk).get(f"/outgoing/{document.id}/peek").text
    reached = re.findall(r'<b>([^<]*)</b> <span class="cv-role">([^<]*)<', shown)
    assert reached == [
        ("Trưởng phòng Kinh tế", "trong hệ thống"),
        (officer, "trong hệ thống"),
        ("Ông X", "bản giấy"),
    ]


def test_every_person_of_an_agency_can_be_proposed(session: Session, office: Office) -> None:
    index = name_index(session, office.agency_id)
    for one, name, _title in index.people:
        named = index.named(name)
        assert named is not None
        assert (named.person_id, index.certain(named.called)) == (one, named), named.called


def an_uploaded_one(app: Flask, session: Session, office: Office) -> int:
    """A letter whose words address the commune, and whose receivers are others."""
    storage = app.extensions["engines"].storage
    document = signed(session, office, storage, recipients=(by_hand("Sở Tài chính"),))
    main = main_file(session, document.id)
    assert main is not None
    words = "Số: 05/UBND\nKính gửi:\n- UBND xã Hữu Lũng;\n- Sở Tài chính.\nNội dung"
    session.add(FileText(sha256=main.sha256, text=words))
    document_id = document.id
    session.commit()
    return document_id


def test_what_the_paper_says_is_held_against_the_receivers(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document_id = an_uploaded_one(app, session, office)
    document = session.get_one(OutgoingDocument, document_id)
    assert unreceived(session, document) == ["Ủy ban nhân dân xã Hữu Lũng"]
    session.rollback()
    client = client_of(office.clerk)
    page = client.get(f"/outgoing/{document_id}/issue").get_data(as_text=True)
    assert 'id="addressed"' in page
    assert re.findall('name="addressed_shown" value="(.*?)"', page) == ["1"]
    unseen = client.post(f"/outgoing/{document_id}/issue", data=form_of(session, document_id))
    assert unseen.status_code == 422
    shown = {"addressed_shown": "1", "addressed": "Ủy ban nhân dân xã Hữu Lũng"}
    sent = form_of(session, document_id, **shown)
    assert pressed(client, document_id, sent).status_code == 302
    session.expire_all()
    rows = recipients_of(session, document_id)
    assert [row.agency_id for row in rows] == [None, office.other_agency_id]
    assert rows[1].addressed


def test_members_take_the_place_of_their_group(session: Session, office: Office) -> None:
    document = signed(session, office, recipients=(by_hand("UBND các xã"),))
    assert unreceived(session, document) == ["Ủy ban nhân dân xã Hữu Lũng"]
    facts = facts_of(session, [document.id])[document.id]
    assert [one.channel for one in as_reached(session, document, facts)] == ["members"]
    plan(session, document, [by_hand("UBND xã Hữu Lũng"), by_hand("Các phòng, ban")])
    names = [row.name for row in recipients_of(session, document.id)]
    assert names == ["Ủy ban nhân dân xã Hữu Lũng", "Các phòng, ban"]


def test_the_clerk_may_say_that_it_does_not_receive_it(
    app: Flask, session: Session, office: Office, client_of: SignIn
) -> None:
    document_id = an_uploaded_one(app, session, office)
    client = client_of(office.clerk)
    sent = form_of(session, document_id, addressed_shown="1")
    assert pressed(client, document_id, sent).status_code == 302
    session.expire_all()
    assert [row.name for row in recipients_of(session, document_id)] == ["Sở Tài chính"]
