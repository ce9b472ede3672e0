"""A page of the office instead of a provider."""

from sqlalchemy.exc import IntegrityError

from app.core.db import SessionFactory, transaction
from app.messages.gateways.protocol import TextMessage
from app.messages.models import LocalSms


class LocalGateway:
    """Keeps messages on a page of the office, so that it can be tried without a provider."""

    name = "local"
    is_idempotent = True
    reports = False
    knows_again = True
    per_minute = 0

    def __init__(self, factory: SessionFactory) -> None:
        self._factory = factory

    def send(self, message: TextMessage) -> str:
        row = LocalSms(request_id=message.request_id, phone=message.phone, text=message.text)
        try:
            with transaction(self._factory) as session:
                session.add(row)
        except IntegrityError:
            return message.request_id
        return message.request_id
