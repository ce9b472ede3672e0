"""One leads: the lead passes from hand to hand in one act, and back; on both databases."""

import html
import re

import pytest
from sqlalchemy import select

from app.core.errors import Refused
from app.core.outbox import OutboxRow
from app.records.policy import may_read
from app.records.queries import readers_of
from app.work import service
from app.work.service import Receiver
from tests.integration.work.making import directed, lines, make_document, person, unit

pytestmark = pytest.mark.usefixtures("monday")


def given_again(session, actor, document, *receivers, seen=None):
    written = service.direct(session, actor, document.id, "Giao lại.", receivers, seen)
    return lines(session, written)


def topics(session):
    session.flush()
    rows = session.scalars(select(OutboxRow.topic).order_by(OutboxRow.id))
    return [topic for topic in rows if topic.startswith("assignments.")]


@pytest.fixture
def led(session, office):
    """Culture leads and passed the lead on to the officer; economy works with them."""
    document, (lead, helper) = directed(
        session, office,
        Receiver(unit(office.culture_id), "lead"), Receiver(unit(office.economy_id), "cohandler"),
    )  # fmt: skip
    below = lines(
        session,
        service.pass_on(
            session, office.head, lead.id, "Làm.", [Receiver(person(office.officer), "lead")]
        ),
    )
    return document, lead, helper, below[0]


def reads(session, actor, document):
    return may_read(actor, readers_of(session, document.id))


def test_the_lead_passes_with_its_branch_in_one_act(session, office, led):
    document, lead, helper, below = led
    (new,) = given_again(
        session, office.leader, document, Receiver(person(office.second_officer), "lead"),
        seen=lead.id,
    )  # fmt: skip
    assert [one.state for one in (lead, below, helper, new)] == ["withdrawn"] * 2 + ["open"] * 2
    assert lead.outcome == "Vũ Đức Nghiêm chủ trì thay."
    assert document.state == "directed"
    assert not reads(session, office.officer, document)
    assert reads(session, office.second_officer, document)
    ended = ["assignments.withdrawn"] * 2
    assert topics(session)[-3:] == [*ended, "assignments.assigned"]


def test_undone_it_is_back_where_it_was(session, office, led):
    document, lead, helper, below = led
    (new,) = given_again(
        session, office.leader, document, Receiver(person(office.second_officer), "lead"),
        seen=lead.id,
    )  # fmt: skip
    service.recall_directive(session, office.leader, new.directive_id)
    assert [one.state for one in (lead, below, helper, new)] == ["open"] * 3 + ["recalled"]
    assert (lead.outcome, lead.finished_at, lead.taken_over_by_id) == ("", None, None)
    assert reads(session, office.officer, document)
    assert not reads(session, office.second_officer, document)
    assert topics(session)[-3:] == ["assignments.recalled", *["assignments.given_back"] * 2]
    with pytest.raises(Refused, match="already acted"):
        service.recall_directive(session, office.leader, new.directive_id)


def test_whoever_led_may_go_on_beside_the_new_lead(session, office, led):
    document, lead, _helper, _below = led
    culture = Receiver(unit(office.culture_id), "cohandler")
    new, beside = given_again(
        session, office.leader, document, Receiver(unit(office.economy_id), "lead"), culture,
        seen=lead.id,
    )  # fmt: skip
    assert (lead.state, new.role, beside.holder, beside.state) == (
        "withdrawn", "lead", unit(office.culture_id), "open",
    )  # fmt: skip
    assert reads(session, office.head, document), "by the new line"


def test_two_leaders_in_the_same_moment_do_not_take_it_from_one_another(session, office):
    document = make_document(session, office)
    to_culture, to_economy = (
        Receiver(unit(one), "lead") for one in (office.culture_id, office.economy_id)
    )
    (first,) = given_again(session, office.leader, document, to_culture)
    with pytest.raises(Refused, match="Phòng Văn hóa - Xã hội was given the lead meanwhile"):
        given_again(session, office.deputy, document, to_economy)
    (second,) = given_again(session, office.deputy, document, to_economy, seen=first.id)
    assert (first.state, second.state) == ("withdrawn", "open")


@pytest.mark.parametrize("verb", ["recall", "withdraw"])
def test_nobody_is_left_to_work_without_a_lead(session, office, verb):
    document, (lead, helper) = directed(
        session, office,
        Receiver(unit(office.culture_id), "lead"), Receiver(unit(office.economy_id), "cohandler"),
    )  # fmt: skip
    reason = ("Không cần nữa.",) if verb == "withdraw" else ()
    act = getattr(service, verb)
    with pytest.raises(Refused, match="Others work on this with Phòng Văn hóa"):
        act(session, office.leader, lead.id, *reason)
    act(session, office.leader, helper.id, *reason)
    act(session, office.leader, lead.id, *reason)
    assert document.state == "registered"


