"""Acts of an office drawn by lot, all through its services, to see who may read what afterwards."""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.access.service import delegations
from app.approval import service as approval
from app.approval.inputs import Decision, RoundEntry
from app.approval.models import CircuitStep
from app.approval.rules.circuit import PlannedStep
from app.core import clock, jobs
from app.core.asking import given
from app.core.db import SessionFactory, transaction
from app.core.errors import OfficeError
from app.core.policy import Actor, HeldPost, person_token, unit_token
from app.correspondence.models import Document
from app.correspondence.policy import readable
from app.correspondence.service import open_document
from app.dossiers import service as dossiers
from app.dossiers.models import Dossier, DossierRecord
from app.dossiers.rules import DossierEntry
from app.drafting import service as drafting
from app.drafting.inputs import DraftEntry
from app.drafting.models import Draft
from app.drafting.policy import draft_of_record
from app.drafting.rules.content import RecipientPlan, Wording
from app.drafting.service.versions import latest_version
from app.incoming import service as incoming
from app.incoming.inputs import Entry
from app.incoming.models import IncomingDocument
from app.leave import service as leave
from app.leave.models import LeaveRequest
from app.leave.rules import LeaveData
from app.moves import queries as moves_queries
from app.moves import service as moves
from app.moves.models import Handover
from app.organisation.models import Agency, Delegation, Post
from app.organisation.service import end_post
from app.outgoing import service as outgoing
from app.outgoing.inputs import IssueEntry
from app.outgoing.models import OutgoingDocument
from app.registers.queries import registers_of
from app.work import service as work
from app.work.models import Assignment
from app.work.service import Receiver
from documents.storage import Storage
from tests.factories.office import Office
from tests.sandboxing import stamps_for, taken
from tests.whole.prepared import a_pdf

PEOPLE = (
    *("clerk", "leader", "deputy", "head", "officer", "second_officer", "economy_head"),
    *("economy_officer", "admin", "other_clerk", "other_leader"),
)
SHARED_WORD = "bimat"


