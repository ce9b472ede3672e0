"""An office in the middle of its work: documents of many states, and a person in every relation.

Everything is done through the services, so that readers, lines and numbers are those that the
office itself gives. `things` names the ids that routes are called with.
"""

import io
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.approval import service as approval
from app.approval.inputs import Decision, RoundEntry
from app.approval.models import CircuitStep
from app.approval.rules.circuit import PlannedStep
from app.core import clock, jobs
from app.core.db import SessionFactory, transaction
from app.core.kept_forms import keep_form, kept_forms
from app.core.outbox import OutboxRow
from app.core.policy import Actor, person_token, unit_token
from app.core.settings import SettingValue
from app.core.text import fold
from app.correspondence.models import Document
from app.deadlines.models import DayException, UsualSpan
from app.deadlines.settings import SOON_DAYS
from app.demo.builder import Builder
from app.dossiers import service as dossiers
from app.dossiers.rules import DossierEntry
from app.drafting import service as drafting
from app.drafting.inputs import DraftEntry
from app.drafting.models import Draft, DraftAttachment, DraftVersion
from app.drafting.queries.drafts import attachments_of
from app.drafting.rules.content import RecipientPlan, Wording
from app.features import FEATURES
from app.files.models import RecordFile, Rendition
from app.files.service import content_of, note_made_here
from app.incoming import service as incoming
from app.incoming.inputs import Entry
from app.incoming.models import IncomingDocument
from app.leave import service as leave
from app.leave.rules import LeaveData
from app.lists.rules import ViewEntry
from app.lists.service import keep as keep_view
from app.messages.models import Notice, SmsMessage
from app.moves import service as moves
from app.onestop.cases import service as cases
from app.onestop.cases.inputs import Applicant, Intake, Status
from app.onestop.procedures import service as procedures
from app.onestop.procedures.demo import shipped
from app.onestop.procedures.models import ProcedureVersion
from app.onestop.procedures.rules.exchange import written
from app.organisation.models import Absence, Agency, Delegation, Post, Unit
from app.organisation.service import raise_epoch
from app.outgoing import service as outgoing
from app.outgoing.inputs import IssueEntry
from app.outgoing.models import OutgoingDocument, Recipient
from app.registers import service as registers
from app.registers.models import ClosedYear, NumberSeries
from app.registers.queries import registers_of
from app.requests import service as requests
from app.requests.models import RequestAnswer
from app.requests.queries import request_on
from app.requests.service.papers import Papers
from app.urgent.models import UrgentAlert, UrgentTarget
from app.work import service as work
from app.work.models import Assignment, Directive
from app.work.service import Receiver
from documents.storage import Storage
from tests.factories.office import PASSWORD_HASH, Office, make_office
from tests.sandboxing import stamps_for, taken

Values = dict[str, Any]
LATEST = 2
"""The version of every draft here: each was saved once more after it was begun."""
HUNDRED_DAYS = timedelta(days=100)


@dataclass
class Prepared:
    """`people` by name; `things[kind][name]` are the values that a route's arguments take."""

    office: Office
    people: dict[str, Actor]
    things: dict[str, dict[str, Values]] = field(default_factory=dict)

    def user_name(self, who: str) -> str:
        return fold(self.people[who].name).replace(" ", "")

    def id_of(self, kind: str, name: str) -> int:
        value: int = next(iter(self.things[kind][name].values()))
        return value