def test_a_directive_on_which_others_lean_is_not_undone(session, office):
    document, (lead,) = directed(session, office)
    (helper,) = given_again(
        session, office.leader, document, Receiver(unit(office.economy_id), "cohandler")
    )
    with pytest.raises(Refused, match="Others work on this"):
        service.recall_directive(session, office.leader, lead.directive_id)
    service.recall_directive(session, office.leader, helper.directive_id)
    service.recall_directive(session, office.leader, lead.directive_id)
    assert document.state == "registered"


def test_a_returned_lead_is_its_givers_until_another_has_it(session, office):
    document, (lead, helper) = directed(
        session, office,
        Receiver(unit(office.culture_id), "lead"), Receiver(unit(office.economy_id), "cohandler"),
    )  # fmt: skip
    service.return_line(session, office.head, lead.id, "Không thuộc lĩnh vực.")
    with pytest.raises(Refused, match="Others work on this"):
        service.settle(session, office.leader, lead.id)
    with pytest.raises(Refused, match="Nobody leads"):
        given_again(session, office.leader, document, Receiver(person(office.deputy), "cohandler"))
    given_again(session, office.leader, document, Receiver(unit(office.economy_id), "lead"))
    service.settle(session, office.leader, lead.id)
    assert (lead.state, helper.state) == ("settled", "open")


def test_whoever_has_open_work_on_it_gets_a_second_directive(session, office, led):
    document, lead, helper, _below = led
    culture, economy = (unit(one) for one in (office.culture_id, office.economy_id))
    again = given_again(
        session, office.deputy, document, Receiver(culture, "lead"), Receiver(economy, "cohandler")
    )
    assert [one.state for one in (lead, helper, *again)] == ["open"] * 4, (
        "both lead lines are one's"
    )
    service.finish(session, office.economy_head, again[1].id, "Đã bổ sung số liệu.")
    assert helper.state == "open", "each is finished by itself"
    to_deputy = Receiver(person(office.deputy), "lead")
    (third,) = given_again(session, office.leader, document, to_deputy, seen=lead.id)
    assert [one.state for one in (lead, again[0], third)] == ["withdrawn", "withdrawn", "open"]


def test_a_head_passes_the_lead_from_one_officer_to_another(session, office, led):
    _document, lead, _helper, below = led
    again = [Receiver(person(office.second_officer), "lead")]
    written = service.pass_on(session, office.head, lead.id, "Đồng chí Nghiêm làm.", again)
    (new,) = lines(session, written)
    assert (below.state, new.state, lead.state) == ("withdrawn", "open", "open")
    service.recall(session, office.head, new.id)
    assert (below.state, new.state) == ("open", "recalled")


# -- For information -------------------------------------------------------------------------------


def test_what_only_informs_is_neither_returned_nor_finished_by_hand(session, office):
    document, (_lead, told) = directed(
        session, office,
        Receiver(unit(office.culture_id), "lead"),
        Receiver(unit(office.economy_id), "information"),
    )  # fmt: skip
    refused = pytest.raises(Refused, match="no longer possible")
    with refused:
        service.finish(session, office.economy_head, told.id, "Đã biết.")
    with refused:
        service.return_line(session, office.economy_head, told.id, "Không liên quan.")
    service.open_lines(session, document.id, office.economy_head)
    assert told.state == "done"
    with refused:
        service.return_line(session, office.economy_head, told.id, "Không liên quan.")
    inform = [Receiver(person(office.economy_officer), "information")]
    written = service.pass_on(session, office.economy_head, told.id, "Để biết.", inform)
    assert [one.state for one in lines(session, written)] == ["open"]


def test_who_passes_the_lead_is_offered_to_name_a_lead_first(client_of, session, office, led):
    """The first unit tapped leads there; one who only gives more work takes it from nobody."""
    document, *_ = led
    session.commit()
    client = client_of(office.leader)
    shown = client.get(f"/documents/{document.id}").text
    [passing] = set(re.findall(r'href="([^"]*/directive\?lead=passes[^"]*)"', shown))
    assert "data-picker-led" not in client.get(html.unescape(passing)).text
    assert "data-picker-led" in client.get(f"/documents/{document.id}/directive").text
