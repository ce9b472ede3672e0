"""The round in which the office looks at itself."""

from datetime import timedelta

from app.core.db import SessionFactory
from app.core.feature import Features
from app.core.installation import Engines
from app.core.jobs import NORMAL, Round
from app.core.text import N_
from app.watchdog.service import CHECK, Looking


def rounds(engines: Engines, features: Features) -> tuple[Round, ...]:
    def look(factory: SessionFactory) -> int:
        return Looking(factory, engines, features).look_round()

    title = N_("What must never be false is looked at")
    return (Round(CHECK, NORMAL, title, look, every=timedelta(minutes=5)),)
