"""Verbs on cases: taken in, moved from status to status, a move taken back."""

import secrets
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core import clock, outbox
from app.core.db import insert_into
from app.core.errors import Forbidden, NotFound, Problem, Refused, refuse_for
from app.core.feature import DayChange, Moved
from app.core.policy import Actor, agency_token, person_token, shop_token
from app.core.text import N_
from app.deadlines.queries import calendar
from app.deadlines.rules.spans import Rule
from app.deadlines.service import keep_dates, write_dates
from app.files.service import attach_uploads
from app.onestop.cases import queries
from app.onestop.cases.inputs import Intake, PaperTaken, Status
from app.onestop.cases.models import Case, CaseDay, CaseMove, CasePaper, CasePause
from app.onestop.cases.policy import HANDLE, may_handle
from app.onestop.cases.rules.codes import case_code, public_code
from app.onestop.cases.rules.intake import intake_problems
from app.onestop.cases.rules.statuses import OPEN, STATUSES, WAITING, move_problems
from app.onestop.procedures.inputs import Channel
from app.onestop.procedures.queries import content_of, get_version, published_of, version_on
from app.onestop.procedures.rules.versions import why_none
from app.organisation.queries import get_agency
from app.records.events import RecordChanged
from app.records.rules import ENTERED, Ground
from app.records.service import let_read, take_turn
from app.work.events import DatesMoved

BEGINNINGS = (Status.RECEIVED, Status.REGISTERED, Status.REFUSED)
"""Received, sent away to bring everything that is missing, or refused: forms 01, 02 and 03."""
COMPLETED = (
    (Status.REGISTERED, Status.RECEIVED),
    (Status.SUPPLEMENT, Status.PROCESSING),
)
"""Moves that say that everything asked for is there now."""


def take_in(
    session: Session, actor: Actor, intake: Intake, outcome: Status, words: str = ""
) -> Case:
    """Note what was brought, with a code of its own, and receive it where it is complete.

    It is received under the version that holds today (Decree 118/2025, article 17). Refused with
    all reasons at once; what is asked for, or the ground of a refusal, is in `words`.
    """
    actor.needs(HANDLE)
    assert outcome in BEGINNINGS
    assert actor.agency_id is not None
    version = version_on(session, intake.procedure_id)
    if version is None:
        raise Refused(why_none(published_of(session, intake.procedure_id), clock.today()))
    refuse_for([*intake_problems(intake, outcome, words, clock.today())])
    case = _registered(session, actor, intake)
    case.version_id, case.subject = version.id, version.name
    case.procedure_code = version.procedure.code
    if outcome is Status.RECEIVED:
        _receive(session, case)
    case.status = outcome
    session.add(case)
    session.flush()
    _note_papers(session, case.id, intake.papers)
    readers = [agency_token(actor.agency_id), shop_token(actor.agency_id)]
    let_read(session, case.id, readers, Ground(ENTERED))
    attach_uploads(session, case.id, intake.uploads, actor)
    _note_move(session, actor, case, None, words)
    _tell(session, actor, "taken_in", case, outcome)
    return case


def move(
    session: Session,
    actor: Actor,
    case_id: int,
    target: Status,
    words: str = "",
    seen: int | None = None,
) -> Case:
    """Let a case go on to this status.

    Raises NotFound, Forbidden, Stale; Refused where it cannot go there, or nothing says why.
    Being late stops nothing.
    """
    case = _taken(session, actor, case_id, seen)
    before = Status(case.status)
    refuse_for([*move_problems(before, target, words)])
    if target is Status.RECEIVED:
        _must_hold_today(session, case)
        _receive(session, case)
    if target is Status.FINISHED:
        case.finished_at = clock.now()
    case.status = target
    made = _note_move(session, actor, case, before, words)
    if (before, target) in COMPLETED:
        missing = CasePaper.case_id == case.id, CasePaper.is_required, CasePaper.quantity == 0
        there = update(CasePaper).where(*missing)
        session.execute(there.values(quantity=1, brought_by_id=made.id))
    if before in WAITING:
        running = CasePause.case_id == case.id, CasePause.end_at.is_(None)
        ended = update(CasePause).where(*running)
        session.execute(ended.values(end_at=made.at, ended_by_id=made.id))
    if target in WAITING:
        session.add(CasePause(begun_by_id=made.id, case_id=case.id, start_at=made.at))
    _changed(session, case)
    _tell(session, actor, "moved", case, target)
    return case


def take_back_last(session: Session, actor: Actor, case_id: int) -> Case:
    """Undo one's own move while nobody has acted after it; the story keeps it as taken back.

    Refused where somebody has, and for how a case began. Raises NotFound, Forbidden.
    """
    case = _taken(session, actor, case_id, None)
    last = queries.last_move(queries.story(session, case_id))
    if last is None or last.by_id not in actor.person_ids:
        raise Refused(Problem(N_("Somebody has acted since: it cannot be taken back any more.")))
    if last.source is None:
        raise Refused(Problem(N_("How a case began is not taken back.")))
    session.get_one(CaseMove, last.id).undone_at = clock.now()
    begun = session.get(CasePause, last.id)
    if begun is not None:
        session.delete(begun)
    missing_again = update(CasePaper).where(CasePaper.brought_by_id == last.id)
    session.execute(missing_again.values(quantity=0, brought_by_id=None))
    again = update(CasePause).where(CasePause.ended_by_id == last.id)
    session.execute(again.values(end_at=None, ended_by_id=None))
    if last.target is Status.RECEIVED:
        case.received_at = case.first_due_at = case.step_since = case.due_rule = None
        case.step = 0
    if last.target is Status.FINISHED:
        case.finished_at = None
    case.status = last.source
    _changed(session, case)
    _tell(session, actor, "taken_back", case, last.target)
    return case


