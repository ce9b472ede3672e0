"""Cases are found by applicant, code and procedure, by whoever may read them."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core import jobs
from app.core.db import session_factory
from app.core.policy import Actor
from app.features import FEATURES
from app.onestop.cases import service
from app.onestop.cases.inputs import Intake, Status
from app.search import service as searching
from tests.databases import TestDatabase
from tests.factories.office import Office

pytestmark = pytest.mark.usefixtures("monday")


def test_a_case_is_found_without_marks_by_its_readers_alone(
    app: Flask,
    database: TestDatabase,
    session: Session,
    office: Office,
    complete: Intake,
    client_of: Callable[[Actor], FlaskClient],
) -> None:
    case = service.take_in(session, office.clerk, complete, Status.RECEIVED)
    session.commit()
    code = case.code
    session.rollback()
    factory, engines = session_factory(database.engine), app.extensions["engines"]
    searching.rebuild(factory, engines.search)
    jobs.drain(factory, FEATURES.handlers(engines))

    def hits(actor: Actor, words: str) -> str:
        page = client_of(actor).get("/search", query_string={"q": words}).text
        return re.sub("<[^>]*>", "", unescape(page))

    for words in ("nong van thinh", "tinh trang hon nhan", code):
        assert code in hits(office.clerk, words), words
    assert "Nông Văn Thịnh" not in hits(office.officer, "nong van thinh")
    assert code not in hits(office.clerk, "098084001842"), "an identity number finds nothing"
