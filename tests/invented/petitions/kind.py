"""Petitions as a kind of record: worked on, answered in versions, and sent round."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.errors import Problem
from app.core.feature import Approvable, Indexed, Named, Proposed, RecordKind, Standing, Workable
from app.core.policy import Actor, HeldPost
from app.organisation.queries import receiver_names
from documents.storage import Storage
from tests.invented.petitions import queries
from tests.invented.petitions.models import Petition
from tests.invented.petitions.policy import KEEP

HERE = "tests.invented.petitions"


def standing(session: Session, record_id: int, _anew: bool) -> Standing:
    petition = session.get_one(Petition, record_id)
    return Standing(record_id, petition.agency_id, due_at=petition.due_at)


def may_direct(session: Session, actor: Actor, record_id: int) -> bool:
    return actor.may("assignments.direct")


def proposed(session: Session, record_id: int) -> Proposed:
    petition = session.get_one(Petition, record_id, populate_existing=True)
    return Proposed(
        record_id=record_id,
        agency_id=petition.agency_id,
        author_id=petition.answered_by_id or 0,
        version=petition.answer_version,
        version_by_id=petition.answered_by_id or 0,
        version_at=petition.answered_at or petition.received_at,
        due_at=petition.due_at,
        problem=None if petition.answer else Problem("There is no answer yet."),
        row_id=record_id,
        told_with_id=record_id,
    )


def may_send(session: Session, actor: Actor, record_id: int) -> bool:
    return actor.may(KEEP) and session.get_one(Petition, record_id).is_open


def unsignable(session: Session, record_id: int, _post_id: int | None) -> Sequence[Problem]:
    answer = session.get_one(Petition, record_id).answer
    return [] if answer.endswith(".") else [Problem("The answer ends without a full stop.")]


def signed(
    session: Session, _storage: Storage, _actor: Actor, record_id: int, _post: HeldPost
) -> None:
    petition = session.get_one(Petition, record_id)
    petition.is_open, petition.outcome = False, petition.answer


def taken_back(session: Session, _actor: Actor, record_id: int) -> None:
    petition = session.get_one(Petition, record_id)
    petition.is_open, petition.outcome = True, ""


KIND = RecordKind(
    "petition",
    "Petition",
    "documents.read",
    queries.faces,
    queries.load,
    head=Named(f"{HERE}.presenters:head"),
    indexed=Indexed(
        documents=queries.indexed,
        versions=queries.versions,
        rows=Named(f"{HERE}.presenters:rows"),
    ),
    work=Workable(
        standing=standing,
        may_direct=may_direct,
        receivers=receiver_names,
        reply_missing=lambda _session, _record_id: False,
        lines_changed=lambda _session, _record_id, _is_carried_out: None,
    ),
    approval=Approvable(
        proposed=proposed,
        may_send=may_send,
        unsignable=unsignable,
        sent=lambda _session, _storage, _actor, _record_id, _sign_post_id: None,
        signed=signed,
        ended=lambda _session, _record_id: None,
        taken_back=taken_back,
    ),
)
