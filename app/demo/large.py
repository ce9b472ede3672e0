"""A large office for measuring: 62 agencies and units, 921 accounts, any number of documents.

Written in bulk, not through the services: it must take minutes, and it tells no story.
"""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.assignments.models import Assignment, Directive
from app.audit.models import GENESIS, AuditEntry, AuditHead
from app.audit.service import hash_of
from app.core import clock
from app.core.policy import agency_token, person_token, unit_token
from app.core.working_time import add_working_days, end_of_working_day
from app.correspondence.models import Document, DocumentFile, DocumentReader
from app.correspondence.rules import reference_key
from app.demo.builder import Builder
from app.demo.papers import Paper, fonts_are_there, letter_pdf
from app.demo.words import COMMUNES, DEPARTMENTS, DIRECTIVES, DISTRICT, ISSUERS, Words
from app.incoming.models import IncomingDocument
from app.organisation.models import Agency, Unit
from app.outgoing.models import OutgoingDocument
from app.registers.models import SeriesYear, TakenNumber
from documents.storage import Storage

ACCOUNTS = 921
CHUNK = 2_000
PASSWORD = "Van-phong-2026"


def contents(storage: Storage) -> list[dict[str, Any]]:
    """A few real files, stored once, as columns of the documents that share them."""
    words = Words(7)
    found = []
    for number in range(12 if fonts_are_there() else 0):
        paper = Paper(
            superior="Ủy ban nhân dân tỉnh Hà Sơn",
            issuer="Sở Nội vụ",
            place="Hà Sơn",
            reference=f"{number + 100}/SNV-VP",
            day=clock.today(),
            subject=words.subject(),
            addressee="Ủy ban nhân dân các huyện",
            paragraphs=tuple(words.subject("Thực hiện việc") for _ in range(12)),
            signer_title="GIÁM ĐỐC",
            signer_name=words.person(),
        )
        blob = storage.put(io.BytesIO(letter_pdf(paper)))
        found.append(
            {
                "name": f"{number + 100}-SNV-VP.pdf",
                "sha256": blob.sha256,
                "size": blob.size,
                "media_type": "application/pdf",
                "page_count": 1,
                "position": 0,
            }
        )
    return found


@dataclass
class Place:
    """An agency with the ids that its documents need."""

    agency_id: int
    incoming: tuple[int, int]
    outgoing: tuple[int, int]
    unit_ids: list[int] = field(default_factory=list)
    symbol: str = "UBND"
    name: str = ""
    leader_ids: list[int] = field(default_factory=list)
    clerk_id: int = 0
    heads: dict[int, int] = field(default_factory=dict)
    officers: dict[int, list[int]] = field(default_factory=dict)
    counters: dict[tuple[int, int], int] = field(default_factory=dict)

    def next_number(self, series_id: int, year: int) -> int:
        self.counters[series_id, year] = self.counters.get((series_id, year), 0) + 1
        return self.counters[series_id, year]


def build(session: Session, documents: int, contents: list[dict[str, Any]]) -> None:
    """Fill an empty, migrated database. `contents` are file columns shared by the documents."""
    words = Words()
    password_hash = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash(PASSWORD)
    make = Builder(session, password_hash)
    places = _organisation(make)
    _people(make, words, places)
    session.commit()
    chain = _Chain()
    for rows in _chunks(_documents(words, places, documents, contents, chain), CHUNK):
        _write(session, rows, chain)
    for place in places:
        for (series_id, year), last in place.counters.items():
            session.add(SeriesYear(series_id=series_id, year=year, last_number=last))
    session.merge(AuditHead(id=1, last_id=chain.last_id, last_hash=chain.last_hash))
    if session.get_bind().dialect.name == "postgresql":
        _advance_sequences(session)
    session.commit()


