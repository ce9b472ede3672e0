"""One board: its lines with all their answers, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.policy import Actor, person_token
from app.core.sequels import Sequels
from app.correspondence.models import Document
from app.correspondence.policy import IS_READABLE
from app.correspondence.queries.sequels import sequels_in
from app.files.queries import FileRow, readable_files
from app.records.queries import reader_names
from app.requests.models import RequestAnswer, RequestLine
from app.requests.policy import token_of, tokens_of
from app.requests.rules import AWAITED


@dataclass(frozen=True)
class AnswerFact:
    """Something that is, was or may be an answer; `reference` only where the reader may open it."""

    id: int
    line_id: int
    document_id: int | None
    note: str
    figures: Mapping[str, str]
    sentence: str
    state: str
    reason: str
    given_at: datetime
    given_by_id: int | None
    source_id: int | None
    record_id: int | None
    by_asker: bool
    reference: str | None = None
    number: int | None = None
    sequels: Sequels = ()
    files: Sequence[FileRow] = ()
    """Those that came with it, for who may read them."""


@dataclass(frozen=True)
class LineFact:
    """One line of the board with its answers, the newest first."""

    id: int
    unit_id: int | None
    agency_id: int | None
    name: str
    role: str
    state: str
    due_at: datetime | None
    answered_at: datetime | None
    seen_at: datetime | None
    seen_by: str
    reason: str
    urged: int
    urged_at: datetime | None
    version: int
    officer_id: int | None = None
    officer_name: str | None = None
    """Whom the head of the unit lets answer."""
    unit_agency_id: int | None = None
    holder_name: str | None = None
    """Who answers today, where that is not the one who was asked."""
    answers: Sequence[AnswerFact] = field(default=())

    @property
    def standing(self) -> AnswerFact | None:
        return next((one for one in self.answers if one.state in ("given", "approved")), None)

    @property
    def proposed(self) -> Sequence[AnswerFact]:
        return [one for one in self.answers if one.state == "proposed"]

    @property
    def may_be_answered(self) -> bool:
        """What came may be the answer that is owed: whoever asked is to say so."""
        return self.state in AWAITED and bool(self.proposed)

    @property
    def is_owed(self) -> bool:
        return self.state in AWAITED and not self.proposed

    @property
    def came_at(self) -> datetime | None:
        """When its answer came, or what may be it: lateness ends there."""
        guessed = (one.given_at for one in self.proposed if self.may_be_answered)
        return self.answered_at or min(guessed, default=None)


_LINE_COLUMNS = (
    "id", "unit_id", "agency_id", "name", "role", "state", "due_at", "answered_at", "seen_at",
    "seen_by", "reason", "urged", "urged_at", "version",
    "officer_id", "unit_agency_id",
)  # fmt: skip
_LINES = (
    select(RequestLine)
    .where(RequestLine.request_id == bindparam("request_id"))
    .order_by(RequestLine.id)
)
_ANSWER_COLUMNS = [getattr(RequestAnswer, name) for name in (
    "id", "line_id", "document_id", "note", "figures", "sentence", "state", "reason",
    "given_at", "given_by_id", "source_id", "record_id", "by_asker",
)]  # fmt: skip
_ANSWERS = (
    select(
        *_ANSWER_COLUMNS,
        Document.reference,
        Document.number,
        sequels_in(Document).label("sequels"),
    )
    .join(RequestLine, RequestLine.id == RequestAnswer.line_id)
    .outerjoin(Document, and_(Document.id == RequestAnswer.document_id, IS_READABLE))
    .where(RequestLine.request_id == bindparam("request_id"), RequestAnswer.state != "denied")
    .order_by(RequestAnswer.id.desc())
)


def board(session: Session, actor: Actor, request_id: int) -> list[LineFact]:
    """All lines with all their answers and files, in three statements however many they are."""
    answers = session.execute(_ANSWERS, given(actor, request_id=request_id)).all()
    records = {row.record_id for row in answers if row.record_id is not None}
    files = readable_files(session, actor, records)
    found: dict[int, list[AnswerFact]] = defaultdict(list)
    for row in answers:
        brought = files.get(row.record_id, ())
        found[row.line_id].append(AnswerFact(**row._mapping, files=brought))
    lines = session.scalars(_LINES, {"request_id": request_id}).all()
    named = (tokens_of(one)[not one.is_passed_on :] for one in lines)
    names = reader_names(session, set(chain.from_iterable(named)))
    return [_line(one, names, found[one.id]) for one in lines]


def _line(line: RequestLine, names: Mapping[str, str], answers: Sequence[AnswerFact]) -> LineFact:
    kept = {name: getattr(line, name) for name in _LINE_COLUMNS}
    holder = names[token_of(line) or ""] if line.is_passed_on else None
    officer = names[person_token(line.officer_id)] if line.officer_id is not None else None
    return LineFact(**kept, holder_name=holder, officer_name=officer, answers=answers)