def move_dates(
    session: Session,
    actor: Actor,
    moved: Sequence[Moved],
    _fixed: Sequence[int],
    change: DayChange,
) -> None:
    """Promises that were counted move with the calendar, and whoever received those cases is told.

    What was printed for the applicant (`first_due_at`) stays; no case is due by a day somebody set.
    """
    write_dates(session, Case, moved)
    received_by = select(Case.received_by_id).distinct()
    people = session.scalars(received_by.where(Case.id.in_([one.id for one in moved])))
    holders = sorted(person_token(one) for one in people)
    if holders:
        said = change.day.isoformat(), change.reason, change.at.isoformat()
        outbox.publish(session, DatesMoved(*said, holders, actor.person_id, "/cases"))


def keep_promised(session: Session, moved: Sequence[Moved]) -> None:
    keep_dates(session, Case, moved)


# -- Shared ----------------------------------------------------------------------------------------


def _taken(session: Session, actor: Actor, case_id: int, seen: int | None) -> Case:
    """The case in its turn, read anew."""
    queries.get_case(session, actor, case_id)
    take_turn(session, case_id)
    case = session.get(Case, case_id, populate_existing=True)
    if case is None:
        raise NotFound
    if not may_handle(actor, case):
        raise Forbidden
    must_be_latest(session, _subject(case), case.version, seen, "cases.")
    return case


def _must_hold_today(session: Session, case: Case) -> None:
    """What is complete only now is received by what is asked for now."""
    version = version_on(session, case.procedure_id)
    if version is None:
        raise Refused(why_none(published_of(session, case.procedure_id), clock.today()))
    if version.id != case.version_id:
        message = N_("The procedure asks for other things since %(day)s: note the case anew.")
        raise Refused(Problem(message, {"day": f"{version.valid_from:%d/%m/%Y}"}))


def _receive(session: Session, case: Case) -> None:
    """From now on its date is promised; what comes out of hours counts from when people work."""
    case.received_at = clock.now()
    content = content_of(session, get_version(session, case.version_id))
    limit = content.variant(case.variant).limit(Channel(case.channel))
    case.due_rule = Rule(limit, case.received_at) if limit else None
    days = calendar(session, case.agency_id)
    case.step, case.step_since = 1, days.at_work(clock.now())
    due = queries.due_after(case, days, ())
    case.due_at = case.first_due_at = due.at if due else None


def _changed(session: Session, case: Case) -> None:
    session.flush()
    if case.status in OPEN or case.status == Status.REGISTERED:
        due = queries.due_of(session, case)
        case.due_at = due.at if due else None
    case.version += 1
    session.flush()
    outbox.publish(session, RecordChanged(case.id))


def _registered(session: Session, actor: Actor, intake: Intake) -> Case:
    """What was brought, by whom, and its codes."""
    who = intake.applicant
    assert actor.agency_id is not None
    return Case(
        agency_id=actor.agency_id,
        code=_next_code(session, actor.agency_id),
        public_code=_unused_code(session),
        procedure_id=intake.procedure_id,
        variant=intake.variant,
        channel=intake.channel,
        return_way=intake.return_way,
        sets=intake.sets,
        applicant_kind=who.kind,
        name=who.name,
        identity=who.identity,
        born_on=who.born_on,
        gender=who.gender,
        address=who.address,
        phone=who.phone,
        email=who.email,
        submitter=intake.submitter,
        note=intake.note,
        registered_at=clock.now(),
        received_by_id=actor.person_id,
    )


def _note_papers(session: Session, case_id: int, papers: Sequence[PaperTaken]) -> None:
    session.add_all(
        CasePaper(
            case_id=case_id,
            place=place,
            name=one.name,
            copy=one.copy,
            quantity=one.quantity,
            is_required=one.is_required,
        )
        for place, one in enumerate(papers, 1)
    )


def _next_code(session: Session, agency_id: int) -> str:
    """The next of the day; its row stays locked until the transaction ends, so that a code given
    up by a rollback is taken by the next case and none is given twice."""
    today = clock.today()
    first = insert_into(session, CaseDay).values(agency_id=agency_id, day=today, last_number=1)
    advanced = first.on_conflict_do_update(
        index_elements=[CaseDay.agency_id, CaseDay.day],
        set_={CaseDay.last_number: CaseDay.last_number + 1},
    )
    number = session.scalars(advanced.returning(CaseDay.last_number)).one()
    return case_code(get_agency(session, agency_id).code, today, number)


def _unused_code(session: Session) -> str:
    while True:
        code = public_code(secrets.choice)
        if session.scalar(select(Case.id).where(Case.public_code == code)) is None:
            return code


def _note_move(
    session: Session, actor: Actor, case: Case, source: Status | None, words: str
) -> CaseMove:
    made = CaseMove(
        case_id=case.id, source=source, target=case.status, by_id=actor.person_id, words=words
    )
    session.add(made)
    session.flush()
    return made


def _subject(case: Case) -> Subject:
    return Subject("case", case.id, case.id)


def _tell(session: Session, actor: Actor, action: str, case: Case, status: Status) -> None:
    record(session, actor, f"cases.{action}", _subject(case), code=case.code,
           status_word=STATUSES[status])  # fmt: skip
