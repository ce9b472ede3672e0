"""A tile opens exactly the rows it counts, for every role, on both databases."""

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from app.access.models import Account, SignInTries
from app.approval.models import Approval, CircuitStep
from app.audit.refusals import Attempt, Times, keep
from app.core import clock
from app.core.counting import Figures
from app.core.jobs import Job
from app.core.outbox import OutboxRow
from app.core.policy import agency_token, person_token
from app.demo.builder import Builder
from app.drafting.models import Draft
from app.features import FEATURES
from app.messages.models import SmsMessage
from app.organisation.models import Delegation, Post
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.service.answers import ask_for_answers
from app.records.rules import AUTHOR, ENTERED, Ground
from app.records.service import let_read
from app.watchdog.models import Watch
from app.work import service
from app.work.service import Receiver
from tests.factories.office import PASSWORD_HASH
from tests.integration.work.making import directed, lines, make_document, person, unit
from tests.reading import found

ROLES = (
    "clerk", "leader", "deputy", "head", "officer", "second_officer",
    "economy_head", "economy_officer", "admin", "other_clerk", "other_leader",
)  # fmt: skip
TILE = re.compile(r'<a class="cv-tile[^>]*href="([^"]+)"><span>([^<]+)</span>(.*?)</a>', re.S)
ROW = re.compile(r'<li class="cv-row')
TABLE_ROW = re.compile(r"<tbody.*?</tbody>", re.S)


@pytest.fixture
def busy_office(database, office):
    """Something of every kind, in different numbers, some of it late."""
    with Session(database.engine, expire_on_commit=False) as session:
        _work(session, office)
        _arrivals(session, office)
        _departures(session, office)
        _drafts(session, office)
        _to_administer(session, office)
        session.commit()
    return office


def _work(session, office):
    now = clock.now()
    for days in (9, 1, 30):
        document, (lead, *_others) = directed(
            session,
            office,
            Receiver(unit(office.culture_id), "lead", now + timedelta(days=days)),
            Receiver(unit(office.economy_id), "cohandler", now + timedelta(days=1)),
            Receiver(person(office.clerk), "information"),
        )
        below = [
            Receiver(person(office.officer), "lead"),
            Receiver(person(office.second_officer), "cohandler"),
        ]
        chain = lines(session, service.pass_on(session, office.head, lead.id, "", below))
        service.open_lines(session, document.id, office.officer)
    service.finish(session, office.officer, chain[0].id, "Xong.")
    service.finish(session, office.second_officer, chain[1].id, "Xong.")
    with clock.stopped_at(now - timedelta(days=20)):
        directed(
            session, office, Receiver(unit(office.culture_id), "lead", now - timedelta(days=9))
        )
        _document, (back,) = directed(session, office)
        service.return_line(session, office.head, back.id, "Sai đơn vị.")


def _arrivals(session, office):
    make_document(session, office)
    make_document(session, office, presented_to_id=office.deputy.person_id)
    for _number in range(2):
        make_document(session, office, state="waiting", number=None, arrived_on=None)


def _departures(session, office):
    for state, number in (("signed", None), ("issued", 1), ("issued", 2)):
        document = OutgoingDocument(
            agency_id=office.agency_id,
            register_id=office.outgoing_register_id,
            year=2026,
            number=number,
            reference_key=f"{number}/ubnd" if number else "",
            type_code="CV",
            subject="V/v trả lời kiến nghị",
            issuer="UBND phường Tân Khê",
            state=state,
            created_by_id=office.clerk.person_id,
            signed_at=clock.now(),
        )
        session.add(document)
        session.flush()
        let_read(session, document.id, [agency_token(office.agency_id)], Ground(ENTERED))
        if number:
            asked = Recipient(
                document_id=document.id,
                agency_id=office.other_agency_id,
                name="UBND xã Hữu Lũng Thượng",
                reply_required=True,
                state="refused" if number == 2 else "delivered",
            )
            session.add(asked)
            session.flush()
            ask_for_answers(session, document, [asked], {})


