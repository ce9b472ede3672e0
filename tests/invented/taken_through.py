"""A petition goes through an office that was built of its features and the invented one.

Run by tests/whole/test_invented_feature.py in a process of its own: a mapped class cannot be
taken back, and the other tests compare all tables with the migrations.
"""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, time
from html import unescape
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.access.queries import actor_of
from app.approval.models import CircuitStep
from app.audit.service import verify
from app.cli import migration_config
from app.core import clock, jobs
from app.core.db import Base, session_factory
from app.core.feature import install
from app.core.policy import Actor
from app.core.workflow import TAKEN_BACK_WITHIN
from app.demo import small
from app.demo.builder import Builder
from app.desk.queries import watch
from app.features import FEATURES
from app.organisation.models import Person, Post, Unit
from app.organisation.service import raise_epoch
from app.records.kinds import faces
from app.search import service as search
from tests.conftest import application, settings_for
from tests.databases import TestDatabase
from tests.documents.document_files import pdf_bytes
from tests.factories.office import PASSWORD, PASSWORD_HASH, Office
from tests.integration.drafting.making import delegate
from tests.invented.petitions.feature import FEATURE
from tests.invented.petitions.models import Petition

HERE = Path(__file__).parent
OFFICE = FEATURES.and_also(FEATURE)
SUBJECT = "Kiến nghị sửa đường liên thôn"


@pytest.fixture(autouse=True)
def migrated(database: TestDatabase, office: Office) -> None:
    """The office is running when the feature comes to it."""
    config = migration_config(database.url)
    versions = f"{config.get_main_option('script_location')}/versions"
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{versions}\n{HERE / 'migrations'}")
    command.upgrade(config, "head")


@pytest.fixture
def app(database: TestDatabase, tmp_path: Path) -> Iterator[Flask]:
    with application(settings_for(database, tmp_path), features=OFFICE) as app:
        yield app
    install(FEATURES)


@pytest.fixture
def client_of(app: Flask, office: Office) -> Callable[[Actor], FlaskClient]:
    def sign_in(actor: Actor) -> FlaskClient:
        client = app.test_client()
        named = {"user_name": office.user_name(actor), "password": PASSWORD}
        assert client.post("/sign-in", data=named).status_code == 302
        return client

    return sign_in


@pytest.fixture
def address(client_of: Callable[[Actor], FlaskClient], office: Office) -> str:
    """Created by the clerk; where its page is."""
    sent = {"sender": "Nguyễn Thị Lụa", "subject": SUBJECT}
    answer = client_of(office.clerk).post("/petitions", data=sent)
    assert answer.status_code == 302
    return str(answer.location)


def work_off(app: Flask, database: TestDatabase) -> None:
    factory, engines = session_factory(database.engine), app.extensions["engines"]
    search.rebuild(factory, engines.search)
    while jobs.drain(factory, OFFICE.handlers(engines), jobs.LIGHT):
        pass
    search.sync(factory, engines.search)


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def test_its_tables_are_those_of_its_migration(database: TestDatabase, app: Flask) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_it_is_read_by_rights(
    client_of: Callable[[Actor], FlaskClient], office: Office, address: str
) -> None:
    assert SUBJECT in text(client_of(office.clerk), address)
    assert SUBJECT in text(client_of(office.leader), address)
    assert SUBJECT not in text(client_of(office.officer), address, status=404)
    assert SUBJECT not in text(client_of(office.other_clerk), address, status=404)


def test_its_right_reached_the_roles_of_the_running_office(
    session: Session, office: Office, app: Flask
) -> None:
    assert actor_of(session, office.clerk.person_id).may("petitions.keep")
    assert not actor_of(session, office.officer.person_id).may("petitions.keep")