def _organisation(build: Builder) -> list[Place]:
    names = [(f"Ủy ban nhân dân huyện {DISTRICT}", f"UBND huyện {DISTRICT}", list(DEPARTMENTS))]
    office = [("Văn phòng - Thống kê", "VPTK")]
    names += [(f"Ủy ban nhân dân xã {c}", f"UBND xã {c}", office) for c in COMMUNES]
    return [_place(build, index, *name) for index, name in enumerate(names)]


def _place(
    build: Builder, index: int, name: str, short_name: str, units: list[tuple[str, str]]
) -> Place:
    agency = build.agency(f"H49.{index + 10}", name, short_name, name.split(" ", 5)[-1])
    (incoming, arrivals), (outgoing, letters) = (
        build.register(agency, "incoming", "Văn bản đến"),
        build.register(agency, "outgoing", "Văn bản đi"),
    )
    place = Place(agency.id, (incoming.id, arrivals.id), (outgoing.id, letters.id), name=short_name)
    for position, (unit_name, symbol) in enumerate(units):
        place.unit_ids.append(build.unit(agency, unit_name, symbol, position).id)
    return place


def _people(build: Builder, words: Words, places: list[Place]) -> None:
    agencies = {agency.id: agency for agency in build.session.scalars(select(Agency))}
    units = {unit.id: unit for unit in build.session.scalars(select(Unit))}
    for number, (place, unit_id, title, role, is_head) in enumerate(_jobs(places), start=1):
        person = build.person(words.person(), words.phone(), f"user{number:03d}")
        is_deputy = title.startswith("Phó")
        agency, unit = agencies[place.agency_id], units.get(unit_id or 0)
        build.post(person, title, role, agency, unit, head=is_head, deputy=is_deputy)
        _note_job(place, unit_id, role, person.id)


def _jobs(places: list[Place]) -> Iterator[tuple[Place, int | None, str, str, bool]]:
    """921 posts: each agency's clerk and leaders first, then heads, then officers in turn."""
    first: list[tuple[Place, int | None, str, str, bool]] = []
    for place in places:
        first.append((place, None, "Văn thư", "clerk", False))
        first.append((place, None, "Chủ tịch", "leader", True))
        first += [(place, None, "Phó Chủ tịch", "leader", False)] * 2
        first += [(place, unit_id, "Trưởng phòng", "unit_head", True) for unit_id in place.unit_ids]
    yield from first
    units = [(place, unit_id) for place in places for unit_id in place.unit_ids]
    for index in range(ACCOUNTS - len(first)):
        place, unit_id = units[index % len(units)]
        yield place, unit_id, "Chuyên viên", "officer", False


def _note_job(place: Place, unit_id: int | None, role: str, person_id: int) -> None:
    if role == "clerk":
        place.clerk_id = person_id
    elif role == "leader":
        place.leader_ids.append(person_id)
    elif role == "unit_head" and unit_id:
        place.heads[unit_id] = person_id
    elif unit_id:
        place.officers.setdefault(unit_id, []).append(person_id)


class _Chain:
    """The audit trail of the bulk data, chained like the real one."""

    def __init__(self) -> None:
        self.last_id, self.last_hash = 0, GENESIS

    def entry(
        self,
        at: datetime,
        actor: tuple[int, str],
        agency_id: int,
        action: str,
        document_id: int,
        values: dict[str, Any],
    ) -> dict[str, Any]:
        self.last_id += 1
        row = AuditEntry(
            id=self.last_id,
            at=at,
            actor_id=actor[0],
            actor_name=actor[1],
            on_behalf_of="",
            agency_id=agency_id,
            action=action,
            object_kind="document",
            object_id=document_id,
            document_id=document_id,
            values=json.loads(json.dumps(values)),
            previous_hash=self.last_hash,
        )
        row.hash = self.last_hash = hash_of(row)
        return {c.name: getattr(row, c.name) for c in AuditEntry.__table__.columns}


Rows = dict[str, list[dict[str, Any]]]


