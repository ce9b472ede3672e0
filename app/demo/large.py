"""A large office for measuring: 62 agencies and units, 921 accounts, any number of documents.

Written in bulk, not through the services: it must take minutes, and it tells no story.
"""

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.audit.models import AuditHead
from app.core import clock
from app.core.db import Base
from app.demo.builder import Builder
from app.demo.large_rows import Chain, Place, Rows, documents
from app.demo.papers import Paper, fonts_are_there, letter_pdf
from app.demo.words import COMMUNES, DEPARTMENTS, DISTRICT, Words
from app.organisation.models import Agency, Unit
from app.records.models import Record
from app.registers.models import SeriesYear
from app.work.models import Assignment, Directive
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


def build(session: Session, count: int, contents: list[dict[str, Any]]) -> None:
    """Fill an empty, migrated database. `contents` are file columns shared by the documents."""
    words = Words()
    password_hash = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash(PASSWORD)
    make = Builder(session, password_hash)
    places = _organisation(make)
    _people(make, words, places)
    session.commit()
    chain = Chain()
    for rows in _chunks(documents(words, places, count, contents, chain), CHUNK):
        _write(session, rows)
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


TABLES = (
    ("record", "record"),
    ("incoming", "document"),
    ("outgoing", "document"),
    ("taken", "taken_number"),
    ("file", "record_file"),
    ("reader", "record_reader"),
    ("directive", "directive"),
    ("assignment", "assignment"),
    ("audit", "audit_entry"),
)


def _write(session: Session, chunk: list[Rows]) -> None:
    for name, table in TABLES:
        rows = [row for rows in chunk for row in rows.get(name, ())]
        if rows:
            session.execute(insert(Base.metadata.tables[table]), rows)
    session.commit()


def _chunks(rows: Iterable[Rows], size: int) -> Iterator[list[Rows]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _advance_sequences(session: Session) -> None:
    """PostgreSQL does not see ids that were written by hand."""
    for model in (Record, Assignment, Directive):
        top = session.scalar(select(func.max(model.id))) or 1
        session.execute(select(func.setval(f"{model.__tablename__}_id_seq", top)))
