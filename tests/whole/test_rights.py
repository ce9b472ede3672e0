"""After any sequence of acts: whoever reads has a living ground, and nobody else reads anything."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import TextClause, select, text
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.approval.models import CircuitStep
from app.core.db import reading, session_factory
from app.core.policy import Actor, agency_token, person_token, reader_token, unit_token
from app.correspondence.models import Document
from app.dossiers.models import Dossier, DossierRecord
from app.drafting.models import Draft
from app.features import FEATURES
from app.files.models import RecordFile
from app.incoming.models import IncomingDocument
from app.moves.models import HandedItem, Handover
from app.outgoing.models import OutgoingDocument
from app.records import rules
from app.records.models import RecordLink, RecordReader
from app.search import service as search
from app.web.database import database as web_database
from tests.databases import TestDatabase
from tests.factories.office import PASSWORD, Office
from tests.whole.acts import ACTS, PEOPLE, SHARED_WORD, Acting

Right = tuple[str, int, str, int]
OPENING = [
    *(("register", 1), ("register", 2), ("register", 3), ("direct", 3), ("direct", 4)),
    *(("draft", seed) for seed in range(5)),
    *(("send", seed) for seed in range(5)),
    *(("decide", seed) for seed in range(8)),
    *(("issue", 1), ("issue", 2)),
]
"""Every office begins with something to act upon."""


OFTEN = ("direct", "pass_on", "return_line", "recall", "withdraw", "send", "decide", "send_back")
"""What needs something to be done before, and is therefore often refused."""


def acts(fewest: int, most: int) -> st.SearchStrategy[list[tuple[str, int]]]:
    likely = [*ACTS, *OFTEN, *OFTEN]
    act = st.tuples(st.sampled_from(likely), st.integers(0, 10**6))
    return st.lists(act, min_size=fewest, max_size=most)


def begin(app: Flask, database: TestDatabase) -> Acting:
    """A new office behind the same application, with an empty index."""
    database.renew(peopled=True)
    with app.app_context():
        web_database.engine.dispose()
    engines = app.extensions["engines"]
    factory = session_factory(database.engine)
    search.rebuild(factory, engines.search)
    return Acting(factory, engines.storage, FEATURES.handlers(engines), database.office)


# -- Which grounds live, told from the tables they come from ---------------------------------------


def living(session: Session) -> tuple[set[Right], set[Right]]:
    """What must be a right, and what may be one: who was asked or filed when is not in a table."""
    must: set[Right] = set()
    may: set[Right] = set()
    for document in session.scalars(select(Document)):
        must |= set(_of_document(session, document))
    for draft in session.scalars(select(Draft)):
        must |= set(_of_draft(session, draft))
        may |= set(_lead_lines(session, draft))
    for member in session.scalars(select(DossierRecord)):
        may |= set(_of_member(session, member))
    may |= set(_handed_over(session))
    return must, _with_answers(session, must) | may | _with_answers(session, may)


def _right(record: Document | Draft, holder: str, kind: str, ground_id: int = 0) -> Right:
    key = record.record_id if isinstance(record, Draft) else record.id
    return reader_token(holder, record.agency_id), key, kind, ground_id


def _of_document(session: Session, document: Document) -> Iterator[Right]:
    agency = agency_token(document.agency_id)
    if isinstance(document, IncomingDocument):
        is_void = document.state == "refused" and document.recipient_id is None
        if document.number is not None or is_void:
            yield _right(document, agency, rules.ENTERED)
        if document.state == "waiting":
            yield _right(document, agency, rules.DELIVERED, document.recipient_id or 0)
        leader_id = document.presented_to_id
        if leader_id is not None and document.number is not None:
            yield _right(document, person_token(leader_id), rules.PRESENTED, leader_id)
    if isinstance(document, OutgoingDocument):
        yield _right(document, agency, rules.ENTERED)
        if document.unit_id is not None:
            unit = unit_token(document.unit_id)
            yield _right(document, unit, rules.UNIT, document.unit_id)
        yield _right(document, person_token(document.drafter_id or 0), rules.AUTHOR)
    lines = "SELECT id, holder FROM assignment WHERE state IN ('open', 'done')"
    for line_id, holder in session.execute(_lines_on(lines), {"record_id": document.id}):
        yield _right(document, holder, rules.LINE, line_id)


def _lines_on(lines: str) -> TextClause:
    return text(f"{lines} AND record_id = :record_id")


def _of_draft(session: Session, draft: Draft) -> Iterator[Right]:
    yield _right(draft, person_token(draft.author_id), rules.AUTHOR)
    if draft.unit_id is not None:
        yield _right(draft, unit_token(draft.unit_id), rules.UNIT, draft.unit_id)
    if draft.state in ("signed", "issued") and draft.document_id is not None:
        agency = agency_token(draft.agency_id)
        yield _right(draft, agency, rules.SIGNED, draft.document_id)
    for step in session.scalars(
        select(CircuitStep).where(CircuitStep.record_id == draft.record_id)
    ):
        if step.state != "skipped":
            yield _right(draft, person_token(step.person_id), rules.STEP, step.id)


def _lead_lines(session: Session, draft: Draft) -> Iterator[Right]:
    lines = "SELECT id, holder FROM assignment WHERE state IN ('open', 'done') AND role = 'lead'"
    for line_id, holder in session.execute(_lines_on(lines), {"record_id": draft.answers_id}):
        yield _right(draft, holder, rules.LINE, line_id)


def _handed_over(session: Session) -> Iterator[Right]:
    """Who worked on what went to another reads on."""
    working = set(
        session.scalars(text("SELECT id FROM assignment WHERE state IN ('open', 'done')"))
    )
    rows = select(HandedItem, Handover.agency_id).join(Handover).where(HandedItem.state != "back")
    for item, agency_id in session.execute(rows):
        token, handed = reader_token(item.source, agency_id), item.record_id or 0
        if item.holding == "drafting.drafts":
            yield token, handed, rules.AUTHOR, 0
        elif item.holding in ("work.lines", "work.unit_lines") and item.item_id in working:
            drafts = select(Draft.record_id).where(Draft.answers_id == handed)
            for record_id in (handed, *session.scalars(drafts)):
                yield token, record_id, rules.LINE, item.item_id


def _of_member(session: Session, member: DossierRecord) -> Iterator[Right]:
    dossier = session.get_one(Dossier, member.dossier_id)
    document = session.get_one(Document, member.record_id)
    if dossier.owner_id != member.added_by_id:
        yield _right(document, person_token(dossier.owner_id), rules.DOSSIER, dossier.id)
    if dossier.unit_id is not None:
        yield _right(document, unit_token(dossier.unit_id), rules.DOSSIER, dossier.id)


def _with_answers(session: Session, rights: set[Right]) -> set[Right]:
    """Whoever reads a question reads its issued answer."""
    links = select(RecordLink.to_id, RecordLink.from_id).join(
        OutgoingDocument, OutgoingDocument.id == RecordLink.from_id
    )
    answers = [tuple(row) for row in session.execute(links.where(RecordLink.kind == "reply"))]
    follow = {
        (token, answer, rules.ANSWER, question)
        for question, answer in answers
        for token, record_id, _kind, _number in rights
        if record_id == question
    }
    return rights | follow


def check_grounds(session: Session) -> None:
    columns = RecordReader.token, RecordReader.record_id, RecordReader.ground
    found = {tuple(row) for row in session.execute(select(*columns, RecordReader.ground_id))}
    must, may = living(session)
    assert found - may - must == set(), "rights whose ground has gone"
    assert must - found == set(), "grounds that give no right"


DRAWN: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}
"""A sequence takes seconds: what fails is shown as it was drawn, not made smaller first."""


def test_whoever_reads_has_a_living_ground(app: Flask, database: TestDatabase) -> None:
    @settings(max_examples=5, **DRAWN)
    @given(acts(60, 90))
    def run(drawn: list[tuple[str, int]]) -> None:
        acting = begin(app, database)
        for name, seed in (*OPENING, *drawn):
            acting.act(name, seed)
        with reading(acting.factory) as session:
            check_grounds(session)
        done.update(acting.done)

    done: Counter[str] = Counter()
    run()
    assert len(done) > len(ACTS) * 0.8, f"came to nothing: {set(ACTS) - set(done)}"


# -- What is shown ---------------------------------------------------------------------------------


def test_nobody_else_is_shown_anything(app: Flask, database: TestDatabase) -> None:
    """Pages, files, previews, lists, search, figures, exports, notices, in real browsers' words."""

    @settings(max_examples=3, **DRAWN)
    @given(acts(60, 90))
    def run(drawn: list[tuple[str, int]]) -> None:
        acting = begin(app, database)
        for name, seed in (*OPENING, *drawn[:-10]):
            acting.act(name, seed)
        search.sync(acting.factory, app.extensions["engines"].search)
        for name, seed in drawn[-10:]:
            acting.act(name, seed, told=False)  # the index hears nothing of these
        with reading(acting.factory) as session:
            check_grounds(session)
            for name in PEOPLE:
                Visit(app, session, acting.office, name).check()

    run()


