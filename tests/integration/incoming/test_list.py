"""The list: what it shows to whom, its counts, its pages, its price."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core import clock
from app.core.lists import FIRST, Place
from app.core.policy import Actor
from app.deadlines.queries import horizon_of
from app.deadlines.rules.holidays import NATIONAL
from app.incoming import service
from app.incoming.filters import IncomingFilter
from app.incoming.queries import INCOMING, list_page
from app.work import service as work
from app.work.queries import lines_of
from app.work.service import Receiver, direct
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.incoming.making import registered
from tests.statements import statements

SignIn = Callable[[Actor], FlaskClient]
PEOPLE = ("clerk", "leader", "head", "officer", "economy_officer", "other_clerk", "admin")


def subjects(page: str) -> list[str]:
    return re.findall(r'class="cv-subj"[^>]*>(?:<span[^>]*>[^<]*</span>)?([^<]*)<', page)


@pytest.fixture
def documents(session: Session, office: Office) -> None:
    """Documents in every state: waiting for a directive, given out, late, closed, cancelled."""
    late = clock.today() - timedelta(days=2)
    for number in range(1, 8):
        registered(
            session,
            office.clerk,
            number=str(number),
            subject=f"Văn bản {number}",
            urgency=number % 4,
        )
    rows = [
        registered(session, office.clerk, number=f"2{n}", subject=f"Việc {n}") for n in range(4)
    ]
    lead = [Receiver(f"p{office.officer.person_id}", "lead", None)]
    for row in rows:
        direct(session, office.leader, row.id, "Xử lý", lead)
    rows[0].due_at = NATIONAL.closing(late)
    session.commit()
    service.close(session, office.clerk, rows[3], "Xong")
    service.cancel(session, office.clerk, registered(session, office.clerk, number="99"), "Nhầm")
    registered(session, office.other_clerk, subject="Văn bản nơi khác")
    session.commit()


@pytest.mark.usefixtures("documents")
def test_counts_are_those_of_the_rows_for_everyone(session: Session, office: Office) -> None:
    horizon = horizon_of(session, office.agency_id)
    for who in PEOPLE:
        actor: Actor = getattr(office, who)
        for chips in (
            IncomingFilter(),
            IncomingFilter(urgency=1),
            IncomingFilter(due="late"),
            IncomingFilter(presented_to_me=True),
        ):
            counted = INCOMING.tab_counts(session, actor, chips, horizon.moments)
            for tab in INCOMING.counted:
                rows = list_page(session, actor, chips.but(tab=tab), horizon).rows
                assert len(rows) == counted[tab], (who, tab, chips)


@pytest.mark.usefixtures("documents")
def test_everyone_sees_what_they_may_read(client_of: SignIn, office: Office) -> None:
    def seen(who: str, view: str) -> set[str]:
        client = client_of(getattr(office, who))
        return set(subjects(client.get(f"/incoming?tab={view}").get_data(as_text=True)))

    assert seen("officer", "all") == {"Việc 0", "Việc 1", "Việc 2", "Việc 3"}
    assert seen("officer", "overdue") == {"Việc 0"}
    assert seen("economy_officer", "all") == set()
    assert seen("other_clerk", "all") == {"Văn bản nơi khác"}
    assert len(seen("clerk", "all")) == 12
    assert seen("leader", "done") == {"Việc 3"}
    assert client_of(office.admin).get("/incoming").status_code == 403


def test_pages_follow_each_other_without_loss_or_repetition(
    session: Session, office: Office
) -> None:
    made = [registered(session, office.clerk, number=str(n)).id for n in range(70)]
    horizon = horizon_of(session, office.agency_id)
    wanted, seen, place = IncomingFilter(tab="all"), [], FIRST
    while True:
        page = list_page(session, office.clerk, wanted, horizon, place)
        seen += [row.id for row in page.rows]
        if page.older is None:
            break
        place = Place(before=page.older)
    assert seen == made[::-1]
    back = list_page(session, office.clerk, wanted, horizon, Place(after=seen[59]))
    assert [row.id for row in back.rows] == seen[29:59]
    assert (back.newer, back.older) == (seen[29], seen[58])


def test_a_page_costs_the_same_number_of_statements_whatever_its_rows(
    client_of: SignIn, session: Session, office: Office
) -> None:
    registered(session, office.clerk)
    client = client_of(office.clerk)
    client.get("/incoming")
    with statements() as few:
        client.get("/incoming")
    for number in range(2, 30):
        document = registered(session, office.clerk, number=str(number))
        direct(
            session,
            office.leader,
            document.id,
            "Xử lý",
            [Receiver(f"u{office.culture_id}", "lead", None)],
        )
    session.commit()
    with statements() as many:
        page = client.get("/incoming").get_data(as_text=True)
    assert len(subjects(page)) == 29
    assert len(many) == len(few) <= 14, "\n\n".join(many)


def test_rows_say_how_they_stand_and_where_they_lead(
    client_of: SignIn, session: Session, office: Office
) -> None:
    document = registered(
        session, office.clerk, presented_to_id=office.leader.person_id, reply_required=True
    )
    document_id = document.id
    session.rollback()
    client = client_of(office.clerk)
    page = client.get("/incoming").get_data(as_text=True)
    for words in (
        "Chờ bút phê",
        "Trình: Lưu Đình Thuận",
        "cần trả lời",
        f'data-peek="/incoming/{document_id}/peek"',
    ):
        assert words in page
    preview = client.get(f"/incoming/{document_id}/peek").get_data(as_text=True)
    assert "1947/SXD-HTĐT" in preview
    assert "<html" not in preview
    assert client_of(office.officer).get(f"/incoming/{document_id}/peek").status_code == 404


def test_a_leader_directs_one_after_the_other_from_the_list(
    client_of: SignIn, session: Session, office: Office
) -> None:
    presented = [
        registered(session, office.clerk, number=str(n), presented_to_id=office.leader.person_id).id
        for n in range(2)
    ]
    registered(session, office.clerk, number="9", presented_to_id=office.deputy.person_id)
    session.rollback()
    leader = client_of(office.leader)
    listed = leader.get("/incoming?tab=to_direct&to=me").get_data(as_text=True)
    [peek, _newer] = re.findall(r'data-peek="([^"]+)"', listed)
    second = _directed(leader, unescape(peek), office)
    assert second.startswith(f"/documents/{presented[1]}?")
    assert _directed(leader, second, office) == f"/documents/{presented[1]}#work"


def _directed(client: FlaskClient, shown: str, office: Office) -> str:
    """Write the directive that is offered at this address, and tell where one lands."""
    [address] = set(re.findall(r'href="(/documents/\d+/directive[^"]*)"', client.get(shown).text))
    given = {"text": "Giao.", "receiver": f"p{office.officer.person_id}", "role": "lead", "due": ""}
    response = client.post(unescape(address), data=given)
    assert response.status_code == 302
    return client.get(response.location).location or ""


def test_an_empty_list_teaches(client_of: SignIn, office: Office) -> None:
    page = client_of(office.clerk).get("/incoming").get_data(as_text=True)
    assert "Vào sổ văn bản đầu tiên" in page
    filtered = client_of(office.clerk).get("/incoming?urgency=3&issuer=Ai").get_data(as_text=True)
    assert "Bỏ hết bộ lọc" in filtered


@pytest.mark.usefixtures("monday")
def test_a_closed_row_does_not_contradict_itself(
    client_of: SignIn, session: Session, office: Office
) -> None:
    """Lead line finished too late, document within its own date: late, in colour and in words."""
    due = clock.today() + timedelta(days=30)
    row = registered(session, office.clerk, due_on=due)
    lead = [Receiver(f"p{office.officer.person_id}", "lead", NATIONAL.closing(clock.today()))]
    direct(session, office.leader, row.id, "Xử lý", lead)
    (line,) = lines_of(session, row.id)
    session.commit()
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        work.finish(session, office.officer, line.id, "Xong")
        session.commit()
        service.close(session, office.clerk, row, "")
        session.commit()
        page = client_of(office.clerk).get("/incoming?tab=done").get_data(as_text=True)
    assert "Xong trễ hạn" in page
    assert re.search(r"trễ \d+ ngày", page)


def test_ticked_documents_are_put_into_a_dossier(
    client_of: SignIn, session: Session, office: Office
) -> None:
    ids = [registered(session, office.clerk, number=str(n)).id for n in (1, 2)]
    client = client_of(office.clerk)
    page = client.get("/incoming").get_data(as_text=True)
    bulk = page.split('id="bulk"')[0].rsplit("<form", 1)[1] + page.split('id="bulk"')[1]
    bulk = bulk.split("</form>")[0]
    assert 'formaction="/dossiers/put"' in bulk
    assert 'method="get"' in bulk
    assert "csrf_token" not in bulk, "it only asks for a page: no key belongs in its address"
    for document_id in ids:
        assert f'name="ids" value="{document_id}"' in page
    asked = client.get(f"/dossiers/put?ids={ids[0]}&ids={ids[1]}").get_data(as_text=True)
    assert "2 văn bản" in asked
    assert 'name="ids"' not in client.get("/").get_data(as_text=True)


def test_a_cancelled_registration_is_not_called_refused(
    client_of: SignIn, session: Session, office: Office
) -> None:
    row = registered(session, office.clerk)
    service.cancel(session, office.clerk, row, "Vào sổ nhầm")
    session.commit()
    client = client_of(office.clerk)
    assert "Đã hủy vào sổ" in client.get("/incoming?tab=all").get_data(as_text=True)
    assert "Đã hủy vào sổ: Vào sổ nhầm" in client.get(f"/documents/{row.id}").get_data(as_text=True)


def test_what_the_clerk_registered_is_unread_to_others_only(
    client_of: SignIn, session: Session, office: Office
) -> None:
    registered(session, office.clerk)
    row = "cv-row unread"
    assert row not in client_of(office.clerk).get("/incoming").get_data(as_text=True)
    assert row in client_of(office.leader).get("/incoming").get_data(as_text=True)


def test_the_first_page_of_open_documents_sorts_nothing(
    session: Session, office: Office, database: TestDatabase
) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL sorts the few rows of a test, whatever indexes they have")
    plans: list[list[str]] = []

    def explain(_connection, cursor, statement, parameters, *_rest):
        if "record_opening" in statement:
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append([row[3] for row in rows])

    horizon = horizon_of(session, office.agency_id)
    event.listen(database.engine, "before_cursor_execute", explain)
    try:
        list_page(session, office.leader, IncomingFilter(), horizon)
    finally:
        event.remove(database.engine, "before_cursor_execute", explain)
    (plan,) = plans
    assert any("ix_document_open" in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan
