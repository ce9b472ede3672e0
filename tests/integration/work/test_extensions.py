"""Another due date: asked for, decided by one of two at once, undone, ended with the line."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core import clock
from app.core.errors import Forbidden, NotFound, Refused
from app.core.feature import PutOff
from app.core.outbox import OutboxRow
from app.core.policy import Actor
from app.deadlines.queries import calendar
from app.deadlines.rules.spans import Rule, Span
from app.incoming.models import IncomingDocument
from app.messages.rules.sms import segments, written
from app.messages.settings import TEXT
from app.organisation.models import Person, Unit
from app.web.formats import moment
from app.work import service
from app.work.events import LongerNeeded
from app.work.messages import MESSAGES
from app.work.models import Assignment, Extension
from app.work.queries import deciders_of, pending, put_offs
from app.work.service import Receiver
from tests.databases import TestDatabase
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.together import together
from tests.integration.work.making import at, directed, lines, person, unit
from tests.reading import found

ClientOf = Callable[[Actor], FlaskClient]
pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def passed(session: Session, office: Office) -> tuple[Assignment, Assignment]:
    """The culture unit's line, due on Thursday, and the officer's below it, due a day earlier."""
    _letter, (top,) = directed(session, office, Receiver(unit(office.culture_id), "lead", at(26)))
    receiver = Receiver(person(office.officer), "lead", at(25))
    (own,) = lines(session, service.pass_on(session, office.head, top.id, "", [receiver]))
    return top, own


def ask(session: Session, actor: Actor, line: Assignment, day: int = 26) -> Extension:
    return service.ask_extension(session, actor, line.id, at(day), "Chờ số liệu của xã.")


def test_granted_by_whoever_gave_it_and_the_first_date_is_kept(
    session: Session, office: Office, passed: tuple[Assignment, Assignment]
) -> None:
    top, own = passed
    asked = ask(session, office.officer, own)
    assert deciders_of(session, own) == {office.head.person_id}
    with pytest.raises(Refused, match="asked for already"):
        ask(session, office.officer, own)
    for stranger in (office.officer, office.second_officer):
        with pytest.raises((Forbidden, NotFound)):
            service.decide_extension(session, stranger, own.id, asked.id, at(26), "")
    service.decide_extension(session, office.head, own.id, asked.id, at(26), "Được.")
    assert (own.due_at, own.first_due_at, own.extended) == (at(26), at(25), 1)
    assert (asked.state, asked.decided_by_id) == ("granted", office.head.person_id)
    assert (top.due_at, top.extended) == (at(26), 0)
    # Who comes second is told who was first, whatever they would have decided.
    for due_at in (at(26), None):
        with pytest.raises(Refused, match=rf"{office.head.name} granted it at"):
            service.decide_extension(session, office.leader, own.id, asked.id, due_at, "Không.")
    service.undo_decision(session, office.head, own.id)
    assert (own.due_at, own.first_due_at, own.extended) == (at(25), None, 0)
    assert pending(session, own.id) is asked
    service.decide_extension(session, office.head, own.id, asked.id, None, "Làm xong trong ngày.")
    assert (own.due_at, asked.state) == (at(25), "refused")
    service.open_lines(session, own.record_id, office.officer)
    assert ask(session, office.officer, own).state == "asked"
    with pytest.raises(Refused, match="Nothing is asked"):
        service.undo_decision(session, office.head, own.id)  # the last one waits


def test_what_is_put_off_takes_along_what_followed_it(
    session: Session, office: Office, passed: tuple[Assignment, Assignment]
) -> None:
    """A span counts from the old date, and moves with the calendar as such."""
    top, own = passed
    service.change_due(session, office.leader, top.id, at(25), "Tỉnh giục.")
    assert (own.due_at, own.due_source) == (at(25), "directive")
    own.due_source = "parent"
    rule = Rule(Span(3), at(25))
    asked = service.ask_extension(
        session, office.head, top.id, at(30), "Chờ Sở.", top.version, rule
    )
    below = ask_of_officer_lapses(session, office, own)
    service.decide_extension(session, office.leader, top.id, asked.id, at(30), "", rule)
    assert (top.due_at, top.due_rule, own.due_at, own.due_source) == (
        at(30), rule, at(30), "parent",
    )  # fmt: skip
    assert (top.extended, own.extended, below.state) == (1, 1, "lapsed")


def ask_of_officer_lapses(session: Session, office: Office, own: Assignment) -> Extension:
    assert own.due_at is not None
    own.due_at = at(24)
    session.flush()
    asked = ask(session, office.officer, own, 25)
    own.due_at = at(25)
    session.flush()
    return asked


@pytest.mark.parametrize("ending", ["finish", "withdraw", "return", "due"])
def test_what_was_asked_ends_with_its_line(
    session: Session, office: Office, passed: tuple[Assignment, Assignment], ending: str
) -> None:
    _top, own = passed
    asked = ask(session, office.officer, own)
    if ending == "finish":
        service.finish(session, office.officer, own.id, "Xong.", no_reply_reason="Không cần.")
    elif ending == "withdraw":
        service.withdraw(session, office.head, own.id, "Nhầm người.")
    elif ending == "return":
        service.return_line(session, office.officer, own.id, "Không phải việc tôi.")
    else:
        service.change_due(session, office.head, own.id, at(24), "Gấp.")
    session.refresh(asked)
    assert asked.state == "lapsed"
    with pytest.raises(Refused):
        service.decide_extension(session, office.head, own.id, asked.id, at(26), "")
    if ending != "due":
        with pytest.raises((Refused, NotFound)):
            ask(session, office.officer, own)


def test_what_cannot_be_asked(
    session: Session,
    office: Office,
    passed: tuple[Assignment, Assignment],
    client_of: Callable[[Actor], FlaskClient],
) -> None:
    top, own = passed
    # The form says beforehand how far one may ask, and asks nothing where that is no further.
    for day, is_open in ((26, False), (25, True)):
        own.due_at = at(day)
        session.commit()
        officer = client_of(office.officer)
        form = officer.get(f"/lines/{own.id}/extension").text
        assert f"{office.head.name} phải xin gia hạn phần việc cấp trên trước" in form
        assert ("Đề nghị xin gia hạn" in form) != is_open
    # What is said of a span counts from where the hint says: from the date that stands.
    [address] = re.findall(r'data-due="([^"]+)"', form)
    assert "hạn 17:00 thứ Sáu 27/11" in officer.get(f"{address}&day=2 ngày làm việc").text
    for day, said in ((25, "later day"), (20, "already past"), (27, "line above")):
        with pytest.raises(Refused, match=said):
            ask(session, office.officer, own, day)
    with pytest.raises(Refused, match=r"Say why.*Say until when"):
        service.ask_extension(session, office.officer, own.id, None, "")
    with pytest.raises(Forbidden):
        ask(session, office.head, own)
    asked = ask(session, office.officer, own)
    service.take_back_extension(session, office.officer, own.id)
    assert asked.state == "taken_back"
    service.change_due(session, office.leader, top.id, None, "Không gấp.")
    assert (top.first_due_at, top.extended) == (at(26), 1)
    with pytest.raises(Refused, match="no due date"):
        ask(session, office.head, top)


def test_a_day_off_is_asked_for_knowingly_and_put_right_in_one_press(
    session: Session,
    office: Office,
    passed: tuple[Assignment, Assignment],
    client_of: ClientOf,
) -> None:
    top, _own = passed
    line_id, version, address = top.id, top.version, f"/lines/{top.id}/extension"
    session.commit()
    session.rollback()
    head, leader = client_of(office.head), client_of(office.leader)
    sent = {"due": "29/11/2026", "reason": "Chờ số liệu của xã.", "version": str(version)}
    warned = head.post(address, data=sent)
    assert warned.status_code == 422
    assert (
        "29/11/2026 (Chủ nhật) là ngày nghỉ; ngày làm việc tiếp theo là 30/11/2026" in warned.text
    )
    assert pending(session, line_id) is None
    session.rollback()
    sure = found(r'name="sure" value="([^"]+)"', warned.text).group(1)
    assert head.post(address, data=sent | {"due": "28/11/2026", "sure": sure}).status_code == 422
    assert head.post(address, data=sent | {"sure": sure}).status_code == 302
    decision = leader.get(f"{address}/decision").text
    remarks = found(r'data-due="([^"]+)"', decision).group(1)
    assert 'data-instead="30/11/2026"' in leader.get(f"{remarks}?day=29/11/2026").text
    asked = found(r'name="asked" value="(\d+)"', decision).group(1)
    said = {"asked": asked, "due": "30/11/2026", "decision": "grant"}
    assert leader.post(f"{address}/decision", data=said).status_code == 302
    session.expire_all()
    assert top.due_at == at(30)


def test_two_decide_in_the_same_second(
    database: object, session: Session, office: Office, passed: tuple[Assignment, Assignment]
) -> None:
    """Both opened the form; the row says who was first though the line changed no version."""
    _top, own = passed
    asked = ask(session, office.officer, own)
    service.decide_extension(session, office.leader, own.id, asked.id, None, "Không cần thêm.")
    with pytest.raises(Refused, match=f"{office.leader.name} refused it"):
        service.decide_extension(session, office.head, own.id, asked.id, at(26), "")
    rows = session.scalars(select(Extension)).all()
    assert [(one.state, one.ended_at, own.due_at) for one in rows] == [
        ("refused", MONDAY, at(25)),
    ]
    assert clock.now() == MONDAY


@pytest.fixture
def shared(session: Session, office: Office) -> tuple[IncomingDocument, list[Assignment]]:
    """A document due on Thursday: a lead with a line below it, a co-handler, one with no date."""
    letter, given = directed(
        session, office,
        Receiver(unit(office.culture_id), "lead", at(26)),
        Receiver(unit(office.economy_id), "cohandler", at(25)),
        Receiver(person(office.deputy), "information"),
        due_at=at(26),
    )  # fmt: skip
    receiver = Receiver(person(office.officer), "lead", at(25))
    below = lines(session, service.pass_on(session, office.head, given[0].id, "", [receiver]))
    return letter, [*given, *below]


def test_a_whole_document_is_put_off_with_all_its_open_lines(
    session: Session, office: Office, shared: tuple[IncomingDocument, list[Assignment]]
) -> None:
    """Each keeps its first date; what is due later already, or has no date, stays."""
    letter, (lead, beside, informed, below) = shared
    until = PutOff(at(27), "Chờ số liệu của xã.")
    for stranger in (office.head, office.officer):
        with pytest.raises((Forbidden, NotFound)):
            service.put_off_whole(session, stranger, letter.id, until)
    changed = service.put_off_whole(session, office.leader, letter.id, until)
    assert {one.id for one in changed} == {lead.id, beside.id, below.id}
    assert [one.due_at for one in (lead, beside, informed, below)] == [at(27), at(27), None, at(27)]
    firsts = [one.first_due_at for one in (lead, beside, below)]
    assert firsts == [at(26), at(25), at(25)]
    assert [one.extended for one in (lead, beside, informed, below)] == [1, 1, 0, 1]
    assert letter.due_at == at(27)
    for wrong, said in ((at(27), "None of its open lines"), (at(20), "already past")):
        with pytest.raises(Refused, match=said):
            service.put_off_whole(session, office.leader, letter.id, replace(until, due_at=wrong))
    session.commit()
    trail = select(AuditEntry.action).where(AuditEntry.action == "incoming.put_off")
    assert session.scalars(trail).all() == ["incoming.put_off"]


def test_who_leads_the_whole_asks_for_all_of_it(
    session: Session, office: Office, shared: tuple[IncomingDocument, list[Assignment]]
) -> None:
    letter, (lead, beside, _informed, below) = shared
    for line, actor in ((beside, office.economy_head), (below, office.officer)):
        with pytest.raises(Refused, match="Only who leads the whole"):
            service.ask_extension(session, actor, line.id, at(27), "Chờ.", whole=True)
    with pytest.raises(Refused, match="The whole is due"):
        service.ask_extension(session, office.economy_head, beside.id, at(27), "Chờ.")
    asked = service.ask_extension(session, office.head, lead.id, at(27), "Chờ.", whole=True)
    service.decide_extension(session, office.leader, lead.id, asked.id, None, "Không.")
    assert (lead.due_at, beside.due_at, letter.due_at) == (at(26), at(25), at(26))
    again = service.ask_extension(session, office.head, lead.id, at(27), "Chờ.", whole=True)
    service.decide_extension(session, office.leader, lead.id, again.id, at(27), "Được.")
    assert [one.due_at for one in (lead, beside, below)] == [at(27)] * 3
    assert (letter.due_at, again.state, lead.extended) == (at(27), "granted", 1)
    with pytest.raises(Refused):
        service.undo_decision(session, office.leader, lead.id)


def test_put_offs_are_counted_for_their_holders(
    session: Session,
    office: Office,
    shared: tuple[IncomingDocument, list[Assignment]],
    client_of: ClientOf,
) -> None:
    """A leader sees all, a head those of their units, an officer their own."""
    letter, (lead, *_others) = shared
    asked = service.ask_extension(session, office.head, lead.id, at(27), "Chờ.", whole=True)
    service.decide_extension(session, office.leader, lead.id, asked.id, at(27), "Được.")
    days = calendar(session, office.agency_id)
    all_of_them = {one.name: one[1:] for one in put_offs(session, office.leader, days)}
    culture, economy = (
        session.get_one(Unit, one).name for one in (office.culture_id, office.economy_id)
    )
    assert all_of_them == {
        culture: (True, 1, 1, 0, 0, 1, 1),
        economy: (True, 0, 0, 0, 1, 1, 2),
        office.officer.name: (False, 0, 0, 0, 1, 1, 2),
    }
    own = {one.name for one in put_offs(session, office.head, days)}
    assert own == {culture, office.officer.name}
    letter_id = letter.id
    session.commit()
    session.rollback()
    shown = client_of(office.leader).get("/work/put-offs").text
    assert "Đổi không qua xin" in shown
    assert shown.index(">Đơn vị<") < shown.index(culture) < shown.index(">Cá nhân<")
    assert shown.index(">Cá nhân<") < shown.rindex(office.officer.name)
    assert economy not in client_of(office.head).get("/work/put-offs").text
    assert [one.name for one in put_offs(session, office.officer, days)] == [office.officer.name]
    session.rollback()
    leader = client_of(office.leader)
    assert "Gia hạn cả văn bản" in leader.get(f"/documents/{letter_id}").text
    sent = {"due": "30/11/2026", "reason": "Thêm việc."}
    address = f"/documents/{letter_id}/put-off"
    assert client_of(office.officer).get(address).status_code == 403
    assert "3 phần việc đang mở có hạn" in leader.get(address).text
    assert leader.post(address, data={"due": "", "reason": "x"}).status_code == 422
    assert leader.post(address, data=sent).status_code == 302


def test_a_reminder_says_how_often_it_was_put_off(
    session: Session, office: Office, shared: tuple[IncomingDocument, list[Assignment]]
) -> None:
    """In the words of an SMS without marks too: before what is cut."""
    _letter, (lead, *_others) = shared
    service.change_due(session, office.leader, lead.id, at(27), "Chờ số liệu.")
    payload = {"lines": [lead.id], "count": 1, "person_id": office.head.person_id, "at": "x"}
    with clock.stopped_at(at(30, 9)):
        [late] = [one for one in MESSAGES if one.name == "work.late"]
        telling = late.tell(session, payload)
    assert telling is not None
    assert "put off %(times)s times" in telling.words
    assert telling.values["times"] == 1
    said = "807/SNV-CCHC đã quá hạn, từng gia hạn 1 lần: "
    text = {"agency": "UBND phường Tân Khê", "text": said + "báo cáo cải cách hành chính " * 9}
    sent = written(str(TEXT.default), text, accented=False)
    assert "tung gia han 1 lan" in sent, "said before what is cut"
    without = written(str(TEXT.default), text | {"text": said}, accented=False)
    assert (len(without) <= 160, segments(without)) == (True, 1)


@pytest.mark.parametrize("is_granted_first", [False, True])
def test_one_grants_and_one_refuses_in_the_same_moment(
    database: TestDatabase,
    session: Session,
    office: Office,
    passed: tuple[Assignment, Assignment],
    is_granted_first: bool,
) -> None:
    """Each in a transaction of their own: one is done, the other is told who was first."""
    _top, own = passed
    line_id, asked_id = own.id, ask(session, office.officer, own).id
    session.commit()

    def grant(theirs: Session) -> object:
        return service.decide_extension(theirs, office.head, line_id, asked_id, at(26), "Được.")

    def refuse(theirs: Session) -> object:
        return service.decide_extension(theirs, office.leader, line_id, asked_id, None, "Không.")

    acts = (grant, refuse) if is_granted_first else (refuse, grant)
    assert together(database.engine, *acts) == ["Refused", "done"]
    session.expire_all()
    asked = session.get_one(Extension, asked_id)
    due_at = at(26) if asked.state == "granted" else at(25)
    assert (asked.state in ("granted", "refused"), own.due_at) == (True, due_at)


def test_why_says_who_granted_what_was_asked(
    session: Session,
    office: Office,
    passed: tuple[Assignment, Assignment],
    client_of: ClientOf,
) -> None:
    """Neither that it was set when the work was given out, nor that the leader set it then."""
    top, _own = passed
    record_id, line_id, head = top.record_id, top.id, office.head
    leader, asker = session.get_one(Person, office.leader.person_id).name, office.head.name

    def why() -> str:
        session.commit()
        session.rollback()
        return client_of(head).get(f"/documents/{record_id}/why?line={line_id}").text

    assert f"{leader} đặt hạn này khi giao việc" in why()
    asked = service.ask_extension(session, head, line_id, at(30), "Chờ số liệu của xã.")
    service.decide_extension(session, office.leader, line_id, asked.id, at(27), "Chỉ thêm một ngày")
    said = why()
    assert (
        f"{leader} gia hạn lúc {moment(MONDAY)}: {asker} xin đến 30/11/2026, được đến 27/11/2026,"
        " hạn trước đó là 26/11/2026. Lý do xin: Chờ số liệu của xã. Ý kiến: Chỉ thêm một ngày"
    ) in said
    assert f"{leader} đặt hạn này khi giao việc" not in said
    assert "Hạn đã được đổi sau khi giao việc" in said
    assert "Lãnh đạo đã đặt hạn" not in said
    service.undo_decision(session, office.leader, line_id)
    assert f"{leader} đặt hạn này khi giao việc" in why(), "what was undone did not happen"
    service.decide_extension(session, office.leader, line_id, asked.id, None, "Không.")
    service.change_due(session, office.leader, line_id, at(28), "Tỉnh cho thêm.")
    assert f"{leader} đổi hạn này lúc" in why()
    assert "từ 26/11/2026 sang 28/11/2026: Tỉnh cho thêm." in why()


@pytest.mark.parametrize("source", ["document", "default", "rule", "directive"])
def test_a_date_is_again_whose_it_was_when_its_extension_is_undone(
    session: Session,
    office: Office,
    passed: tuple[Assignment, Assignment],
    client_of: ClientOf,
    source: str,
) -> None:
    """What was taken along comes back with it, and neither says that it was changed."""
    top, own = passed
    top.due_source = source
    own.due_at, own.due_source = top.due_at, "parent"
    record_id, line_ids = top.record_id, (top.id, own.id)
    session.commit()

    def whys() -> list[str]:
        session.rollback()
        client = client_of(office.head)
        pages = [client.get(f"/documents/{record_id}/why?line={one}").text for one in line_ids]
        return [found("<main.*</main>", one).group() for one in pages]

    before = whys()
    asked = service.ask_extension(session, office.head, top.id, at(30), "Chờ số liệu của xã.")
    service.decide_extension(session, office.leader, top.id, asked.id, at(30), "Được.")
    assert (top.due_source, own.due_at, own.due_source) == ("directive", at(30), "parent")
    session.commit()
    assert all("sang 30/11/2026" in one or "được đến 30/11/2026" in one for one in whys())
    service.undo_decision(session, office.leader, top.id)
    assert (top.due_at, top.due_source) == (at(26), source)
    assert (own.due_at, own.due_source) == (at(26), "parent")
    assert [(one.extended, one.first_due_at) for one in passed] == [(0, None)] * 2
    session.commit()
    assert whys() == before


def test_what_was_put_off_for_itself_counts_so_when_the_line_above_is_given_back(
    session: Session, office: Office, passed: tuple[Assignment, Assignment]
) -> None:
    top, own = passed
    asked = ask(session, office.head, top, 30)
    service.decide_extension(session, office.leader, top.id, asked.id, at(30), "Được.")
    below = ask(session, office.officer, own, 27)
    service.decide_extension(session, office.head, own.id, below.id, at(27), "Được.")
    service.undo_decision(session, office.leader, top.id)
    assert (own.due_at, own.extended, own.first_due_at) == (at(26), 1, at(25))
    assert (top.due_at, top.extended, top.first_due_at) == (at(26), 0, None)


def test_why_of_a_whole_that_was_put_off(
    session: Session,
    office: Office,
    shared: tuple[IncomingDocument, list[Assignment]],
    client_of: ClientOf,
) -> None:
    letter, (lead, *_others) = shared
    record_id, line_id = letter.id, lead.id
    service.put_off_whole(session, office.leader, record_id, PutOff(at(27), "Thêm việc."))
    session.commit()
    session.rollback()
    why = client_of(office.leader).get(f"/documents/{record_id}/why?line={line_id}").text
    said = "từ 26/11/2026 sang 27/11/2026: Thêm việc."
    assert why.count(said) == 2, "of the line and of the document"
    assert "theo văn bản gửi đến" not in why


def test_a_span_lengthens_each_part_from_its_own_date(
    session: Session,
    office: Office,
    shared: tuple[IncomingDocument, list[Assignment]],
    client_of: ClientOf,
) -> None:
    """And the page shows what becomes of each before anything is done."""
    letter, (lead, beside, informed, below) = shared
    address = f"/documents/{letter.id}/put-off"
    session.commit()
    session.rollback()
    leader = client_of(office.leader)
    sent = {"due": "2 ngày làm việc", "reason": "Chờ số liệu của xã."}
    shown = leader.post(address, data=sent | {"look": "1"}).text
    assert shown.count("27/11/2026, 17:00") == 2, "those that were due on Wednesday"
    assert "30/11/2026, 17:00" in shown
    assert (lead.due_at, beside.due_at) == (at(26), at(25)), "nothing is done yet"
    session.rollback()
    assert leader.post(address, data=sent).status_code == 302
    session.expire_all()
    dues = [one.due_at for one in (lead, beside, informed, below)]
    assert dues == [at(30), at(27), None, at(27)]
    assert letter.due_at == at(30)
    assert [one.extended for one in (lead, beside, below)] == [1, 1, 1]


def test_who_needs_longer_than_the_line_above_tells_its_holder(
    session: Session,
    office: Office,
    passed: tuple[Assignment, Assignment],
    client_of: ClientOf,
) -> None:
    """In one press, with the reason; nothing is asked of whoever gave the work yet."""
    _top, own = passed
    line_id, head_id, version = own.id, office.head.person_id, str(own.version)
    own.due_at = at(26)
    session.commit()
    session.rollback()
    sent = {"due": "30/11/2026", "reason": "Chờ số liệu của xã.", "version": version}
    officer, address = client_of(office.officer), f"/lines/{line_id}/extension"
    assert officer.post(address, data=sent | {"due": "25/11/2026"}).status_code == 422
    assert officer.post(address, data=sent).status_code == 302
    found = select(OutboxRow.payload).where(OutboxRow.topic == LongerNeeded.topic)
    [payload] = session.scalars(found)
    [kind] = [one for one in MESSAGES if one.name == "work.longer_needed"]
    telling = kind.tell(session, payload)
    assert telling is not None
    assert telling.people == {head_id}
    assert telling.values["reason"] == "Chờ số liệu của xã."
    assert telling.values["new"] == "30/11/2026"
    assert pending(session, line_id) is None
