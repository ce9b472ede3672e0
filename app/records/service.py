"""Rights to read that end with their grounds; links between records; who opened one."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Select, and_, delete, select, update
from sqlalchemy.orm import Session

from app.audit.service import Subject
from app.audit.service import record as note
from app.core import clock, outbox
from app.core.db import insert_into
from app.core.errors import NotFound
from app.core.feature import Question
from app.core.policy import Actor, holder_of, reader_token
from app.records import queries
from app.records.events import ReadersChanged, RecordChanged
from app.records.models import Record, RecordLink, RecordOpening, RecordReader
from app.records.rules import ANSWER, BESIDE, PUTTING, Ground, fate

forfeited: Question[[Session, int], Collection[Ground]] = Question(
    "on which grounds a record is read by the gift of people who may no longer read it"
)


def take_turn(session: Session, record_id: int) -> str:
    """Lock the record until the transaction ends, so that verbs on it take turns; its kind.

    Whatever was read of it before must be read anew. Rows that merely refer to it, like an entry
    of the trail, are written meanwhile: who waited for them while holding the trail would wait in
    a circle.
    """
    turn = select(Record.kind).where(Record.id == record_id).with_for_update(key_share=True)
    kind = session.scalar(turn)
    if kind is None:
        raise NotFound
    return kind


def hand_records(session: Session, record_ids: Collection[int], agency_id: int) -> None:
    """They are this agency's from now on: whoever is let to read them is so as one of its people.
    The rights of the people before stand, as those of the agency that it succeeded."""
    moved = update(Record).where(Record.id.in_(record_ids))
    session.execute(moved.values(agency_id=agency_id))
    outbox.publish_all(session, map(RecordChanged, sorted(record_ids)))


def let_read(session: Session, record_id: int, tokens: Iterable[str], ground: Ground) -> None:
    """Let these holders read the record on this ground; giving twice changes nothing.

    A person ("p12") reads as one of the people of the record's agency, so that the right ends
    with their last post there. Who reads a question comes to read its answers too, but for those
    to whom it was put.
    """
    agency_id = queries.agency_of(session, record_id)
    _give(session, record_id, {reader_token(token, agency_id) for token in tokens}, ground)


def _give(session: Session, record_id: int, tokens: Collection[str], ground: Ground) -> None:
    new = set(tokens) - _tokens_on(session, record_id, ground)
    if not new:
        return
    key = {"record_id": record_id, "ground": ground.kind, "ground_id": ground.id}
    session.add_all(RecordReader(token=token, **key) for token in sorted(new))
    session.flush()
    outbox.publish(session, ReadersChanged(record_id))
    _keep_followed(session, record_id)


def _keep_followed(session: Session, question_id: int, actor: Actor | None = None) -> None:
    """After any change among those who read a question: its answers are read by whom they are to
    be read (see `queries.followers_of`)."""
    ground = Ground(ANSWER, question_id)
    answers = _held_up_by(session, ground)
    if not answers:
        return
    readers = {one.token for one in queries.readers_of(session, question_id)}
    followers = queries.followers_of(session, question_id)
    for answer_id in answers:
        held = _tokens_on(session, answer_id, ground)
        for act, lost in (
            ("unreadable", held - readers),
            ("asked too", held & readers - followers),
        ):
            _take(session, answer_id, lost, ground, fate(ground, act).words, actor)
        _give(session, answer_id, followers - held, ground)


def hand_on(
    session: Session,
    actor: Actor,
    kind: str,
    rights: Collection[tuple[int, int]],
    hands: tuple[str, str],
    act: str,
    becomes: int | None = None,
) -> None:
    """What is read on these grounds of one kind (record, ground id) passes, with what they let
    read, from one holder to another of the same agency (reader tokens); what `act` leaves of the
    first one's right is said by rules.FATES. Giving takes the same statements for one and many.
    A ground that is known by its holder `becomes` the one of that id.
    """
    source, target = hands
    given = rights if becomes is None else [(record_id, becomes) for record_id, _id in rights]
    _give_all(session, kind, given, target)
    for record_id, ground_id in rights if fate(Ground(kind), act).ends else ():
        end_ground(session, record_id, Ground(kind, ground_id), act, actor, {holder_of(source)})


def _give_all(session: Session, kind: str, rights: Collection[tuple[int, int]], token: str) -> None:
    """Let this token read on many grounds of one kind; answers follow their questions."""
    if not rights:
        return
    rows = [
        {"token": token, "record_id": record_id, "ground": kind, "ground_id": ground_id}
        for record_id, ground_id in rights
    ]
    session.execute(insert_into(session, RecordReader).on_conflict_do_nothing(), rows)
    records = {record_id for record_id, _ground_id in rights}
    outbox.publish_all(session, map(ReadersChanged, sorted(records)))
    if kind in BESIDE:
        for question_id in _known_to(session, records, token):
            _keep_followed(session, question_id)
        return
    known = select(RecordReader.record_id).where(
        RecordReader.token == token, RecordReader.ground == ANSWER
    )
    answers = select(RecordReader.record_id, RecordReader.ground_id).where(
        RecordReader.ground == ANSWER,
        RecordReader.ground_id.in_(records),
        RecordReader.record_id.not_in(known),
        RecordReader.ground_id.not_in(_put_to(session, records, token)),
    )
    _give_all(session, ANSWER, session.execute(answers.distinct()).all(), token)


def _known_to(session: Session, questions: Collection[int], token: str) -> list[int]:
    """Of which of these questions an answer is read by this holder, or by people of theirs."""
    tokens = {token} | queries.people_of(session, {token})
    rows = select(RecordReader.ground_id).where(
        RecordReader.ground == ANSWER,
        RecordReader.ground_id.in_(questions),
        RecordReader.token.in_(tokens),
    )
    return list(session.scalars(rows.distinct().order_by(RecordReader.ground_id)))


def _put_to(session: Session, questions: Collection[int], token: str) -> Select[int]:
    """Which of these questions were put to this holder, or to a unit of theirs; not by them."""
    of_mine = RecordReader.record_id.in_(questions), RecordReader.token == token
    putting = select(RecordReader.record_id).where(*of_mine, RecordReader.ground.in_(PUTTING))
    return select(RecordReader.record_id).where(
        RecordReader.record_id.in_(questions),
        RecordReader.token.in_({token} | queries.units_of(session, token)),
        RecordReader.ground.in_(BESIDE),
        RecordReader.record_id.not_in(putting),
    )


def end_ground(
    session: Session,
    record_id: int,
    ground: Ground,
    act: str,
    actor: Actor | None = None,
    holders: Collection[str] | None = None,
) -> None:
    """What `act` did to the ground, the right suffers with it, in the caller's transaction.

    Does nothing where rules.FATES says that the right stays, and nothing the second time. A right
    by another ground stays. The trail says who lost it, why, and whether they had opened it.
    Without `holders` everybody loses it who had it on this ground.
    """
    found = fate(ground, act)
    if not found.ends:
        return
    tokens = _tokens_on(session, record_id, ground)
    if holders is not None:
        tokens = {token for token in tokens if holder_of(token) in holders}
    _take(session, record_id, tokens, ground, found.words, actor)


def end_everywhere(
    session: Session,
    ground: Ground,
    act: str,
    actor: Actor | None = None,
    holders: Collection[str] | None = None,
) -> None:
    """The same on every record that was read on this ground: a line and the drafts it led to."""
    for record_id in _held_up_by(session, ground):
        end_ground(session, record_id, ground, act, actor, holders)


def _take(
    session: Session,
    record_id: int,
    tokens: Collection[str],
    ground: Ground,
    words: str,
    actor: Actor | None,
) -> None:
    if not tokens:
        return
    mine = RecordReader.record_id == record_id, RecordReader.token.in_(tokens)
    session.execute(delete(RecordReader).where(*mine, _by(ground)))
    lost = set(tokens) - set(session.scalars(select(RecordReader.token).where(*mine)))
    if lost:
        outbox.publish(session, ReadersChanged(record_id))
        _tell(session, record_id, lost, words, actor)
    _keep_followed(session, record_id, actor)
    if not lost:
        return
    for given in forfeited(session, record_id):
        end_ground(session, record_id, given, "forfeited", actor)


def _tell(
    session: Session, record_id: int, tokens: Collection[str], words: str, actor: Actor | None
) -> None:
    names = queries.reader_names(session, tokens)
    agency_id = queries.agency_of(session, record_id)
    subject = Subject("record", record_id, record_id)
    for token in sorted(tokens):
        opened_at = queries.opened_by(session, record_id, token)
        seen = {"opened": clock.local(opened_at).strftime("%H:%M, %d/%m/%Y")} if opened_at else {}
        action = "records.right_ended_seen" if seen else "records.right_ended"
        values = {"reader": names[token], "why_word": words, **seen}
        note(session, actor, action, subject, agency_id=agency_id, **values)


def _tokens_on(session: Session, record_id: int, ground: Ground) -> set[str]:
    """Who reads the record on this ground."""
    held = select(RecordReader.token).where(_by(ground), RecordReader.record_id == record_id)
    return set(session.scalars(held))


def _by(ground: Ground) -> ColumnElement[bool]:
    return and_(RecordReader.ground == ground.kind, RecordReader.ground_id == ground.id)


def _held_up_by(session: Session, ground: Ground) -> list[int]:
    """The records that anybody reads on this ground."""
    rows = select(RecordReader.record_id).where(_by(ground)).distinct()
    return list(session.scalars(rows.order_by(RecordReader.record_id)))


def let_follow(session: Session, answer_id: int, question_id: int) -> None:
    """Whoever may read the question may read its answer: now, and as long as they may; but for
    those to whom it was put, who know their own.
    """
    followers = queries.followers_of(session, question_id)
    _give(session, answer_id, followers, Ground(ANSWER, question_id))


def link(session: Session, from_id: int, to_id: int, kind: str, actor: Actor | None) -> None:
    """Note that `from` answers ("reply"), "replaces" or "corrects" `to`, is "related" to it or its
    "twin"; once."""
    known = select(RecordLink.id).where(
        RecordLink.from_id == from_id, RecordLink.to_id == to_id, RecordLink.kind == kind
    )
    if session.scalar(known) is None:
        made_by_id = actor.person_id if actor else None
        session.add(RecordLink(from_id=from_id, to_id=to_id, kind=kind, made_by_id=made_by_id))


def unlink(session: Session, from_id: int, to_id: int, kind: str) -> bool:
    """Take a link off that a person had noted; whether there was one."""
    noted = delete(RecordLink).where(
        RecordLink.from_id == from_id,
        RecordLink.to_id == to_id,
        RecordLink.kind == kind,
        RecordLink.made_by_id.is_not(None),
    )
    return session.scalar(noted.returning(RecordLink.id)) is not None


def mark_seen(session: Session, record_id: int, actor: Actor) -> bool:
    """Note that the actor has it before them; tell whether that was for the first time.

    Whoever has just done something with a record need not be shown it as unread.
    """
    first = insert_into(session, RecordOpening).values(
        person_id=actor.person_id, record_id=record_id, at=clock.now()
    )
    noted = first.on_conflict_do_nothing().returning(RecordOpening.record_id)
    return session.scalar(noted) is not None