class Visit:
    """One person's browser, held against what this person may read today."""

    def __init__(self, app: Flask, session: Session, office: Office, name: str) -> None:
        self.session = session
        person = getattr(office, name)
        self.actor: Actor = actor_of(session, person.person_id)
        self.client: FlaskClient = app.test_client()
        names = {"user_name": office.user_name(person), "password": PASSWORD}
        assert self.client.post("/sign-in", data=names).status_code == 302
        tokens = select(RecordReader.record_id).where(RecordReader.token.in_(self.actor.tokens))
        self.readable = set(session.scalars(tokens))
        self.documents = session.scalars(select(Document)).all()
        self.drafts = session.scalars(select(Draft)).all()
        subjects = [(one.id, one.subject) for one in self.documents]
        subjects += [(one.record_id, one.subject) for one in self.drafts]
        known = {_word(subject) for record, subject in subjects if record in self.readable}
        self.hidden = {_word(subject) for _record, subject in subjects} - known

    def check(self) -> None:
        for document in self.documents:
            self._open(f"/documents/{document.id}", document.id)
        for file in self.session.scalars(select(RecordFile).where(RecordFile.removed_at.is_(None))):
            for end in ("", "/pages/1", "/text"):
                self._open(f"/files/{file.id}{end}", file.record_id)
        for draft in self.drafts:
            for end in ("", "/versions/1/file"):
                self._open(f"/drafts/{draft.id}{end}", draft.record_id)
        for path in self._lists():
            self._see(path)
        self._search()
        self._suggestions()

    def _open(self, path: str, record_id: int) -> None:
        response = self.client.get(path)
        if record_id in self.readable:
            undrawn = {404, 422} if "/pages/" in path else set()
            assert response.status_code in {200, *undrawn}, (path, response.status_code)
            kept = "private, no-cache" if "/files/" in path or "/versions/" in path else "no-store"
            assert response.headers["Cache-Control"] in (kept, "no-store"), path
            self._hides(path, response.get_data())
            return
        assert response.status_code in (403, 404), (self.actor.name, path, response.status_code)
        tagged = self.client.get(path, headers={"If-None-Match": "*"})
        assert tagged.status_code in (403, 404), "the right is asked before the copy is confirmed"

    def _lists(self) -> Iterator[str]:
        yield from ("/", "/work", "/incoming?tab=all", "/outgoing", "/drafts", "/notices")
        yield from ("/drafts?tab=all", "/work?scope=given", "/admin/audit", "/admin/sms")
        yield from ("/dossiers", "/registers", "/admin/watch", "/me")
        for dossier_id in self.session.scalars(select(Dossier.id)):
            yield from (f"/dossiers/{dossier_id}{end}" for end in ("", "/contents.xlsx", "/close"))
        for number in (1, 2, 3, 4):
            yield from (f"/registers/{number}/book{end}" for end in ("", ".xlsx"))

    def _see(self, path: str) -> None:
        response = self.client.get(path)
        if response.status_code == 200:
            self._hides(path, response.get_data())

    def _hides(self, path: str, content: bytes) -> None:
        if content[:2] == b"PK":
            content = _unpacked(content)
        told = content.decode(errors="replace")
        shown = {word for word in self.hidden if word in told}
        assert not shown, (self.actor.name, path, shown)

    def _search(self) -> None:
        """What is found may be read, and no more is said to be there: the index lags behind."""
        response = self.client.get(f"/search?q={SHARED_WORD}")
        if response.status_code != 200:
            return
        told = response.get_data(as_text=True)
        self._hides("/search", told.encode())
        searched = [one.id for one in self.documents] + [one.record_id for one in self.drafts]
        count = len(self.readable.intersection(searched))
        said = re.search(r"(\d+) văn bản", told)
        assert said is None or int(said.group(1)) <= count, self.actor.name

    def _suggestions(self) -> None:
        """A number leads only to what may be read, an issuer stands in something that may be."""
        mine = [one for one in self.documents if one.id in self.readable]
        issuers = {one.issuer for one in mine}
        for typed in ("1", "2", "3", "so", "ubnd", "van"):
            response = self.client.get(f"/search/suggestions?q={typed}")
            if response.status_code != 200:
                return
            told = response.get_data(as_text=True)
            self._hides("/search/suggestions", told.encode())
            assert {int(one) for one in re.findall(r'"/documents/(\d+)"', told)} <= self.readable
            others = {one.issuer for one in self.documents} - issuers
            assert not {one for one in others if f"q=%22{quote(one)}%22" in told}, self.actor.name


def _word(subject: str) -> str:
    return subject.rsplit(" ", 1)[-1]


def _unpacked(content: bytes) -> bytes:
    """Everything in a workbook or a letter."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b" ".join(archive.read(name) for name in archive.namelist())
