"""Handing queued text messages to the gateways: each once, its state kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.core import clock, outbox
from app.core.db import SessionFactory, insert_into, transaction
from app.core.jobs import SMS
from app.messages import queries
from app.messages.catalogue import FLASH, URGENT
from app.messages.events import SmsQueued
from app.messages.gateways import Gateways, SmsGateway, TextMessage
from app.messages.gateways.description import LONGEST_SECONDS, Unusable
from app.messages.gateways.receipts import ENDED, NotSent, Rejected, Uncertain
from app.messages.models import GatewayState, SmsMessage
from app.messages.rules import GatewayHealth
from app.messages.rules.codes import MASK
from app.messages.service.codes import Codes
from app.messages.service.notices import is_settled
from app.records.policy import may_read
from app.records.queries import readers_of

TRIES = 8
"""After so many tries in vain (an hour and three quarters) a message has failed; a person may ask
again."""
UNCERTAIN_TRIES = 3
NOTED_EVERY = timedelta(seconds=10)
NEXT_ASKED_WITHIN = SMS.limit_seconds - 1.5 * LONGEST_SECONDS
"""Seconds after which no other gateway is asked in this try: there would not be time enough."""
ASKED_AGAIN_AFTER = timedelta(minutes=5)
"""What nobody knows of is sent again under the same request id where that cannot reach a telephone
twice: the gateway knows ids, or its reports come and this one's did not. Otherwise a person
decides."""


class SmsSender:
    """Hands queued messages to the gateway: slow work, as app.core.jobs.SlowHandler wants it.

    A message is marked "sending" before the gateway is asked. Found so again, its worker died in
    between: a gateway that knows request ids is asked at once, of any other it is uncertain.
    """

    def __init__(self, gateways_on: Gateways, codes: Codes, *, is_flash: bool = False) -> None:
        """A flash waits for no limit of a gateway."""
        self._gateways_on, self._codes, self._is_flash = gateways_on, codes, is_flash

    def work(self, factory: SessionFactory, payload: Mapping[str, Any]) -> Mapping[str, str] | None:
        """Returns the columns to write. Raises NotSent to be called again after a while."""
        try:
            gateways = in_order(factory, self._gateways_on(factory))
            if not self._is_flash and not payload.get("has_turn"):
                turn_at = _turn(factory, gateways[0])
                if turn_at is not None:
                    return {"turn_at": turn_at.isoformat()}
            message = self._take(factory, payload["sms_id"], gateways)
            if message is None:
                return None
            return _hand_over(factory, gateways, message)
        except (NotSent, Unusable) as failure:
            return _not_sent(factory, payload["sms_id"], failure)
        except Rejected as failure:
            return {"state": "failed", "error": str(failure)[:300]}
        except Uncertain as failure:
            is_safe = "yes" if all(_may_tell(one) for one in gateways) else ""
            return {"state": "unknown", "error": str(failure)[:300], "is_safe": is_safe}

    def _take(
        self, factory: SessionFactory, sms_id: int, gateways: Sequence[SmsGateway]
    ) -> TextMessage | None:
        """Mark the message as being sent; None when it is not to be sent (any more)."""
        with transaction(factory) as session:
            message = session.get(SmsMessage, sms_id, with_for_update=True)
            if message is None:
                return None
            if message.state == "sending" and not all(one.is_idempotent for one in gateways):
                raise Uncertain(ENDED)
            if message.state == "unknown" and not _never_twice(session, message, gateways):
                return None
            if message.state not in ("queued", "sending", "unknown"):
                return None
            code = self._codes.for_message(session, message)
            is_over = is_settled(session, message.key) or code is None
            if is_over or not _is_still_read(session, message):
                _call_off(session, message)
                return None
            message.state = "sending"
            message.attempts += 1
            text = message.text.replace(MASK, code) if code else message.text
            return TextMessage(message.key, message.phone, text)

    def note(
        self, session: Session, payload: Mapping[str, Any], result: Mapping[str, str] | None
    ) -> None:
        message = session.get(SmsMessage, payload["sms_id"], with_for_update=True)
        if message is None or result is None or message.state not in ("sending", "queued"):
            return
        if "turn_at" in result:
            turn_at = datetime.fromisoformat(result["turn_at"])
            outbox.publish(session, SmsQueued(message.id, has_turn=True), not_before=turn_at)
            return
        for column in ("state", "error", "gateway", "provider_id"):
            setattr(message, column, result.get(column, getattr(message, column)))
        if message.state == "sent":
            message.sent_at = clock.now()
            _note_taken(session, message.gateway)
        is_safe = result.get("is_safe") == "yes"
        if message.state == "unknown" and is_safe and message.attempts < UNCERTAIN_TRIES:
            again_at = clock.now() + ASKED_AGAIN_AFTER
            outbox.publish(session, SmsQueued(message.id), not_before=again_at)

    def ended(self, session: Session, payload: Mapping[str, Any]) -> None:
        """Its worker, or the time of its lane, ended while the gateway was asked."""
        message = session.get(SmsMessage, payload["sms_id"], with_for_update=True)
        if message is not None and message.state == "sending":
            message.state, message.error = "unknown", ENDED


def _may_tell(gateway: SmsGateway) -> bool:
    """Whether it can be found out later that it did not take a message."""
    return gateway.knows_again or gateway.reports


def _never_twice(session: Session, message: SmsMessage, gateways: Sequence[SmsGateway]) -> bool:
    """Whether handing it over once more cannot reach a telephone twice, by now.

    One whose reports do not come may have taken it: no news of a message is then none.
    """
    asked = [one for one in gateways if one.name == message.gateway] or gateways
    return all(
        one.knows_again or (one.reports and queries.reports_come(session, one.name))
        for one in asked
    )


def _turn(factory: SessionFactory, gateway: SmsGateway) -> datetime | None:
    """The moment this gateway has room for one more, which is then taken; None for now."""
    if not gateway.per_minute:
        return None
    now = clock.now()
    with transaction(factory) as session:
        known = insert_into(session, GatewayState).values(name=gateway.name, failures=0, error="")
        session.execute(known.on_conflict_do_nothing())
        state = session.get_one(GatewayState, gateway.name, with_for_update=True)
        turn_at = max(now, state.free_at or now)
        state.free_at = turn_at + timedelta(minutes=1) / gateway.per_minute
    return turn_at if turn_at > now else None


def in_order(factory: SessionFactory, gateways: Sequence[SmsGateway]) -> list[SmsGateway]:
    """As they are described, but those that do badly last; each comes back by itself."""
    if len(gateways) < 2:
        return list(gateways)
    reporting = {one.name for one in gateways if one.reports}
    with factory() as session:
        health = queries.health_of_gateways(session, reporting)
    well, now = GatewayHealth(), clock.now()
    return sorted(gateways, key=lambda one: bool(health.get(one.name, well).trouble(now)))


def _hand_over(
    factory: SessionFactory, gateways: Sequence[SmsGateway], message: TextMessage
) -> Mapping[str, str]:
    """To the first that takes it, or of which nobody knows; returns the columns to write.

    A gateway that certainly did not take it gives way to the next at once.
    """
    failure, began = NotSent("no gateway"), monotonic()
    for gateway in gateways:
        if monotonic() - began > NEXT_ASKED_WITHIN:
            break
        try:
            provider_id = gateway.send(message)
        except NotSent as refusal:
            _note_failure(factory, gateway, refusal)
            failure = refusal
        except Uncertain as silence:
            _note_failure(factory, gateway, silence)
            is_safe = "yes" if _may_tell(gateway) else ""
            told = {"gateway": gateway.name, "error": str(silence)[:300], "is_safe": is_safe}
            return {"state": "unknown", **told}
        else:
            told = {"gateway": gateway.name, "provider_id": provider_id}
            return {"state": "sent", "error": "", **told}
    raise failure


def _note_failure(factory: SessionFactory, gateway: SmsGateway, failure: Exception) -> None:
    told = {"error": str(failure)[:300], "failed_at": clock.now()}
    with transaction(factory) as session:
        later = {"failures": GatewayState.failures + 1}
        _note_try(session, gateway.name, told | {"failures": 1}, told | later)


def _note_taken(session: Session, name: str) -> None:
    """Not of every message: they would wait for one another to write the same row."""
    state, now = session.get(GatewayState, name), clock.now()
    is_new = state is None or state.taken_at is None or state.failures > 0
    if is_new or now > state.taken_at + NOTED_EVERY:  # type: ignore[union-attr, operator]
        told = {"error": "", "failures": 0, "taken_at": now}
        _note_try(session, name, told, told)


def _note_try(
    session: Session, name: str, first: Mapping[str, Any], later: Mapping[str, Any]
) -> None:
    """In one statement: two workers may note the first try of a gateway at the same moment."""
    row = insert_into(session, GatewayState).values(name=name, **first)
    session.execute(row.on_conflict_do_update(index_elements=["name"], set_=later))


def _is_still_read(session: Session, message: SmsMessage) -> bool:
    """What waited tells of no record that its person may not read any more. What is urgent is for
    whoever must act, reader or not."""
    if message.record_id is None or message.occasion in (URGENT.name, FLASH.name, ""):
        return True
    actor = actor_of(session, message.person_id)
    return actor is not None and may_read(actor, readers_of(session, message.record_id))


def _call_off(session: Session, message: SmsMessage) -> None:
    """What never went out was never there; what perhaps did is not sent once more."""
    if message.state == "queued":
        session.delete(message)
    else:
        message.state = "unknown"


def _not_sent(factory: SessionFactory, sms_id: int, failure: Exception) -> Mapping[str, str] | None:
    with transaction(factory) as session:
        message = session.get_one(SmsMessage, sms_id)
        message.state = "queued"
        message.error = str(failure)[:300]
        attempts = message.attempts
    if attempts < TRIES:
        raise failure
    return {"state": "failed"}
