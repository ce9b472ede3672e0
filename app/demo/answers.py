"""The answers of the demonstration: drafted, sent round, signed and issued."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval import service as approval
from app.approval.inputs import Decision, RoundEntry
from app.approval.models import IS_CURRENT, CircuitStep
from app.approval.rules.circuit import PlannedStep
from app.core.db import reading, transaction
from app.core.policy import Actor
from app.deadlines.rules.holidays import NATIONAL
from app.deadlines.rules.working_time import add_working_days
from app.demo.office import Body
from app.demo.scene import Scene
from app.drafting import service as drafting
from app.drafting.inputs import DraftEntry
from app.drafting.models import Draft
from app.drafting.rules.content import RecipientPlan, Wording
from app.incoming.models import IncomingDocument
from app.outgoing import service as outgoing
from app.outgoing.inputs import IssueEntry
from app.outgoing.models import OutgoingDocument
from app.work import service as work

BODY = (
    "1. Về kết quả thực hiện: đơn vị đã quán triệt, phân công cụ thể từng cán bộ phụ trách; đến "
    "nay đã hoàn thành các nội dung theo kế hoạch.\n"
    "2. Về khó khăn, vướng mắc: nguồn kinh phí còn hạn chế, một số nội dung cần hướng dẫn thêm.\n"
    "3. Đề xuất, kiến nghị: đề nghị cấp trên tiếp tục quan tâm, hỗ trợ để thực hiện đúng tiến độ."
)


@dataclass
class Answers:
    """Remembers the drafts on their way."""

    scene: Scene
    drafts: list[int] = field(default_factory=list)

    def answer(self, holder: Actor, document: IncomingDocument) -> None:
        """The holder of the lead line drafts the reply, once."""
        with self.scene.factory() as session:
            known = session.scalar(select(Draft.id).where(Draft.answers_id == document.id))
        if known is None:
            leader_id = document.presented_to_id
            leader = next(a for a in self.scene.district.leaders if a.person_id == leader_id)
            self.draft(self.scene.district, holder, document.id, leader)

    def draft(self, body: Body, author: Actor, document_id: int, leader: Actor) -> None:
        with transaction(self.scene.factory) as session:
            request = session.get_one(IncomingDocument, document_id)
            work.open_lines(session, document_id, author)
            wording = Wording(
                addressees=request.issuer,
                body=f"Phúc đáp Văn bản số {request.reference} của {request.issuer}, "
                f"{body.agency.name} báo cáo như sau:\n{BODY}",
                filing_unit="VP",
            )
            recipient = RecipientPlan(request.issuer, agency_id=request.issuer_agency_id)
            subject = (
                f"V/v trả lời Văn bản số {request.reference}: "
                + request.subject.removeprefix("V/v ")
            )
            entry = DraftEntry(
                type_code="CV",
                subject=subject[:300],
                urgency=request.urgency,
                recipients=(recipient,),
                signer_post_id=body.posts[leader.person_id],
                wording=wording,
            )
            draft = drafting.start(
                session, self.scene.storage, author, entry, answers_id=document_id
            )
            self.drafts.append(draft.record_id)
            if self.scene.words.chance(0.85):
                self._send_round(session, body, author, draft, leader)

    def _send_round(
        self, session: Session, body: Body, author: Actor, draft: Draft, leader: Actor
    ) -> None:
        people: list[tuple[str, Actor]] = []
        if draft.unit_id is not None and draft.unit_id in body.heads:
            people.append(("review", body.heads[draft.unit_id]))
        people.append(("sign", leader))
        steps = tuple(
            PlannedStep(kind, person.person_id, body.posts[person.person_id], position)
            for position, (kind, person) in enumerate(people, start=1)
        )
        entry = RoundEntry(steps, base_version=1)
        approval.send_round(session, self.scene.storage, author, draft.record_id, entry)

    def approve(self, days_left: int) -> None:
        for record_id in list(self.drafts):
            with self.scene.factory() as session:
                steps = select(CircuitStep).where(CircuitStep.record_id == record_id, IS_CURRENT)
                step = session.scalar(steps)
            if step is not None and self.scene.words.chance(0.35 if days_left < 3 else 0.85):
                self._decide(step, days_left)
        self._issue(days_left)

    def _decide(self, step: CircuitStep, days_left: int) -> None:
        people = [self.scene.district, *self.scene.communes]
        actors = [a for body in people for a in (*body.leaders, *body.heads.values())]
        actor = next(actor for actor in actors if actor.person_id == step.person_id)
        with transaction(self.scene.factory) as session:
            if self.scene.words.chance(0.08):
                decision = Decision(step.id, 1, "Bổ sung số liệu cụ thể của từng xã.")
                approval.return_to(session, actor, step.record_id, decision)
            else:
                comment = "Đồng ý." if step.kind == "review" else ""
                decision = Decision(step.id, 1, comment)
                approval.decide(session, self.scene.storage, actor, step.record_id, decision)

    def _issue(self, days_left: int) -> None:
        for body in (self.scene.district, *self.scene.communes):
            rows = select(OutgoingDocument.id).where(
                OutgoingDocument.agency_id == body.agency.id, OutgoingDocument.state == "signed"
            )
            with self.scene.factory() as session:
                waiting = list(session.scalars(rows))
            for document_id in waiting:
                if days_left > 0 or self.scene.words.chance(0.4):
                    self._issue_one(body, document_id)

    def _issue_one(self, body: Body, document_id: int) -> None:
        stamps = outgoing.Stamps(self.scene.storage, self.scene.sandbox)
        with reading(self.scene.factory) as session:
            stamps.prepare(session, document_id)
        with transaction(self.scene.factory) as session:
            document = session.get_one(OutgoingDocument, document_id)
            entry = IssueEntry(version=document.version)
            outgoing.issue(session, body.clerk, document, entry, stamps)

    def ask_communes(self, day: date) -> None:
        """The district asks its communes for a report; a leader signs, it is issued that day."""
        body = self.scene.district
        unit = self.scene.words.random.choice(body.units)
        author, leader = body.officers[unit.id][0], body.leaders[0]
        due = add_working_days(day, self.scene.words.random.choice((5, 8, 12)), NATIONAL)
        receivers = tuple(
            RecipientPlan(c.agency.short_name, c.agency.id, reply_required=True, due_on=due)
            for c in self.scene.communes
        )
        wording = Wording(
            addressees="Ủy ban nhân dân các xã",
            body="Để có cơ sở tổng hợp, Ủy ban nhân dân huyện yêu cầu Ủy ban nhân dân các xã:\n"
            f"{BODY}\nBáo cáo gửi về {unit.name} trước ngày {due:%d/%m/%Y} để tổng hợp./.",
            filing_unit=unit.symbol,
        )
        entry = DraftEntry(
            type_code="CV",
            subject=self.scene.words.subject(),
            recipients=receivers,
            signer_post_id=body.posts[leader.person_id],
            wording=wording,
        )
        with transaction(self.scene.factory) as session:
            draft = drafting.start(session, self.scene.storage, author, entry)
            self.drafts.append(draft.record_id)
            self._send_round(session, body, author, draft, leader)
