"""What is offered while one types, and what is kept of what one searched for."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.service import accounts
from app.core import jobs
from app.core.db import SessionFactory, session_factory, transaction
from app.core.policy import Actor, person_token
from app.features import FEATURES
from app.incoming.models import IncomingDocument
from app.records.rules import LINE, Ground
from app.records.service import let_read
from app.search import service
from app.search.models import PastSearch
from app.search.service.past import SEARCHES_KEPT
from search_index import SearchBackend
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.search.test_search import register, work_off
from tests.statements import statements

ClientOf = Callable[[Actor], FlaskClient]


@pytest.fixture
def factory(database: TestDatabase) -> SessionFactory:
    return session_factory(database.engine)


def offered(client: FlaskClient, typed: str) -> list[str]:
    """What is offered, in its order, without the marks of what was typed."""
    page = client.get("/search/suggestions", query_string={"q": typed}).get_data(as_text=True)
    found = re.findall(r'role="option".*?<span>(.*?)(?: <span|</span>)', page)
    return [re.sub(r"</?mark>", "", one) for one in found]


def test_references_issuers_and_people_are_offered_as_they_are_begun(
    factory: SessionFactory, office: Office, client_of: ClientOf
) -> None:
    with transaction(factory) as session:
        for number in (8, 80, 807, 8071):
            register(session, office, number, "V/v cứu trợ")
        decision = session.get_one(IncomingDocument, register(session, office, 12, "V/v"))
        decision.reference = decision.reference_key = "12/QĐ-UBND"
    clerk = client_of(office.clerk)
    assert offered(clerk, "807") == ["807/UBND-VX", "8071/UBND-VX"]
    assert offered(clerk, "0807/ub") == ["807/UBND-VX"]
    assert offered(clerk, "12/qd") == ["12/QĐ-UBND"]
    assert offered(clerk, "8")[0] == "8/UBND-VX", "just this number before all that begin so"
    assert offered(clerk, "y te") == offered(clerk, "Sở Y") == ["Sở Y tế"]
    name = office.officer.name
    assert name in offered(clerk, name.rsplit(" ", 1)[0].lower())
    for nothing in ("", "%", "_", "8%", "zzz", "/", "'\"", "0" * 300):
        assert offered(clerk, nothing) == [], nothing


def test_nothing_is_offered_of_what_one_may_not_open(
    factory: SessionFactory, office: Office, client_of: ClientOf
) -> None:
    with transaction(factory) as session:
        ids = [register(session, office, number, "V/v thanh tra") for number in (71, 72)]
        session.get_one(IncomingDocument, ids[0]).issuer = "Sở Nội vụ"
    officer = client_of(office.officer)
    assert offered(officer, "7") == offered(officer, "so") == []
    with transaction(factory) as session:
        let_read(session, ids[0], {person_token(office.officer.person_id)}, Ground(LINE, 1))
    assert (offered(officer, "7"), offered(officer, "so")) == (["71/UBND-VX"], ["Sở Nội vụ"])
    assert offered(client_of(office.other_clerk), "7") == []
    assert client_of(office.admin).get("/search/suggestions?q=7").status_code == 403


def test_typing_asks_as_often_of_many_documents_as_of_few(
    factory: SessionFactory, office: Office, client_of: ClientOf
) -> None:
    clerk, asked = client_of(office.clerk), set()
    for numbers in (range(70, 72), range(72, 80)):
        with transaction(factory) as session:
            for number in numbers:
                register(session, office, number, "V/v")
        for typed in ("7", "so"):
            offered(clerk, typed)
            with statements() as sent:
                offered(clerk, typed)
            asked.add((typed, len(sent)))
    assert len(asked) == 2


def kept(session: Session, actor: Actor) -> int:
    mine = PastSearch.person_id == actor.person_id
    return session.scalar(select(func.count()).select_from(PastSearch).where(mine)) or 0


def test_what_one_searched_for_is_offered_again_until_it_is_forgotten(
    app: Flask, factory: SessionFactory, office: Office, client_of: ClientOf
) -> None:
    backend: SearchBackend = app.extensions["engines"].search
    service.rebuild(factory, backend)
    with transaction(factory) as session:
        register(session, office, 7, "V/v trợ cấp hưu trí")
    work_off(app, factory, backend)
    clerk, other = client_of(office.clerk), client_of(office.leader)
    assert offered(clerk, "tro cap hu") == offered(clerk, "tri hưu") == ["V/v trợ cấp hưu trí"]
    for nothing in (offered(client_of(office.officer), "tro cap hu"), offered(clerk, "tro cap ho")):
        assert nothing == []
    for words in ("trợ cấp", "hưu trí", "trợ cấp", "không có gì như thế"):
        clerk.get("/search", query_string={"q": words})
    clerk.get("/search?q=cap+huu", headers={"Sec-Fetch-Site": "cross-site"})
    assert offered(clerk, "") == ["trợ cấp", "hưu trí"], "the last first, once, and what was found"
    assert offered(clerk, "tro c") == ["trợ cấp"]
    assert offered(other, "") == offered(other, "tro c") == []
    page = clerk.get("/search").get_data(as_text=True)
    assert "Đã tìm gần đây" in page
    assert "hưu trí" in page
    clerk.post("/search/forget", data={"words": "trợ cấp"})
    assert offered(clerk, "") == ["hưu trí"]
    clerk.post("/search/forget")
    assert offered(clerk, "") == []
    with transaction(factory) as session:
        for number in range(SEARCHES_KEPT + 3):
            service.keep_search(session, office.officer, f"lần {number}")
        assert kept(session, office.officer) == SEARCHES_KEPT
        accounts.disable(session, office.admin, office.officer.person_id)
    jobs.drain(factory, FEATURES.handlers(app.extensions["engines"]))
    with transaction(factory) as session:
        assert kept(session, office.officer) == 0, "it ends with the account"
