"""One request to twelve: late, recalled, answered twice, from outside, merged half-way, closed."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.policy import Actor, person_token, unit_token
from app.deadlines.queries import horizon_of
from app.demo.builder import Builder
from app.files.models import FileText, RecordFile
from app.incoming.models import IncomingDocument
from app.organisation.models import Agency, Unit
from app.outgoing.inputs import RecipientEntry
from app.outgoing.models import OutgoingDocument
from app.records.models import RecordLink
from app.records.queries import get_face, readers_of
from app.records.rules import ANSWER, AUTHOR, Ground
from app.records.service import let_read
from app.requests import queries, service
from app.requests.filters import RequestFilter
from app.requests.messages import MESSAGES
from app.requests.models import Request, RequestLine
from app.requests.policy import get_request
from app.requests.queries import REQUESTS, boards
from app.requests.queries.boards import LineFact
from app.requests.queries.offered import may_ask_for
from app.work.service import Receiver
from documents.storage import MemoryStorage
from tests.databases import TestDatabase
from tests.factories.office import PASSWORD_HASH, Office
from tests.integration.incoming.making import registered
from tests.integration.outgoing.making import issue, signed, to_other_agency
from tests.integration.outgoing.test_afterwards import deliver
from tests.integration.work.making import directed
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("monday")
UNITS = ("Nội vụ", "Tư pháp", "Thanh tra", "Tài chính", "Giáo dục", "Y tế")
OUTSIDE = ("Sở Y tế", "Sở Xây dựng tỉnh Hà Sơn", "Công an tỉnh Hà Sơn", "Bưu điện tỉnh Hà Sơn")
ECONOMY = "Phòng Kinh tế, Hạ tầng và Đô thị"
COLUMNS = [{"name": "Nhà văn hóa", "kind": "number"}, {"name": "Ghi chú", "kind": "text"}]


@dataclass(frozen=True)
class Asked:
    """The request of this test, and its lines by name."""

    session: Session
    actor: Actor
    request: Request

    def __getitem__(self, name: str) -> LineFact:
        return next(one for one in self.lines() if one.name.startswith(name))

    def lines(self) -> list[LineFact]:
        self.session.flush()
        self.session.expire_all()
        return boards.board(self.session, self.actor, self.request.id)

    def approve(self, name: str) -> None:
        line = self[name]
        assert line.standing is not None
        service.approve(self.session, self.actor, line.id, line.standing.id)


@pytest.fixture
def asked(session: Session, office: Office, storage: MemoryStorage) -> Asked:
    """Asked by an issued document of twelve receivers; the first unit is due two days earlier."""
    build, home = Builder(session, PASSWORD_HASH), session.get_one(Agency, office.agency_id)
    for place, name in enumerate(UNITS):
        build.unit(home, f"Phòng {name}", f"U{place}", 10 + place)
    due, early = date(2026, 11, 30), date(2026, 11, 25)
    own = [RecipientEntry(f"Phòng {name}", None, "paper", True, due) for name in UNITS[1:]]
    own.append(RecipientEntry(f"Phòng {UNITS[0]}", None, "paper", True, early))
    own.append(RecipientEntry(ECONOMY, None, "paper", True, due))
    own += [RecipientEntry(name, None, "paper", True, due) for name in OUTSIDE]
    receivers = (to_other_agency(office, reply_required=True, due_on=due), *own)
    document = issue(
        session, office, signed(session, office, storage, recipients=receivers), storage
    )
    request = queries.request_on(session, document.id)
    assert request is not None
    return Asked(session, office.officer, request)


def test_one_request_to_twelve_until_it_closes_itself_and_what_it_was_made_for(
    session: Session, office: Office, database: TestDatabase, asked: Asked
) -> None:
    request, officer = asked.request, office.officer
    made_for = registered(session, office.clerk)
    let_read(session, made_for.id, [person_token(officer.person_id)], Ground(AUTHOR))
    with pytest.raises(Refused, match="may close"):
        service.change(session, officer, request.id, "", made_for.id, is_shared=False)
    for asker, its in ((officer, None), (office.leader, made_for.id)):
        face = get_face(session, made_for.id, asker)
        assert service.asking_by(session, asker, face).made_for_id == its
    lead = directed(session, office, Receiver(unit_token(office.economy_id), "lead"))[0].id
    assert may_ask_for(session, office.economy_head, lead)
    service.change(session, office.leader, request.id, "", made_for.id, is_shared=False)
    service.change(session, officer, request.id, "", made_for.id, is_shared=False)  # stays
    assert [one.state for one in asked.lines()] == ["asked"] * 12
    assert asked[ECONOMY].unit_id == office.economy_id
    deliver(session, database)

    # The asked see their own line, and decide nothing; who has no part in it finds nothing.
    with pytest.raises(NotFound):
        get_request(session, request.id, office.economy_head)
    with pytest.raises(NotFound):
        service.take_off(session, office.economy_head, asked[ECONOMY].id, "không phải việc của tôi")
    with pytest.raises(NotFound):
        service.answer(session, office.second_officer, asked[ECONOMY].id, "có")

    # One answers twice: the later stands, the earlier stays to be read; figures as written.
    service.lay_out(session, officer, request.id, COLUMNS)
    economy = asked[ECONOMY].id
    with pytest.raises(Refused, match="khoảng 3"):
        service.answer(session, office.economy_head, economy, "", ("khoảng 3", ""))
    service.answer(session, office.economy_head, economy, "3 nhà", ("3", "bản đầu"))
    service.answer(session, office.economy_head, economy, "1.250,5 nhà", ("1.250,5", "=1+1"))
    assert [one.state for one in asked[ECONOMY].answers] == ["given", "replaced"]
    first, second = reversed(asked[ECONOMY].answers)
    with pytest.raises(Refused, match="anew"):
        service.approve(session, officer, economy, first.id)
    service.redo(session, officer, economy, second.id, "thiếu nhà văn hóa Bản Phiêng", None)
    assert (asked[ECONOMY].state, asked[ECONOMY].answered_at) == ("redo", None)
    service.answer(session, office.economy_head, economy, "đủ", ("1.251,5", "=1+1"))

    # One answers outside the system: its letter cites the request, and that alone closes nothing.
    letter = arrived(session, office, OUTSIDE[1])
    for _again in range(2):
        service.propose_citing(session, {"record_id": letter.id})
    (proposed,) = asked[OUTSIDE[1]].proposed
    assert proposed.sentence == "Thực hiện Công văn số 01/UBND-VHXH ngày 23/11/2026, Sở báo cáo."
    assert asked[OUTSIDE[1]].state == "asked"
    with pytest.raises(NotFound):
        service.decide_proposed(session, officer, proposed.id, is_answer=True)
    service.decide_proposed(session, office.clerk, proposed.id, is_answer=True)
    assert asked[OUTSIDE[1]].state == "answered"
    stranger = arrived(session, office, "Hội Chữ thập đỏ")
    service.propose_citing(session, {"record_id": stranger.id})
    assert not [one for line in asked.lines() for one in line.proposed]

    # One is recalled after it was approved: it is awaited again, until another comes.
    commune = asked["UBND xã"].id
    source = signed(session, office, subject="V/v báo cáo").id
    assert service.given_inside(session, commune, source, "9/UBND")
    asked.approve("UBND xã")
    assert service.lost(session, commune, source)
    assert not service.lost(session, commune, source)
    assert asked["UBND xã"].state == "asked"

    # One is merged into another half-way: that one answers for both.
    heir = session.scalars(select(Unit).where(Unit.name == "Phòng Tài chính")).one()
    merged = session.scalars(select(Unit).where(Unit.name == "Phòng Thanh tra")).one()
    merged.successor_id, merged.valid_to = heir.id, clock.today() - timedelta(days=1)
    assert (service.pass_on(session), service.pass_on(session)) == (1, 0)
    line = asked["Phòng Thanh tra"]
    assert (line.unit_id, line.name, line.holder_name) == (heir.id, merged.name, heir.name)
    tokens = {one.token for one in readers_of(session, request.record_id)}
    assert unit_token(heir.id) in tokens

    # One is late; who is missing is urged, and in the same minute by nobody else.
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        moments = horizon_of(session, office.agency_id).moments
        late = RequestFilter(tab="late")
        assert REQUESTS.count(session, office.leader, late, moments) == 1
        missing = [one.id for one in asked.lines()]
        urged = service.urge(session, officer, request.id, missing, by_text=True)
        assert len(urged) == 7  # neither who answered nor who is reached by letter alone
        with pytest.raises(Refused, match="just now"):
            service.urge(session, office.leader, request.id, missing, by_text=False)
    assert asked["Phòng Nội vụ"].urged == 1

    # One is taken off: nobody else's line moves.
    before = {one.id: (one.state, one.version) for one in asked.lines()}
    service.take_off(session, officer, asked["Phòng Y tế"].id, "không quản lý thiết chế")
    after = {one.id: (one.state, one.version) for one in asked.lines()}
    assert {one for one in after if after[one] != before[one]} == {asked["Phòng Y tế"].id}

    # What is told is for who reads what it tells of: their own copy; who is off, its number alone.
    copy = queries.copy_of(session, request, session.get_one(RequestLine, commune))
    tells = {kind.name: kind.tell for kind in MESSAGES}
    for line_id, about in ((commune, copy), (economy, request.record_id)):
        told = tells["requests.asked"](session, {"line_id": line_id})
        assert told is not None
        assert about is not None
        assert told.record_id == about
    off = asked["Phòng Y tế"]
    change = {"line_id": off.id, "move": "off", "by_id": officer.person_id, "version": off.version}
    told = tells["requests.changed"](session, change)
    assert told is not None
    assert told.record_id is None
    assert told.settles == (f"asked:{off.id}", f"urged request:{off.id}:1")

    # It closes itself with the last approval, and the document it was made for with it.
    for line in asked.lines():
        if line.state in ("asked", "redo"):
            service.answer(session, officer, line.id, "qua điện thoại")
    assert request.state == "open"
    for line in asked.lines():
        if line.state == "answered":
            asked.approve(line.name)
    assert request.state == "closed"
    deliver(session, database)
    assert made_for.state == "closed"
    with pytest.raises(Refused, match="take that back"):
        service.answer(session, office.economy_head, economy, "thêm nữa")
    service.take_back(session, officer, economy)
    assert request.state == "open"
    deliver(session, database)
    assert made_for.state == "registered"
    asked.approve(ECONOMY)
    service.put_back(session, officer, asked["Phòng Y tế"].id)
    assert request.state == "open"
    question = session.get_one(OutgoingDocument, request.record_id)
    deliver(session, database)
    assert question.reply_required


def test_a_document_answers_again_whatever_became_of_it_before(
    session: Session, office: Office, asked: Asked
) -> None:
    officer, economy = office.officer, asked[ECONOMY].id
    letter = registered(session, office.clerk, number="89", symbol="KT", issuer=ECONOMY).id
    request = asked.request

    def noted() -> LineFact:
        service.answer(session, office.clerk, economy, "", (), letter)
        line = asked[ECONOMY]
        assert [(one.state, one.document_id) for one in line.answers] == [("given", letter)]
        assert joined(session, request, letter)
        return line

    noted()
    given = noted().standing  # twice
    assert given is not None
    service.redo(session, officer, economy, given.id, "thiếu biểu", None)
    assert not joined(session, request, letter)
    noted()  # to be done again, and the same letter after all
    service.answer(session, office.clerk, asked[OUTSIDE[0]].id, "", (), letter)
    service.take_noted_off(session, officer, asked[OUTSIDE[0]].id)
    assert joined(session, request, letter)  # it answers for one of two still
    service.take_off(session, officer, economy, "không quản lý")
    assert not joined(session, request, letter)
    service.put_back(session, officer, economy)
    assert asked[ECONOMY].state == "answered"
    assert joined(session, request, letter)
    service.take_noted_off(session, officer, economy)
    assert not joined(session, request, letter)
    assert not asked[ECONOMY].answers
    for is_answer in (False, True):  # denied as a guess, then noted; then said yes to
        line = session.get_one(RequestLine, economy)
        guess = service.propose(session, request, line, letter, "Phòng báo cáo.")
        assert guess is not None
        service.decide_proposed(session, office.clerk, guess.id, is_answer)
        noted()
        service.take_noted_off(session, officer, economy)

    # A reply inside: recalled, reinstated, and registered here after the copy was noted by hand.
    commune = asked["UBND xã"].id
    source = signed(session, office, subject="V/v báo cáo").id
    copies = [registered(session, office.clerk, number=f"9{n}", symbol="XA").id for n in range(2)]
    assert service.given_inside(session, commune, source, "9/UBND")
    assert not service.given_inside(session, commune, source, "9/UBND")
    assert service.lost(session, commune, source)
    assert service.given_inside(session, commune, source, "9/UBND")
    service.answer(session, office.clerk, commune, "", (), copies[0])
    service.registered(session, commune, source, copies[0])
    (given,) = asked["UBND xã"].answers
    assert (given.state, given.document_id) == ("given", copies[0])
    assert service.lost(session, commune, source)
    other = signed(session, office, subject="V/v báo cáo lần 2").id
    line = session.get_one(RequestLine, commune)
    assert service.propose(session, request, line, copies[1], "Xã báo cáo.") is not None
    service.registered(session, commune, other, copies[1])
    states = [(one.state, one.document_id) for one in asked["UBND xã"].answers]
    assert states == [("given", copies[1]), ("recalled", copies[0])]

    # Withdrawn, what somebody noted answers nothing; what was sent as a reply remains one.
    noted()
    service.answer(session, officer, economy, "đủ rồi")  # replaced by words
    assert not joined(session, request, letter)
    service.answer(session, office.clerk, economy, "", (), letter)
    assert joined(session, request, letter)
    service.withdraw(session, officer, request.id, "hỏi nhầm")
    assert [joined(session, request, one) for one in (letter, copies[1])] == [False, True]


def joined(session: Session, request: Request, document_id: int) -> bool:
    """Found from the question and read with it, or neither."""
    session.flush()
    links = select(RecordLink.id).where(
        RecordLink.from_id == document_id, RecordLink.to_id == request.record_id
    )
    ground = Ground(ANSWER, request.record_id)
    is_read = ground in {one.ground for one in readers_of(session, document_id)}
    assert (session.scalar(links) is not None) == is_read
    return is_read


def arrived(session: Session, office: Office, issuer: str) -> IncomingDocument:
    """A letter that cites the request, read by a worker."""
    letter = registered(session, office.clerk, number="88", symbol=f"B{len(issuer)}", issuer=issuer)
    sha256 = f"{len(issuer):064d}"
    session.add(FileText(sha256=sha256, text="Kính gửi UBND.\n\nThực hiện Công văn số 01/UBND-VHXH "
                         "ngày 23/11/2026, Sở báo cáo. Kèm theo biểu."))  # fmt: skip
    session.add(
        RecordFile(
            record_id=letter.id, kind="main", position=1, name="a.pdf", sha256=sha256,
            media_type="application/pdf", size=1, added_by_id=office.clerk.person_id,
        )
    )  # fmt: skip
    session.commit()
    return letter


def test_a_board_is_read_in_as_many_statements_whoever_is_on_it(
    session: Session, office: Office, asked: Asked
) -> None:
    service.answer(session, office.officer, asked[ECONOMY].id, "xong")
    session.commit()
    with statements() as sent:
        boards.board(session, office.officer, asked.request.id)
    assert len(sent) == 2