def _documents(
    words: Words, places: list[Place], count: int, contents: list[dict[str, Any]], chain: _Chain
) -> Iterator[Rows]:
    """Documents from three years back until today, two fifths of them the district's."""
    start = datetime.now(UTC) - timedelta(days=3 * 365)
    step = timedelta(days=3 * 365) / max(count, 1)
    line_id = 1
    for index in range(count):
        place = places[0] if words.random.random() < 0.4 else words.random.choice(places[1:])
        at = start + step * index
        make = _outgoing if words.random.random() < 0.25 else _incoming
        rows = make(words, place, index + 1, at, chain)
        for line in rows.get("assignment", ()):
            line["id"] = line_id
            line_id += 1
        if contents:
            content = words.random.choice(contents)
            rows["document_file"] = [
                {
                    **content,
                    "document_id": index + 1,
                    "kind": "main",
                    "added_at": at,
                    "added_by_id": place.clerk_id,
                }
            ]
        yield rows


def _common(words: Words, place: Place, document_id: int, at: datetime) -> dict[str, Any]:
    urgency = words.random.choices((0, 1, 2, 3), (85, 10, 4, 1))[0]
    return {
        "id": document_id,
        "agency_id": place.agency_id,
        "type_code": "CV",
        "subject": words.subject(),
        "urgency": urgency,
        "pages": words.random.randint(1, 8),
        "copies": 1,
        "note": "",
        "created_by_id": place.clerk_id,
        "created_at": at,
        "changed_at": at,
        "version": 1,
        "closed_reason": "",
        "signer_name": words.person(),
        "signer_title": "Phó Chủ tịch",
    }


def _incoming(words: Words, place: Place, document_id: int, at: datetime, chain: _Chain) -> Rows:
    day = clock.local(at).date()
    issuer, symbol, unit = words.random.choice(ISSUERS)
    reference = f"{words.random.randint(1, 4000)}/{symbol}{'-' + unit if unit else ''}"
    number = place.next_number(place.incoming[1], day.year)
    lines, readers = _lines(words, place, document_id, at)
    is_closed = all(line["state"] == "done" for line in lines)
    document = {
        **_common(words, place, document_id, at),
        "kind": "incoming",
        "register_id": place.incoming[0],
        "year": day.year,
        "number": number,
        "reference": reference,
        "reference_key": reference_key(reference),
        "issuer": issuer,
        "issued_on": day - timedelta(days=words.random.randint(0, 6)),
        "arrived_on": day,
        "reply_required": words.random.random() < 0.3,
        "due_at": lines[0]["due_at"],
        "state": "closed" if is_closed else "directed",
        "closed_at": at if is_closed else None,
        "presented_to_id": place.leader_ids[0],
        "refused_reason": "",
    }
    actor = (place.clerk_id, "Văn thư")
    entry = chain.entry(
        at, actor, place.agency_id, "incoming.registered", document_id, {"number": number}
    )
    return {
        "incoming": [document],
        "taken": [_taken(place.incoming[1], document, place)],
        "reader": readers,
        "assignment": lines,
        "audit": [entry],
        "directive": [
            {
                "id": document_id,
                "document_id": document_id,
                "author_id": place.leader_ids[0],
                "text": words.random.choice(DIRECTIVES),
                "at": at,
            }
        ],
    }


