"""The rows of the large office: documents with their numbers, readers, lines and trail."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import inspect

from app.audit.models import GENESIS, AuditEntry
from app.audit.service import hash_of
from app.core import clock
from app.core.policy import agency_token, person_token, reader_token, unit_token
from app.correspondence.rules import reference_key
from app.deadlines.rules.holidays import NATIONAL
from app.deadlines.rules.working_time import add_working_days
from app.demo.words import DIRECTIVES, ISSUERS, Words
from app.records.rules import ENTERED, LINE, PRESENTED, UNIT

MOST_LINES = 3
"""Lines of work of one document here; their ids are counted on from the document's."""


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


class Chain:
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
            record_id=document_id,
            values=json.loads(json.dumps(values)),
            previous_hash=self.last_hash,
        )
        row.hash = self.last_hash = hash_of(row)
        return {one.key: getattr(row, one.key) for one in inspect(AuditEntry).column_attrs}


Rows = dict[str, list[dict[str, Any]]]


def documents(
    words: Words, places: list[Place], count: int, contents: list[dict[str, Any]], chain: Chain
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
            rows["file"] = [
                {
                    **content,
                    "record_id": index + 1,
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


def _record(document: dict[str, Any]) -> dict[str, Any]:
    return {name: document[name] for name in ("id", "kind", "agency_id")}


def _incoming(words: Words, place: Place, document_id: int, at: datetime, chain: Chain) -> Rows:
    day = clock.local(at).date()
    issuer, symbol, unit = words.random.choice(ISSUERS)
    reference = f"{words.random.randint(1, 4000)}/{symbol}{'-' + unit if unit else ''}"
    number = place.next_number(place.incoming[1], day.year)
    lines = _lines(words, place, document_id, at)
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
        "record": [_record(document)],
        "incoming": [document],
        "taken": [_taken(place.incoming[1], document, place)],
        "reader": _readers(document, lines),
        "assignment": lines,
        "audit": [entry],
        "directive": [
            {
                "id": document_id,
                "record_id": document_id,
                "author_id": place.leader_ids[0],
                "text": words.random.choice(DIRECTIVES),
                "at": at,
            }
        ],
    }


def _reader(
    document: dict[str, Any], holder: str, ground: str, ground_id: int = 0
) -> dict[str, Any]:
    return {
        "token": reader_token(holder, document["agency_id"]),
        "record_id": document["id"],
        "ground": ground,
        "ground_id": ground_id,
    }


def _readers(document: dict[str, Any], lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    leader_id = document["presented_to_id"]
    return [
        _reader(document, agency_token(document["agency_id"]), ENTERED),
        _reader(document, person_token(leader_id), PRESENTED, leader_id),
        *(_reader(document, line["holder"], LINE, line["id"]) for line in lines),
    ]


def _lines(words: Words, place: Place, document_id: int, at: datetime) -> list[dict[str, Any]]:
    """One lead unit with an officer below it, and sometimes a co-handling unit."""
    lead = words.random.choice(place.unit_ids)
    due = NATIONAL.closing(
        add_working_days(clock.local(at).date(), words.random.randint(3, 15), NATIONAL)
    )
    is_old = at < clock.now() - timedelta(days=20)
    is_done = words.random.random() < (0.985 if is_old else 0.3)
    officers = place.officers.get(lead, [])
    holders: list[tuple[int | None, int | None, str]] = [(lead, None, "lead")]
    if officers:
        holders.append((None, words.random.choice(officers), "lead"))
    if len(place.unit_ids) > 1 and words.random.random() < 0.4:
        other = words.random.choice([u for u in place.unit_ids if u != lead])
        holders.append((other, None, "cohandler"))
    lines = [_line(words, place, document_id, at, due, is_done, *holder) for holder in holders]
    for position, line in enumerate(lines):
        line["id"] = document_id * MOST_LINES + position
    return lines


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
        "record_id": document_id,
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


def _outgoing(words: Words, place: Place, document_id: int, at: datetime, chain: Chain) -> Rows:
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
    actor = (place.clerk_id, "Văn thư")
    return {
        "record": [_record(document)],
        "outgoing": [document],
        "taken": [_taken(place.outgoing[1], document, place)],
        "reader": [
            _reader(document, agency_token(place.agency_id), ENTERED),
            _reader(document, unit_token(unit_id), UNIT, unit_id),
        ],
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
