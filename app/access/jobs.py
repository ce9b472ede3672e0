"""What was typed and never sent is forgotten after a time."""

from datetime import time, timedelta

from app.access.settings import KEPT_DAYS
from app.core.db import SessionFactory, transaction
from app.core.jobs import NORMAL, Round
from app.core.kept_forms import forget_old_forms
from app.core.settings import value
from app.core.text import N_


def _forget_kept(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        forget_old_forms(session, timedelta(days=value(session, KEPT_DAYS, None)))


JOBS = (
    Round(
        "access.forget_kept",
        NORMAL,
        N_("What was typed and never sent is forgotten"),
        _forget_kept,
        at=time(1, 20),
    ),
)
