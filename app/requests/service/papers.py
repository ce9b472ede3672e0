"""Files that came with an answer itself: they hang on a record of its own, read from the board."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.errors import refuse_for
from app.core.policy import Actor
from app.files.queries import files_of
from app.files.service import (
    FileContent,
    as_it_leaves,
    attach_content,
    content_of,
    remove_file,
    spend_uploads,
    unsettled,
)
from app.records.models import Record
from app.records.rules import ANSWER, ASKED, GAVE, Ground
from app.records.service import end_ground, let_follow, let_read
from app.requests.models import Request, RequestAnswer, RequestLine
from app.requests.policy import tokens_of
from app.requests.rules import KIND


@dataclass(frozen=True)
class Papers:
    """What is to go with an answer."""

    uploads: Sequence[str] = ()
    """Tokens of what was uploaded for it."""
    kept: Sequence[FileContent] = ()
    """Of the answer before it, what goes with this one too."""

    def __bool__(self) -> bool:
        return bool(self.uploads or self.kept)


def attach(
    session: Session,
    actor: Actor,
    request: Request,
    line: RequestLine,
    answer: RequestAnswer,
    papers: Papers,
) -> None:
    """They are read by whoever reads the question, by whoever gave them, and where whoever asked
    entered them, by whoever is asked as long as they are.

    A content given twice is kept once. Refused for what was uploaded before and is no more, and
    for what may not leave the agency that answers.
    """
    given = [content_of(one) for one in spend_uploads(session, actor, papers.uploads)]
    if actor.agency_id != request.agency_id:
        refuse_for(unsettled(session, given))
        given = [as_it_leaves(session, one) for one in given]
    record = Record(kind=KIND, agency_id=request.agency_id)
    session.add(record)
    session.flush()
    answer.record_id = record.id
    for content in {one.sha256: one for one in (*papers.kept, *given)}.values():
        attach_content(session, record.id, content, None, actor.person_id)
    let_follow(session, record.id, request.record_id)
    let_own_read(session, line, answer)


def let_own_read(session: Session, line: RequestLine, answer: RequestAnswer) -> None:
    """Let whoever answers the line read what hangs on this answer of it."""
    if answer.record_id is not None:
        ground = Ground(ASKED if answer.by_asker else GAVE, line.id)
        let_read(session, answer.record_id, tokens_of(line), ground)


def take_away(
    session: Session, actor: Actor | None, request: Request, answer: RequestAnswer
) -> None:
    """It was no answer: what hung on it is read by nobody any more."""
    if answer.record_id is None:
        return
    for file in files_of(session, answer.record_id):
        remove_file(session, answer.record_id, file.id)
    own = Ground(ASKED, answer.line_id), Ground(GAVE, answer.line_id)
    for ground in (Ground(ANSWER, request.record_id), *own):
        end_ground(session, answer.record_id, ground, "taken off", actor)


def keep_of(
    session: Session, record_id: int | None, file_ids: Collection[int]
) -> list[FileContent]:
    """Those of the files of an answer that go with the next one as well."""
    known = files_of(session, record_id) if record_id is not None else ()
    return [content_of(one) for one in known if one.id in file_ids]