def test_its_page_is_composed_of_its_own_part_and_the_trail(
    client_of: Callable[[Actor], FlaskClient], office: Office, address: str
) -> None:
    page = text(client_of(office.clerk), address)
    assert f"Nguyễn Thị Lụa wrote: {SUBJECT}" in page
    assert "Answer the petition" in page
    trail = page[page.index('id="trail"') :]
    assert "received a petition of Nguyễn Thị Lụa" in trail
    assert "received a petition" in text(client_of(office.leader), "/admin/audit?group=petitions")


def test_the_leader_is_told_once_and_led_to_its_page(
    app: Flask,
    database: TestDatabase,
    client_of: Callable[[Actor], FlaskClient],
    office: Office,
    address: str,
) -> None:
    work_off(app, database)
    work_off(app, database)
    leader = client_of(office.leader)
    page = text(leader, "/notices")
    assert page.count(f"Nguyễn Thị Lụa sent a petition: {SUBJECT}") == 1
    opening = re.search(r'action="(/notices/\d+/open)"', page)
    assert opening
    assert leader.post(opening[1]).location == address


def test_it_is_found_by_search_by_those_who_may_read_it(
    app: Flask,
    database: TestDatabase,
    client_of: Callable[[Actor], FlaskClient],
    office: Office,
    address: str,
) -> None:
    work_off(app, database)
    for words in ("duong lien thon", "nguyễn thị lụa"):
        found = text(client_of(office.leader), f"/search?q={words}")
        assert f'href="{address}"' in found, words
    assert f'href="{address}"' in text(
        client_of(office.leader), "/search?q=lien+thon&kind=petition"
    )
    assert f'href="{address}"' not in text(client_of(office.other_leader), "/search?q=lien+thon")
    assert search.drift(session_factory(database.engine), app.extensions["engines"].search).is_none


def test_its_files_are_read_shown_and_found(
    app: Flask,
    database: TestDatabase,
    client_of: Callable[[Actor], FlaskClient],
    office: Office,
) -> None:
    """A kind that hangs files on its records gets pages, words and rights with them."""
    clerk = client_of(office.clerk)
    content = pdf_bytes("Kien nghi lap bien bao truong hoc", "Trang hai")
    sent = clerk.post("/uploads", data={"file": (io.BytesIO(content), "don.pdf")})
    assert sent.status_code == 201, sent.text
    entry = {"sender": "Lò Văn Pản", "subject": "Biển báo", "uploads": sent.get_json()["token"]}
    address = clerk.post("/petitions", data=entry).location
    work_off(app, database)
    jobs.drain(session_factory(database.engine), OFFICE.handlers(app.extensions["engines"]))
    work_off(app, database)
    page = text(clerk, address)
    assert "don.pdf" in page
    picture = re.search(r'src="(/files/\d+/pages/2[^"]*)"', page)
    assert picture
    assert clerk.get(picture[1]).mimetype in ("image/png", "image/webp")
    assert client_of(office.officer).get(picture[1]).status_code == 404
    assert f'href="{address}"' in text(clerk, "/search?q=bien+bao+truong+hoc")
    assert f'href="{address}"' not in text(client_of(office.other_leader), "/search?q=truong+hoc")


def test_it_is_counted_on_the_desk_and_in_the_navigation_as_its_page_opens(
    client_of: Callable[[Actor], FlaskClient], office: Office, address: str
) -> None:
    client = client_of(office.clerk)
    desk = text(client, "/")
    tile = re.search(
        r'href="/petitions"><span>Petitions to answer</span>.*?<strong>(\d+)', desk, re.S
    )
    assert tile
    entry = re.search(r'<a href="/petitions"[^>]*>.*?<span class="n">(\d+)</span>', desk, re.S)
    assert entry
    assert tile[1] == entry[1] == "1"
    first = desk[desk.index('id="h-first"') :]
    assert f'href="{address}"' in first
    assert text(client, "/petitions").count(SUBJECT) == 1
    assert "Petitions" not in text(client_of(office.officer), "/")


