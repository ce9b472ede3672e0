"""What is done with dossiers: opened, filled, closed, opened again."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core import clock, outbox
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor, holder_of, person_token, unit_token
from app.core.reasons import reason_problems
from app.core.text import N_, fold
from app.dossiers import queries, rules
from app.dossiers.events import HandedOver
from app.dossiers.models import Dossier, DossierRecord
from app.dossiers.policy import must_keep, stands_in_for
from app.dossiers.rules import DossierEntry
from app.records.events import RecordChanged
from app.records.queries import face_of
from app.records.rules import DOSSIER, Ground
from app.records.service import end_everywhere, end_ground, let_read

FIELD_WORDS = {
    "code": N_("number and symbol"),
    "title": N_("title"),
    "year": N_("year"),
    "retention": N_("period of keeping"),
    "unit_id": N_("unit"),
    "owner_id": N_("kept by"),
    "opened_on": N_("opened on"),
    "note": N_("remark"),
}


def open_dossier(session: Session, actor: Actor, entry: DossierEntry) -> Dossier:
    """Open a dossier; its number and symbol are its own in its agency and year."""
    actor.needs("dossiers.keep")
    if actor.agency_id is None:
        raise Refused(Problem(N_("You hold no post in an agency.")))
    _check(session, actor, entry, None)
    dossier = Dossier(agency_id=actor.agency_id, changed_by_id=actor.person_id)
    _fill(dossier, entry)
    session.add(dossier)
    _flush(session, entry)
    _tell(session, actor, dossier, "opened", title=entry.title)
    _tell_owner(session, actor, dossier)
    return dossier


def change(
    session: Session, actor: Actor, dossier: Dossier, entry: DossierEntry, version: int
) -> None:
    """Change what a dossier says of itself."""
    _take_in_hand(session, actor, dossier, version)
    must_be_open(dossier)
    _check(session, actor, entry, dossier)
    changed = [words for name, words in FIELD_WORDS.items() if _differs(dossier, entry, name)]
    if changed:
        before, owner_id = _keepers(dossier), dossier.owner_id
        name = stands_in_for(actor, dossier)
        _fill(dossier, entry)
        _flush(session, entry)
        _hand_over(session, actor, dossier, before)
        _touched(actor, dossier)
        _tell(session, actor, dossier, "changed", name, fields_words=changed)
        if dossier.owner_id != owner_id:
            _tell_owner(session, actor, dossier)


def put_in(session: Session, actor: Actor, dossier: Dossier, record_id: int) -> bool:
    """Put a record in; False when it already lies there. It may lie in other dossiers too.

    The caller has asked whether the actor may read it.
    """
    _take_in_hand(session, actor, dossier)
    must_be_open(dossier)
    if session.get(DossierRecord, (dossier.id, record_id)) is not None:
        return False
    last = select(func.max(DossierRecord.ordinal)).where(DossierRecord.dossier_id == dossier.id)
    session.add(
        DossierRecord(
            dossier_id=dossier.id,
            record_id=record_id,
            ordinal=(session.scalar(last) or 0) + 1,
            added_by_id=actor.person_id,
        )
    )
    session.flush()
    name = _name(session, record_id)
    _tell(session, actor, dossier, "document_added", record_id=record_id, document=name)
    outbox.publish(session, RecordChanged(record_id))
    let_read(session, record_id, _keepers(dossier) - actor.holders, Ground(DOSSIER, dossier.id))
    return True


def take_out(session: Session, actor: Actor, dossier: Dossier, record_id: int, reason: str) -> None:
    """Take a record out; the record itself and the trail stay."""
    _take_in_hand(session, actor, dossier)
    must_be_open(dossier)
    member = session.get(DossierRecord, (dossier.id, record_id))
    if member is None:
        raise NotFound
    refuse_for(reason_problems(reason))
    session.delete(member)
    session.flush()
    name = _name(session, record_id)
    said = {"document": name, "reason": reason}
    _tell(session, actor, dossier, "document_removed", record_id=record_id, **said)
    outbox.publish(session, RecordChanged(record_id))
    end_ground(session, record_id, Ground(DOSSIER, dossier.id), "taken out", actor)


def close(session: Session, actor: Actor, dossier: Dossier, version: int) -> None:
    """Close a dossier whose work is over; Refused names everything that is not."""
    _take_in_hand(session, actor, dossier, version)
    must_be_open(dossier)
    count = queries.document_count(session, dossier.id)
    refuse_for(rules.closing_problems(count, queries.loose_ends(session, actor, dossier.id)))
    dossier.closed_on = max(clock.today(), dossier.opened_on)
    _touched(actor, dossier)
    _tell(session, actor, dossier, "closed")


def reopen(session: Session, actor: Actor, dossier: Dossier, reason: str, version: int) -> None:
    """Open a closed dossier again, with the reason."""
    _take_in_hand(session, actor, dossier, version)
    must_be_closed(dossier)
    refuse_for(reason_problems(reason))
    dossier.closed_on = None
    _touched(actor, dossier)
    _tell(session, actor, dossier, "reopened", reason=reason)


def _keepers(dossier: Dossier) -> set[str]:
    """Who reads what others put in: its owner, and the head of its unit.

    Nobody comes to read by what they file themselves, or a document could be kept for ever by
    putting it into a dossier of one's own before the work on it is recalled.
    """
    unit = {unit_token(dossier.unit_id)} if dossier.unit_id is not None else set()
    return {person_token(dossier.owner_id), *unit}


def _hand_over(session: Session, actor: Actor, dossier: Dossier, before: set[str]) -> None:
    """New keepers see what is in it, as far as whoever hands it over may read that themselves.

    Nobody hands themselves what they file; whom they only act for is another.
    """
    ground, after = Ground(DOSSIER, dossier.id), _keepers(dossier)
    readable = queries.readable_members(session, actor, dossier.id)  # while the old owner reads it
    end_everywhere(session, ground, "handed over", actor, before - after)
    themselves = {
        holder_of(one) for post in actor.posts if not post.is_delegated for one in post.tokens
    }
    for member in readable:
        own = {person_token(member.added_by_id), *themselves}
        let_read(session, member.record_id, after - before - own, ground)


def _take_in_hand(
    session: Session, actor: Actor, dossier: Dossier, version: int | None = None
) -> None:
    """Lock the dossier; only who keeps it may go on, and only from its latest version."""
    session.flush()
    session.refresh(dossier, with_for_update=True)
    must_keep(actor, dossier)
    must_be_latest(session, _subject(dossier), dossier.version, version, "dossiers.")


def must_be_closed(dossier: Dossier) -> None:
    if dossier.closed_on is None:
        raise Refused(Problem(N_("This dossier is open.")))


def must_be_open(dossier: Dossier) -> None:
    if dossier.closed_on is not None:
        raise Refused(
            Problem(
                N_("The dossier %(code)s was closed on %(day)s; open it again first."),
                {"code": dossier.code, "day": dossier.closed_on.strftime("%d/%m/%Y")},
            )
        )


def _check(session: Session, actor: Actor, entry: DossierEntry, dossier: Dossier | None) -> None:
    facts = queries.entry_facts(session, actor, entry, dossier)
    refuse_for(rules.entry_problems(entry, facts))


def _flush(session: Session, entry: DossierEntry) -> None:
    """Two persons may choose one number at the same moment: the second is told."""
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused(rules.taken_code(entry)) from error


def _fill(dossier: Dossier, entry: DossierEntry) -> None:
    assert entry.year is not None
    assert entry.owner_id is not None
    assert entry.opened_on is not None
    dossier.code, dossier.title, dossier.year = entry.code, entry.title, entry.year
    dossier.folded = fold(f"{entry.code} {entry.title}")
    dossier.retention, dossier.note = entry.retention, entry.note
    dossier.unit_id, dossier.owner_id = entry.unit_id, entry.owner_id
    dossier.opened_on = entry.opened_on


def _differs(dossier: Dossier, entry: DossierEntry, name: str) -> bool:
    return bool(getattr(dossier, name) != getattr(entry, name))


def _touched(actor: Actor, dossier: Dossier) -> None:
    dossier.version += 1
    dossier.changed_by_id, dossier.changed_at = actor.person_id, clock.now()


def _subject(dossier: Dossier, record_id: int | None = None) -> Subject:
    return Subject("dossier", dossier.id, record_id)


def _tell(
    session: Session,
    actor: Actor,
    dossier: Dossier,
    what: str,
    on_behalf_of: str | None = None,
    record_id: int | None = None,
    **values: Any,
) -> None:
    """A sentence of the trail; it names whose dossier the actor keeps by delegation.

    `on_behalf_of` where that has changed since the actor took it in hand.
    """
    name = stands_in_for(actor, dossier) if on_behalf_of is None else on_behalf_of
    subject, said = _subject(dossier, record_id), {"code": dossier.code, **values}
    record(session, actor, f"dossiers.{what}", subject, on_behalf_of=name, **said)


def _tell_owner(session: Session, actor: Actor, dossier: Dossier) -> None:
    """Somebody else gave it to its owner, who hears of it."""
    if dossier.owner_id != actor.person_id:
        event = HandedOver(dossier.id, dossier.owner_id, actor.person_id, dossier.version)
        outbox.publish(session, event)


def _name(session: Session, record_id: int) -> str:
    return face_of(session, record_id).called
