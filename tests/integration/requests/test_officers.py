"""The head of a unit that is asked lets an officer answer in their place."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.core import clock
from app.core.asking import given
from app.core.errors import Forbidden, Refused
from app.core.memory import forget
from app.core.policy import Actor, person_token, reader_token
from app.moves.service import hand_over, take_back
from app.organisation.models import Post
from app.records.policy import may_read
from app.records.queries import readers_of
from app.records.rules import ASKED
from app.requests import service
from app.requests.messages import MESSAGES
from app.requests.models import Request, RequestLine
from app.requests.policy import IS_ASKED, answers
from app.requests.queries import find, people_of
from app.requests.rules import Holder
from app.requests.service import Asking
from tests.factories.office import Office
from tests.integration.outgoing.making import request_of

pytestmark = pytest.mark.usefixtures("monday")
ClientOf = Callable[[Actor], FlaskClient]


@pytest.fixture
def line(session: Session, office: Office) -> RequestLine:
    """The culture unit is asked."""
    asking = Asking(request_of(session, office).id, "V/v báo cáo", office.leader.person_id)
    holders = [Holder("Phòng Văn hóa", unit_id=office.culture_id)]
    (asked,) = service.ask(session, office.leader, asking, holders)
    session.commit()
    return asked


def test_an_officer_answers_in_the_place_of_the_head(
    session: Session, office: Office, client_of: ClientOf, line: RequestLine
) -> None:
    officer, head = client_of(office.officer), client_of(office.head)
    here, giving = f"/requests/{line.request_id}", f"/requests/lines/{line.id}/officer"
    line_id, person_id = line.id, office.officer.person_id
    session.rollback()
    assert officer.get(here).status_code == 404
    assert f'href="{giving}"' in head.get(here).text
    assert head.post(giving, data={"officer_id": str(person_id)}).status_code == 302
    assert here in officer.get("/requests?tab=answer").text
    shown = officer.get(here).text
    assert f"{office.officer.name} được giao trả lời" in shown
    assert giving not in shown, "whom the head lets answer lets nobody else"
    assert officer.get(giving).status_code == 403
    assert client_of(office.second_officer).get(here).status_code == 404

    session.expire_all()
    [tell] = [one.tell for one in MESSAGES if one.name == "requests.given_to_officer"]
    told = tell(session, {"line_id": line_id, "by_id": office.head.person_id})
    assert told is not None
    assert told.people == {person_id}
    assert people_of(session, line) >= {person_id, office.head.person_id}, "both are urged"
    session.rollback()
    sent = officer.post(f"/requests/lines/{line_id}/answer", data={"text": "xong"})
    assert sent.status_code == 302
    assert "xong" in head.get(here).text
    session.expire_all()
    assert line.state == "answered"


def test_who_answers_no_more_reads_no_more(
    session: Session, office: Office, line: RequestLine
) -> None:
    question = find(session, line.request_id).record_id

    token = person_token(office.officer.person_id)

    def reads() -> bool:
        session.flush()
        rights = {(one.token, one.ground.kind) for one in readers_of(session, question)}
        return (reader_token(token, office.agency_id), ASKED) in rights

    def give(person_id: int | None) -> None:
        service.give_to_officer(session, office.head, line.id, person_id)

    for stranger in (office.officer, office.economy_head, office.leader):
        with pytest.raises(Forbidden):
            service.give_to_officer(session, stranger, line.id, office.officer.person_id)
    with pytest.raises(Refused, match="works in the unit"):
        give(office.economy_officer.person_id)
    assert not reads()
    give(office.officer.person_id)
    assert reads()
    give(None)
    assert (reads(), line.officer_id) == (False, None)
    give(office.officer.person_id)
    service.take_off(session, office.leader, line.id, "nhầm nơi")
    assert (reads(), line.officer_id) == (False, None)
    service.put_back(session, office.leader, line.id)
    assert not reads()


def test_whoever_left_the_agency_answers_no_more(
    session: Session, office: Office, line: RequestLine
) -> None:
    person_id = office.officer.person_id
    service.give_to_officer(session, office.head, line.id, person_id)

    def answering() -> tuple[bool, bool, bool]:
        session.flush()
        forget(session)
        actor = actor_of(session, person_id)
        asked = session.scalars(select(Request.id).where(IS_ASKED), given(actor)).all()
        is_told = person_id in people_of(session, line)
        return answers.for_row(actor, line), bool(asked), is_told

    assert answering() == (True,) * 3
    (post,) = session.scalars(select(Post).filter_by(person_id=person_id)).all()
    post.valid_to = clock.today() - timedelta(days=1)
    session.add(
        Post(
            person_id=person_id, agency_id=office.other_agency_id, title=post.title,
            role_code=post.role_code, valid_from=clock.today(), is_main=True,
        )
    )  # fmt: skip
    assert answering() == (False,) * 3


def test_whoever_takes_over_an_officers_work_answers_in_their_place(
    session: Session, office: Office, line: RequestLine
) -> None:
    officer, taker = office.officer, office.second_officer
    service.give_to_officer(session, office.head, line.id, officer.person_id)
    source, target = person_token(officer.person_id), person_token(taker.person_id)
    question = find(session, line.request_id).record_id

    def answering() -> set[int]:
        return {one.person_id for one in (officer, taker) if answers.for_row(one, line)}

    def reading() -> set[int]:
        readers = readers_of(session, question)
        return {one.person_id for one in (officer, taker) if may_read(one, readers)}

    plan = {("requests.lines_of_officer", line.id): target}
    act = hand_over(session, office.head, source, office.agency_id, plan, "Chuyển công tác.")
    assert answering() == {taker.person_id}
    assert reading() == {officer.person_id, taker.person_id}, "who handed over may be asked"
    take_back(session, office.head, act.id)
    assert (answering(), reading()) == ({officer.person_id}, {officer.person_id})
