"""Puts something into every list of a running office, some of it with very long words."""

import io
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.service.delegations import DelegationData, delegate
from app.approval import service as approval
from app.approval.inputs import RoundEntry
from app.approval.rules.circuit import PlannedStep
from app.core import clock
from app.core.db import create_engine, session_factory, transaction
from app.core.installation import Engines
from app.deadlines.rules.holidays import NATIONAL
from app.dossiers import service as dossiers
from app.dossiers.rules import DossierEntry
from app.drafting import service as drafting
from app.drafting.inputs import DraftEntry
from app.drafting.rules.content import RecipientPlan, Wording
from app.incoming import service as incoming
from app.incoming.inputs import Entry
from app.incoming.models import IncomingDocument
from app.leave.rules import LeaveData
from app.leave.service import ask as ask_leave
from app.organisation.service import AbsenceData, note_absence
from app.outgoing import service as outgoing
from app.outgoing.inputs import IssueEntry, PaperEntry, RecipientEntry
from app.requests import service as requests
from app.requests.rules import Holder
from app.requests.service.answering import propose
from app.requests.service.common import in_hand
from app.urgent import service as urgent
from app.urgent.models import UrgentTarget
from app.urgent.queries.chain import places_of
from app.wiring import build_engines
from app.work.models import Assignment
from app.work.service import Receiver, add_phrase, ask_extension, direct, pass_on
from config import Settings
from tests.factories.office import Office
from tests.journeys.conftest import LiveOffice
from tests.journeys.papers import letter
from tests.sandboxing import stamps_for, taken

LONG = (
    "V/v triển khai thực hiện Kế hoạch số 215/KH-UBND ngày 14 tháng 9 của Ủy ban nhân dân tỉnh về "
    "tăng cường công tác phòng, chống thiên tai, tìm kiếm cứu nạn, rà soát các khu vực có nguy cơ "
    "sạt lở đất, lũ ống, lũ quét và bố trí, sắp xếp ổn định dân cư vùng thiên tai trên địa bàn "
    "tỉnh giai đoạn 2026-2030, định hướng đến năm 2035 (Phụ lục: https://congbao.vi-du.gov.vn/"
    "vanban/2026/215-KH-UBND-phu-luc-danh-muc-cac-khu-vuc-co-nguy-co-rat-cao.pdf)"
)


def fill_office(live: LiveOffice) -> None:
    settings = Settings.from_environment(
        {"CONGVAN_INSTANCE": str(live.instance), "CONGVAN_DATABASE_URL": live.database_url}
    )
    engine = create_engine(live.database_url)
    with transaction(session_factory(engine)) as session:
        _Filling(session, live.people, build_engines(settings)).everything()
    engine.dispose()


