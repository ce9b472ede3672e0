"""Deliveries that no clerk accepted or refused yet, for the agency that takes them over."""

from sqlalchemy import literal, select

from app.core.feature import Holding
from app.core.text import N_
from app.incoming.models import IncomingDocument
from app.incoming.service.moving import hand_deliveries

HOLDINGS = (
    Holding(
        name="incoming.deliveries_of_agency",
        words=N_("Deliveries that wait to be accepted"),
        of="a",
        rows=select(
            IncomingDocument.id,
            IncomingDocument.version,
            IncomingDocument.id,
            literal(""),
            IncomingDocument.due_at,
            literal(""),
        ).where(IncomingDocument.state == "waiting"),
        id=IncomingDocument.id,
        agency_id=IncomingDocument.agency_id,
        held_by=lambda number: IncomingDocument.agency_id == number,
        move=hand_deliveries,
        icon="inbox",
    ),
)
