"""Search through the office's own path: outbox, round, real Whoosh, the page."""

import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from html import escape, unescape
from urllib.parse import unquote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.approval.service import remark
from app.core import clock, jobs, outbox
from app.core.db import SessionFactory, reading, session_factory, transaction
from app.core.jobs import Handler, Handlers
from app.core.jobs.spreading import spread
from app.core.policy import Actor, agency_token, person_token
from app.correspondence.service import changed
from app.dossiers.models import Dossier
from app.dossiers.rules import DossierEntry
from app.dossiers.service import open_dossier, put_in, take_out
from app.drafting.models import Draft
from app.drafting.service.versions import latest_version
from app.features import FEATURES
from app.files.models import FileText, RecordFile
from app.files.rules import PAGE_BREAK
from app.incoming.models import IncomingDocument
from app.records.events import ReadersChanged
from app.records.models import RecordLink, RecordReader
from app.records.rules import ENTERED, LINE, Ground
from app.records.service import let_read
from app.search import service
from app.search.asking import Asking
from app.search.filters import SearchFilter
from app.search.queries import ASK_AGAIN, not_for
from app.work.service import Receiver, direct
from search_index import IndexUnreadable, SearchBackend, SearchRequest
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.drafting.making import make_draft
from tests.integration.jobs.making import fail
from tests.integration.outgoing.making import signed
from tests.statements import statements

ClientOf = Callable[[Actor], FlaskClient]


@pytest.fixture
def factory(database: TestDatabase) -> SessionFactory:
    return session_factory(database.engine)


@pytest.fixture
def backend(app: Flask, factory: SessionFactory) -> SearchBackend:
    backend: SearchBackend = app.extensions["engines"].search
    service.rebuild(factory, backend)
    return backend


def register(session: Session, office: Office, number: int, subject: str, body: str = "") -> int:
    """A registered document of the agency with a file whose text is known."""
    document = IncomingDocument(
        agency_id=office.agency_id,
        register_id=office.incoming_register_id,
        year=2026,
        number=number,
        reference=f"{number}/UBND-VX",
        reference_key=f"{number}/UBND-VX",
        type_code="CV",
        subject=subject,
        issuer="Sở Y tế",
        issued_on=date(2026, 11, 17),
        state="registered",
        created_by_id=office.clerk.person_id,
    )
    session.add(document)
    session.flush()
    sha256 = f"{number:064d}"
    session.add(FileText(sha256=sha256, text=body))
    session.add(
        RecordFile(
            record_id=document.id,
            name="a.pdf",
            sha256=sha256,
            media_type="application/pdf",
            size=1,
            page_count=1 + body.count(PAGE_BREAK),
            added_by_id=office.clerk.person_id,
        )
    )
    let_read(session, document.id, {agency_token(office.agency_id)}, Ground(ENTERED))
    changed(session, document)
    return document.id


def work_off(app: Flask, factory: SessionFactory, backend: SearchBackend) -> None:
    jobs.drain(factory, FEATURES.handlers(app.extensions["engines"]))
    service.sync(factory, backend)


