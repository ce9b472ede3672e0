"""Requests, drafts and their circuits for the tests of drafting."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.approval import service as approval
from app.approval.inputs import Decision, RoundEntry
from app.approval.models import Approval, CircuitStep
from app.approval.rules.circuit import PlannedStep
from app.core import clock
from app.core.policy import Actor
from app.drafting import service
from app.drafting.inputs import DraftEntry
from app.drafting.models import Draft
from app.drafting.rules.content import RecipientPlan, Wording
from app.incoming.models import IncomingDocument
from app.organisation.models import Delegation
from app.work.models import Assignment
from app.work.service import Receiver, direct, pass_on
from documents.storage import Storage
from tests.factories.office import Office
from tests.integration.work.making import make_document

WORDS = Wording(
    addressees="Sở Nội vụ", body="Đến nay đã có 347 hồ sơ.\nTrân trọng./.", filing_unit="VHXH"
)


def entry(office: Office, **changes: Any) -> DraftEntry:
    """What the editor sends for a công văn signed by the chairman."""
    values: dict[str, object] = {
        "type_code": "CV",
        "subject": "Trả lời về cải cách hành chính",
        "recipients": (RecipientPlan("Sở Nội vụ"),),
        "signer_post_id": post_of(office.leader),
        "wording": WORDS,
        **changes,
    }
    return DraftEntry(**values)  # type: ignore[arg-type]


def changed(number: int, body: str, office: Office, **values: Any) -> DraftEntry:
    """The next version after this number, with another text."""
    wording = Wording(addressees="Sở Nội vụ", body=body, filing_unit="VHXH")
    return entry(office, wording=wording, base_version=number, **values)


def post_of(actor: Actor) -> int:
    """The actor's own first post."""
    return next(post.post_id for post in actor.posts if not post.is_delegated)


def step(kind: str, actor: Actor, position: int, due_on: date | None = None) -> PlannedStep:
    return PlannedStep(kind, actor.person_id, post_of(actor), position, due_on)


def usual(office: Office) -> tuple[PlannedStep, ...]:
    """The head reviews, the clerk initials, the chairman signs."""
    return (
        step("review", office.head, 1),
        step("initial", office.clerk, 2),
        step("sign", office.leader, 3),
    )


def make_request(session: Session, office: Office) -> tuple[IncomingDocument, Assignment]:
    """A request whose lead line the culture unit passed on to its officer."""
    document = make_document(session, office, reply_required=True)
    direct(
        session,
        office.leader,
        document.id,
        "Giao Phòng VHXH trả lời.",
        (Receiver(f"u{office.culture_id}", "lead"),),
    )
    line = session.query(Assignment).filter_by(record_id=document.id).one()
    passed = Receiver(f"p{office.officer.person_id}", "lead")
    pass_on(session, office.head, line.id, "Đ/c Nhuần soạn.", (passed,))
    return document, line


def make_draft(
    session: Session,
    office: Office,
    storage: Storage,
    answers_id: int | None = None,
    **changes: Any,
) -> Draft:
    return service.start(
        session, storage, office.officer, entry(office, **changes), answers_id=answers_id
    )


def sent(
    session: Session,
    office: Office,
    storage: Storage,
    steps: tuple[PlannedStep, ...] | None = None,
    **changes: Any,
) -> Draft:
    """A draft on its way."""
    draft = make_draft(session, office, storage, **changes)
    planned = steps or usual(office)
    way = RoundEntry(planned, base_version=1)
    approval.send_round(session, storage, office.officer, draft.record_id, way)
    return draft


def current(session: Session, draft: Draft) -> list[CircuitStep]:
    rows = session.query(CircuitStep).filter_by(
        record_id=draft.record_id, state="current", is_live=True
    )
    return rows.order_by(CircuitStep.id).all()


def rounds(session: Session, draft: Draft) -> int:
    """How often it was sent round."""
    return session.get_one(Approval, draft.record_id).round


def decision(session: Session, draft: Draft, comment: str = "", version: int = 1) -> Decision:
    """About the first current step."""
    return Decision(current(session, draft)[0].id, version, comment)


def approve(
    session: Session,
    storage: Storage,
    actor: Actor,
    draft: Draft,
    comment: str = "",
    version: int = 1,
) -> CircuitStep:
    given = decision(session, draft, comment, version)
    return approval.decide(session, storage, actor, draft.record_id, given)


def delegate(
    session: Session, giver: Actor, receiver: Actor, scope: str = "all", until: date | None = None
) -> Actor:
    """The receiver as an actor who also works in the giver's post."""
    today = clock.today()
    session.add(
        Delegation(
            post_id=post_of(giver),
            to_person_id=receiver.person_id,
            scope=scope,
            starts_on=today,
            ends_on=until or today,
            created_by_id=giver.person_id,
        )
    )
    session.flush()
    return actor_of(session, receiver.person_id)


def at(day: int, hour: int = 9) -> datetime:
    return clock.at(date(2026, 11, day), time(hour))
