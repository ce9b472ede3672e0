"""Requests and their lines that go to others with people who move and units that are merged."""

from collections.abc import Collection
from itertools import product

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor, reader_token
from app.organisation.queries import holder_names, works_in
from app.organisation.queries.pages import get_agency
from app.records.queries import hands_in, rights_held
from app.records.rules import ASKED, ASKING, GAVE, Ground
from app.records.service import end_ground, hand_on
from app.requests.models import Request, RequestLine
from app.requests.service.officers import take_from_officer


def hand_requests(
    session: Session, actor: Actor, ids: Collection[int], source: str, target: str, back: bool
) -> None:
    """Another asks from now on: they approve and urge, and read what it is asked by. Taken back,
    whoever asked reads it by what they read it by before.
    """
    column = "unit_id" if target.startswith("u") else "asked_by_id"
    changed = update(Request).where(Request.id.in_(ids), Request.state == "open")
    values = {column: int(target[1:]), "version": Request.version + 1}
    moved = session.execute(
        changed.values(**values).returning(Request.record_id, Request.id, Request.agency_id)
    ).all()
    for agency_id in () if back else {row.agency_id for row in moved}:
        rights = [(row.record_id, row.id) for row in moved if row.agency_id == agency_id]
        hands = reader_token(source, agency_id), reader_token(target, agency_id)
        hand_on(session, actor, ASKING, rights, hands, "handed over")
    for row in moved if back else ():
        end_ground(session, row.record_id, Ground(ASKING, row.id), "handed back", actor, {source})
    session.expire_all()


def hand_requests_of_agency(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """Its successor asks from now on."""
    changed = update(Request).where(Request.id.in_(ids)).values(agency_id=int(target[1:]))
    session.execute(changed)
    session.expire_all()


def hand_lines_of_agency(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """Its successor answers; the line keeps the name it was asked by."""
    agency = get_agency(session, int(target[1:]))
    is_other = RequestLine.name.not_in((agency.name, agency.short_name))
    changed = update(RequestLine).where(RequestLine.id.in_(ids))
    session.execute(changed.values(agency_id=agency.id, is_passed_on=is_other))
    session.expire_all()


def hand_lines(
    session: Session, actor: Actor, ids: Collection[int], source: str, target: str, back: bool
) -> None:
    """Another unit answers, which has not seen it yet; the line keeps the name it was asked by, and
    the officer who answers if they go along. Their posts come back after what is taken back."""
    unit_id = int(target[1:])
    name = holder_names(session, [target])[target]
    whose = {"unit_id": unit_id, "is_passed_on": RequestLine.name != name}
    unseen = {"seen_at": None, "seen_by": "", "version": RequestLine.version + 1}
    held = RequestLine.id.in_(ids), RequestLine.unit_id == int(source[1:])
    goes_along = works_in(RequestLine.officer_id, unit_id, ever=back)
    staying = RequestLine.officer_id.is_not(None), ~goes_along
    for line in session.scalars(select(RequestLine).where(*held, *staying)).all():
        take_from_officer(session, actor, line)
    changed = update(RequestLine).where(*held).values(**whose, **unseen, changed_at=clock.now())
    session.execute(changed)
    _hand_rights(session, actor, ids, (source, target), back)


def hand_officers(
    session: Session, actor: Actor, ids: Collection[int], source: str, target: str, back: bool
) -> None:
    """Another answers in the place of the unit's head, who may choose anew."""
    held = RequestLine.id.in_(ids), RequestLine.officer_id == int(source[1:])
    values = {"officer_id": int(target[1:]), "version": RequestLine.version + 1}
    session.execute(update(RequestLine).where(*held).values(**values, changed_at=clock.now()))
    _hand_rights(session, actor, ids, (source, target), back)


def _hand_rights(
    session: Session, actor: Actor, ids: Collection[int], hands: tuple[str, str], back: bool
) -> None:
    """What whoever answers these lines reads of them."""
    agency_id = session.scalars(
        select(Request.agency_id)
        .join(RequestLine, RequestLine.request_id == Request.id)
        .where(RequestLine.id.in_(ids))
        .limit(1)
    ).one()
    for ground, readers in product((ASKED, GAVE), hands_in(session, *hands, agency_id)):
        rights = rights_held(session, ground, ids, readers[0])
        hand_on(session, actor, ground, rights, readers, "handed back" if back else "handed over")
    session.expire_all()