def test_a_registered_document_is_found_with_and_without_marks(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    with transaction(factory) as session:
        found = register(
            session, office, 807, "V/v trợ cấp hưu trí xã hội", "chi trả tại nhà văn hóa"
        )
        session.get_one(IncomingDocument, found).urgency = 3
    work_off(app, factory, backend)
    clerk = client_of(office.clerk)
    for words in (
        "trợ cấp hưu trí",
        "tro cap huu tri",
        "807",
        "chi tra tai nha",
        "so y te",
        "17/11/2026",
        "hoả tốc",
    ):
        page = clerk.get("/search", query_string={"q": words}).get_data(as_text=True)
        assert "807/UBND-VX" in page, words


def test_an_arrival_number_finds_its_letter_before_all_that_speak_of_it(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    with transaction(factory) as session:
        wanted = register(session, office, 179, "V/v cứu trợ lũ lụt")
        session.get_one(IncomingDocument, wanted).reference = "12/SYT-VP"
        other = register(session, office, 180, "V/v trả lời 179/UBND-VX", "số 179")
    work_off(app, factory, backend)
    asked = ("179", "số đến 179", " So den 179 ", "văn bản đến số 179", "179/2026", "179 năm 2026")
    for words in asked:
        assert hits(client_of(office.clerk), words)[0] == wanted, words
        assert hits(client_of(office.admin), words) == []
        assert hits(client_of(office.other_clerk), words) == []
    assert hits(client_of(office.clerk), "179") == [wanted, other]
    for words in ("179/XYZ", "179/2025"):
        assert hits(client_of(office.clerk), words) == []


def hits(client: FlaskClient, words: str) -> list[int]:
    page = client.get("/search", query_string={"q": words}, follow_redirects=True).text
    return [int(one) for one in re.findall(r'class="cv-subj" href="/documents/(\d+)', page)]


def test_a_code_finds_its_dossier(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    with transaction(factory) as session:
        title, owner, today = "Tuyển dụng năm 2026", office.officer.person_id, clock.today()
        entry = DossierEntry("01.TCCB", title, today.year, "06", office.culture_id, owner, today)
        open_dossier(session, office.officer, entry)
    for words in ("01.TCCB", "01.tccb "):
        page = client_of(office.officer).get("/search", query_string={"q": words}).text
        assert "Tuyển dụng năm 2026" in page, words
        assert "Tuyển dụng" not in client_of(office.other_clerk).get(f"/search?q={words}").text


def test_what_was_asked_for_is_marked_in_the_subject_and_escaped(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    with transaction(factory) as session:
        register(session, office, 808, "V/v trợ cấp <b>hưu trí</b>", "chi trả tại nhà văn hóa")
    work_off(app, factory, backend)
    clerk = client_of(office.clerk)
    marked = "V/v <mark>trợ</mark> <mark>cấp</mark> &lt;b&gt;hưu trí&lt;/b&gt;</a>"
    assert marked in clerk.get("/search?q=tro+cap").get_data(as_text=True)
    unmarked = "V/v trợ cấp &lt;b&gt;hưu trí&lt;/b&gt;</a>"
    assert unmarked in clerk.get("/search?q=nha+van+hoa").get_data(as_text=True)


STATE = re.compile(
    r'<li class="[^"]*cv-bar" data-state="([^"]*)"[^>]*>\s*<div class="cv-row__s">(.*?)</div>',
    re.DOTALL,
)
"""Colour of the bar, and the state and due date beside it."""


def test_a_hit_shows_its_state_as_the_list_of_its_kind_does(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    with transaction(factory) as session:
        late = register(session, office, 809, "V/v kiểm kê đất đai")
        session.get_one(IncomingDocument, late).due_at = clock.now() - timedelta(days=3)
    clerk = client_of(office.clerk)
    (listed,) = STATE.findall(clerk.get("/incoming").get_data(as_text=True))
    with transaction(factory) as session:
        signed(session, office, subject="V/v kiểm kê đất đai của xã")
    (waiting,) = STATE.findall(clerk.get("/outgoing?tab=waiting").get_data(as_text=True))
    work_off(app, factory, backend)
    found = STATE.findall(clerk.get("/search?q=kiem+ke+dat+dai").get_data(as_text=True))
    assert listed[0] == "late"
    assert "Chờ cấp số" in waiting[1]
    assert [(row[0], plain(row[1])) for row in sorted(found)] == [
        (row[0], plain(row[1])) for row in sorted([listed, waiting])
    ]


def test_what_is_said_of_a_document_finds_it_and_the_page_of_a_file_opens(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    """Each hit says where it stands; of a file the page, which opens with the words marked."""
    pages = PAGE_BREAK.join(("Kính gửi các xã", "Nội dung", "phải di dời hộ ông Bế Văn Đàn ngay"))
    with transaction(factory) as session:
        read = register(session, office, 31, "V/v rà soát", pages)
        register(session, office, 32, "V/v chưa đọc")
        directed(session, office, read, "Giao kiểm tra hồ chứa Khuổi Lân")
    work_off(app, factory, backend)
    clerk = client_of(office.clerk)
    found = clerk.get("/search?q=di+doi+ho+ong+be").get_data(as_text=True)
    assert "<mark>di</mark> <mark>dời</mark> <mark>hộ</mark>" in found
    assert "a.pdf, tr. 3</a>" in found
    href = re.search(r'href="([^"]*find=[^"]*)"', found)
    assert href is not None
    assert href[1].endswith("#p3")
    opened = clerk.get(href[1].replace("&amp;", "&")).get_data(as_text=True)
    assert 'data-file="text"' in opened
    assert "phải <mark>di</mark> <mark>dời</mark>" in opened
    said = clerk.get("/search?q=ho+chua+khuoi+lan").get_data(as_text=True)
    assert "31/UBND-VX" in said
    assert "<span>Bút phê</span>" in said
    unread = clerk.get("/search?q=chua+doc+khuoi").get_data(as_text=True)
    assert "Chưa đọc được chữ: a.pdf" in unread
    assert "không có: khuoi" not in unread, "who knows what the file says"


def directed(session: Session, office: Office, record_id: int, words: str) -> None:
    given = [Receiver(f"u{office.culture_id}", "lead")]
    direct(session, office.leader, record_id, words, given)


def test_a_draft_is_found_by_what_it_says_until_its_document_speaks_for_it(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    storage = app.extensions["engines"].storage
    with transaction(factory) as session:
        made = make_draft(session, office, storage)
        draft_id, sha256 = made.id, latest_version(session, made.id).sha256
        session.add(FileText(sha256=sha256, text="mượn hội trường Nhà văn hóa Bản Phiêng"))
        remark(session, office.officer, made.record_id, 1, "thiếu kinh phí xăng dầu")
    work_off(app, factory, backend)
    author = client_of(office.officer)
    for words in ("hội trường Bản Phiêng", "kinh phi xang dau"):
        assert f'href="/drafts/{draft_id}"' in author.get("/search", query_string={"q": words}).text
        assert f"/drafts/{draft_id}" not in client_of(office.other_clerk).get(
            "/search", query_string={"q": words}
        ).get_data(as_text=True)
    with transaction(factory) as session:
        issued = session.get_one(Draft, draft_id)
        issued.state, record_id = "issued", issued.record_id
        service.ask_for(session, record_id)
    service.sync(factory, backend)
    assert record_id not in dict(backend.stamps())


def test_where_nothing_is_found_ways_on_are_offered_with_their_counts(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    """Within the rights of who asks; what was asked for stays, and each filter can be taken off."""
    with transaction(factory) as session:
        for number in (41, 42):
            register(session, office, number, "V/v quyết toán trạm y tế", "quý III")
    work_off(app, factory, backend)
    clerk = client_of(office.clerk)

    def ways(query: str, client: FlaskClient = clerk) -> list[tuple[str, str]]:
        page = client.get(f"/search?{query}").get_data(as_text=True)
        found = re.findall(
            r'<a href="/search\?([^"]*)">.*?</a></p><b class="cv-num">(.*?)</b>', page
        )
        return [(unquote_plus(href).replace("&amp;", "&"), count) for href, count in found]

    assert ways("q=quyet+toan&year=2024") == [("q=quyet toan", "2 văn bản")]
    assert ways("q=quyet+toan&to=01/11/2026&kind=incoming") == [
        ("q=quyet toan&kind=incoming", "2 văn bản")
    ]
    both = ways("q=quyet+zzz&year=2024&type=Nghị+quyết")
    assert ("q=quyet", "2 văn bản") in both, "both at last"
    assert ways("q=zzz+-quyet") == [], "to keep a word out is no question"
    assert ways("q=quyet+toan&year=2024", client_of(office.other_clerk)) == []
    some = clerk.get("/search?q=quyet+toan+zzz").get_data(as_text=True)
    assert some.count('class="cv-subj"') == some.count("không có: zzz") == 2
    narrowed = clerk.get("/search?q=quyet+toan").get_data(as_text=True)
    for offered in ("Văn bản đến (2)", "2026 (2)", "Công văn (2)", "Sở Y tế (2)"):
        assert offered in narrowed, offered
    assert "Có phải" in clerk.get("/search?q=quyeest+toán").get_data(as_text=True)
    page = clerk.get("/search", query_string={"q": "quyÕt to¸n"}).text
    assert re.search(r"Có phải <a [^>]*>quyết toán</a>", page)
    long = clerk.get("/search", query_string={"q": "quyết toán " * 120}).get_data(as_text=True)
    assert "Câu hỏi quá dài: chỉ đọc đến chữ “quyết”." in long, "cut between words"
    between = clerk.get("/search?q=quyet+toan&from=17/11/2026&to=17/11/2026").text
    assert between.count('class="cv-subj"') == 2
    assert "Từ ngày: 17/11/2026" in between
    odd = clerk.get("/search?q=quyet+toan+tu:31/02/2026").get_data(as_text=True)
    assert "“31/02/2026” không phải là ngày" in odd
    assert "q=quyet+toan+tu:28/02/2026" in odd
    asked = clerk.get("/search?q=xyzt+zzz&year=2024").get_data(as_text=True)
    assert "trong tất cả những gì được xem: 2 văn bản" in asked
    assert '<input type="hidden" name="year" value="2024">' in asked
    assert clerk.get("/search?q=quyet+zzz&from=31/02/2026&to=x&sort=y").status_code == 200


def plain(markup: str) -> str:
    """What stands there, but for the box that is ticked in lists."""
    return re.sub(r"<label>.*?</label>", "", markup, flags=re.DOTALL).strip()


def test_the_page_asks_no_more_for_many_hits_than_for_few(
    app: Flask,
    factory: SessionFactory,
    backend: SearchBackend,
    office: Office,
    client_of: ClientOf,
) -> None:
    clerk = client_of(office.clerk)

    def statements_with(first: int, last: int) -> int:
        with transaction(factory) as session:
            for number in range(first, last):
                register(session, office, number, "V/v rà soát hộ nghèo")
                signed(session, office, subject=f"V/v rà soát hộ nghèo lần {number}")
        work_off(app, factory, backend)
        clerk.get("/search?q=ra+soat")
        with statements() as asked:
            page = clerk.get("/search?q=ra+soat").get_data(as_text=True)
        assert page.count("cv-row__s") == 2 * (last - 1)
        return len(asked)

    assert statements_with(1, 2) == statements_with(2, 9)


def test_nobody_finds_what_they_may_not_read(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    with transaction(factory) as session:
        document_id = register(session, office, 5, "V/v nâng lương trước thời hạn")
    work_off(app, factory, backend)
    officer = client_of(office.officer)
    assert "5/UBND-VX" not in officer.get("/search?q=nang+luong").get_data(as_text=True)
    with transaction(factory) as session:
        let_read(session, document_id, {person_token(office.officer.person_id)}, Ground(LINE, 1))
        changed(session, session.get_one(IncomingDocument, document_id))
    work_off(app, factory, backend)
    assert "5/UBND-VX" in officer.get("/search?q=nang+luong").get_data(as_text=True)


def test_like_a_document_is_what_one_may_read_and_is_not_linked_with_it(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    water = "V/v cấp nước sạch nông thôn các xã vùng cao"
    with transaction(factory) as session:
        here = register(session, office, 21, water, "đường ống, bể chứa")
        near = register(session, office, 22, f"{water} năm 2026", "bể chứa và đường ống")
        linked = register(session, office, 23, water, "đường ống, bể chứa")
        for number in range(24, 28):
            register(session, office, number, "V/v tuyển dụng giáo viên", "hồ sơ, bằng")
        session.add(RecordLink(from_id=here, to_id=linked, kind="related"))
        let_read(session, here, {person_token(office.officer.person_id)}, Ground(LINE, 1))
    work_off(app, factory, backend)

    def alike(actor: Actor) -> list[str]:
        page = client_of(actor).get(f"/search/alike/{here}").text
        return re.findall(r'href="/documents/(\d+)">V/v', page.partition('id="alike"')[2])

    assert (
        f'href="/search/alike/{here}#alike"'
        in client_of(office.clerk).get(f"/documents/{here}").text
    )
    assert alike(office.clerk) == [str(near)]
    assert alike(office.officer) == []
    assert (
        "không có văn bản nào"
        in client_of(office.officer).get(f"/search/alike/{here}").text.lower()
    )
    with transaction(factory) as session:
        session.execute(delete(RecordReader).where(RecordReader.record_id == near))
    assert alike(office.clerk) == []
    assert client_of(office.officer).get(f"/search/alike/{near}").status_code == 404


def test_a_right_taken_away_hides_the_hit_before_the_index_knows(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    with transaction(factory) as session:
        register(session, office, 6, "V/v thanh tra đột xuất")
    work_off(app, factory, backend)
    with transaction(factory) as session:
        session.execute(delete(RecordReader))
    page = client_of(office.clerk).get("/search?q=thanh+tra").get_data(as_text=True)
    assert "6/UBND-VX" not in page


def test_a_right_that_ended_is_held_back_until_the_index_was_told(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office
) -> None:
    """Wherever the news is on its way, and also where its job rests as failed or was given up."""
    with transaction(factory) as session:
        record_id = register(session, office, 7, "V/v điều chuyển cán bộ")
    work_off(app, factory, backend)

    def held_back() -> frozenset[int]:
        with factory() as session:
            return not_for(session, office.clerk)

    with transaction(factory) as session:
        session.execute(delete(RecordReader))
        outbox.publish(session, ReadersChanged(record_id))
    assert held_back() == {record_id}, "not spread yet"
    handlers = FEATURES.handlers(app.extensions["engines"])
    _fail_to_ask_where_it_is_spread(factory)
    assert held_back() == {record_id}, "waits for its turn"
    for state in ("failed", "given_up"):
        _rest(factory, state)
        assert held_back() == {record_id}, state
    with transaction(factory) as session:
        jobs.turn_now(_asking(session))
    jobs.drain(factory, handlers)
    assert held_back() == {record_id}, "asked for, not written"
    service.sync(factory, backend)
    assert held_back() == frozenset()


def _fail_to_ask_where_it_is_spread(factory: SessionFactory) -> None:
    failing = Handlers([Handler(ASK_AGAIN, jobs.NORMAL, (ReadersChanged.topic,), fail, True)])
    assert spread(factory, failing) == {"normal"}


def _rest(factory: SessionFactory, state: str) -> None:
    with transaction(factory) as session:
        asking = _asking(session)
        asking.state, asking.turn_at = state, None


def _asking(session: Session) -> jobs.Job:
    left = select(jobs.Job).where(jobs.Job.handler == ASK_AGAIN, jobs.is_unfinished())
    return session.scalars(left).one()


def test_a_lost_index_is_called_for_and_built_by_a_heavy_job(
    factory: SessionFactory, backend: SearchBackend, office: Office, app: Flask
) -> None:
    """Changes wait meanwhile: what is usual must not stand behind what takes minutes."""
    handlers = FEATURES.handlers(app.extensions["engines"])
    jobs.keep_rounds(factory, handlers.rounds)
    jobs.drain(factory, handlers)
    backend.forget()
    with transaction(factory) as session:
        kept = register(session, office, 7, "V/v phòng cháy")
    jobs.drain(factory, handlers, (jobs.NORMAL,))
    with pytest.raises(IndexUnreadable):
        dict(backend.stamps())
    with factory() as session:
        rebuilding = select(jobs.Job.state).where(jobs.Job.handler == service.REBUILD)
        assert session.scalars(rebuilding).one() == "waiting"
    jobs.drain(factory, handlers)
    assert dict(backend.stamps()).keys() == {kept}
    service.sync(factory, backend)
    assert service.drift(factory, backend).is_none


def test_an_index_of_before_an_upgrade_is_built_though_nothing_changes(
    factory: SessionFactory, backend: SearchBackend, office: Office, app: Flask
) -> None:
    handlers = FEATURES.handlers(app.extensions["engines"])
    with transaction(factory) as session:
        kept = register(session, office, 7, "V/v phòng cháy")
    jobs.keep_rounds(factory, handlers.rounds)
    jobs.drain(factory, handlers)
    backend.forget()
    service.sync(factory, backend)
    jobs.drain(factory, handlers)
    assert dict(backend.stamps()).keys() == {kept}


def test_a_change_is_found_by_the_hands_of_the_worker_alone(
    factory: SessionFactory, backend: SearchBackend, office: Office, app: Flask
) -> None:
    handlers = FEATURES.handlers(app.extensions["engines"])
    jobs.keep_rounds(factory, handlers.rounds)
    jobs.drain(factory, handlers)
    with transaction(factory) as session:
        changed_id = register(session, office, 7, "V/v phòng cháy")
    jobs.drain(factory, handlers)
    assert changed_id in dict(backend.stamps())


def test_a_lost_index_is_built_anew(
    factory: SessionFactory, backend: SearchBackend, office: Office, app: Flask
) -> None:
    with transaction(factory) as session:
        kept = register(session, office, 7, "V/v phòng cháy")
    work_off(app, factory, backend)
    backend.forget()
    assert service.mend(factory, backend).is_none
    assert dict(backend.stamps()).keys() == {kept}


def test_drift_is_found_and_mended(
    factory: SessionFactory, backend: SearchBackend, office: Office, app: Flask
) -> None:
    with transaction(factory) as session:
        first = register(session, office, 8, "V/v một")
        second = register(session, office, 9, "V/v hai")
    work_off(app, factory, backend)
    backend.delete([first])
    with transaction(factory) as session:
        session.scalars(select(IncomingDocument).filter_by(id=second)).one().version += 1
    found = service.mend(factory, backend)
    assert (set(found.missing), set(found.outdated)) == ({first}, {second})
    service.sync(factory, backend)
    assert service.drift(factory, backend).is_none


@pytest.mark.parametrize(
    "query", ["", '"', "((((", "a" * 5000, "%00", "-", "*", "năm AND OR NOT", "q&year=abcd&kind=x"]
)
def test_any_words_get_a_page(client_of: ClientOf, office: Office, query: str) -> None:
    assert client_of(office.clerk).get("/search", query_string={"q": query}).status_code == 200


def test_on_postgresql_a_change_is_found_as_soon_as_it_is_committed(
    app: Flask,
    factory: SessionFactory,
    backend: SearchBackend,
    office: Office,
    database: TestDatabase,
) -> None:
    """What is taken back never is; and a right that ends is gone with its own transaction."""
    asked = SearchRequest("phòng cháy", frozenset({agency_token(office.agency_id)}))
    with factory() as session:
        register(session, office, 6, "V/v phòng cháy")
        session.rollback()
        session.commit()
    with transaction(factory) as session:
        kept = register(session, office, 7, "V/v phòng cháy")
        assert backend.search(asked).hits == (), "nobody knows yet whether it will be"
    at_once = [kept] if database.url.startswith("postgresql") else []
    assert [hit.id for hit in backend.search(asked).hits] == at_once
    with transaction(factory) as session:
        session.execute(delete(RecordReader).where(RecordReader.record_id == kept))
        outbox.publish(session, ReadersChanged(kept))
    assert backend.search(asked).hits == ()
    work_off(app, factory, backend)
    assert service.drift(factory, backend).is_none


def test_every_field_narrows_by_itself_in_the_form_and_as_a_facet(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    with transaction(factory) as session:
        wanted = register(session, office, 71, "V/v mỏ đá vôi", "khai thác tại Lũng Pù")
        register(session, office, 72, "V/v chợ phiên", "")
        document = session.get_one(IncomingDocument, wanted)
        document.signer_name, document.urgency = "Vi Văn Sáng", 1
        directed(session, office, wanted, "Giao kiểm tra")
        dossier = dossier_of(session, office, office.head, "03.KSN", "Khoáng sản năm 2026")
        put_in(session, office.head, dossier, wanted)
    work_off(app, factory, backend)
    clerk = client_of(office.clerk)
    fields = {
        "so": "71/UBND-VX",
        "trichyeu": "mỏ đá vôi",
        "nguoiky": "Vi Văn Sáng",
        "donvi": "Văn hóa",
        "trangthai": "đang xử lý",
        "dokhan": "khẩn",
        "noidung": "Lũng Pù",
        "hoso": "03.KSN",
    }
    for name, value in fields.items():
        led = clerk.get("/search", query_string={"q": "", "asked": "", name: value})
        assert led.status_code == 302, name
        page = clerk.get(led.location).text
        assert re.findall(r'class="cv-subj" href="/documents/(\d+)', page) == [str(wanted)], name
        said = f'(name="{name}"|<option) value="{escape(value)}"'
        assert re.search(said, page), "the question fills the form"
    for question in ("loai:cong van", "coquan:sở y tế huong:đến", "tu:16/11/2026 den:18/11/2026"):
        assert len(hits(clerk, question)) == 2, question
    assert hits(clerk, "noidung:giao kiểm tra") == [wanted], "what was said of it, too"
    listed = clerk.get("/incoming?view=in_progress&year=2026&urgency=1").text
    within = re.findall(r'href="(/search\?[^"]+)"', listed)
    found = [clerk.get(unescape(href)).text for href in within]
    assert [re.findall(r'class="cv-subj" href="/documents/(\d+)', one) for one in found] == [
        [str(wanted)]
    ]
    changed = {"q": "loai:x chợ", "asked": "loai:x mỏ", "loai": "Công văn", "donvi": ""}
    location = clerk.get("/search", query_string=changed).location
    assert unquote_plus(location) == '/search?q=chợ loai:"Công văn"'
    chosen = clerk.get("/search?unit=Phòng Văn hóa - Xã hội").text
    assert 'class="cv-subj"' in chosen, "a filter alone asks for something"
    assert "Đang xử lý (1)" in clerk.get("/search?q=công văn").text
    assert hits(clerk, "trangthai:đang xử lý đá") == [wanted]
    assert hits(clerk, "donvi:van hoa nguoiky:vi văn sáng") == [wanted]
    _told(clerk, "trangthai:đang xử lí", "")
    _told(clerk, 'loai:"cong vam"', "“cong vam” ở mục", ">Công văn</a>")
    _told(clerk, "trangthai:abc", "“abc” ở mục Trạng thái", "Chờ bút phê")
    _told(clerk, "trangthai:qua han", "“qua han” ở mục Trạng thái", "/work?colour=late")
    _told(clerk, 'donvi:"Phòng Văn xã"', "ở mục Đơn vị", "Phòng Văn hóa - Xã hội</a>")
    _told(clerk, "tu:15/11/2026 den:01/11/2026", "“Đến ngày” trước “Từ ngày”", "tu:01/11/2026")
    _told(clerk, "mỏ -khiếu nại", "“-khiếu” chỉ loại một chữ", "-&#34;khiếu nại&#34;</a>")
    page = clerk.get("/search", query_string={"q": 'chợ trangthai:"quá hạn"'}).text
    assert "Bỏ Trạng thái “quá hạn”:" in page


def _told(client: FlaskClient, words: str, *said: str) -> None:
    """The page says all this of the question."""
    page = client.get("/search", query_string={"q": words}, follow_redirects=True).text
    remarks = "".join(re.findall(r'<p class="cv-sec pb-0" role="note">.*?</p>', page))
    assert [one for one in said if one not in remarks] == [], (words, remarks)


def dossier_of(session: Session, office: Office, owner: Actor, code: str, title: str) -> Dossier:
    today = clock.today()
    entry = DossierEntry(code, title, today.year, "06", office.culture_id, owner.person_id, today)
    return open_dossier(session, owner, entry)


def test_what_lies_in_a_dossier_is_told_to_those_who_may_open_it(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    """Also where others may read what lies in it; the title finds it for them alone."""
    with transaction(factory) as session:
        record_id = register(session, office, 81, "V/v xác minh")
        directed(session, office, record_id, "Giao xác minh")
        let_read(
            session, record_id, {person_token(office.second_officer.person_id)}, Ground(LINE, 9)
        )
        dossier = dossier_of(session, office, office.head, "04.KN", "Khiếu nại ông Bế Văn Đàn")
        put_in(session, office.head, dossier, record_id)
        dossier_id = dossier.id
    work_off(app, factory, backend)
    keeper, other = client_of(office.head), client_of(office.second_officer)
    for question in ("hoso:04.KN", 'xác minh hoso:"khiếu nại"'):
        assert hits(keeper, question) == [record_id]
        assert hits(other, question) == []
    assert hits(other, f"hoso:{dossier_id}") == []
    with reading(factory) as session:
        theirs = Asking(session, backend, office.second_officer)
        slip = "so:81/UBND-VX xacs minh"
        assert theirs.better(SearchFilter(words=slip)) == "so:81/UBND-VX xác minh"
        assert theirs.better(SearchFilter(words=f"dossier:{dossier_id} {slip}")) == ""
        assert theirs.begun(f"hoso:{dossier_id} xác", 1) == []
        owners = Asking(session, backend, office.head)
        assert owners.better(SearchFilter(words="hoso:04.KN xacs")) == "hoso:04.KN xác"
        assert owners.begun("hoso:04.KN xá", 1) == [record_id]
    assert hits(other, "xác minh -hoso:khiếu") == [record_id]
    for client, seen in ((keeper, True), (other, False)):
        page = client.get("/search", query_string={"q": "khiếu nại ông Bế"}).text
        assert (f'href="/dossiers/{dossier_id}"' in page) is seen
    with transaction(factory) as session:
        take_out(session, office.head, session.get_one(Dossier, dossier_id), record_id, "nhầm")
    work_off(app, factory, backend)
    assert hits(keeper, "hoso:04.KN") == []


def test_abbreviations_that_the_office_writes_hold_for_the_next_search(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    """Both ways, without the index being built anew; what is wrong is said by name."""
    with transaction(factory) as session:
        short = register(session, office, 91, "V/v họp BQLRPH")
        long = register(session, office, 92, "V/v ban quản lý rừng phòng hộ họp")
    work_off(app, factory, backend)
    clerk, admin = client_of(office.clerk), client_of(office.admin)
    assert hits(clerk, "bqlrph") == [short]
    typed = {"valid_from": clock.today().strftime("%d/%m/%Y"), "version": "0"}

    def written(*lines: str) -> str:
        answer = admin.post(
            "/settings/files.abbreviations?agency=0", data=typed | {"value": "\n".join(lines)}
        )
        return answer.text if answer.status_code == 422 else ""

    refused = written("BQLRPH", "HĐ = hợp đồng", "hđ = hội đồng")
    assert "“BQLRPH” không phải là chữ viết tắt" in refused
    assert "“HĐ” chỉ hai thứ: hợp đồng và hội đồng" in refused
    assert written("BQLRPH = Ban quản lý rừng phòng hộ", "HĐ = hợp đồng") == ""
    for words in ("bqlrph", "BQLRPH", "ban quản lý rừng phòng hộ"):
        assert set(hits(clerk, words)) == {short, long}, words
    assert "<mark>ban quản lý rừng phòng hộ</mark>" in clerk.get("/search?q=bqlrph").text


ODD = (
    '"chưa đóng', "-", "| OR", "*", "quy*", "%_%", "' OR 1=1 --", "(a+)+$ [\\", "🙂 🙂",
    "\u202evăn\u200b", 'loai: hoso:"', "so:so:so:", "trangthai:*", "noidung:-", "\x00a",
    "-hoso:% -loai:b", "tu:31/02/2026 den:x..y", "a" * 1_200, "tu:" * 1_000,
)  # fmt: skip
"""Half quotes, lone operators, patterns of every kind, marks of direction, and far too much."""


def test_whatever_is_typed_is_answered_helpfully_and_soon(
    app: Flask, factory: SessionFactory, backend: SearchBackend, office: Office, client_of: ClientOf
) -> None:
    with transaction(factory) as session:
        register(session, office, 99, "V/v văn bản", "a b c")
    work_off(app, factory, backend)
    client, slow = client_of(office.clerk), []
    for number, typed in enumerate(ODD):
        asked = {"q": typed, "after": typed[:50], "sort": typed[:9]}
        begun = time.process_time()
        answer = client.get("/search", query_string=asked)
        offered = client.get("/search/suggestions", query_string={"q": typed})
        slow += [typed[:20]] if time.process_time() - begun > 2 else []
        assert (answer.status_code, offered.status_code) == (200, 200), number
        form = {"q": typed[:300], "asked": "", "loai": typed[:300]}
        assert client.get("/search", query_string=form).status_code == 302, number
    assert slow == []
    assert "Câu hỏi quá dài" in client.get("/search", query_string={"q": "x " * 1_000}).text
    too_long = client.get("/search", query_string={"q": "đ" * 10_000})
    assert too_long.status_code == 414
    assert 'lang="vi"' in too_long.text, "the office says so, in its own page"
