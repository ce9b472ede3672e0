"""The procedures of the demonstration: those shipped, one with a past, one with a future."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.access.queries.roles import holders_anywhere
from app.core import clock
from app.core.db import SessionFactory, transaction
from app.core.policy import Actor
from app.deadlines.rules.spans import Span
from app.onestop.procedures import queries, service
from app.onestop.procedures.inputs import Fee, Listed
from app.onestop.procedures.models import Procedure
from app.onestop.procedures.policy import MANAGE
from app.onestop.procedures.rules.exchange import read

SHIPPED = Path(__file__).with_name("shipped.json")
SOURCE = "danh mục kèm theo hệ thống"
SINCE = date(2025, 7, 1)
"""The first day without districts."""
BUILDING, DEATH, MARITAL = "1.013225", "1.000656", "1.004873"
AMONG_DISTRICTS = datetime(2025, 6, 20, 8, tzinfo=clock.VIETNAM)


def shipped() -> list[Listed]:
    """The procedures that come with the system, each value with how sure it is."""
    found, problems = read(json.loads(SHIPPED.read_text(encoding="utf-8")))
    assert not problems, problems
    return found


def tell(factory: SessionFactory) -> None:
    listed = shipped()
    with transaction(factory) as session:
        actor = _keeper(session)
        with clock.stopped_at(AMONG_DISTRICTS):
            _past(session, actor, listed)
        service.take_over(session, actor, listed, SINCE, SOURCE)
        _future(session, actor)


def _keeper(session: Session) -> Actor:
    """The administrator of the demonstration."""
    return actor_of(session, min(holders_anywhere(session, MANAGE)))


def _past(session: Session, actor: Actor, listed: list[Listed]) -> None:
    """A building permit of the district, which said less: 15 days and 50.000 đồng."""
    today = _of(listed, BUILDING)
    fees = (Fee("Lệ phí", 50_000),)
    usual = (replace(today.content.variants[0], name=""),)
    before = replace(today.content, level="district", fees=fees, variants=usual)
    first = service.begin(session, actor, BUILDING, today.field, before, is_national=True)
    service.publish(session, actor, first.id, date(2021, 1, 1))
    service.end(session, actor, first.id, date(2025, 6, 30), "Kết thúc cấp huyện")


def _future(session: Session, actor: Actor) -> None:
    """From 1 March 2027 a death is certified otherwise; a draft cuts a limit."""
    coming = service.begin_next(session, actor, _id(session, DEATH))
    content = queries.content_of(session, coming)
    content = replace(content, result="Giấy chứng tử (bản chính)", ground="Luật Hộ tịch 2026")
    service.write(session, actor, coming.id, content)
    service.publish(session, actor, coming.id, date(2027, 3, 1))
    draft = service.begin_next(session, actor, _id(session, MARITAL))
    content = queries.content_of(session, draft)
    shorter = replace(content.variants[0], counter=Span(2, to_the_hour=True))
    service.write(session, actor, draft.id, replace(content, variants=(shorter,)))


def _of(listed: list[Listed], code: str) -> Listed:
    return next(one for one in listed if one.code == code)


def _id(session: Session, code: str) -> int:
    return session.execute(select(Procedure.id).where(Procedure.code == code)).scalar_one()