def test_it_is_assigned_and_coloured(
    client_of: Callable[[Actor], FlaskClient], office: Office
) -> None:
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    with clock.stopped_at(clock.at(monday, time(9))):
        sent = {"sender": "Hà Văn Mận", "subject": SUBJECT, "due": tuesday.isoformat()}
        address = client_of(office.clerk).post("/petitions", data=sent).location
        officer = client_of(office.second_officer)
        assert SUBJECT not in text(officer, "/work")
        assert SUBJECT not in text(officer, address, status=404)
        given = {
            "text": "Giao đồng chí trả lời công dân.",
            "receiver": f"p{office.second_officer.person_id}",
            "role": "lead",
            "due": f"{tuesday:%d/%m/%Y}",
        }
        record_id = address.rpartition("/")[2]
        directed = client_of(office.leader).post(f"/documents/{record_id}/directive", data=given)
        assert directed.status_code == 302, directed.text
        assert "Giao đồng chí trả lời công dân." in text(officer, address)
        assert "Sắp đến hạn" in row_of(officer)
    with clock.stopped_at(clock.at(date(2026, 11, 26), time(9))):
        assert "Quá hạn" in row_of(client_of(office.second_officer))


def row_of(client: FlaskClient) -> str:
    """The petition in the list of one's work."""
    work = text(client, "/work")
    place = work.index(SUBJECT)
    return work[work.rindex("<li", 0, place) : work.index("</li>", place)]


def sent_round(client: FlaskClient, record_id: int, version: int, office: Office) -> None:
    """The head reviews, the chairman signs."""
    lines = MultiDict({"base_version": str(version), "do": "send"})
    for kind, actor in (("review", office.head), ("sign", office.leader)):
        for name, value in (("kind", kind), ("who", actor.posts[0].post_id), ("until", "")):
            lines.add(name, str(value))
        lines.add("beside", "")
    answer = client.post(f"/records/{record_id}/circuit", data=lines)
    assert answer.status_code == 302, answer.text


def decided(client: FlaskClient, record_id: int, do: str, comment: str = "") -> int:
    """What the page of one's turn asks, sent with what it says."""
    page = text(client, f"/records/{record_id}/decide")
    hidden = dict(re.findall(r'name="(step_id|seen_version)" value="(\d+)"', page))
    answer = client.post(
        f"/records/{record_id}/decide", data={**hidden, "do": do, "comment": comment}
    )
    return answer.status_code


def test_it_is_approved_with_its_versions(
    client_of: Callable[[Actor], FlaskClient],
    office: Office,
    session: Session,
    address: str,
    app: Flask,
    database: TestDatabase,
) -> None:
    record_id = int(address.rpartition("/")[2])
    clerk, head, leader = (client_of(one) for one in (office.clerk, office.head, office.leader))
    assert SUBJECT not in text(head, address, status=404)
    assert clerk.post(f"{address}/circuit").status_code == 422, "there is no answer to send yet"
    clerk.post(f"/petitions/{record_id}/answer", data={"answer": "Sẽ sửa trong quý I."})
    sent_round(clerk, record_id, 1, office)
    assert "Xử lý lượt của bạn" in text(head, address)
    assert "Xử lý lượt của bạn" not in text(leader, address)
    assert decided(head, record_id, "approve") == 302
    assert decided(leader, record_id, "return") == 422, "a return needs its reason"
    assert decided(leader, record_id, "return", "Nêu rõ nguồn vốn.") == 302
    assert "Nêu rõ nguồn vốn." in text(clerk, address)

    clerk.post(f"/petitions/{record_id}/answer", data={"answer": "Sửa bằng ngân sách xã."})
    sent_round(clerk, record_id, 2, office)
    assert decided(leader, record_id, "approve") != 302, "what was approved was version 1"
    assert decided(head, record_id, "approve") == 302
    clerk.post(f"/petitions/{record_id}/answer", data={"answer": "Sửa bằng ngân sách phường."})
    assert decided(leader, record_id, "approve") != 302, "it was changed: it goes round once more"
    assert decided(head, record_id, "approve") == 302
    assert decided(leader, record_id, "approve") == 302
    assert leader.post(f"/records/{record_id}/take-back").status_code == 302
    assert session.get_one(Petition, record_id, populate_existing=True).is_open
    session.rollback()
    assert decided(leader, record_id, "approve") == 302

    petition = session.get_one(Petition, record_id, populate_existing=True)
    assert (petition.is_open, petition.outcome) == (False, "Sửa bằng ngân sách phường.")
    steps = select(CircuitStep).where(CircuitStep.record_id == record_id)
    acts = [
        (step.round, step.kind, step.state, step.version_number)
        for step in session.scalars(steps.order_by(CircuitStep.id))
    ]
    assert acts == [
        (1, "review", "done", 1),
        (1, "sign", "returned", 1),
        (2, "review", "done", 2),
        (2, "sign", "skipped", None),
        (3, "review", "done", 3),
        (3, "sign", "done", 3),
    ]
    session.rollback()
    page = text(clerk, address)
    assert "ký duyệt petition" in page[page.index('id="trail"') :]
    with clock.stopped_at(clock.now() + TAKEN_BACK_WITHIN):
        work_off(app, database)
    assert f"{office.leader.name} đã ký: {SUBJECT}" in text(clerk, "/notices")
    assert verify(session).is_whole


