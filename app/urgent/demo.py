"""The urgent messages of the demonstration: all but the newest were confirmed in their day."""

from datetime import timedelta
from itertools import cycle

from sqlalchemy import select

from app.core import clock
from app.core.db import SessionFactory, transaction
from app.urgent import service
from app.urgent.models import UrgentAlert, UrgentStep, UrgentTarget

STILL_OPEN = 3
ANSWERED_AFTER = timedelta(minutes=4)


def tell(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        rows = select(UrgentTarget).join(UrgentAlert).order_by(UrgentAlert.sent_at.desc())
        targets = session.scalars(rows.offset(STILL_OPEN)).all()
        for target, how in zip(targets, cycle(("link", "sms", "app")), strict=False):
            told = select(UrgentStep).where(
                UrgentStep.target_id == target.id, UrgentStep.skipped == ""
            )
            step = session.scalar(told.order_by(UrgentStep.id).limit(1))
            with clock.stopped_at(target.alert.sent_at + ANSWERED_AFTER):
                if step is not None:
                    service.confirm_step(session, step, how)
                else:
                    service.end(session, [target.id], "done")
