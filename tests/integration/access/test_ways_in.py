"""Who cannot take something on is given none by any way in: not offered, and refused if forged."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.access.models import Account
from app.access.queries import actor_of
from app.access.service.delegations import DelegationData, delegate, may_act_in
from app.approval import service as approval
from app.approval.inputs import RoundEntry
from app.approval.policy import get_matter
from app.approval.queries import approvers
from app.approval.queries.circuits import proposed_circuit
from app.core import clock
from app.core.errors import Refused
from app.core.policy import person_token, unit_token
from app.dossiers import queries as dossiers
from app.dossiers import service as dossier_service
from app.incoming import service as incoming
from app.incoming.models import IncomingDocument
from app.incoming.queries import leaders, usual_leader
from app.organisation.models import Person, Post
from app.organisation.service import end_post
from app.work import queries as work_queries
from app.work import service as work
from app.work.service import Receiver
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.dossiers.test_service import entry as dossier_entry
from tests.integration.dossiers.test_service import opened
from tests.integration.drafting.conftest import storage
from tests.integration.drafting.making import make_draft, step
from tests.integration.incoming.making import entry_of
from tests.integration.work.making import directed, lines, make_document

__all__ = ["storage"]
pytestmark = pytest.mark.usefixtures("monday")


def post_of(session: Session, person_id: int) -> Post:
    return session.query(Post).filter_by(person_id=person_id).one()


def is_out_of_use(session: Session, person_id: int, _office: Office) -> None:
    session.get_one(Account, person_id).disabled_at = clock.now()


def has_no_account(session: Session, person_id: int, _office: Office) -> None:
    session.delete(session.get_one(Account, person_id))


def keeps_the_system(session: Session, person_id: int, _office: Office) -> None:
    post_of(session, person_id).role_code = "administrator"


def leaves_today(session: Session, person_id: int, office: Office) -> None:
    post = post_of(session, person_id)
    end_post(session, office.admin, post.id, post.version, clock.today())


WHY = (is_out_of_use, has_no_account, keeps_the_system, leaves_today)


@pytest.fixture(params=WHY, ids=lambda why: why.__name__)
def barred(request: pytest.FixtureRequest, session: Session, office: Office) -> int:
    """The deputy chairman, who could be given anything until now."""
    person_id = office.deputy.person_id
    request.param(session, person_id, office)
    session.flush()
    return person_id


def test_no_line_of_work(session: Session, office: Office, barred: int) -> None:
    document = make_document(session, office)
    offered = work_queries.worked_on(session, office.leader, document.id).receivers
    assert person_token(office.officer.person_id) in offered
    assert person_token(barred) not in offered
    for role in ("lead", "cohandler", "information"):
        with pytest.raises(Refused, match="no longer in office"):
            directed(session, office, Receiver(person_token(barred), role))
    to_leader = Receiver(person_token(office.leader.person_id), "lead")
    _document, (line,) = directed(session, office, to_leader)
    with pytest.raises(Refused, match="no longer in office"):
        work.pass_on(
            session, office.leader, line.id, "", [Receiver(person_token(barred), "cohandler")]
        )


def test_no_work_of_a_unit_that_nobody_else_heads(session: Session, office: Office) -> None:
    unit = unit_token(office.culture_id)
    is_out_of_use(session, office.head.person_id, office)
    session.flush()
    with pytest.raises(Refused, match="no longer in office"):
        directed(session, office, Receiver(unit, "lead"))


def test_no_dossier(session: Session, office: Office, barred: int) -> None:
    assert barred not in dict(dossiers.owners(session, office.leader))
    with pytest.raises(Refused, match="Choose who keeps it"):
        opened(session, office, owner_id=barred)
    dossier = opened(session, office)
    to_barred = replace(dossier_entry(office), owner_id=barred)
    with pytest.raises(Refused, match="Choose who keeps it"):
        dossier_service.change(session, office.officer, dossier, to_barred, dossier.version)


def test_no_letter(session: Session, office: Office, barred: int) -> None:
    assert barred not in [one.id for one in leaders(session, office.agency_id)]
    presented = entry_of(session, office.clerk, presented_to_id=barred)
    with pytest.raises(Refused, match="does not direct work"):
        incoming.register(session, office.clerk, presented)
    to_leader = entry_of(session, office.clerk, presented_to_id=office.leader.person_id)
    document = incoming.register(session, office.clerk, to_leader)
    with pytest.raises(Refused, match="does not direct work"):
        incoming.correct(session, office.clerk, document, presented)
    waiting = IncomingDocument(
        agency_id=office.agency_id, type_code="CV", subject="V/v rà soát", issuer="UBND xã",
        reference="7/UBND", reference_key="7/UBND", issued_on=clock.today(), recipient_id=71,
        created_by_id=office.other_clerk.person_id, state="waiting",
    )  # fmt: skip
    session.add(waiting)
    session.flush()
    with pytest.raises(Refused, match="does not direct work"):
        incoming.accept(session, office.clerk, waiting, presented)
    document.presented_to_id = barred
    session.flush()
    assert (
        usual_leader(session, office.agency_id, leaders(session, office.agency_id))
        == office.leader.person_id
    )


@pytest.mark.parametrize("kind", ["review", "initial", "sign", "opinion"])
def test_no_turn(
    session: Session, office: Office, storage: MemoryStorage, barred: int, kind: str
) -> None:
    assert barred not in [one.person_id for one in approvers(session, office.agency_id)]
    draft = make_draft(session, office, storage)
    due = clock.today() + timedelta(days=2) if kind == "opinion" else None
    asked = step(kind, office.deputy, 1, due)
    steps = (asked,) if kind in ("sign", "opinion") else (asked, step("sign", office.leader, 2))
    way = RoundEntry(steps, base_version=1)
    with pytest.raises(Refused, match="no longer holds that post"):
        approval.send_round(session, storage, office.officer, draft.record_id, way)


def test_no_proposal(session: Session, office: Office, storage: MemoryStorage) -> None:
    """Neither from the last round, nor because a draft names them as its signer."""
    way = RoundEntry((step("sign", office.deputy, 1),), base_version=1)
    draft = make_draft(session, office, storage)
    approval.send_round(session, storage, office.officer, draft.record_id, way)
    to_deputy = step("sign", office.deputy, 1).post_id
    again = make_draft(session, office, storage, signer_post_id=to_deputy)
    is_out_of_use(session, office.deputy.person_id, office)
    session.flush()
    people = approvers(session, office.agency_id)
    matter = get_matter(session, again.record_id, office.officer)
    proposed = [one.post_id for one in proposed_circuit(session, matter, people)]
    assert proposed
    assert to_deputy not in proposed


def delegation(session: Session, office: Office, to_person_id: int) -> DelegationData:
    post = post_of(session, office.leader.person_id)
    today = clock.today()
    return DelegationData(post.id, to_person_id, "all", today, today, "Giấy ủy quyền 05")


def test_no_delegation(session: Session, office: Office, barred: int) -> None:
    may_act = may_act_in(session, post_of(session, office.leader.person_id))
    assert may_act(office.head.person_id)
    assert not may_act(barred)
    with pytest.raises(Refused):
        delegate(session, office.leader, delegation(session, office, barred))


def test_the_administrator_gets_no_post_of_work_whose_holder_is_out_of_use(
    session: Session, office: Office
) -> None:
    is_out_of_use(session, office.leader.person_id, office)
    session.flush()
    with pytest.raises(Refused, match="may not hold work"):
        delegate(session, office.admin, delegation(session, office, office.admin.person_id))


@pytest.mark.parametrize("why", [keeps_the_system, "left"], ids=["keeps_the_system", "left"])
def test_what_was_delegated_ends_with_the_post_of_whoever_acts(
    session: Session, office: Office, why: str | Callable[[Session, int, Office], None]
) -> None:
    delegate(session, office.leader, delegation(session, office, office.head.person_id))
    leader = person_token(office.leader.person_id)
    assert leader in actor_of(session, office.head.person_id).holders
    if callable(why):
        why(session, office.head.person_id, office)
    else:
        post_of(session, office.head.person_id).valid_to = clock.today() - timedelta(days=1)
    session.flush()
    assert actor_of(session, office.head.person_id).holders == frozenset()


def test_whom_another_agency_lists_is_given_nothing_here(session: Session, office: Office) -> None:
    """A forged field names a person, a unit or a post of another agency, or none at all."""
    stranger = office.other_leader.person_id
    for holder in (person_token(stranger), "u999", "p0", "?"):
        with pytest.raises(Refused):
            directed(session, office, Receiver(holder, "lead"))
    assert session.get_one(Person, stranger)
    for owner in (stranger, 0, -1):
        with pytest.raises(Refused, match="Choose who keeps it"):
            opened(session, office, owner_id=owner)
    document = make_document(session, office)
    written = work.direct(
        session, office.leader, document.id, "Giao.",
        [Receiver(unit_token(office.culture_id), "lead")],
    )  # fmt: skip
    assert [one.holder for one in lines(session, written)] == [unit_token(office.culture_id)]