WAITS = re.compile(r'href="/approvals"><span>[^<]*</span>.*?<strong>(\d+)', re.S)


def assert_waits(client: FlaskClient, number: int, address: str) -> None:
    """So many rows on the list, in its tile and in the navigation, this petition among them."""
    page, desk = text(client, "/approvals"), text(client, "/")
    assert page.count('<li class="cv-row') == number
    assert (f'href="{address}"' in page) == bool(number)
    tile = WAITS.search(desk)
    assert int(tile[1]) == number if tile else number == 0
    entry = re.search(r'<a href="/approvals"[^>]*>.*?</a>', desk, re.S)
    assert entry
    counted = re.search(r'<span class="n">(\d+)</span>', entry[0])
    assert (int(counted[1]) if counted else 0) == number
    assert f'href="{address}"' in desk or not number


def proposed(clerk: FlaskClient, office: Office) -> int:
    """A petition whose answer waits for the head."""
    sent = {"sender": "Nguyễn Thị Lụa", "subject": SUBJECT, "due": "2026-12-31"}
    record_id = int(clerk.post("/petitions", data=sent).location.rpartition("/")[2])
    clerk.post(f"/petitions/{record_id}/answer", data={"answer": "Sẽ sửa trong quý I."})
    sent_round(clerk, record_id, 1, office)
    return record_id


def test_it_waits_for_whose_turn_it_is_until_that_is_over(
    client_of: Callable[[Actor], FlaskClient], office: Office, session: Session, app: Flask
) -> None:
    clerk, head, leader = (client_of(one) for one in (office.clerk, office.head, office.leader))
    record_id = proposed(clerk, office)
    address = f"/records/{record_id}"
    assert_waits(head, 1, address)
    row = text(head, "/approvals")
    assert "Petition" in row
    assert "Nguyễn Thị Lụa" in row
    assert "Xét duyệt" in row
    assert_waits(leader, 0, address)
    assert decided(head, record_id, "approve") == 302
    assert_waits(head, 0, address)
    assert_waits(leader, 1, address)
    assert decided(leader, record_id, "return", "Nêu rõ nguồn vốn.") == 302
    assert_waits(leader, 0, address)

    sent_round(clerk, record_id, 1, office)
    assert_waits(head, 1, address)
    assert clerk.post(f"/records/{record_id}/call-back").status_code == 302
    assert_waits(head, 0, address)

    sent_round(clerk, record_id, 1, office)
    assert decided(head, record_id, "approve") == 302
    assert_waits(leader, 1, address)
    assert clerk.post(f"/petitions/{record_id}/withdraw").status_code == 302
    assert_waits(leader, 0, address)


