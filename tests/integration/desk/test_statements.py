"""Pages of the desk ask no more statements for a hundred rows than for one."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core import clock
from app.web.database import database as flask_database
from app.work.service import Receiver, direct, pass_on
from tests.integration.work.making import directed, lines, make_document, person, unit

LIMITS = {"/": 40, "/work": 14, "/work?scope=agency": 14, "document": 32}
"""Ceilings that a change must not pass unnoticed; the number itself must not grow with rows."""


@contextmanager
def counting(engine):
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def fill(database, office, count):
    with Session(database.engine, expire_on_commit=False) as session:
        for _number in range(count):
            make_document(session, office)
            _document, (lead,) = directed(
                session,
                office,
                Receiver(unit(office.culture_id), "lead", clock.now() + timedelta(days=5)),
            )
            pass_on(session, office.head, lead.id, "", [Receiver(person(office.officer), "lead")])
        session.commit()


def statements(app, client, address):
    """What the second visit asks: the first one may have notes to take."""
    client.get(address)
    with app.app_context():
        engine = flask_database.engine
    with counting(engine) as asked:
        assert client.get(address).status_code == 200
    return [one for one in asked if not one.startswith(("BEGIN", "PRAGMA"))]


@pytest.mark.parametrize("address", ["/", "/work", "/work?scope=agency"])
def test_lists_and_desk(app, database, office, client_of, address):
    client = client_of(office.leader)
    fill(database, office, 1)
    few = statements(app, client, address)
    fill(database, office, 99)
    many = statements(app, client, address)
    assert len(many) <= len(few), "\n".join(set(many) - set(few))
    assert len(many) <= LIMITS[address]


def test_a_document_with_many_lines(app, database, office, client_of):
    client = client_of(office.leader)
    with Session(database.engine, expire_on_commit=False) as session:
        document, (lead,) = directed(session, office)
        session.commit()
        few = statements(app, client, f"/documents/{document.id}")
        for actor in (office.officer, office.second_officer):
            pass_on(session, office.head, lead.id, "Làm.", [Receiver(person(actor), "cohandler")])
        for _number in range(30):
            informed = [Receiver(person(office.deputy), "information")]
            written = direct(session, office.leader, document.id, "Để biết.", informed)
            assert lines(session, written)
        session.commit()
    many = statements(app, client, f"/documents/{document.id}")
    assert len(many) == len(few), "\n".join(set(many) - set(few))
    assert len(many) <= LIMITS["document"]