class _Filling:
    """One transaction's worth of work of a small office."""

    def __init__(self, session: Session, people: Office, engines: Engines) -> None:
        self.session = session
        self.people = people
        self.engines = engines
        self.today = clock.today()

    def everything(self) -> None:
        request = self.registered("6001", LONG, urgency=2, reply_required=True, due_in=9)
        self.registered("6002", "V/v mời dự hội nghị giao ban", due_in=1)
        self.asked(request)
        self.directed(request)
        self.drafts(request)
        self.issued("V/v đề nghị phối hợp tuyên truyền phòng cháy", to_other=True)
        self.issued(LONG, to_other=False)
        self.dossier(request)
        add_phrase(self.session, self.people.leader, "Giao … chủ trì.", for_agency=True)
        self.away()
        self.urgent(request)

    def upload(self, name: str, *lines: str) -> str:
        paper = letter(name, *lines)
        stream = io.BytesIO(paper["buffer"])
        storage = self.engines.storage
        return taken(self.session, storage, stream, name, self.people.clerk).token

    def registered(
        self,
        number: str,
        subject: str,
        *,
        due_in: int,
        urgency: int = 0,
        reply_required: bool = False,
    ) -> IncomingDocument:
        entry = Entry(
            register_id=self.people.incoming_register_id,
            arrived_on=self.today,
            number=number,
            symbol="UBND-KTTH",
            issued_on=self.today - timedelta(days=2),
            issuer="Ủy ban nhân dân tỉnh",
            type_code="CV",
            subject=subject,
            urgency=urgency,
            due_on=self.today + timedelta(days=due_in),
            reply_required=reply_required,
            presented_to_id=self.people.leader.person_id,
            uploads=(self.upload(f"{number}.pdf", "ỦY BAN NHÂN DÂN TỈNH", subject[:70]),),
        )
        return incoming.register(self.session, self.people.clerk, entry)

    def directed(self, request: IncomingDocument) -> None:
        people = self.people
        due = self.closing(8)
        receivers = (
            Receiver(f"u{people.culture_id}", "lead", due),
            Receiver(f"u{people.economy_id}", "cohandler", due),
            Receiver(f"p{people.deputy.person_id}", "information"),
        )
        directive = direct(self.session, people.leader, request.id, LONG[:400], receivers)
        of_directive = select(Assignment).filter_by(directive_id=directive.id, role="lead")
        line = self.session.scalars(of_directive).one()
        to_officer = Receiver(f"p{people.officer.person_id}", "lead", self.closing(4))
        passed = pass_on(
            self.session, people.head, line.id, "Đồng chí Nhuần soạn trả lời.", (to_officer,)
        )
        own = self.session.scalars(select(Assignment).filter_by(directive_id=passed.id)).one()
        ask_extension(self.session, people.officer, own.id, self.closing(6), LONG[:400])

    def closing(self, days: int) -> datetime:
        return NATIONAL.closing(self.today + timedelta(days=days))

    def asked(self, document: IncomingDocument) -> None:
        """One has answered, one may have, one is asked no more, one is late."""
        people, session = self.people, self.session
        asking = requests.Asking(
            document.id, LONG[:400], people.leader.person_id, None, document.id
        )
        names = (LONG[:150], "Hội Chữ thập đỏ tỉnh", "Hội Cựu chiến binh tỉnh")
        holders = [
            Holder("Phòng Văn hóa - Xã hội", unit_id=people.culture_id, role="lead"),
            Holder("Phòng Kinh tế, Hạ tầng và Đô thị", unit_id=people.economy_id),
            *(Holder(name, due_at=self.closing(-3)) for name in names),
        ]
        with clock.stopped_at(self.closing(-4)):
            lines = requests.ask(session, people.leader, asking, holders)
        kinds = ("number", "text")
        columns = [{"name": f"{LONG[:60]} ({kind})", "kind": kind} for kind in kinds]
        requests.lay_out(session, people.leader, lines[0].request_id, columns)
        requests.answer(session, people.head, lines[0].id, LONG[:400], ("1.234,5", LONG[:100]))
        about = in_hand(session, lines[0].request_id)
        letter = self.registered("6003", "V/v báo cáo theo yêu cầu", due_in=5)
        propose(session, about, lines[3], letter.id, LONG[:300])
        requests.take_off(session, people.leader, lines[4].id, "hỏi nhầm nơi")

    def urgent(self, document: IncomingDocument) -> None:
        """One place is waited for, another must be phoned."""
        session, leader = self.session, self.people.leader
        sources = [place.source for place in places_of(session, leader, document.id)]
        alert = urgent.send(session, leader, document.id, LONG[:300], sources, False, "filled")
        rows = select(UrgentTarget).filter_by(alert_id=alert.id).order_by(UrgentTarget.id)
        target = session.scalars(rows).first()
        assert target is not None
        target.state, target.next_at, target.calling_since = "calling", None, clock.now()

    def drafts(self, request: IncomingDocument) -> None:
        """One being written, one on its way to the head."""
        people, storage = self.people, self.engines.storage
        for subject, answers in ((LONG[:450], request.id), ("trả lời kiến nghị cử tri", None)):
            draft = drafting.start(
                self.session, storage, people.officer, self.letter(subject), answers_id=answers
            )
        posts = [next(iter(actor.posts)).post_id for actor in (people.head, people.leader)]
        steps = (
            PlannedStep("review", people.head.person_id, posts[0], 1),
            PlannedStep("sign", people.leader.person_id, posts[1], 2),
        )
        entry = RoundEntry(steps, base_version=1)
        approval.send_round(self.session, storage, people.officer, draft.record_id, entry)

    def letter(self, subject: str) -> DraftEntry:
        signer = next(iter(self.people.leader.posts)).post_id
        wording = Wording("Ủy ban nhân dân tỉnh", body="Nội dung.", filing_unit="VHXH")
        return DraftEntry(
            type_code="CV",
            subject=subject,
            recipients=(RecipientPlan("Ủy ban nhân dân tỉnh"),),
            signer_post_id=signer,
            wording=wording,
        )

    def issued(self, subject: str, *, to_other: bool) -> None:
        people = self.people
        inside = RecipientEntry("UBND xã Hữu Lũng", people.other_agency_id, reply_required=True)
        outside = RecipientEntry("Hội Chữ thập đỏ tỉnh", channel="paper")
        entry = PaperEntry(
            type_code="CV",
            subject=subject[:500],
            unit_id=people.culture_id,
            urgency=1,
            signer_name="Lưu Đình Thuận",
            signer_title="Chủ tịch",
            signed_on=self.today,
            recipients=(inside, outside) if to_other else (outside,),
            uploads=(self.upload("da-ky.pdf", subject[:70]),),
        )
        document = outgoing.enter_signed(self.session, people.clerk, entry)
        if to_other:
            issue = IssueEntry(document.version)
            stamps = stamps_for(self.session, self.engines.storage, document.id)
            outgoing.issue(self.session, people.clerk, document, issue, stamps)

    def dossier(self, request: IncomingDocument) -> None:
        officer = self.people.officer
        entry = DossierEntry(
            code="12.VHXH",
            title=LONG[:400],
            year=self.today.year,
            retention="06",
            unit_id=self.people.culture_id,
            owner_id=officer.person_id,
            opened_on=self.today,
        )
        opened = dossiers.open_dossier(self.session, officer, entry)
        dossiers.put_in(self.session, officer, opened, request.id)

    def away(self) -> None:
        people = self.people
        absence = AbsenceData(self.today, self.today + timedelta(days=4), "Nghỉ phép năm")
        note_absence(
            self.session, people.economy_officer, people.economy_officer.person_id, absence
        )
        post = next(iter(people.economy_head.posts)).post_id
        given = DelegationData(
            post, people.economy_officer.person_id, "all", self.today,
            self.today + timedelta(days=4), "Giấy ủy quyền số 05/GUQ-UBND",
        )  # fmt: skip
        delegate(self.session, people.economy_head, given)
        later = self.today + timedelta(days=10)
        ask_leave(self.session, people.officer, LeaveData(later, later, LONG[:200]))