def test_it_waits_for_a_delegate_and_a_holder_as_long_as_they_are_that(
    client_of: Callable[[Actor], FlaskClient], office: Office, session: Session, app: Flask
) -> None:
    monday = date(2026, 11, 23)
    with clock.stopped_at(clock.at(monday, time(9))):
        address = f"/records/{proposed(client_of(office.clerk), office)}"
        delegate(session, office.head, office.second_officer, until=monday)
        raise_epoch(session)
        session.commit()
        delegated = client_of(office.second_officer)
        assert_waits(delegated, 1, address)
        assert f"Bạn đang làm thay {office.head.name}" in text(delegated, "/approvals")
    with clock.stopped_at(clock.at(date(2026, 11, 24), time(9))):
        assert_waits(client_of(office.second_officer), 0, address)
        assert_waits(client_of(office.head), 1, address)
        ended = update(Post).where(Post.id == office.head.posts[0].post_id)
        session.execute(ended.values(valid_to=monday))
        build = Builder(session, PASSWORD_HASH)
        unit = session.get_one(Unit, office.culture_id)
        head = session.get_one(Person, office.head.person_id)
        build.post(head, "Chuyên viên", "officer", unit.agency, unit)
        raise_epoch(session)
        session.commit()
        assert_waits(client_of(office.head), 0, address)


def test_it_is_filed_into_a_dossier(
    client_of: Callable[[Actor], FlaskClient], office: Office, address: str
) -> None:
    clerk, record_id = client_of(office.clerk), address.rpartition("/")[2]
    page = text(clerk, address)
    assert f'href="/dossiers/put?ids={record_id}"' in page
    new = {"ids": record_id, "title": "Đường liên thôn", "code": "01.VP", "retention": "06"}
    put = clerk.post("/dossiers/put", data=new)
    assert (put.status_code, put.location) == (302, address)
    dossier = re.search(r'href="(/dossiers/(\d+))"', text(clerk, address))
    assert dossier
    shown = text(clerk, dossier[1])
    assert f'href="{address}">{SUBJECT}</a>' in shown
    assert SUBJECT in text(clerk, f"{dossier[1]}/contents")
    out = f"{dossier[1]}/documents/{record_id}/remove"
    assert clerk.post(out, data={"reason": "Đưa nhầm."}).status_code == 302
    assert f'href="{address}">{SUBJECT}</a>' not in text(clerk, dossier[1])


def test_the_watchdog_looks_after_it(
    app: Flask,
    client_of: Callable[[Actor], FlaskClient],
    office: Office,
    session: Session,
    address: str,
) -> None:
    def broken() -> list[str]:
        found = [one.invariant.name for one in watch(session, OFFICE) if one.broken]
        session.rollback()  # the pages wait for nobody who only looked
        return found

    assert broken() == []
    session.execute(update(Petition).values(is_open=False))
    session.commit()
    assert broken() == ["petitions.closed_with_an_outcome"]
    page = text(client_of(office.admin), "/admin/system")
    assert "A petition is closed with its outcome" in page


def test_rooms_below_know_its_face(
    app: Flask, session: Session, office: Office, address: str
) -> None:
    record_id = int(address.rpartition("/")[2])
    (face,) = faces(session, [(record_id, "petition")]).values()
    assert (face.subject, face.source, face.path) == (SUBJECT, "Nguyễn Thị Lụa", address)


def test_it_tells_its_part_of_the_demonstration(
    app: Flask, database: TestDatabase, office: Office, session: Session
) -> None:
    small.tell_features(session_factory(database.engine), OFFICE)
    agencies = session.scalars(select(Petition.agency_id)).all()
    assert {office.agency_id, office.other_agency_id} <= set(agencies)


def test_an_office_without_it_knows_nothing_of_it(
    database: TestDatabase, office: Office, tmp_path: Path
) -> None:
    with application(settings_for(database, tmp_path)) as without:
        assert "petitions.index" not in without.view_functions
    assert "petition" not in FEATURES.kinds
    assert "petitions.keep" not in FEATURES.permissions