def _lines(
    words: Words, place: Place, document_id: int, at: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """One lead unit with an officer below it, and sometimes a co-handling unit."""
    lead = words.random.choice(place.unit_ids)
    due = end_of_working_day(add_working_days(clock.local(at).date(), words.random.randint(3, 15)))
    is_old = at < clock.now() - timedelta(days=20)
    is_done = words.random.random() < (0.985 if is_old else 0.3)
    officers = place.officers.get(lead, [])
    holders = [(lead, None, "lead", None)]
    if officers:
        holders.append((None, words.random.choice(officers), "lead", 1))
    if len(place.unit_ids) > 1 and words.random.random() < 0.4:
        other = words.random.choice([u for u in place.unit_ids if u != lead])
        holders.append((other, None, "cohandler", None))
    lines = [_line(words, place, document_id, at, due, is_done, *holder[:3]) for holder in holders]
    tokens = {agency_token(place.agency_id), *(line["holder"] for line in lines)}
    return lines, [{"token": token, "document_id": document_id} for token in sorted(tokens)]


def _line(
    words: Words,
    place: Place,
    document_id: int,
    at: datetime,
    due: datetime,
    is_done: bool,
    unit_id: int | None,
    person_id: int | None,
    role: str,
) -> dict[str, Any]:
    finished = min(due + timedelta(hours=words.random.randint(-60, 20)), clock.now())
    return {
        "document_id": document_id,
        "agency_id": place.agency_id,
        "directive_id": document_id,
        "unit_id": unit_id,
        "person_id": person_id,
        "role": role,
        "holder": unit_token(unit_id) if unit_id else person_token(person_id or 0),
        "given_by_id": place.leader_ids[0],
        "given_at": at,
        "due_at": due,
        "due_source": "directive",
        "state": "done" if is_done else "open",
        "opened_at": at + timedelta(hours=3) if is_done or words.random.random() < 0.7 else None,
        "finished_at": finished if is_done else None,
        "outcome": "",
        "version": 1,
    }


def _outgoing(words: Words, place: Place, document_id: int, at: datetime, chain: _Chain) -> Rows:
    day = clock.local(at).date()
    number = place.next_number(place.outgoing[1], day.year)
    unit_id = words.random.choice(place.unit_ids)
    reference = f"{number:02d}/{place.symbol}-VP"
    document = {
        **_common(words, place, document_id, at),
        "kind": "outgoing",
        "register_id": place.outgoing[0],
        "year": day.year,
        "number": number,
        "reference": reference,
        "reference_key": reference_key(reference),
        "issuer": place.name,
        "issuer_agency_id": place.agency_id,
        "issued_on": day,
        "state": "issued",
        "unit_id": unit_id,
        "signed_at": at,
        "issued_at": at,
        "reply_required": False,
    }
    tokens = (agency_token(place.agency_id), unit_token(unit_id))
    actor = (place.clerk_id, "Văn thư")
    return {
        "outgoing": [document],
        "taken": [_taken(place.outgoing[1], document, place)],
        "reader": [{"token": token, "document_id": document_id} for token in tokens],
        "audit": [
            chain.entry(
                at, actor, place.agency_id, "outgoing.issued", document_id, {"reference": reference}
            )
        ],
    }


def _taken(series_id: int, document: dict[str, Any], place: Place) -> dict[str, Any]:
    return {
        "series_id": series_id,
        "year": document["year"],
        "number": document["number"],
        "state": "used",
        "reason": "",
        "document_id": document["id"],
        "person_id": place.clerk_id,
        "at": document["created_at"],
    }


TABLES = (
    ("incoming", IncomingDocument),
    ("outgoing", OutgoingDocument),
    ("taken", TakenNumber),
    ("document_file", DocumentFile),
    ("reader", DocumentReader),
    ("directive", Directive),
    ("assignment", Assignment),
    ("audit", AuditEntry),
)


def _write(session: Session, chunk: list[Rows], chain: _Chain) -> None:
    for name, model in TABLES:
        rows = [row for rows in chunk for row in rows.get(name, ())]
        if rows:
            session.execute(insert(model.__table__), rows)
    session.commit()


def _chunks(rows: Iterable[Rows], size: int) -> Iterator[list[Rows]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _advance_sequences(session: Session) -> None:
    """PostgreSQL does not see ids that were written by hand."""
    for model in (Document, Assignment, Directive):
        top = session.scalar(select(func.max(model.id))) or 1
        session.execute(select(func.setval(f"{model.__tablename__}_id_seq", top)))