@dataclass
class Acting:
    """An office in which acts are drawn; one that the office refuses changes nothing."""

    factory: SessionFactory
    storage: Storage
    handlers: jobs.Handlers
    office: Office
    random: Random = field(default_factory=Random)
    done: Counter[str] = field(default_factory=Counter)

    def act(self, name: str, seed: int, *, told: bool = True) -> None:
        """Do one of ACTS, its choices made by this number; `told`: and all that follows."""
        self.random.seed(seed)
        try:
            with transaction(self.factory) as session:
                ACTS[name](self, session)
            self.done[name] += 1
            if told:
                self.drain()
        except (OfficeError, LookupError):
            return  # nobody to do it, nothing to do it with, or not allowed

    def drain(self) -> None:
        # Heavy work is left: nobody has to see pages of Word files.
        jobs.drain(self.factory, self.handlers, jobs.LIGHT, limit=1000)

    def who(self, session: Session, name: str) -> Actor:
        """The person as they are today, after whatever happened to their posts."""
        return actor_of(session, getattr(self.office, name).person_id)

    def any_one(self, session: Session, *names: str) -> Actor:
        return self.who(session, self.random.choice(names or PEOPLE))

    def any_of(self, session: Session, rows: Any, reader: Actor | None = None) -> Any:
        """One of these rows by lot; LookupError when there is none."""
        return self.random.choice(list(session.scalars(rows, given(reader) if reader else None)))

    def subject(self) -> str:
        return f"V/v {SHARED_WORD} zq{self.random.getrandbits(60):x}qz"

    # -- Incoming ----------------------------------------------------------------------------

    def entry(self, session: Session, clerk: Actor, subject: str) -> Entry:
        register = registers_of(session, clerk.agency_id or 0, "incoming")[0]
        leader = self.random.choice((None, self.office.leader, self.office.deputy))
        is_home = clerk.agency_id == self.office.agency_id
        return Entry(
            register_id=register.id,
            arrived_on=clock.today(),
            number=str(self.random.randint(1, 9**9)),
            symbol="SNV",
            issued_on=clock.today(),
            issuer="Sở Nội vụ",
            type_code="CV",
            subject=subject,
            presented_to_id=leader.person_id if leader and is_home else None,
            is_different=True,
        )

    def register(self, session: Session) -> None:
        clerk = self.any_one(session, "clerk")
        content = io.BytesIO(a_pdf(str(self.random.getrandbits(60))))
        upload = taken(session, self.storage, content, "den.pdf", clerk)
        entry = self.entry(session, clerk, self.subject())
        incoming.register(session, clerk, replace(entry, uploads=(upload.token,)))

    def correct(self, session: Session) -> None:
        clerk = self.any_one(session, "clerk")
        document = self.any_of(session, _incoming("registered", "directed"))
        entry = self.entry(session, clerk, document.subject)
        incoming.correct(session, clerk, document, replace(entry, due_on=None, reason="Nhầm."))

    def cancel(self, session: Session) -> None:
        document = self.any_of(session, _incoming("registered"))
        incoming.cancel(session, self.any_one(session, "clerk"), document, "Nhầm.")

    def accept(self, session: Session) -> None:
        clerk = self.any_one(session, "other_clerk")
        document = self.any_of(session, _incoming("waiting"))
        incoming.accept(session, clerk, document, self.entry(session, clerk, document.subject))

    def refuse(self, session: Session) -> None:
        document = self.any_of(session, _incoming("waiting"))
        incoming.refuse(session, self.any_one(session, "other_clerk"), document, "Không phải.")

    def open(self, session: Session) -> None:
        reader = self.any_one(session)
        document = self.any_of(session, select(Document).where(readable(reader)), reader)
        open_document(session, document.id, reader)

    # -- Work --------------------------------------------------------------------------------

    def receivers(self) -> list[Receiver]:
        office = self.office
        holders = [unit_token(office.culture_id), unit_token(office.economy_id)]
        people = (office.officer, office.second_officer, office.economy_officer, office.deputy)
        holders += [person_token(one.person_id) for one in people]
        chosen = self.random.sample(holders, self.random.randint(1, 3))
        roles = ("lead", self.random.choice(("cohandler", "information")), "cohandler")
        return [Receiver(holder, role) for holder, role in zip(chosen, roles, strict=False)]

    def direct(self, session: Session) -> None:
        document = self.any_of(session, _incoming("registered", "directed"))
        work.direct(session, self.any_one(session, "leader", "deputy"), document.id, "Giao.",
                    self.receivers())  # fmt: skip

    def pass_on(self, session: Session) -> None:
        line = self.open_line(session)
        work.pass_on(session, self.holder_of(session, line), line.id, "Làm.", self.receivers()[:1])

    def open_line(self, session: Session) -> Assignment:
        lines = select(Assignment).where(Assignment.state == "open")
        line: Assignment = self.any_of(session, lines)
        return line

    def holder_of(self, session: Session, line: Assignment) -> Actor:
        """Whoever holds the line, or nobody who may."""
        people = [self.who(session, name) for name in PEOPLE]
        return self.random.choice([one for one in people if line.holder in one.holders])

    def return_line(self, session: Session) -> None:
        line = self.open_line(session)
        work.return_line(session, self.holder_of(session, line), line.id, "Không phải.")

    def finish(self, session: Session) -> None:
        line = self.open_line(session)
        work.finish(session, self.holder_of(session, line), line.id, "Xong.", close_below=True)

    def recall(self, session: Session) -> None:
        work.recall(session, self.any_one(session, "leader"), self.open_line(session).id)

    def withdraw(self, session: Session) -> None:
        line = self.open_line(session)
        work.withdraw(session, self.any_one(session, "leader"), line.id, "Giao nhầm.")

    # -- Drafts ------------------------------------------------------------------------------

    def draft(self, session: Session) -> None:
        author = self.any_one(session, "officer", "head", "economy_officer")
        answers = self.random.choice([None, *session.scalars(_incoming("registered", "directed"))])
        answers_id = answers.id if answers is not None else None
        entry = self.draft_entry(session)
        drafting.start(session, self.storage, author, entry, answers_id=answers_id)

    def draft_entry(self, session: Session) -> DraftEntry:
        other = session.get_one(Agency, self.office.other_agency_id)
        return DraftEntry(
            type_code="CV",
            subject=self.subject(),
            recipients=(RecipientPlan(other.name, other.id),),
            signer_post_id=self.office.leader.posts[0].post_id,
            wording=Wording(addressees=other.name, body="Nội dung.", filing_unit="VP"),
        )

    def send(self, session: Session) -> None:
        draft = self.any_of(session, select(Draft).where(Draft.state == "drafting"))
        office = self.office
        asked = self.random.sample((office.head, office.economy_head, office.clerk), 2)
        kinds = [(self.random.choice(("review", "opinion")), one) for one in asked]
        steps = [*kinds, ("sign", office.leader)][self.random.randint(0, 2) :]
        soon = clock.today() + timedelta(days=3)
        planned = tuple(
            PlannedStep(kind, one.person_id, one.posts[0].post_id, position,
                        soon if kind == "opinion" else None)
            for position, (kind, one) in enumerate(steps, start=1)
        )  # fmt: skip
        author = actor_of(session, draft.author_id)
        number = latest_version(session, draft.id).number
        entry = RoundEntry(planned, base_version=number)
        approval.send_round(session, self.storage, author, draft.record_id, entry)

    def turn(self, session: Session) -> CircuitStep:
        turns = select(CircuitStep).where(CircuitStep.state == "current", CircuitStep.is_live)
        step: CircuitStep = self.any_of(session, turns)
        return step

    def decide(self, session: Session) -> None:
        step = self.turn(session)
        number = draft_of_record(session, step.record_id).versions[-1].number
        actor, decision = actor_of(session, step.person_id), Decision(step.id, number, "Được.")
        approval.decide(session, self.storage, actor, step.record_id, decision)

    def send_back(self, session: Session) -> None:
        step = self.turn(session)
        number = draft_of_record(session, step.record_id).versions[-1].number
        actor, decision = actor_of(session, step.person_id), Decision(step.id, number, "Sửa.")
        approval.return_to(session, actor, step.record_id, decision)

    def call_back(self, session: Session) -> None:
        draft = self.any_of(session, select(Draft).where(Draft.state == "circulating"))
        approval.call_back(session, actor_of(session, draft.author_id), draft.record_id)

    def give_up(self, session: Session) -> None:
        draft = self.any_of(session, select(Draft).where(Draft.state == "drafting"))
        drafting.cancel(session, actor_of(session, draft.author_id), draft.id, "Thôi.")

    # -- Outgoing ----------------------------------------------------------------------------

    def issue(self, session: Session) -> None:
        document = self.any_of(session, _outgoing("signed"))
        entry = IssueEntry(version=document.version)
        stamps = stamps_for(session, self.storage, document.id)
        outgoing.issue(session, self.any_one(session, "clerk"), document, entry, stamps)

    def give_back(self, session: Session) -> None:
        document, clerk = self.any_of(session, _outgoing("signed")), self.any_one(session, "clerk")
        outgoing.return_to_drafter(session, clerk, document, "Sai thể thức.", document.version)

    def recall_issued(self, session: Session) -> None:
        document, clerk = self.any_of(session, _outgoing("issued")), self.any_one(session, "clerk")
        outgoing.recall(session, clerk, document, "Sai số liệu.", document.version)

    # -- Dossiers, posts, delegations --------------------------------------------------------

    def file(self, session: Session) -> None:
        keeper = self.any_one(session, "officer", "head", "clerk", "economy_officer")
        dossier = self.some_dossier(session, keeper)
        document = self.any_of(session, select(Document).where(readable(keeper)), keeper)
        dossiers.put_in(session, keeper, dossier, document.id)

    def some_dossier(self, session: Session, keeper: Actor) -> Dossier:
        known = list(session.scalars(select(Dossier)))
        if known and self.random.random() < 0.7:
            return self.random.choice(known)
        code = f"{self.random.getrandbits(30)}.HS"
        dossier = dossiers.open_dossier(session, keeper, self.dossier(code, keeper))
        session.flush()
        return dossier

    def dossier(self, code: str, owner: Actor) -> DossierEntry:
        return DossierEntry(
            code=code,
            title="Hồ sơ công việc",
            year=clock.today().year,
            retention="06",
            unit_id=self.office.culture_id,
            owner_id=owner.person_id,
            opened_on=clock.today(),
        )

    def take_out(self, session: Session) -> None:
        member = self.any_of(session, select(DossierRecord))
        dossier = session.get_one(Dossier, member.dossier_id)
        keeper = actor_of(session, dossier.owner_id)
        dossiers.take_out(session, keeper, dossier, member.record_id, "Nhầm.")

    def hand_over(self, session: Session) -> None:
        dossier = self.any_of(session, select(Dossier))
        to = self.any_one(session, "officer", "second_officer", "economy_officer", "clerk")
        entry, keeper = self.dossier(dossier.code, to), actor_of(session, dossier.owner_id)
        dossiers.change(session, keeper, dossier, entry, dossier.version)

    def delegate(self, session: Session) -> None:
        giver = self.any_one(session, "head", "economy_head", "officer", "leader")
        to = self.any_one(session, "second_officer", "economy_officer", "deputy")
        data = delegations.DelegationData(
            post_id=_own_post(giver).post_id,
            to_person_id=to.person_id,
            scope="all",
            starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=5),
            basis="",
        )
        delegations.delegate(session, giver, data)

    def revoke(self, session: Session) -> None:
        row = self.any_of(session, select(Delegation).where(Delegation.revoked_at.is_(None)))
        delegations.revoke(session, self.who(session, "admin"), row.id)

    def end_post(self, session: Session) -> None:
        leaving = self.any_one(session, "second_officer", "economy_officer", "deputy")
        post = session.get_one(Post, _own_post(leaving).post_id)
        yesterday = clock.today() - timedelta(days=1)
        end_post(session, self.who(session, "admin"), post.id, post.version, yesterday)

    # -- Moves and leave ---------------------------------------------------------------------

    def move_on(self, session: Session) -> None:
        """Everything that somebody holds here goes to a colleague."""
        source, taker = self.random.sample(("officer", "second_officer", "economy_officer"), 2)
        holder = person_token(getattr(self.office, source).person_id)
        to = person_token(getattr(self.office, taker).person_id)
        held = moves_queries.held_by(session, holder, self.office.agency_id)
        plan = {(group.holding.name, one.id): to for group in held for one in group.things}
        admin = self.who(session, "admin")
        moves.hand_over(session, admin, holder, self.office.agency_id, plan, "Chuyển công tác.")

    def move_back(self, session: Session) -> None:
        act = self.any_of(session, select(Handover).where(Handover.taken_back_at.is_(None)))
        moves.take_back(session, self.who(session, "admin"), act.id)

    def reorganise(self, session: Session) -> None:
        """A unit goes into another, or gives what it has to a new one."""
        units = self.office.culture_id, self.office.economy_id
        source, other = self.random.sample(units, 2)
        new = {"n1": (f"Phòng {self.random.getrandbits(30)}", "M", "M")}
        target = self.random.choice(("n1", unit_token(other)))
        keys = [unit_token(source), target] if self.random.random() < 0.5 else [target]
        new = new if target == "n1" else {}
        heads_of = moves_queries.heads_of(session, [self.office.agency_id])
        place = moves_queries.goes_to([source], keys, {})
        together = moves_queries.heads_together(heads_of, place)
        heads = {key: self.random.choice(rows).id for key, rows in together.items() if rows}
        wanted = moves.Reorganisation([source], keys, "Nghị quyết 05.", new, heads=heads)
        moves.reorganise(session, self.who(session, "admin"), self.office.agency_id, wanted)

    def go_on_leave(self, session: Session) -> None:
        """New work for somebody goes to who stands in, and is theirs to read."""
        away = self.any_one(session, "officer", "second_officer", "economy_officer")
        stands_in = self.any_one(session, "officer", "second_officer", "deputy")
        days = LeaveData(
            clock.today(), clock.today() + timedelta(days=2), "Việc nhà.", reroutes=True,
            delegates=self.random.random() < 0.5, stand_in_id=stands_in.person_id,
        )  # fmt: skip
        asked = leave.ask(session, away, days)
        leave.approve(session, self.any_one(session, "head", "leader"), asked.id, asked.version)

    def come_back(self, session: Session) -> None:
        asked = self.any_of(session, select(LeaveRequest).where(LeaveRequest.state == "approved"))
        own = actor_of(session, asked.person_id)
        leave.take_back(session, own, asked.id, asked.version)


def _own_post(actor: Actor) -> HeldPost:
    return [post for post in actor.posts if not post.is_delegated][0]  # noqa: RUF015


def _incoming(*states: str) -> Any:
    return select(IncomingDocument).where(IncomingDocument.state.in_(states))


def _outgoing(*states: str) -> Any:
    return select(OutgoingDocument).where(OutgoingDocument.state.in_(states))


ACTS: dict[str, Callable[[Acting, Session], None]] = {
    name: getattr(Acting, name)
    for name in (
        *("register", "correct", "cancel", "accept", "refuse", "open", "direct", "pass_on"),
        *("return_line", "finish", "recall", "withdraw", "draft", "send", "decide", "send_back"),
        *("call_back", "give_up", "issue", "give_back", "recall_issued", "file", "take_out"),
        *("hand_over", "delegate", "revoke", "end_post", "move_on", "move_back", "reorganise"),
        *("go_on_leave", "come_back"),
    )
}
