"""How long work may usually take: set on its page, then given to what nobody dated."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.policy import Actor
from app.deadlines.models import UsualSpan
from app.deadlines.rules.spans import Rule, Span
from app.work.service import Receiver
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.work.making import at, directed, unit

pytestmark = pytest.mark.usefixtures("monday")


def test_set_seen_given_and_taken_off(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    admin = client_of(office.admin)
    typed = {"type_code": "CV", "urgency": "", "span": "5 ngày làm việc", "since": "23/11/2026"}
    assert "Ghi thời hạn" in admin.post("/admin/due-dates/new", data=typed | {"span": "mai"}).text
    assert admin.post("/admin/due-dates/new", data=typed).status_code == 302
    assert "đã có một dòng như vậy" in admin.post("/admin/due-dates/new", data=typed).text.lower()
    page = admin.get("/admin/due-dates").text
    assert "5 ngày làm việc: hạn 17:00 thứ Ba 01/12/2026." in page
    assert client_of(office.officer).get("/admin/due-dates").status_code == 403
    given = (
        Receiver(unit(office.culture_id), "lead"),
        Receiver(unit(office.economy_id), "cohandler"),
    )
    _letter, (top, other) = directed(session, office, *given)
    assert (top.due_at, top.due_source) == (at(1).replace(month=12), "rule")
    assert top.due_rule == other.due_rule == Rule(Span(5), MONDAY)
    _dated, (line,) = directed(session, office, due_at=at(26))
    assert (line.due_at, line.due_source) == (at(26), "document")
    _report, (bare,) = directed(session, office, type_code="BC")
    assert (bare.due_at, bare.due_source) == (None, "none")
    session.commit()
    [row] = session.scalars(select(UsualSpan))
    assert (row.since, row.span) == (date(2026, 11, 23), "5 working_day")
    row_id = row.id
    session.rollback()
    assert admin.post(f"/admin/due-dates/{row_id}/remove").status_code == 302
    assert session.scalars(select(UsualSpan)).all() == []
    session.refresh(top)
    assert top.due_at is not None, "what was given out keeps its date"
    told = select(AuditEntry.action).where(AuditEntry.action.startswith("usual."))
    assert session.scalars(told).all() == ["usual.set", "usual.removed"]
