"""What an answer lets others read goes with it; what was withdrawn leaves everybody their own."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor, person_token, unit_token
from app.organisation.models import Unit
from app.outgoing.models import OutgoingDocument
from app.records.policy import may_read
from app.records.queries import readers_of
from app.records.rules import ENTERED, Ground
from app.records.service import let_read
from app.requests import service
from app.requests.models import RequestLine
from app.requests.queries import boards, find
from app.requests.rules import Holder
from app.requests.service import Asking
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.outgoing.making import issue, request_of, signed

pytestmark = pytest.mark.usefixtures("monday")
REASON = "không còn cần"


def ask(session: Session, office: Office, *more: Holder) -> RequestLine:
    """The leader asks the economy unit by an incoming document; its line."""
    asking = Asking(request_of(session, office).id, "V/v báo cáo kín", office.leader.person_id)
    economy = Holder("Phòng Kinh tế", unit_id=office.economy_id)
    return service.ask(session, office.leader, asking, [economy, *more])[0]


def report_of(session: Session, office: Office, answers_id: int | None = None) -> OutgoingDocument:
    """Issued, read by the economy unit beside those who drafted it."""
    storage = MemoryStorage()
    made = signed(session, office, storage, answers_id=answers_id)
    report = issue(session, office, made, storage)
    let_read(session, report.id, [unit_token(office.economy_id)], Ground(ENTERED, report.id))
    session.flush()
    return report


def reads(session: Session, actor: Actor, record_id: int) -> bool:
    session.flush()
    return may_read(actor, readers_of(session, record_id))


def second(session: Session, office: Office, line: RequestLine) -> Callable[[int], bool]:
    """Somebody who reads the question and nothing else: what they read of a document."""
    question = find(session, line.request_id).record_id
    token = person_token(office.second_officer.person_id)
    let_read(session, question, [token], Ground(ENTERED, question))
    return lambda record_id: reads(session, office.second_officer, record_id)


def test_an_issued_document_is_read_as_long_as_it_is_the_answer(
    session: Session, office: Office
) -> None:
    line = ask(session, office)
    report, other = report_of(session, office), report_of(session, office)
    asker = second(session, office, line)
    head, leader = office.economy_head, office.leader

    def answered() -> None:
        service.answer(session, head, line.id, "", (), report.id)
        assert asker(report.id)

    def gone() -> None:
        assert not asker(report.id)
        assert reads(session, head, report.id)  # by a ground of its own

    answered()
    given = boards.board(session, leader, line.request_id)[0].standing
    assert given is not None
    service.redo(session, leader, line.id, given.id, "thiếu biểu", None)
    gone()
    answered()
    service.answer(session, head, line.id, "", (), other.id)
    gone()
    assert asker(other.id)
    answered()
    service.answer(session, head, line.id, "bằng lời")
    gone()
    answered()
    service.take_off(session, leader, line.id, REASON)
    gone()
    service.put_back(session, leader, line.id)
    assert asker(report.id)
    service.withdraw(session, leader, line.request_id, REASON)
    gone()


def test_what_was_written_as_the_reply_remains_it(session: Session, office: Office) -> None:
    line = ask(session, office)
    asker = second(session, office, line)
    reply = report_of(session, office, find(session, line.request_id).record_id)
    assert asker(reply.id)
    service.answer(session, office.economy_head, line.id, "", (), reply.id)
    service.answer(session, office.economy_head, line.id, "bằng lời")
    assert asker(reply.id)
    service.withdraw(session, office.leader, line.request_id, REASON)
    assert asker(reply.id)


def test_of_what_is_withdrawn_everybody_keeps_what_they_wrote(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    line = ask(session, office, Holder("Phòng Văn hóa", unit_id=office.culture_id))
    head, leader = office.economy_head, office.leader
    question = find(session, line.request_id).record_id
    service.change(session, leader, line.request_id, "Gửi biểu số liệu mật độ", None, True)
    service.answer(session, head, line.id, "lời của phòng kinh tế")
    assert reads(session, head, question)
    here = f"/requests/{line.request_id}"
    answering = f"/requests/lines/{line.id}/answer"
    session.commit()
    economy = client_of(head)
    before = economy.get(here).text
    assert "mật độ" in before
    assert "Phòng Văn hóa" in before

    service.withdraw(session, leader, line.request_id, REASON)
    assert not reads(session, head, question)
    session.commit()
    after = economy.get(here).text
    assert "lời của phòng kinh tế" in after
    assert REASON in after
    for one in ("mật độ", "báo cáo kín", "Phòng Văn hóa", answering):
        assert one not in after
    for page in (f"{here}/table", answering):
        assert "báo cáo kín" not in economy.get(page).text
    assert economy.post(answering, data={"text": "thêm"}).status_code == 422
    assert client_of(office.leader).get(here).status_code == 200

    # A successor answers for what its predecessor wrote, and reads no more than that either.
    heir = session.get_one(Unit, office.culture_id)
    gone = session.get_one(Unit, office.economy_id)
    gone.successor_id, gone.valid_to = heir.id, clock.today().replace(day=1)
    assert service.pass_on(session) == 1
    tokens = {one.token for one in readers_of(session, question)}
    assert unit_token(heir.id) not in tokens


def test_what_a_note_had_replaced_stands_again_once_it_is_taken_off(
    session: Session, office: Office
) -> None:
    line = ask(session, office)
    clerk, head = office.clerk, office.economy_head
    true = service.answer(session, head, line.id, "lời của phòng")
    service.answer(session, clerk, line.id, "ghi nhầm")
    assert true.state == "replaced"
    service.say_none(session, clerk, line.id)
    assert (true.state, line.state, line.answered_at) == ("given", "answered", true.given_at)

    # What was to be done again does not come back: the note alone had stood.
    service.redo(session, office.leader, line.id, true.id, "thiếu biểu", None)
    service.answer(session, clerk, line.id, "ghi nhầm")
    service.say_none(session, clerk, line.id)
    assert (true.state, line.state, line.answered_at) == ("refused", "asked", None)


@pytest.mark.parametrize("is_whole", [True, False])
def test_who_had_answered_and_is_asked_no_more_sees_their_answer_and_why(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient], is_whole: bool
) -> None:
    line = ask(session, office, Holder("Phòng Văn hóa", unit_id=office.culture_id))
    head, leader = office.economy_head, office.leader
    given = service.answer(session, head, line.id, "lời của phòng kinh tế")
    service.redo(session, leader, line.id, given.id, "thiếu biểu", None)
    if is_whole:
        service.withdraw(session, leader, line.request_id, REASON)
    else:
        service.take_off(session, leader, line.id, REASON)
    session.commit()
    here, economy = f"/requests/{line.request_id}", client_of(head)
    shown = economy.get(here).text
    assert "lời của phòng kinh tế" in shown
    assert REASON in shown
    for hidden in ("báo cáo kín", "Phòng Văn hóa"):
        assert hidden not in shown
    for page in (f"{here}/why", f"{here}/table", f"/requests/lines/{line.id}/answer"):
        answer = economy.get(page)
        assert answer.status_code in (404, 422)
        assert "báo cáo kín" not in answer.text
    listed = economy.get("/requests?tab=closed").text
    assert (f'href="{here}"' in listed) is is_whole
    assert "báo cáo kín" not in listed
    assert here not in economy.get("/requests?tab=closed&text=báo cáo kín").text
    assert (
        here in client_of(leader).get("/requests?tab=closed&text=báo cáo kín").text or not is_whole
    )
