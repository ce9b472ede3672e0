"""More rows of every kind than one page shows, put straight into the tables.

What is put in is what the services would leave behind: readers, lines, numbers, steps. The kinds
of rows are drawn from a `Chances`, so that a property test can choose and shrink them.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval.models import Approval, CircuitStep
from app.core import clock
from app.core.policy import agency_token, person_token, unit_token
from app.core.text import fold
from app.correspondence.models import Document
from app.demo.builder import Builder
from app.dossiers.models import Dossier, DossierRecord
from app.drafting.models import Draft, DraftVersion
from app.files.models import RecordFile
from app.incoming.models import IncomingDocument
from app.leave.models import LeaveRequest
from app.messages.models import Notice, SmsMessage
from app.organisation.models import Agency, Post
from app.outgoing.models import OutgoingDocument, Recipient
from app.records.models import RecordLink, RecordOpening
from app.records.rules import BEFORE, Ground
from app.records.service import let_read
from app.registers.models import TakenNumber
from app.requests.models import Request, RequestAnswer, RequestLine
from app.urgent.models import UrgentAlert, UrgentCall, UrgentStep, UrgentTarget
from app.work.models import Assignment, Directive
from tests.factories.office import PASSWORD_HASH, Office

INCOMING_STATES = ("waiting", "refused", "registered", "directed", "directed", "closed")
OUTGOING_STATES = ("signed", "issued", "issued", "recalled", "replaced", "returned")
DRAFT_STATES = ("drafting", "circulating", "circulating", "signed", "cancelled")
LINE_STATES = ("open", "open", "open", "done", "returned", "recalled", "withdrawn")
RECIPIENT_STATES = ("sent", "delivered", "accepted", "refused")
NOT_STORED = "0" * 64
_serial = count(10_000)


@dataclass
class Chances:
    """Where the choices of a growing office come from."""

    pick: Callable[[Sequence[Any]], Any]
    number: Callable[[int, int], int]

    @classmethod
    def seeded(cls, seed: int) -> "Chances":
        source = random.Random(seed)
        return cls(source.choice, source.randint)

    def some(self, of: Sequence[Any], most: int) -> list[Any]:
        """So many different ones, none at the least."""
        wanted = self.number(0, min(most, len(of)))
        left, chosen = list(of), []
        for _ in range(wanted):
            chosen.append(self.pick(left))
            left.remove(chosen[-1])
        return chosen

    def yes(self) -> bool:
        return bool(self.number(0, 1))

    def moment(self) -> datetime | None:
        """Late, soon, far away, or never."""
        days = self.pick((None, -9, -1, 0, 1, 2, 9, 40))
        return None if days is None else clock.now() + timedelta(days=days, minutes=1)


@dataclass
class Growth:
    """Adds rows to an office; the caller commits."""

    session: Session
    office: Office
    people: dict[str, int]
    chances: Chances
    content: str = NOT_STORED
    """The hash of the content that every file has."""

    @property
    def tokens(self) -> list[str]:
        office = self.office
        units = [unit_token(office.culture_id), unit_token(office.economy_id)]
        agencies = [agency_token(office.agency_id), agency_token(office.other_agency_id)]
        return [*agencies, *units, *(person_token(one) for one in self.people.values())]

    def _add(self, *rows: Any) -> None:
        self.session.add_all(rows)
        self.session.flush()

    # -- Documents ---------------------------------------------------------------------------

    def incoming(self, **values: Any) -> IncomingDocument:
        state = values.get("state") or self.chances.pick(INCOMING_STATES)
        is_numbered = state not in ("waiting", "refused")
        document = IncomingDocument(
            **{
                **self._common(state, is_numbered),
                "register_id": self.office.incoming_register_id if is_numbered else None,
                "arrived_on": clock.today() if is_numbered else None,
                "reply_required": self.chances.yes(),
                "presented_to_id": self.chances.pick(
                    (None, self.people["leader"], self.people["deputy"])
                ),
                **values,
            }
        )
        self._read_by(document)
        if state in ("directed", "closed"):
            self._lines(document, is_closed=state == "closed")
        return document

    def outgoing(self, **values: Any) -> OutgoingDocument:
        state = values.get("state") or self.chances.pick(OUTGOING_STATES)
        is_numbered = state not in ("signed", "returned")
        document = OutgoingDocument(
            **{
                **self._common(state, is_numbered),
                "register_id": self.office.outgoing_register_id if is_numbered else None,
                "issued_at": clock.now() if is_numbered else None,
                "signed_at": clock.now(),
                "signer_name": "Lưu Đình Thuận",
                "unit_id": self.chances.pick((None, self.office.culture_id)),
                "drafter_id": self.chances.pick((None, *self.people.values())),
                **values,
            }
        )
        self._read_by(document)
        for _ in range(self.chances.number(1, 2)):
            state = self.chances.pick(RECIPIENT_STATES) if is_numbered else "planned"
            self._add(
                Recipient(
                    document_id=document.id,
                    name="UBND xã",
                    channel="paper",
                    state=state,
                    reply_required=self.chances.yes(),
                    due_at=self.chances.moment(),
                )
            )
        return document

    def _common(self, state: str, is_numbered: bool) -> dict[str, Any]:
        number = next(_serial)
        return {
            "agency_id": self.office.agency_id,
            "year": clock.today().year if is_numbered else None,
            "number": number if is_numbered else None,
            "reference": f"{number}/SNV-CCHC",
            "reference_key": f"{number}/SNV-CCHC",
            "type_code": "CV",
            "subject": f"V/v rà soát thủ tục số {number}",
            "issuer": "Sở Nội vụ",
            "issued_on": clock.today(),
            "urgency": self.chances.number(0, 3),
            "due_at": self.chances.moment(),
            "state": state,
            "closed_at": clock.now() if state == "closed" else None,
            "created_by_id": self.people["clerk"],
        }

    def _read_by(self, document: Document) -> None:
        self._add(document)
        for token in self.chances.some(self.tokens, 3):
            let_read(self.session, document.id, [token], Ground(BEFORE))
        for person_id in self.chances.some(list(self.people.values()), 2):
            self._add(RecordOpening(record_id=document.id, person_id=person_id))
        self._add(
            RecordFile(
                record_id=document.id,
                name=f"{document.id}.pdf",
                sha256=self.content,
                media_type="application/pdf",
                size=1,
                added_by_id=self.people["clerk"],
            )
        )

    def _lines(self, document: Document, *, is_closed: bool) -> None:
        directive = Directive(record_id=document.id, author_id=self.people["leader"], text="x")
        self._add(directive)
        for _ in range(self.chances.number(1, 3)):
            state = "done" if is_closed else self.chances.pick(LINE_STATES)
            self.line(document, directive, state)

    def line(
        self,
        document: Document,
        directive: Directive,
        state: str = "open",
        person_id: int | None = None,
    ) -> Assignment:
        """A line of this person, or of a unit or person drawn by lot."""
        units = (self.office.culture_id, self.office.economy_id)
        unit_id = None if person_id else self.chances.pick((None, *units))
        if unit_id is None:
            person_id = person_id or self.chances.pick(tuple(self.people.values()))
            holder = person_token(person_id)
        else:
            holder = unit_token(unit_id)
        line = Assignment(
            record_id=document.id,
            agency_id=self.office.agency_id,
            directive_id=directive.id,
            unit_id=unit_id,
            person_id=person_id,
            holder=holder,
            role=self.chances.pick(("lead", "cohandler", "information")),
            given_by_id=self.people["leader"],
            due_at=self.chances.moment(),
            opened_at=clock.now() if self.chances.yes() else None,
            state=state,
            finished_at=None if state == "open" else clock.now(),
        )
        self._add(line)
        return line

    # -- Drafts and dossiers -----------------------------------------------------------------

    def draft(self, **values: Any) -> Draft:
        state = values.get("state") or self.chances.pick(DRAFT_STATES)
        author = self.chances.pick(tuple(self.people.values()))
        draft = Draft(
            **{
                "agency_id": self.office.agency_id,
                "unit_id": self.chances.pick((None, self.office.culture_id)),
                "author_id": author,
                "type_code": "CV",
                "subject": f"V/v dự thảo số {next(_serial)}",
                "state": state,
                "changed_by_id": author,
                "due_at": self.chances.moment(),
                **values,
            }
        )
        self._add(draft)
        self._add(
            DraftVersion(
                draft_id=draft.id, agency_id=draft.agency_id, number=1, name="x.docx",
                sha256=self.content, size=1, media_type="application/octet-stream",
                made_by_id=author,
            ),
        )  # fmt: skip
        let_read(self.session, draft.record_id, self.chances.some(self.tokens, 3), Ground(BEFORE))
        way = {"circulating": "circulating", "signed": "approved"}.get(state, "returned")
        self._add(
            Approval(
                record_id=draft.record_id, author_id=author, sort="CV", round=1, state=way
            )
        )  # fmt: skip
        for position in range(self.chances.number(1, 3)):
            self._step(draft, position)
        return draft

    def _step(self, draft: Draft, position: int) -> None:
        person_id = self.chances.pick(tuple(self.people.values()))
        posts = select(Post.id).where(Post.person_id == person_id).order_by(Post.id)
        states = ("current", "waiting", "done") if draft.state == "circulating" else ("returned",)
        self._add(
            CircuitStep(
                record_id=draft.record_id,
                round=1,
                position=position + 1,
                kind=self.chances.pick(("review", "initial", "opinion", "sign")),
                person_id=person_id,
                post_id=self.session.scalars(posts).first(),
                state=self.chances.pick(states),
                is_live=self.chances.yes(),
            )
        )

    def dossier(self, *documents: Document) -> Dossier:
        number = next(_serial)
        dossier = Dossier(
            agency_id=self.chances.pick((self.office.agency_id, self.office.other_agency_id)),
            unit_id=self.chances.pick((None, self.office.culture_id)),
            owner_id=self.chances.pick(tuple(self.people.values())),
            year=clock.today().year,
            code=f"{number}.HS",
            title=f"Hồ sơ số {number}",
            folded=fold(f"{number}.HS Hồ sơ số {number}"),
            opened_on=date(2026, 1, 5),
            closed_on=self.chances.pick((None, None, date(2026, 2, 5))),
            changed_by_id=self.people["clerk"],
        )
        self._add(dossier)
        for ordinal, document in enumerate(documents, 1):
            self._add(
                DossierRecord(
                    dossier_id=dossier.id,
                    record_id=document.id,
                    ordinal=ordinal,
                    added_by_id=self.people["clerk"],
                )
            )
        return dossier

    # -- Urgent messages, requests to many, days off -----------------------------------------

    def urgent(self, document: Document) -> None:
        """Sent by the leader, its receivers in every state."""
        alert = UrgentAlert(
            key=f"grown:{next(_serial)}", record_id=document.id, urgency=1, accented=False,
            agency_id=self.office.agency_id, sent_by_id=self.people["leader"],
        )  # fmt: skip
        self._add(alert)
        for state in ("climbing", "calling", "confirmed", "ended"):
            self.target(alert.id, state)

    def target(self, alert_id: int, state: str) -> None:
        """A receiver whose head and officer were told, and one of them phoned."""
        head, officer = self.people["head"], self.people["officer"]
        times = {"climbing": "next_at", "calling": "calling_since", "confirmed": "confirmed_at"}
        number = next(_serial)
        target = UrgentTarget(
            alert_id=alert_id, source=f"grown:{number}", name=f"Phòng số {number}", state=state,
            agency_id=self.office.agency_id, unit_id=self.office.culture_id,
            confirmed_by_id=head if state == "confirmed" else None,
            confirmed_how="phone" if state == "confirmed" else "",
            ended_why="recalled" if state == "ended" else "",
            **{times.get(state, "ended_at"): clock.now()},
        )  # fmt: skip
        self._add(target)
        for step, one in enumerate((head, officer)):
            self._add(UrgentStep(target_id=target.id, step=step, role="head", person_id=one))
        leader = self.people["leader"]
        self._add(
            UrgentCall(target_id=target.id, person_id=head, outcome="silent", called_by_id=leader)
        )

    def request(self, document: Document) -> None:
        """Asked of both units by the officer; one of them has answered."""
        office, subject = self.office, document.subject
        asked = Request(
            record_id=document.id, agency_id=office.agency_id, unit_id=office.culture_id,
            asked_by_id=self.people["officer"], subject=subject,
        )  # fmt: skip
        self._add(asked)
        for unit_id, state in ((office.culture_id, "asked"), (office.economy_id, "answered")):
            line = RequestLine(request_id=asked.id, unit_id=unit_id, name="Phòng", state=state)
            line.due_at = clock.now()
            self._add(line)
            if state == "answered":
                self._add(RequestAnswer(line_id=line.id, note="Đã báo cáo."))

    def leave(self, person_id: int) -> None:
        number = next(_serial)
        day = clock.today() + timedelta(days=40 + number % 400)
        self._add(
            LeaveRequest(
                agency_id=self.office.agency_id, person_id=person_id, starts_on=day, ends_on=day,
                unit_id=self.office.culture_id, reason="x", stand_in_id=self.people["head"],
                state=("asked", "approved", "refused", "taken_back")[number % 4],
            )
        )  # fmt: skip

    # -- What else is listed -----------------------------------------------------------------

    def link(self, answer: Document, request: Document) -> None:
        self._add(RecordLink(from_id=answer.id, to_id=request.id, kind="reply"))

    def notice(self, person_id: int) -> None:
        number = next(_serial)
        self._add(
            Notice(
                key=f"grown:{number}",
                person_id=person_id,
                message="%(reference)s is overdue: %(subject)s",
                values={"reference": str(number), "subject": "x"},
                path="/",
            )
        )

    def sms(self) -> None:
        self._add(
            SmsMessage(
                key=f"grown:{next(_serial)}",
                person_id=self.people["head"],
                phone="84912345678",
                text="KHAN",
                segments=1,
            )
        )

    def kept_number(self) -> None:
        self._add(
            TakenNumber(
                series_id=self.office.letter_series_id,
                year=clock.today().year,
                number=next(_serial),
                state="reserved",
                reason="Giữ số.",
                person_id=self.people["clerk"],
            )
        )

    def employee(self) -> None:
        build = Builder(self.session, PASSWORD_HASH)
        number = next(_serial)
        person = build.person(f"Người số {number}", "0912000000", f"nguoi{number}")
        home = self.session.get_one(Agency, self.office.agency_id)
        build.post(person, "Chuyên viên", "officer", home)

    def unit(self) -> None:
        home = self.session.get_one(Agency, self.office.agency_id)
        number = next(_serial)
        Builder(self.session, PASSWORD_HASH).unit(home, f"Phòng số {number}", f"P{number}", 9)