def _drafts(session, office):
    for state in ("drafting", "circulating"):
        draft = Draft(
            agency_id=office.agency_id,
            author_id=office.officer.person_id,
            type_code="CV",
            subject="V/v trả lời",
            state=state,
            changed_by_id=office.officer.person_id,
        )
        session.add(draft)
        session.flush()
        for one in (office.officer, office.head):
            let_read(session, draft.record_id, [person(one)], Ground(AUTHOR))
        if state == "circulating":
            way = {"author_id": draft.author_id, "sort": "CV", "state": state}
            session.add(Approval(record_id=draft.record_id, round=1, **way))
            turn = {"record_id": draft.record_id, "round": 1, "position": 1, "kind": "review"}
            turn |= {"person_id": office.head.person_id, "post_id": office.head.posts[0].post_id}
            session.add(CircuitStep(**turn, state="current"))


def _to_administer(session, office):
    """Somebody who left with work, a delegation about to end, effects and an SMS that failed."""
    build = Builder(session, PASSWORD_HASH)
    gone = [build.person(name, "", name.lower()) for name in ("Gon", "Lam", "Tri")]
    for one in gone[:2]:
        _document, (lead,) = directed(session, office)
        lead.unit_id, lead.person_id, lead.holder = None, one.id, person_token(one.id)
    running = {"starts_on": clock.today(), "created_by_id": office.admin.person_id}
    post = session.scalars(select(Post).where(Post.person_id == office.leader.person_id)).one()
    for days in (3, 30):
        ends_on = clock.today() + timedelta(days=days)
        session.add(
            Delegation(
                post_id=post.id, to_person_id=office.deputy.person_id, ends_on=ends_on, **running
            )
        )
    session.execute(update(OutboxRow).values(spread_at=clock.now()))
    for tries, waits in ((3, -1), (0, 16), (0, 1), (1, -1)):
        turn, error = clock.now() - timedelta(minutes=waits), "OSError" if tries else ""
        session.add(
            Job(handler=f"{tries} {waits}", lane="normal", turn_at=turn, tries=tries, error=error)
        )
    for state in ("failed", "unknown", "delivered"):
        session.add(
            SmsMessage(
                key=state,
                person_id=gone[0].id,
                phone="0912000000",
                text="Khan",
                segments=1,
                state=state,
            )
        )
    for ago in (0, 6, 7):
        with clock.stopped_at(clock.now() - timedelta(days=ago)):
            gone_from = Attempt(
                clock.today(), gone[0].id, "", "GET", "/work/1", "right", "work", ""
            )
            keep(session, {gone_from: Times(1, clock.now(), clock.now())})
    session.get_one(Account, build.person("Moi", "", "moi").id).must_change_password = True
    soon = clock.now() + timedelta(minutes=10)
    session.add(SignInTries(user_name="moi", failed=5, locked_until=soon))
    session.flush()
    session.get_one(Account, gone[2].id).disabled_at = clock.now()
    now = clock.now()
    session.add(Watch(name="access.units_have_heads", state="broken", since=now, ill_since=now))


def tiles_of(client):
    page = client.get("/").get_data(as_text=True)
    return [(unescape(href), label, _count(rest)) for href, label, rest in TILE.findall(page)]


def _count(rest):
    found = re.search(r"<strong>(\d+)</strong>", rest)
    return int(found[1]) if found else None


def rows_at(client, href):
    page = client.get(href).get_data(as_text=True)
    if "/admin/watch" in href:
        return page.split('id="kept"')[0].count('<li class="cv-inv')
    if "/admin/" in href:
        return sum(body.count("<tr") for body in TABLE_ROW.findall(page))
    return len(ROW.findall(page))


@pytest.mark.parametrize("role", ROLES)
def test_every_tile_opens_exactly_the_rows_it_counts(client_of, busy_office, role):
    client = client_of(getattr(busy_office, role))
    shown = tiles_of(client)
    assert shown
    assert [(label, count) for _href, label, count in shown] == [
        (label, rows_at(client, href)) for href, label, _count in shown
    ]


