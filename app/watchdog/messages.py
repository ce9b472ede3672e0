"""Whoever keeps the system hears once that something broke, and once that it is whole again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.access.queries.roles import holders_anywhere
from app.core.feature import OFFICE, MessageKind, Occasion, Telling
from app.core.text import N_
from app.watchdog.events import Broke, WholeAgain

PAGE = "/admin/watch"


def _broke(session: Session, payload: Mapping[str, Any]) -> Telling:
    words = N_("The watchdog found what does not hold any more: %(count)s. See what, and mend it.")
    values = {"count": len(payload["names"])}
    people = holders_anywhere(session, "system.watch")
    return Telling(people=people, key=payload["key"], words=words, path=PAGE, values=values)


def _whole(session: Session, payload: Mapping[str, Any]) -> Telling:
    return Telling(
        people=holders_anywhere(session, "system.watch"),
        key=payload["key"],
        words=N_("What the watchdog told of holds again: %(count)s."),
        path=PAGE,
        values={"count": len(payload["names"])},
        settles=payload["settled"],
    )


FOUND = Occasion(
    name="watchdog.broke",
    words=N_("The watchdog finds something, or it is mended"),
    group=OFFICE,
    email=True,
)

MESSAGES = (
    MessageKind("watchdog.broke", Broke.topic, _broke, occasion=FOUND),
    MessageKind("watchdog.whole_again", WholeAgain.topic, _whole, occasion=FOUND),
)
