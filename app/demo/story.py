"""Two months in the life of the demonstration district, told through the office's own services.

Every day the clerks register, the leaders direct, units hand on, officers finish or answer, and
the answers are issued. The clock stands at the day that is told.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from app.core import clock, jobs
from app.core.db import transaction
from app.core.policy import Actor, person_token, unit_token
from app.core.words import URGENCY_PRINTED
from app.correspondence.models import Document
from app.deadlines.rules.colours import is_late
from app.deadlines.rules.holidays import NATIONAL
from app.deadlines.rules.working_time import add_working_days
from app.demo.answers import Answers
from app.demo.office import Body
from app.demo.papers import Paper, fonts_are_there, letter_pdf, list_xlsx
from app.demo.scene import Scene
from app.demo.words import DIRECTIVES, ISSUERS, PROVINCE
from app.dossiers import service as dossiers
from app.dossiers.rules import DossierEntry
from app.files.service import Examined, examine, take_upload
from app.incoming import service as incoming
from app.incoming.inputs import Entry
from app.incoming.models import IncomingDocument
from app.messages import service as messages
from app.work import service as work
from app.work.models import Assignment
from app.work.rules import Receiver

DAYS = 36
A_DAY = range(4, 7)
"""How many documents arrive at the district on a working day."""
LAST_DAYS = 5
"""Before them nearly everything gets done; what came later is on its way."""

PARAGRAPHS = (
    "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh và chương trình công tác năm {year}, {issuer} đề "
    "nghị Ủy ban nhân dân các huyện quan tâm chỉ đạo, thực hiện các nội dung sau:",
    "1. Rà soát, đánh giá đúng thực trạng {matter}; xác định rõ nguyên nhân, trách nhiệm của từng "
    "tổ chức, cá nhân.",
    "2. Xây dựng kế hoạch cụ thể, phân công rõ người, rõ việc, rõ thời gian hoàn thành; bố trí đủ "
    "nguồn lực để thực hiện.",
    "3. Báo cáo kết quả bằng văn bản về {issuer} trước ngày {due} để tổng hợp, trình Ủy ban nhân "
    "dân tỉnh.",
    "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh kịp thời để được hướng dẫn./.",
)


@dataclass
class Story:
    """Carries the work on from day to day; what is told is the same every time (seeded)."""

    scene: Scene
    answers: Answers
    open_documents: list[int] = field(default_factory=list)

    def tell(self) -> None:
        """All days until today; the last ones leave work open in every state."""
        days = list(_working_days(clock.today(), DAYS))
        for index, day in enumerate(days):
            self._day(day, days_left=len(days) - index - 1)
        with clock.stopped_at(min(clock.at(days[-1], time(16, 0)), clock.now())):
            self._dossier()

    def _day(self, day: date, days_left: int) -> None:
        with clock.stopped_at(_hour(day, 8)):
            for number in range(self.scene.words.random.choice(A_DAY)):
                self._arrival(day, number)
            if self.scene.words.chance(0.35):
                self.answers.ask_communes(day)
        with clock.stopped_at(_hour(day, 10)):
            self._hear()
            self._communes_accept(day, days_left)
        with clock.stopped_at(_hour(day, 14)):
            self._work(day, days_left)
        with clock.stopped_at(_hour(day, 16)):
            self.answers.approve(days_left)
            self._hear()
            self._run_rounds()
            if days_left == 1:
                self._read_notices()

    def _hear(self) -> None:
        """What follows from what was done since."""
        hearing = self.scene.handlers.without_rounds()
        jobs.drain(self.scene.factory, hearing, jobs.LIGHT, limit=2000)

    def _run_rounds(self) -> None:
        """Once a day is enough of what the clock brings every few minutes."""
        jobs.drain(self.scene.factory, self.scene.handlers, jobs.LIGHT, limit=2000)

    # -- The clerk ---------------------------------------------------------------------------

    def _arrival(self, day: date, number: int) -> None:
        random = self.scene.words.random
        issuer, symbol, unit = random.choice(ISSUERS)
        urgency = random.choices((0, 1, 2, 3), (80, 13, 5, 2))[0]
        due = add_working_days(day, random.choice((5, 7, 10, 15, 20)), NATIONAL)
        subject = self.scene.words.subject()
        reference = (str(random.randint(30, 3900)), f"{symbol}-{unit}" if unit else symbol)
        written = day - timedelta(days=random.randint(0, 4))
        paper = self._paper(issuer, "/".join(reference), written, subject, due, urgency)
        examined = self._examined(paper, number)
        clerk = self.scene.district.clerk
        with transaction(self.scene.factory) as session:
            tokens = tuple(take_upload(session, clerk, found).token for found in examined)
            leader = self.scene.district.leaders[0 if urgency else random.randrange(3)]
            entry = Entry(
                register_id=self.scene.district.incoming_register_id,
                arrived_on=day,
                number=reference[0],
                symbol=reference[1],
                issued_on=written,
                issuer=issuer,
                type_code="CV",
                subject=subject,
                urgency=urgency,
                pages=1,
                signer_name=paper.signer_name,
                signer_title="Phó Giám đốc",
                due_on=due,
                reply_required=random.random() < 0.35,
                presented_to_id=leader.person_id,
                uploads=tokens,
                is_different=True,
            )
            document = incoming.register(session, clerk, entry)
            self.open_documents.append(document.id)

    def _paper(
        self, issuer: str, reference: str, day: date, subject: str, due: date, urgency: int
    ) -> Paper:
        matter = subject.removeprefix("V/v ")
        values = {"issuer": issuer, "year": day.year, "due": f"{due:%d/%m/%Y}", "matter": matter}
        return Paper(
            superior=f"Ủy ban nhân dân tỉnh {PROVINCE}" if not issuer.startswith("UBND") else "",
            issuer=issuer.replace("UBND", "Ủy ban nhân dân"),
            place=PROVINCE,
            reference=reference,
            day=day,
            subject=subject,
            addressee="Ủy ban nhân dân các huyện",
            paragraphs=tuple(text.format(**values) for text in PARAGRAPHS),
            signer_title="KT. GIÁM ĐỐC<br/>PHÓ GIÁM ĐỐC",
            signer_name=self.scene.words.person(),
            urgency=URGENCY_PRINTED[urgency],
        )

    def _examined(self, paper: Paper, number: int) -> list[Examined]:
        files = []
        if fonts_are_there():
            files.append((f"{paper.reference.replace('/', '-')}.pdf", letter_pdf(paper)))
        if number == 0 or not files:
            names = [commune.agency.short_name for commune in self.scene.communes]
            files.append(("Bieu-so-01.xlsx", list_xlsx(f"BIỂU SỐ 01: {paper.subject}", names)))
        scene = self.scene
        return [
            examine(scene.storage, scene.sandbox, io.BytesIO(content), name)
            for name, content in files
        ]

    def _communes_accept(self, day: date, days_left: int) -> None:
        for body in self.scene.communes:
            for document_id in self._waiting(body):
                if days_left > 0 and self.scene.words.chance(0.85):
                    self._accept(body, document_id, day)

    def _waiting(self, body: Body) -> list[int]:
        rows = select(IncomingDocument.id).where(
            IncomingDocument.agency_id == body.agency.id, IncomingDocument.state == "waiting"
        )
        with self.scene.factory() as session:
            return list(session.scalars(rows))

    def _accept(self, body: Body, document_id: int, day: date) -> None:
        with transaction(self.scene.factory) as session:
            document = session.get_one(IncomingDocument, document_id)
            if self.scene.words.chance(0.05):
                incoming.refuse(session, body.clerk, document, "Văn bản gửi nhầm địa chỉ.")
                return
            number, _slash, symbol = document.reference.partition("/")
            entry = Entry(
                register_id=body.incoming_register_id,
                arrived_on=day,
                number=number,
                symbol=symbol,
                issued_on=document.issued_on,
                issuer=document.issuer,
                type_code=document.type_code,
                subject=document.subject,
                urgency=document.urgency,
                due_on=clock.local(document.due_at).date() if document.due_at else None,
                reply_required=document.reply_required,
                presented_to_id=body.chairman.person_id,
                is_different=True,
            )
            incoming.accept(session, body.clerk, document, entry)
        officer = body.officers[0][document_id % 2]
        lead = Receiver(person_token(officer.person_id), "lead", document.due_at)
        self._direct(body.chairman, document_id, [lead])
        if self.scene.words.chance(0.6):
            self.answers.draft(body, officer, document_id, body.chairman)

    def _read_notices(self) -> None:
        """What is unread today is of today and of yesterday evening."""
        people = [actor for body in self._bodies for actor in body.everybody]
        with transaction(self.scene.factory) as session:
            for actor in people:
                messages.mark_all_read(session, actor)

    @property
    def _bodies(self) -> list[Body]:
        return [self.scene.district, *self.scene.communes]

    # -- Leaders, units, officers ------------------------------------------------------------

    def _work(self, day: date, days_left: int) -> None:
        for document_id in list(self.open_documents):
            with self.scene.factory() as session:
                document = session.get_one(IncomingDocument, document_id)
            if document.state == "registered":
                if days_left > 1 or self.scene.words.chance(0.35):
                    self._give_out(document, day)
            elif self.scene.words.chance(0.5 if days_left < LAST_DAYS else 0.9):
                for _ in range(1 if days_left < LAST_DAYS else 2):
                    self._carry_on(document)

    def _give_out(self, document: IncomingDocument, day: date) -> None:
        random = self.scene.words.random
        units = random.sample(self.scene.district.units, k=random.choice((1, 1, 2, 3)))
        limit = document.due_at or NATIONAL.closing(add_working_days(day, 5, NATIONAL))
        due = min(
            limit, NATIONAL.closing(add_working_days(day, random.choice((6, 8, 10)), NATIONAL))
        )
        receivers = [Receiver(unit_token(units[0].id), "lead", max(due, clock.now()))]
        receivers += [Receiver(unit_token(unit.id), "cohandler", limit) for unit in units[1:]]
        if self.scene.words.chance(0.3):
            deputy = random.choice(self.scene.district.leaders[1:])
            receivers.append(Receiver(person_token(deputy.person_id), "information"))
        leader_id = document.presented_to_id
        leader = next(a for a in self.scene.district.leaders if a.person_id == leader_id)
        self._direct(leader, document.id, receivers)

    def _direct(self, leader: Actor, document_id: int, receivers: list[Receiver]) -> None:
        with transaction(self.scene.factory) as session:
            document = session.get_one(IncomingDocument, document_id)
            work.open_lines(session, document_id, leader)
            text = self.scene.words.random.choice(DIRECTIVES)
            work.direct(session, leader, document.id, text, receivers)

    def _carry_on(self, document: IncomingDocument) -> None:
        """One step further on the newest line that can go on: pass on, answer, or finish."""
        lines = self._open_lines(document.id)
        if not lines and document.id in self.open_documents:
            self.open_documents.remove(document.id)
        for line in reversed(lines):
            if line.unit_id is not None and line.acted_at is None:
                return self._pass_on(line)
            if line.role == "lead" and document.reply_required:
                if line.person_id is not None:
                    self.answers.answer(self._holder(line), document)
            elif not any(below.parent_id == line.id for below in lines):
                return self._finish(line)
        return None

    def _open_lines(self, document_id: int) -> list[Assignment]:
        rows = select(Assignment).where(
            Assignment.record_id == document_id, Assignment.state == "open"
        )
        with self.scene.factory() as session:
            return list(session.scalars(rows.order_by(Assignment.id)))

    def _pass_on(self, line: Assignment) -> None:
        assert line.unit_id is not None
        head = self.scene.district.heads[line.unit_id]
        officer = self.scene.words.random.choice(self.scene.district.officers[line.unit_id])
        with transaction(self.scene.factory) as session:
            work.open_lines(session, line.record_id, head)
            in_time = not is_late(line.due_at, clock.now())
            due = line.due_at if in_time else None
            receiver = Receiver(person_token(officer.person_id), line.role, due)
            text = "Đ/c nghiên cứu, tham mưu, báo cáo Trưởng phòng trước hạn 01 ngày."
            work.pass_on(session, head, line.id, text, [receiver])
        if self.scene.words.chance(0.7):
            with transaction(self.scene.factory) as session:
                work.open_lines(session, line.record_id, officer)

    def _finish(self, line: Assignment) -> None:
        holder = self._holder(line)
        with transaction(self.scene.factory) as session:
            work.open_lines(session, line.record_id, holder)
            known = session.get_one(Assignment, line.id)
            if known.state == "open":
                outcome = "Đã thực hiện xong, lưu kết quả vào hồ sơ công việc."
                work.finish(session, holder, line.id, outcome)

    def _holder(self, line: Assignment) -> Actor:
        if line.unit_id is not None:
            return self.scene.district.heads[line.unit_id]
        everybody = self.scene.district.everybody
        return next(actor for actor in everybody if actor.person_id == line.person_id)

    def _dossier(self) -> None:
        """The officer of the culture department keeps a dossier of a few documents."""
        unit = next(unit for unit in self.scene.district.units if unit.symbol == "VHTT")
        owner = self.scene.district.officers[unit.id][0]
        rows = (
            select(Assignment.record_id)
            .where(Assignment.person_id == owner.person_id)
            .order_by(Assignment.id.desc())
            .limit(4)
        )
        with transaction(self.scene.factory) as session:
            document_ids = list(dict.fromkeys(session.scalars(rows)))
            entry = DossierEntry(
                code="04.VHTT",
                title="Hồ sơ công tác văn hóa, chuyển đổi số quý IV",
                year=clock.today().year,
                retention="06",
                unit_id=unit.id,
                owner_id=owner.person_id,
                opened_on=clock.today(),
            )
            dossier = dossiers.open_dossier(session, owner, entry)
            for document_id in document_ids:
                document = session.get_one(Document, document_id)
                dossiers.put_in(session, owner, dossier, document.id)


def _working_days(last: date, count: int) -> Iterator[date]:
    """The last working days until this one, oldest first."""
    days = (last - timedelta(days=n) for n in range(count * 2, -1, -1))
    yield from [day for day in days if NATIONAL.is_working(day)][-count:]


def _hour(day: date, hour: int) -> datetime:
    """This hour of the day, or now when it has not come yet."""
    return min(clock.at(day, time(hour, 15)), datetime.now(clock.VIETNAM))
