"""Pages of the desk ask no more statements for a hundred rows than for one."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.core import clock
from app.work.service import Receiver, direct, pass_on
from tests.integration.work.making import directed, lines, make_document, person, unit
from tests.statements import statements

LIMITS = {"/": 40, "/work": 14, "/work?scope=agency": 14, "document": 32}
"""Ceilings that a change must not pass unnoticed; the number itself must not grow with rows."""


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


def asked_by(client, address):
    """What the second visit asks: the first one may have notes to take."""
    client.get(address)
    with statements() as asked:
        assert client.get(address).status_code == 200
    return asked


@pytest.mark.parametrize("address", ["/", "/work", "/work?scope=agency"])
def test_lists_and_desk(database, office, client_of, address):
    client = client_of(office.leader)
    fill(database, office, 1)
    few = asked_by(client, address)
    fill(database, office, 99)
    many = asked_by(client, address)
    assert len(many) <= len(few), "\n".join(set(many) - set(few))
    assert len(many) <= LIMITS[address]


def test_a_document_with_many_lines(database, office, client_of):
    client = client_of(office.leader)
    with Session(database.engine, expire_on_commit=False) as session:
        document, (lead,) = directed(session, office)
        session.commit()
        few = asked_by(client, f"/documents/{document.id}")
        for actor in (office.officer, office.second_officer):
            pass_on(session, office.head, lead.id, "Làm.", [Receiver(person(actor), "cohandler")])
        for _number in range(30):
            informed = [Receiver(person(office.deputy), "information")]
            written = direct(session, office.leader, document.id, "Để biết.", informed)
            assert lines(session, written)
        session.commit()
    many = asked_by(client, f"/documents/{document.id}")
    assert len(many) == len(few), "\n".join(set(many) - set(few))
    assert len(many) <= LIMITS["document"]