def test_the_office_is_busy_enough_to_prove_it(client_of, busy_office):
    counts: dict[str, int] = {}
    for role in ROLES:
        for _href, label, count in tiles_of(client_of(getattr(busy_office, role))):
            counts[label] = max(counts.get(label, 0), count)
    quiet = {label for label, count in counts.items() if count == 0}
    assert quiet <= {"Dự thảo bị trả lại", "Chưa có tài khoản"}
    assert counts["Điều hỏng của hệ thống"] == 1
    assert counts["Không giữ chức vụ"] == 3
    assert counts["Tin không tới được"] == 2
    assert counts["Ủy quyền sắp hết hạn"] == 1


def test_the_work_in_the_navigation_is_what_it_opens(client_of, busy_office):
    client = client_of(busy_office.officer)
    page = client.get("/work").get_data(as_text=True)
    counted = found(r'<a href="/work"[^>]*>.*?<span class="n">(\d+)</span>', page)
    assert int(counted[1]) == len(ROW.findall(page))


def test_who_directs_and_holds_nothing_opens_the_work_of_all(client_of, busy_office, database):
    def work_opens(role):
        page = client_of(getattr(busy_office, role)).get("/").get_data(as_text=True)
        nav = found(r'<nav class="cv-nav.*?</nav>', page)[0]
        return unescape(found(r'href="(/work[^"]*)"', nav)[1])

    assert work_opens("leader") == "/work?scope=agency"
    assert rows_at(client_of(busy_office.leader), "/work?scope=agency") > 0
    assert {work_opens(role) for role in ("head", "officer")} == {"/work"}
    with Session(database.engine, expire_on_commit=False) as session:
        directed(session, busy_office, Receiver(person(busy_office.leader), "lead"))
        session.commit()
    assert work_opens("leader") == "/work"


def test_a_bar_of_a_unit_opens_the_rows_it_draws(client_of, busy_office):
    client = client_of(busy_office.leader)
    page = client.get("/").get_data(as_text=True)
    figures = re.findall(
        r'<td data-state="\w+"><a href="([^"]+)" aria-label="[^"]*">(\d+)</a>', page
    )
    assert figures
    for href, count in figures:
        assert rows_at(client, unescape(href)) == int(count)


@pytest.mark.parametrize("role", ["leader", "deputy", "head", "officer"])
def test_the_rest_of_what_comes_first_is_where_its_link_leads(client_of, busy_office, role):
    client = client_of(getattr(busy_office, role))
    page = client.get("/").get_data(as_text=True)
    part = found(r'<h2 id="h-first">.*?</section>', page)[0]
    href = unescape(found(r'href="([^"]+)"', part)[1])
    shown = re.findall(r'cv-subj" href="/documents/(\d+)', part)
    listed = re.findall(r'cv-subj" href="/documents/(\d+)', client.get(href).get_data(as_text=True))
    assert set(listed) & set(shown)


def test_on_one_column_leaders_see_first_who_holds_the_work(client_of, busy_office):
    page = client_of(busy_office.leader).get("/").get_data(as_text=True)
    assert page.index('id="h-holders"') < page.index('id="h-first"')


def test_a_count_that_fails_is_a_dash_and_takes_no_other_with_it(
    client_of, busy_office, monkeypatch
):
    broken = select(func.count()).select_from(text("nothing_of_this_name"))
    failing = SimpleNamespace(counting=lambda *_: broken)
    monkeypatch.setattr("app.work.tiles.LINES", failing)
    anew = Figures({tile: tile.figure() for tile in FEATURES.tiles})
    monkeypatch.setitem(FEATURES.__dict__, "figures", anew)
    page = client_of(busy_office.leader).get("/")
    assert page.status_code == 200
    said = page.get_data(as_text=True)
    assert said.count("Chưa đếm được") >= 2
    counted = {label: count for _href, label, count in tiles_of(client_of(busy_office.leader))}
    assert counted["Chờ tôi bút phê"] > 0


def test_nothing_is_counted_across_agencies(client_of, busy_office):
    tiles = tiles_of(client_of(busy_office.other_leader))
    assert {label for _href, label, count in tiles if count} == {"Phải trả lời"}, (
        "the first asked it"
    )
