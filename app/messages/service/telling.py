"""Carrying out what kinds of messages say: notices, and text messages where a kind has them."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core.feature import SMS, MessageKind, Question, UrgentTelling
from app.messages.service.notices import notify, settle
from app.messages.service.sms import SmsPolicy, is_told, queue_urgent

TAKES_UP: Question[[Session, UrgentTelling], bool] = Question("urgent messages that climb")
"""Whether what is told climbs until somebody confirms it, and so is sent elsewhere."""


def handler_of(
    kind: MessageKind, policy: SmsPolicy
) -> Callable[[Session, Mapping[str, Any]], None]:
    """The handler of this kind's topic. Doing it twice tells nobody twice."""

    def tell(session: Session, payload: Mapping[str, Any]) -> None:
        told = kind.tell(session, payload)
        if told is None:
            return
        settle(session, told.settles)
        notify(session, told.people, told.key, told.words, told.path, told.record_id, **told.values)
        urgent = told.urgent if SMS in kind.channels else None
        if urgent is None or not is_told(session, urgent):
            return
        if not TAKES_UP(session, urgent):
            queue_urgent(session, urgent, policy)

    return tell
