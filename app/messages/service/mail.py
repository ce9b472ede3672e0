"""E-mails: queued for their moment, and sent, what is due of one person in one mail."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.core import clock, outbox
from app.core.db import SessionFactory, transaction
from app.core.feature import Occasion, Telling
from app.core.mail_addresses import email_problem
from app.core.policy import Actor
from app.core.text import N_
from app.messages import queries
from app.messages.events import MailDue
from app.messages.gateways.mail import MailServer
from app.messages.gateways.receipts import ENDED, Bounced, NotSent, Rejected
from app.messages.letters import Letter, Line, Links, Off, mail_of
from app.messages.models import Email
from app.messages.queries import Reached
from app.messages.rules import offered
from app.messages.service.bounces import tell_bounced
from app.messages.service.codes import CODE, Codes
from app.messages.service.notices import is_settled
from app.messages.service.words import outside, say
from app.organisation.queries.bodies import agency_short_name
from app.records.policy import may_read
from app.records.queries import readers_of

TRIES = 9
"""After so many tries in vain (four hours and a half) an e-mail has failed."""
NO_ADDRESS = N_("There is no e-mail address.")
COMES_BACK = N_("E-mails to this address come back: none is sent there.")


def queue_mail(
    session: Session,
    person: Reached,
    told: Telling,
    occasion: Occasion,
    not_before: datetime,
    *,
    alone: bool = False,
) -> None:
    """One e-mail to whoever has an address; a repeated telling adds nothing.

    What goes `alone` waits for no other, and goes to the address of `person` as it is here.
    """
    key = f"{told.key}:{person.id}"
    known = select(Email.id).where(Email.key == key)
    if not person.takes_mail or session.scalar(known) is not None:
        return
    waiting = select(Email.id).where(
        Email.person_id == person.id,
        Email.state == "queued",
        Email.occasion != CODE,
        Email.not_before == not_before,
    )
    if alone or session.scalar(waiting.limit(1)) is None:
        due = MailDue(person.id, secrets.token_hex(16), key if alone else "")
        outbox.publish(session, due, not_before=not_before)
    session.add(
        Email(
            key=key,
            person_id=person.id,
            record_id=told.record_id,
            occasion=occasion.name,
            message=told.words,
            values=dict(told.values),
            path=told.path,
            address=person.email,
            not_before=not_before,
        )
    )
    session.flush()


class Told(NamedTuple):
    """What one e-mail says, and to whom."""

    person: Reached
    agency: str
    lines: Sequence[tuple[str, str, str]]
    """Sentence, path and occasion of each."""


class MailSender:
    """Sends what is due of a person: slow work, as app.core.jobs.SlowHandler wants it.

    After a crash the same mail is sent again under the same Message-ID: rather twice than never.
    """

    def __init__(
        self,
        server: MailServer | None,
        links: Links,
        sender: str,
        occasions: Mapping[str, Occasion],
        codes: Codes,
    ) -> None:
        self._server, self._links, self._sender = server, links, sender
        self._occasions, self._codes = occasions, codes

    def work(self, factory: SessionFactory, payload: Mapping[str, Any]) -> Mapping[str, str] | None:
        """Returns the columns to write. Raises NotSent to be called again after a while."""
        told = self._take(factory, payload)
        if told is None:
            return None
        try:
            if self._server is None:
                raise NotSent("no mail server")
            self._server.send(self._mail(told, payload["mail"]))
        except NotSent as failure:
            return _not_sent(factory, payload["mail"], failure)
        except Rejected as failure:
            gone = told.person.email if isinstance(failure, Bounced) else ""
            return {"state": "failed", "error": str(failure)[:300], "comes_back": gone}
        return {"state": "sent", "error": "", "gateway": self._server.name[:30]}

    def note(
        self, session: Session, payload: Mapping[str, Any], result: Mapping[str, str] | None
    ) -> None:
        if result is None:
            return
        for row in session.scalars(_of_mail(payload["mail"])):
            for column in {"state", "error", "gateway"} & result.keys():
                setattr(row, column, result[column])
            row.sent_at = clock.now() if row.state == "sent" else None
        if address := result.get("comes_back"):
            tell_bounced(session, payload["person_id"], address, result["error"])

    def ended(self, session: Session, payload: Mapping[str, Any]) -> None:
        self.note(session, payload, {"state": "unknown", "error": ENDED})

    def _take(self, factory: SessionFactory, payload: Mapping[str, Any]) -> Told | None:
        """Mark as being sent what is due, and still for this person to know; None where nothing
        is."""
        person_id, mail = payload["person_id"], payload["mail"]
        is_due = and_(Email.state == "queued", Email.not_before <= clock.now())
        is_ours = and_(Email.state == "sending", Email.provider_id == mail)
        alone = payload.get("alone", "")
        which = Email.key == alone if alone else Email.occasion != CODE
        rows = select(Email).where(Email.person_id == person_id, which, or_(is_due, is_ours))
        with transaction(factory) as session:
            found = session.scalars(rows.order_by(Email.id).with_for_update()).all()
            actor = actor_of(session, person_id) if found else None
            kept = [row for row in found if actor and self._is_still_told(session, actor, row)]
            if not kept:
                return None
            (person,) = queries.reached(session, (person_id,))
            if alone:
                person = person._replace(email=kept[0].address, refuses_mail=False)
            problem = _why_not(person)
            for row in kept:
                row.provider_id, row.attempts, row.address = mail, row.attempts + 1, person.email
                row.state, row.error = ("failed" if problem else "sending"), problem
            lines = [(self._said(session, person, row), row.path, row.occasion) for row in kept]
            agency = agency_short_name(session, person.agency_id or 0)
            return None if problem else Told(person, agency, lines)

    def _is_still_told(self, session: Session, actor: Actor, row: Email) -> bool:
        """What was settled, or may not be read any more, is called off; it never left."""
        is_readable = row.record_id is None or may_read(actor, readers_of(session, row.record_id))
        has_ended = is_settled(session, row.key) or self._codes.for_message(session, row) is None
        if is_readable and not has_ended:
            return True
        session.delete(row)
        return False

    def _said(self, session: Session, person: Reached, row: Email) -> str:
        code = self._codes.for_message(session, row)
        values = outside(session, person.agency_id, row.values) | ({"code": code} if code else {})
        return say(person.language, row.message, values)

    def _mail(self, told: Told, mail_id: str) -> Any:
        language = told.person.language

        def words(message: str, **values: object) -> str:
            return say(language, message, values)

        several = words(N_("%(count)s things for you"), count=len(told.lines))
        letter = Letter(
            language=language,
            office=told.agency or words(N_("CongVan")),
            heading=told.lines[0][0] if len(told.lines) == 1 else several,
            lines=[Line(text, self._links.to(path)) for text, path, _occasion in told.lines],
            read=words(N_("Read it in the office")),
            foot=words(N_("Written by the office itself: nobody reads an answer to it.")),
            turn_off=words(N_("No more e-mails of this kind:")),
            offs=list(self._offs(told, words)),
        )
        person = told.person
        return mail_of(
            letter, mail_id=mail_id, sender=self._sender, name=person.name, to=person.email
        )

    def _offs(self, told: Told, words: Any) -> Sequence[Off]:
        named = dict.fromkeys(occasion for _text, _path, occasion in told.lines)
        known = (self._occasions[name] for name in named if name in self._occasions)
        links = (
            (one, self._links.turning_off(told.person.id, one.name))
            for one in known
            if offered(one, "email")
        )
        return [Off(words(one.words), href) for one, href in links if href]


def _why_not(person: Reached) -> str:
    """A message id: why no mail goes there; empty where it does."""
    if not person.email:
        return NO_ADDRESS
    return COMES_BACK if person.refuses_mail else email_problem(person.email) or ""


def _of_mail(mail: str) -> Any:
    return select(Email).where(Email.state == "sending", Email.provider_id == mail)


def _not_sent(factory: SessionFactory, mail: str, failure: Exception) -> Mapping[str, str] | None:
    with transaction(factory) as session:
        rows = session.scalars(_of_mail(mail)).all()
        attempts = max((row.attempts for row in rows), default=TRIES)
        state = "queued" if attempts < TRIES else "sending"
        for row in rows:
            row.error, row.state = str(failure)[:300], state
    if attempts < TRIES:
        raise failure
    return {"state": "failed"}
