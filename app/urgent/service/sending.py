"""Sending urgent messages: by a person, by the mark of a document, and taking them back."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.errors import Forbidden, NotFound, Problem, refuse_for
from app.core.feature import UrgentAhead, UrgentTelling
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.settings import value
from app.core.text import N_
from app.core.workflow import TAKEN_BACK_WITHIN
from app.messages.settings import ACCENTED, PRICE
from app.records.queries import get_face
from app.urgent import policy, rules
from app.urgent.models import MARKED, UrgentAlert, UrgentTarget
from app.urgent.queries.asked import being_asked
from app.urgent.queries.chain import (
    Place,
    first_of,
    place_of_line,
    places_of,
    sent_to,
    turns_of,
    whole_chains,
)
from app.urgent.service.climbing import begin, end, step_length, text_for
from app.urgent.settings import CLIMBS_FROM


def send(
    session: Session,
    actor: Actor,
    record_id: int,
    reason: str,
    sources: Collection[str],
    accented: bool,
    key: str,
) -> UrgentAlert:
    """Ask these receivers of a record to confirm, for this reason. `key` is that of the form: the
    same form sends once.

    Raises NotFound, Forbidden or Refused.
    """
    actor.needs(policy.SEND)
    face = get_face(session, record_id, actor)
    places = [one for one in places_of(session, actor, record_id) if one.source in sources]
    needed = face.urgency == 0
    problems = reason_problems(reason, needed=needed)
    if not places:
        problems.append(Problem(N_("Choose at least one receiver who has not acted on it.")))
    problems += _asked_already(session, record_id, places)
    refuse_for(problems)
    alert = UrgentAlert(
        key=f"sent:{key}"[:80], record_id=record_id, agency_id=actor.agency_id,
        urgency=max(1, face.urgency), reason=reason, accented=accented,
        sent_by_id=actor.person_id, sent_at=clock.now(),
    )  # fmt: skip
    session.add(alert)
    session.flush()
    begun_with = begin(session, alert, places)
    subject = Subject("urgent_alert", alert.id, record_id)
    record(session, actor, "urgent.sent", subject, count=len(begun_with), reason=reason)
    return alert


def _asked_already(session: Session, record_id: int, places: Collection[Place]) -> list[Problem]:
    """Whoever is being asked is not asked twice at once."""
    wanted = {one.source for one in places}
    names = {one.name for one in being_asked(session, record_id) if one.source in wanted}
    message = N_("%(name)s is being asked already; nobody is asked twice at once.")
    return [Problem(message, {"name": name}) for name in sorted(names)]


def recall(session: Session, actor: Actor, alert_id: int) -> UrgentAlert:
    """Take an urgent message back: messages that wait do not leave, links are void."""
    alert = session.get(UrgentAlert, alert_id, with_for_update=True)
    if alert is None:
        raise NotFound
    is_own = actor.person_id == alert.sent_by_id and actor.may(policy.SEND)
    if not is_own and not (actor.may(policy.KEEP) and actor.works_for(alert.agency_id)):
        raise Forbidden
    if alert.recalled_at is None:
        alert.recalled_at = clock.now()
        end(session, _targets_of(session, [alert.id]), "withdrawn", actor)
        record(
            session, actor, "urgent.recalled", Subject("urgent_alert", alert.id, alert.record_id)
        )
    return alert


def _targets_of(session: Session, alert_ids: Collection[int]) -> list[int]:
    rows = select(UrgentTarget.id).where(UrgentTarget.alert_id.in_(alert_ids))
    return list(session.scalars(rows))


# -- By the mark of a document ---------------------------------------------------------------------


def climbs(session: Session, agency_id: int, urgency: int) -> bool:
    return urgency >= max(1, int(value(session, CLIMBS_FROM, agency_id)))


def take_up(session: Session, told: UrgentTelling) -> bool:
    """What messages would tell by SMS climbs instead, where its agency wants that."""
    kind, _colon, line_id = told.key.partition(":")
    if kind != "urgent" or told.record_id is None:  # more than a line of work may be urgent
        return False
    is_own = not set(told.people) - {told.by_id}  # whoever gives it to themselves knows of it
    if is_own or not climbs(session, told.agency_id, told.urgency):
        return False
    place = place_of_line(session, int(line_id))
    if place is None:
        return False
    alert = _marked(session, told.record_id, told.agency_id, told.urgency, told.by_id)
    begin(session, alert, [place], TAKEN_BACK_WITHIN)
    return True


def note_sent(session: Session, payload: Mapping[str, Any]) -> None:
    """A document was issued, or sent to more receivers: if it is urgent, they are to confirm."""
    document_id = payload["document_id"]
    sent = sent_to(session, document_id)
    if sent is None or not sent.places or not climbs(session, sent.agency_id, sent.urgency):
        return
    alert = _marked(session, document_id, sent.agency_id, sent.urgency, None)
    count = len(begin(session, alert, sent.places))
    subject = Subject("urgent_alert", alert.id, document_id)
    record(session, None, "urgent.begun", subject, agency_id=sent.agency_id, count=count)


def ahead(session: Session, document_id: int) -> UrgentAhead | None:
    """What `note_sent` would begin if the document were issued now; None where nothing climbs."""
    sent = sent_to(session, document_id, planned=True)
    if sent is None or not sent.places or not climbs(session, sent.agency_id, sent.urgency):
        return None
    alert = UrgentAlert(
        record_id=document_id, agency_id=sent.agency_id, urgency=sent.urgency,
        accented=value(session, ACCENTED, sent.agency_id), sent_at=clock.now(),
    )  # fmt: skip
    text = text_for(session, alert, rules.SAMPLE_LINK, rules.SAMPLE_CODE)
    length, chains = step_length(session, alert), whole_chains(session, alert, sent.places)
    people = sum(len(first_of(chain)) for chain in chains.values())
    cost = rules.Cost(text, people, value(session, PRICE, sent.agency_id))
    return UrgentAhead(
        text=text,
        people=people,
        segments=cost.segments,
        dong=cost.dong,
        receivers=[(place.name, turns_of(chain, length)) for place, chain in chains.items()],
    )


def _marked(
    session: Session, record_id: int, agency_id: int, urgency: int, by_id: int | None
) -> UrgentAlert:
    """The sending by the record's mark: one for each record and urgency, whoever comes first;
    another after one that was taken back, which can be taken back itself."""
    marked = key = f"{MARKED}{record_id}:{urgency}"
    while True:
        rows = select(UrgentAlert).where(UrgentAlert.key == key).with_for_update()
        found = session.scalar(rows)
        if found is None or found.recalled_at is None:
            break
        key = f"{marked}:{found.id}"
    if found is None:
        accented = value(session, ACCENTED, agency_id)
        try:
            with session.begin_nested():
                found = UrgentAlert(
                    key=key, record_id=record_id, agency_id=agency_id, urgency=urgency,
                    accented=accented, sent_by_id=by_id, sent_at=clock.now(),
                )  # fmt: skip
                session.add(found)
        except IntegrityError:
            found = session.scalars(rows).one()
    return found


# -- What ends a chain, as others tell -------------------------------------------------------------


def note_line_over(why: str) -> Any:
    """Handler of facts about a line of work after which nobody need confirm it."""

    def note(session: Session, payload: Mapping[str, Any]) -> None:
        _end_source(session, f"urgent:{payload['assignment_id']}", why)

    return note


def note_delivery_over(why: str) -> Any:
    def note(session: Session, payload: Mapping[str, Any]) -> None:
        _end_source(session, f"recipient:{payload['recipient_id']}", why)

    return note


def _end_source(session: Session, source: str, why: str) -> None:
    rows = select(UrgentTarget.id).where(UrgentTarget.source == source)
    end(session, session.scalars(rows).all(), why)


def note_recalled(session: Session, payload: Mapping[str, Any]) -> None:
    """The document is called back, with what it became at its receivers."""
    records = [payload["document_id"], *payload.get("delivered_ids", ())]
    rows = select(UrgentAlert.id).where(UrgentAlert.record_id.in_(records))
    end(session, _targets_of(session, session.scalars(rows).all()), "recalled")
