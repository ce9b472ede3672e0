"""What waits for a person stands in one order, whatever feature it comes from: the most urgent
first, then what is overdue or due soonest, then what has waited longest."""

import re
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval.models import Approval, CircuitStep
from app.core import clock
from app.core.policy import person_token
from app.drafting.models import Draft
from app.incoming.models import IncomingDocument
from app.records.models import Record
from app.records.rules import AUTHOR, Ground
from app.records.service import let_read
from app.work.service import Receiver
from tests.integration.work.making import directed, make_document, person
from tests.reading import found

FLASH = 3


def subjects(page):
    unread = re.compile(r'<span class="visually-hidden">[^<]*</span>')
    return re.findall(r'class="cv-subj"[^>]*>([^<]+)<', unread.sub("", page))


def letter(session, office, subject, days=None, urgency=0, **values):
    due_at = None if days is None else clock.now() + timedelta(days=days)
    known = {"presented_to_id": office.leader.person_id, **values}
    return make_document(session, office, subject=subject, due_at=due_at, urgency=urgency, **known)


def turn(session, office, subject, days=None, urgency=0):
    """A draft that waits for the leader's opinion."""
    draft = Draft(
        agency_id=office.agency_id,
        author_id=office.officer.person_id,
        type_code="CV",
        subject=subject,
        state="circulating",
        changed_by_id=office.officer.person_id,
        urgency=urgency,
        due_at=None if days is None else clock.now() + timedelta(days=days),
    )
    session.add(draft)
    session.flush()
    let_read(session, draft.record_id, [person_token(office.leader.person_id)], Ground(AUTHOR))
    way = {"author_id": draft.author_id, "sort": "CV", "state": "circulating"}
    session.add(Approval(record_id=draft.record_id, round=1, due_at=draft.due_at, **way))
    post_id = office.leader.posts[0].post_id
    step = {"record_id": draft.record_id, "round": 1, "position": 1, "kind": "review"}
    session.add(
        CircuitStep(
            **step, person_id=office.leader.person_id, post_id=post_id,
            state="current", began_at=clock.now(),
        )
    )  # fmt: skip
    return draft


def line(session, office, subject, days, urgency=0):
    """Work that the leader holds."""
    due_at = clock.now() + timedelta(days=days)
    values = {"subject": subject, "urgency": urgency, "presented_to_id": None}
    _document, (held,) = directed(
        session, office, Receiver(person(office.leader), "lead"), **values
    )
    held.due_at = due_at


def mixed(session, office):
    letter(session, office, "Thư quá hạn", days=-3)
    letter(session, office, "Thư thường")
    line(session, office, "Việc quá hạn lâu", days=-9)
    turn(session, office, "Dự thảo thường hạn mai", days=1)
    line(session, office, "Việc khẩn hạn xa", days=30, urgency=1)
    letter(session, office, "Thư hỏa tốc mới", urgency=FLASH)
    turn(session, office, "Dự thảo hỏa tốc hạn mai", days=1, urgency=FLASH)
    session.commit()


def test_the_desk_and_its_lists_stand_by_haste(client_of, office, database):
    with Session(database.engine, expire_on_commit=False) as session:
        mixed(session, office)
    client = client_of(office.leader)
    desk = client.get("/").get_data(as_text=True)
    assert subjects(found(r'<h2 id="h-first">.*?</section>', desk)[0]) == [
        "Dự thảo hỏa tốc hạn mai",
        "Thư hỏa tốc mới",
        "Việc khẩn hạn xa",
        "Việc quá hạn lâu",
        "Thư quá hạn",
        "Dự thảo thường hạn mai",
        "Thư thường",
    ]
    for address, expected in {
        "/incoming?tab=to_direct&to=me": ["Thư hỏa tốc mới", "Thư quá hạn", "Thư thường"],
        "/approvals": ["Dự thảo hỏa tốc hạn mai", "Dự thảo thường hạn mai"],
        "/work": ["Việc khẩn hạn xa", "Việc quá hạn lâu"],
        "/work?sort=due": ["Việc quá hạn lâu", "Việc khẩn hạn xa"],
    }.items():
        page = client.get(address).get_data(as_text=True)
        assert subjects(page) == expected, address


def test_a_record_is_as_urgent_as_its_thing(session, office):
    document = letter(session, office, "V/v phòng chống bão", urgency=1)
    document.urgency = FLASH
    session.flush()
    kept = select(Record.urgency).where(Record.id == document.id)
    assert session.scalar(kept) == session.get_one(IncomingDocument, document.id).urgency == FLASH
