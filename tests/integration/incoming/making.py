"""Entries and documents of the incoming register, for tests."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.incoming import service
from app.incoming.inputs import Entry
from app.incoming.models import IncomingDocument
from app.registers.queries import registers_of


def entry_of(session: Session, actor: Actor, **changes: Any) -> Entry:
    """A complete line of the actor's own register."""
    register = registers_of(session, actor.agency_id, "incoming")[0]
    values = {
        "register_id": register.id,
        "arrived_on": clock.today(),
        "number": "1947",
        "symbol": "SXD-HTĐT",
        "issued_on": clock.today() - timedelta(days=3),
        "issuer": "Sở Xây dựng tỉnh Hà Sơn",
        "type_code": "CV",
        "subject": "V/v rà soát hiện trạng hệ thống thoát nước đô thị",
        "reason": "Ghi nhầm khi đăng ký",
        **changes,
    }
    return Entry(**values)


def registered(session: Session, actor: Actor, **changes: Any) -> IncomingDocument:
    """A registered document, committed."""
    document = service.register(session, actor, entry_of(session, actor, **changes))
    session.commit()
    return document


def form_of(entry: Entry, **changes: str) -> dict[str, Any]:
    """What a browser posts for this entry."""
    days = ("arrived_on", "issued_on", "due_on")
    values: dict[str, Any] = {
        name: getattr(entry, name) for name in Entry.__dataclass_fields__ if name != "uploads"
    }
    for name in days:
        values[name] = values[name].strftime("%d/%m/%Y") if values[name] else ""
    ticked = ("without_number", "reply_required", "is_different")
    posted = {
        name: "y" if name in ticked else str(value)
        for name, value in values.items()
        if value not in (None, "", False)
    }
    return {**posted, "uploads": list(entry.uploads), **changes}