def a_pdf(words: str, pages: int = 1) -> bytes:
    """A real PDF whose every page says these words."""
    target = io.BytesIO()
    canvas = Canvas(target)
    for number in range(pages):
        canvas.drawString(72, 720, f"{words} {number + 1}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def prepare(factory: SessionFactory, storage: Storage, handlers: jobs.Handlers) -> Prepared:
    with transaction(factory) as session:
        office = make_office(session)
        people = _people(session, office)
    work = _Work(factory, storage, handlers, Prepared(office, people))
    work.arrivals()
    work.directives()
    work.drafts()
    work.issued()
    work.dossiers()
    work.small_things()
    work.drain()
    work.conversions()
    return work.prepared


def _people(session: Session, office: Office) -> dict[str, Actor]:
    """Those of the office by name, and who is in none of its posts: stand-ins and a newcomer."""
    build = Builder(session, PASSWORD_HASH)
    home = session.get_one(Agency, office.agency_id)
    away = session.get_one(Agency, office.other_agency_id)
    economy = session.get_one(Unit, office.economy_id)
    hired = {
        "standin": ("Cao Thế Vinh", "officer", home, economy),
        "former_standin": ("Lò Thị Pín", "officer", home, economy),
        "stranger": ("Giàng A Sử", "officer", home, economy),
        "counter": ("Hứa Thị Sim", "counter", home, None),
        "other_officer": ("Nguyễn Hữu Đạt", "officer", away, None),
    }
    found = {}
    for key, (name, role, agency, unit) in hired.items():
        person = build.person(name, "0912000099", fold(name).replace(" ", ""))
        build.post(person, "Chuyên viên", role, agency, unit)
        found[key] = person.id
    newcomer = build.person("Đinh Thị Mới", "0912000098", "dinhthimoi")
    head_post = session.scalars(select(Post).where(Post.person_id == office.head.person_id)).one()
    today = clock.today()
    _delegate(session, office, head_post.id, found["standin"], today, today + HUNDRED_DAYS)
    ended = today - timedelta(days=1)
    _delegate(session, office, head_post.id, found["former_standin"], ended - HUNDRED_DAYS, ended)
    raise_epoch(session)
    session.flush()
    names = (
        *("clerk", "leader", "deputy", "head", "officer", "second_officer", "economy_head"),
        *("economy_officer", "admin", "other_clerk", "other_leader"),
    )
    people = {name: getattr(office, name) for name in names}
    people |= {name: actor_of(session, person_id) for name, person_id in found.items()}
    return people | {"postless": actor_of(session, newcomer.id)}


def _delegate(
    session: Session, office: Office, post_id: int, to: int, first: Any, last: Any
) -> None:
    session.add(
        Delegation(
            post_id=post_id,
            to_person_id=to,
            scope="all",
            basis="Giấy ủy quyền số 05/GUQ-UBND",
            starts_on=first,
            ends_on=last,
            created_by_id=office.admin.person_id,
        )
    )
    session.flush()


@dataclass
class _Work:
    factory: SessionFactory
    storage: Storage
    handlers: jobs.Handlers
    prepared: Prepared

    @property
    def office(self) -> Office:
        return self.prepared.office

    def who(self, name: str) -> Actor:
        return self.prepared.people[name]

    def note(self, kind: str, name: str, **values: Any) -> None:
        self.prepared.things.setdefault(kind, {})[name] = values

    def drain(self) -> None:
        jobs.drain(self.factory, self.handlers, limit=1000)

    # -- Incoming ----------------------------------------------------------------------------

    def arrivals(self) -> None:
        for name in ("registered", "directed", "answered", "closed", "passed_on"):
            self._arrival("clerk", self.office.incoming_register_id, name)
        with transaction(self.factory) as session:
            register = registers_of(session, self.office.other_agency_id, "incoming")[0]
        self._arrival("other_clerk", register.id, "of_other")
        with transaction(self.factory) as session:
            closed = session.get_one(IncomingDocument, self.prepared.id_of("document", "closed"))
            incoming.close(session, self.who("leader"), closed, "Chỉ để biết.")

    def _arrival(self, clerk: str, register_id: int, name: str) -> None:
        with transaction(self.factory) as session:
            content = io.BytesIO(a_pdf(f"The file of {name}"))
            upload = taken(session, self.storage, content, f"{name}.pdf", self.who(clerk))
            entry = Entry(
                register_id=register_id,
                arrived_on=clock.today(),
                number=str(len(self.prepared.things.get("document", ())) + 100),
                symbol="SNV-CCHC",
                issued_on=clock.today(),
                issuer="Sở Nội vụ",
                type_code="CV",
                subject=secret(name),
                reply_required=name == "answered",
                uploads=(upload.token,),
            )
            document = incoming.register(session, self.who(clerk), entry)
            self._document(session, name, document)

    def _document(self, session: Session, name: str, document: Document) -> None:
        session.flush()
        self.note("document", name, document_id=document.id)
        self.note("record", name, record_id=document.id)
        files = select(RecordFile.id).where(
            RecordFile.record_id == document.id, RecordFile.removed_at.is_(None)
        )
        for file_id in session.scalars(files.order_by(RecordFile.id).limit(1)):
            self.note("file", name, file_id=file_id)

    # -- Lines -------------------------------------------------------------------------------

    def directives(self) -> None:
        culture, economy = unit_token(self.office.culture_id), unit_token(self.office.economy_id)
        informed = person_token(self.who("second_officer").person_id)
        self._direct("directed", Receiver(culture, "lead"), Receiver(informed, "information"))
        self._direct("answered", Receiver(culture, "lead"))
        self._direct("passed_on", Receiver(economy, "lead"))
        for name, head, to in (
            ("answered", "head", "officer"),
            ("passed_on", "economy_head", "economy_officer"),
        ):
            self._pass_on(name, head, to)

    def _direct(self, name: str, *receivers: Receiver) -> None:
        with transaction(self.factory) as session:
            document_id = self.prepared.id_of("document", name)
            directive = work.direct(
                session, self.who("leader"), document_id, f"Giao xử lý {name}.", receivers
            )
            self._lines(session, name, directive)

    def _pass_on(self, name: str, head: str, to: str) -> None:
        with transaction(self.factory) as session:
            receiver = Receiver(person_token(self.who(to).person_id), "lead")
            line_id = self.prepared.id_of("line", name)
            passed = work.pass_on(session, self.who(head), line_id, "Đ/c tham mưu.", [receiver])
            self._lines(session, f"{name}_below", passed)

    def _lines(self, session: Session, name: str, directive: Directive) -> None:
        session.flush()
        self.note("directive", name, directive_id=directive.id)
        lines = select(Assignment.id).where(Assignment.directive_id == directive.id)
        line_id = session.scalars(lines.order_by(Assignment.id)).first()
        self.note("line", name, line_id=line_id)

    # -- Drafts ------------------------------------------------------------------------------

    def drafts(self) -> None:
        self._draft("begun", "second_officer")
        self._draft("circulating", "officer", answers="answered")
        self._send("circulating", "officer", ("opinion", "economy_head"), ("sign", "leader"))
        for name in ("issued", "recalled", "signed"):
            self._draft(name, "officer")
            self._send(name, "officer", ("sign", "leader"))
            self._sign(name)
        self._draft("of_other", "other_officer")

    def _draft(self, name: str, author: str, answers: str = "") -> None:
        with transaction(self.factory) as session:
            scan = io.BytesIO(a_pdf(f"The attachment of {name}"))
            token = taken(session, self.storage, scan, "kem.pdf", self.who(author)).token
            other = session.get_one(Agency, self.office.other_agency_id)
            entry = DraftEntry(
                type_code="CV",
                subject="V/v chưa đặt tên",
                recipients=(RecipientPlan(other.name, other.id, reply_required=True),),
                signer_post_id=self._post(session, "leader").id,
                wording=Wording(addressees=other.name, body="Nội dung trả lời.", filing_unit="VP"),
                uploads=(token,),
            )
            answers_id = self.prepared.id_of("document", answers) if answers else None
            draft = drafting.start(
                session, self.storage, self.who(author), entry, answers_id=answers_id
            )
            session.flush()
            for attachment in attachments_of(session, draft.id, self._attachments(session, draft)):
                note_made_here(session, content_of(attachment))
            changed = replace(
                entry,
                subject=secret(f"draft_{name}"),
                uploads=(),
                kept_attachments=tuple(self._attachments(session, draft)),
                base_version=1,
            )
            drafting.save_version(session, self.storage, self.who(author), draft.id, changed)
            self.note("draft", name, draft_id=draft.id)
            self.note("draft's record", name, record_id=draft.record_id)
            attachment_id = self._attachments(session, draft)[0]
            self.note("attachment", name, draft_id=draft.id, attachment_id=attachment_id)

    def _attachments(self, session: Session, draft: Draft) -> list[int]:
        rows = select(DraftAttachment.id).where(DraftAttachment.draft_id == draft.id)
        return list(session.scalars(rows))

    def _post(self, session: Session, who: str) -> Post:
        rows = select(Post).where(Post.person_id == self.who(who).person_id)
        return session.scalars(rows.order_by(Post.id)).first() or _missing()

    def _send(self, name: str, author: str, *steps: tuple[str, str]) -> None:
        with transaction(self.factory) as session:
            planned = tuple(
                PlannedStep(
                    kind,
                    self.who(who).person_id,
                    self._post(session, who).id,
                    position,
                    clock.today() + HUNDRED_DAYS if kind == "opinion" else None,
                )
                for position, (kind, who) in enumerate(steps, start=1)
            )
            entry = RoundEntry(planned, base_version=LATEST)
            record_id = self.prepared.id_of("draft's record", name)
            approval.send_round(session, self.storage, self.who(author), record_id, entry)

    def _sign(self, name: str) -> None:
        draft_id = self.prepared.id_of("draft", name)
        record_id = self.prepared.id_of("draft's record", name)
        with transaction(self.factory) as session:
            turns = select(CircuitStep).where(CircuitStep.record_id == record_id)
            decision = Decision(session.scalars(turns).one().id, LATEST)
            approval.decide(session, self.storage, self.who("leader"), record_id, decision)
            document_id = session.get_one(Draft, draft_id).document_id
            document = session.get_one(OutgoingDocument, document_id)
            self._document(session, f"out_{name}", document)

    # -- Issued and delivered ----------------------------------------------------------------

    def issued(self) -> None:
        for name in ("issued", "recalled"):
            self._issue(f"out_{name}")
        self.drain()
        self._delivered("out_issued", "delivered")
        with transaction(self.factory) as session:
            document_id = self.prepared.id_of("document", "out_recalled")
            document = session.get_one(OutgoingDocument, document_id)
            line_id = session.get_one(Recipient, self._recipient("out_recalled")).line_id or 0
            made = self._answer(session, line_id)
            requests.take_off(session, self.who("leader"), line_id, "hỏi nhầm nơi")
            request = request_on(session, document_id)
            assert request is not None
            for kind, values in (
                ("request", {"request_id": request.id}),
                ("asked line", {"asked_line_id": line_id}),
                ("request answer", {"answer_id": made.id}),
            ):
                self.note(kind, "out_recalled", **values)
            outgoing.recall(session, self.who("clerk"), document, "Sai số liệu.", document.version)

    def _answer(self, session: Session, line_id: int) -> RequestAnswer:
        """By telephone and with a file, as whoever asked notes it."""
        content = io.BytesIO(a_pdf("The file of an answer"))
        upload = taken(session, self.storage, content, "tra-loi.pdf", self.who("leader"))
        papers = Papers((upload.token,))
        asker = self.who("leader")
        made = requests.answer(session, asker, line_id, "qua điện thoại", papers=papers)
        files = select(RecordFile.id).where(RecordFile.record_id == made.record_id)
        self.note("file", "of_answer", file_id=session.scalars(files).one())
        self.note("record", "of_answer", record_id=made.record_id)
        return made

    def _recipient(self, sent: str) -> int:
        return self.prepared.things["recipient"][sent]["recipient_id"]

    def _issue(self, name: str) -> None:
        with transaction(self.factory) as session:
            document = session.get_one(OutgoingDocument, self.prepared.id_of("document", name))
            entry = IssueEntry(version=document.version)
            stamps = stamps_for(session, self.storage, document.id)
            outgoing.issue(session, self.who("clerk"), document, entry, stamps)
            self._document(session, name, document)
            recipient = session.scalars(
                select(Recipient.id).where(Recipient.document_id == document.id)
            ).one()
            values = {"document_id": document.id, "recipient_id": recipient}
            self.note("recipient", name, **values)

    def _delivered(self, sent: str, name: str) -> None:
        with transaction(self.factory) as session:
            document_id = session.get_one(Recipient, self._recipient(sent)).delivered_id
            document = session.get_one(IncomingDocument, document_id)
            self._document(session, name, document)

    # -- Dossiers and the rest ---------------------------------------------------------------

    def dossiers(self) -> None:
        for name, owner, unit_id, inside in (
            ("of_officer", "officer", self.office.culture_id, "answered"),
            ("of_other", "other_officer", None, ""),
        ):
            with transaction(self.factory) as session:
                entry = DossierEntry(
                    code=f"0{owner[0]}.HS",
                    title=secret(f"dossier_{name}"),
                    year=clock.today().year,
                    retention="06",
                    unit_id=unit_id,
                    owner_id=self.who(owner).person_id,
                    opened_on=clock.today(),
                )
                dossier = dossiers.open_dossier(session, self.who(owner), entry)
                session.flush()
                self.note("dossier", name, dossier_id=dossier.id)
                if inside:
                    document_id = self.prepared.id_of("document", inside)
                    document = session.get_one(Document, document_id)
                    dossiers.put_in(session, self.who(owner), dossier, document.id)
                    values = {"dossier_id": dossier.id, "document_id": document_id}
                    self.note("membership", name, **values)

    def _urgent(self, session: Session) -> None:
        """Of the directed document, sent by the leader; nobody has confirmed."""
        agency_id, leader = self.office.agency_id, self.who("leader").person_id
        alert = UrgentAlert(
            key="prepared", record_id=self.prepared.id_of("document", "directed"), urgency=1,
            agency_id=agency_id, accented=False, sent_by_id=leader,
        )  # fmt: skip
        session.add(alert)
        session.flush()
        target = UrgentTarget(
            alert_id=alert.id, source="prepared", name="x", agency_id=agency_id, state="calling"
        )
        session.add(target)
        session.flush()
        self.note("alert", "of_directed", alert_id=alert.id)
        self.note("asked", "of_directed", target_id=target.id)

    def small_things(self) -> None:
        office = self.office
        self.drain()
        with transaction(self.factory) as session:
            self._numbers(session)
            self._uploads(session)
            self._phrases(session)
            sms = SmsMessage(
                key="prepared", person_id=office.head.person_id, phone="84912345678",
                text="KHAN", segments=1, state="failed",
            )  # fmt: skip
            self._urgent(session)
            holiday = DayException(day=clock.today() + HUNDRED_DAYS, works="off", name="x")
            absence = Absence(
                person_id=office.officer.person_id,
                starts_on=clock.today() + HUNDRED_DAYS,
                ends_on=clock.today() + HUNDRED_DAYS,
            )
            event_id = session.scalars(select(OutboxRow.id)).first()
            effect = jobs.Job(
                event_id=event_id, handler="prepared", lane="heavy", state="failed", tries=3
            )
            coming = SettingValue(
                agency_id=office.agency_id,
                key=SOON_DAYS.key,
                valid_from=clock.today() + HUNDRED_DAYS,
                value="3",
                set_by_id=self.who("admin").person_id,
            )
            session.add_all([sms, holiday, absence, effect, coming])
            session.flush()
            self.note("effect", "failed", job_id=effect.id)
            work = {"work": {"name": "work.somebody_is_there"}}
            self.prepared.things["invariant"] = work
            self.note("sms", "failed", sms_id=sms.id)
            self.note("setting", "soon", key=coming.key)
            self.note("setting value", "coming", value_id=coming.id)
            self.note("day", "holiday", row_id=holiday.id)
            usual = UsualSpan(type_code="CV", since=date(2099, 1, 1), span="5 working_day")
            session.add(usual)
            session.flush()
            self.note("usual due date", "letters", usual_id=usual.id)
            self._procedures(session)
            self.note("absence", "of_officer", absence_id=absence.id)
            self._organisation(session)
            notices = select(Notice).where(Notice.person_id == office.head.person_id)
            notice = session.scalars(notices.order_by(Notice.id)).first() or _missing()
            self.note("notice", "of_head", notice_id=notice.id)

    def _procedures(self, session: Session) -> None:
        """One that may be received, its next version, and a catalogue that was brought."""
        listed = [one for one in shipped() if one.code == "1.000894"]
        procedures.take_over(session, self.office.admin, listed, date(2025, 7, 1), "danh mục")
        [held] = session.scalars(select(ProcedureVersion))
        self._case(session, held)
        draft = procedures.begin_next(session, self.office.admin, held.procedure_id)
        brought = procedures.bring(session, self.office.admin, "a.json", written(listed))
        self.note("procedure", "marriage", procedure_id=held.procedure_id)
        self.note("procedure version", "in_force", procedure_version_id=held.id)
        self.note("procedure version", "draft", procedure_version_id=draft.id)
        self.note("brought catalogue", "of_admin", catalogue_id=brought.id)

    def _case(self, session: Session, held: ProcedureVersion) -> None:
        """One that waits to be completed."""
        who = Applicant("Nông Văn Thịnh", "098084001842")
        intake, missing = Intake(held.procedure_id, who), "Tờ khai"
        case = cases.take_in(session, self.office.clerk, intake, Status.REGISTERED, missing)
        self.note("case", "in_agency", case_id=case.id)

    def conversions(self) -> None:
        """Every Word file gets pages, as on a server with LibreOffice."""
        with transaction(self.factory) as session:
            pdf = self.storage.put(io.BytesIO(a_pdf("As printed")))
            known = set(session.scalars(select(Rendition.sha256)))
            words = select(DraftVersion.sha256).distinct()
            for sha256 in sorted(set(session.scalars(words)) - known):
                session.add(Rendition(sha256=sha256))
            session.flush()
            made = {"pdf_sha256": pdf.sha256, "page_count": 1, "error": ""}
            session.execute(update(Rendition).values(**made))

    def _numbers(self, session: Session) -> None:
        series = session.get_one(NumberSeries, self.office.letter_series_id)
        year = clock.today().year
        taken = registers.reserve(session, self.who("clerk"), series, year, 1, "Giữ số.")[0]
        session.flush()
        self.note("taken", "reserved", taken_id=taken.id)
        self.note("series", "letters", series_id=series.id)
        self.note("register", "outgoing", register_id=self.office.outgoing_register_id)
        other = registers_of(session, self.office.other_agency_id, "outgoing")[0]
        self.note("register", "of_other", register_id=other.id)
        for register_id in (self.office.outgoing_register_id, other.id):
            closed_by = self.who("clerk").person_id
            session.add(ClosedYear(register_id=register_id, year=year - 1, person_id=closed_by))
        rows = select(NumberSeries.id).where(NumberSeries.register_id == other.id)
        self.note("series", "of_other", series_id=session.scalars(rows).one())

    def _uploads(self, session: Session) -> None:
        for owner in ("clerk", "officer"):
            content = io.BytesIO(a_pdf(f"An upload of {owner}"))
            upload = taken(session, self.storage, content, "tam.pdf", self.who(owner))
            self.note("upload", f"of_{owner}", token=upload.token)

    def _phrases(self, session: Session) -> None:
        for owner, shared in (("leader", True), ("head", False)):
            words = f"Câu của {owner}."
            phrase = work.add_phrase(session, self.who(owner), words, for_agency=shared)
            session.flush()
            self.note("phrase", f"of_{owner}", phrase_id=phrase.id)
        search = FEATURES.asked_pages["search.index"]
        for owner in ("leader", "head"):
            view = keep_view(session, self.who(owner), search, {"q": "Việc"}, ViewEntry("Việc"))
            session.flush()
            self.note("view", f"of_{owner}", view_id=view.id)
        self.note("list", "work", list_name="work.index")
        officer_id, typed = self.who("officer").person_id, [("text", "Câu đang gõ.")]
        keep_form(session, officer_id, "k" * 40, "/phrases", "Câu mẫu", typed)
        [form] = kept_forms(session, officer_id, "/phrases")
        self.note("kept", "of_officer", kept_id=form.id)

    def _organisation(self, session: Session) -> None:
        office = self.office
        rows = select(Delegation.id).where(Delegation.ends_on > clock.today())
        self.note("delegation", "of_head", delegation_id=session.scalars(rows).one())
        self.note("agency", "home", agency_id=office.agency_id)
        self.note("unit", "culture", unit_id=office.culture_id)
        self.note("person", "officer", person_id=office.officer.person_id)
        self.note("post", "of_officer", post_id=self._post(session, "officer").id)
        self._moves(session)

    def _moves(self, session: Session) -> None:
        officer, second = self.who("officer"), self.who("second_officer").person_id
        starts = clock.today() + timedelta(days=30)
        wish = LeaveData(starts, starts, "Việc gia đình.", stand_in_id=second)
        self.note("leave", "of_officer", leave_id=leave.ask(session, officer, wish).id)
        phrase = work.add_phrase(session, officer, "Câu để bàn giao.", for_agency=False)
        session.flush()
        source, plan = person_token(officer.person_id), {("work.phrases", phrase.id): f"p{second}"}
        act = moves.hand_over(session, officer, source, self.office.agency_id, plan, "Chuyển.")
        self.note("handover", "of_officer", handover_id=act.id)


def secret(name: str) -> str:
    """Words that only those may meet who may read this thing."""
    return f"V/v bí mật của {name}"


def _missing() -> Any:
    raise AssertionError("the prepared office lacks something that its services should have made")
