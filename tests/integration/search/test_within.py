"""From what a list shows to the search within it."""

import re
from collections.abc import Callable
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from app.core import jobs
from app.core.db import session_factory, transaction
from app.core.policy import Actor
from app.features import FEATURES
from app.search import service
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.outgoing.making import signed
from tests.reading import found


def test_type_and_unit_of_the_list_go_along_to_the_search(
    app: Flask, database: TestDatabase, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    factory, engines = session_factory(database.engine), app.extensions["engines"]
    with transaction(factory) as session:
        signed(session, office, subject="V/v đất đai của văn hóa")
        signed(session, office, subject="V/v đất đai của văn phòng", unit_id=None)
        signed(session, office, subject="Về đất đai của báo chí", type_code="BC")
    service.rebuild(factory, engines.search)
    jobs.drain(factory, FEATURES.handlers(engines))
    clerk = client_of(office.clerk)

    page = clerk.get(f"/outgoing?tab=waiting&type_code=CV&unit_id={office.culture_id}").text
    within = unescape(found(r'href="([^"]*)" title="Tìm trong này"', page)[1])
    shown = re.sub("<[^>]*>", "", clerk.get(f"{within}&q=đất đai").text)
    assert "của văn hóa" in shown
    assert "của văn phòng" not in shown
    assert "của báo chí" not in shown
