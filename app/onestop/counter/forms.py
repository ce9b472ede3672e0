"""The form of the counter: who, what, which papers, and what is done with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from app.core.text import clean, clean_lines, typed_id
from app.files.receiving import UploadsField
from app.onestop.cases.inputs import (
    Applicant,
    ApplicantKind,
    Copy,
    Intake,
    PaperTaken,
    ReturnWay,
    Status,
)
from app.onestop.cases.wording import APPLICANTS, COPIES, RETURN_WAYS
from app.onestop.procedures.inputs import Channel, Content, Paper
from app.onestop.procedures.wording import CHANNELS
from app.web import OfficeForm
from app.web.fields import ActField, ButtonsField, ChoiceField, DayField, IdField
from app.web.i18n import gettext as _

OUTCOMES = {"receive": Status.RECEIVED, "ask": Status.REGISTERED, "refuse": Status.REFUSED}
MOST_COPIES = 99


def _words(known: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(one), _l(label)) for one, label in known.items()]


class PapersField(Field):  # type: ignore[misc]
    """The papers of the procedure that is shown: ticked, as which copy, how many."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.data = data
        sent = formdata.getlist if formdata else lambda _name: []
        places = map(typed_id, sent("paper"))
        self.ticked = {place for place in places if place is not None}
        self._copies, self._quantities = sent("copy"), sent("quantity")

    def forget(self) -> None:
        """Another procedure is shown: what was ticked of the one before says nothing of it."""
        self.ticked, self._copies, self._quantities = set(), [], []

    def copy_of(self, place: int, paper: Paper) -> Copy:
        said = self._copies[place] if place < len(self._copies) else ""
        if said in tuple(Copy):
            return Copy(said)
        if paper.originals or not (paper.copies or paper.electronic):
            return Copy.ORIGINAL
        return Copy.COPY if paper.copies else Copy.ELECTRONIC

    def quantity_of(self, place: int, paper: Paper) -> int:
        said = self._quantities[place] if place < len(self._quantities) else ""
        if said.isascii() and said.isdecimal() and len(said) <= len(str(MOST_COPIES)):
            return int(said)
        return paper.originals or paper.copies or paper.electronic or 1

    def taken(self, papers: Sequence[Paper], *, all_here: bool) -> list[PaperTaken]:
        """What is there of each; all that is always required where that was said in one."""
        return [
            PaperTaken(
                paper.name,
                self.copy_of(place, paper),
                max(1, self.quantity_of(place, paper))
                if place in self.ticked or (all_here and paper.is_required)
                else 0,
                paper.is_required,
            )
            for place, paper in enumerate(papers)
        ]


def _text(label: Any, most: int) -> StringField:
    """As much as the case has room for."""
    return StringField(label, filters=[clean], validators=[Length(max=most)])


class CounterForm(OfficeForm):
    """One field understands a card, a receipt, a number and words; the rest fills itself."""

    do = ActField("scan", *OUTCOMES, usual="scan")
    scan = StringField(_l("Scan a card or a receipt, or write"), filters=[clean])
    kind = ChoiceField(_l("Applicant"), choices=_words(APPLICANTS), default=ApplicantKind.CITIZEN)
    name = _text(_l("Full name"), 200)
    identity = StringField(_l("Identity or tax number"), filters=[clean])
    born_on = DayField(_l("Born on"))
    gender = _text(_l("Gender"), 10)
    address = _text(_l("Address"), 300)
    phone = _text(_l("Telephone"), 30)
    email = _text(_l("E-mail"), 120)
    submitter = _text(_l("Handed in by"), 200)
    procedure_id = IdField()
    shown_id = IdField()
    """The procedure whose papers are ticked."""
    shown_variant = HiddenField()
    """The case of it whose papers these are."""
    pick = StringField()
    """The procedure whose button was pressed."""
    words = StringField(_l("Procedure"), filters=[clean])
    variant = ChoiceField(_l("Case of the procedure"), choices=[], validate_choice=False)
    papers = PapersField()
    all_here = BooleanField(_l("All required papers are here"))
    sets = StringField(_l("Sets"), default="1", filters=[clean])
    channel = ButtonsField(_l("How it comes in"), choices=_words(CHANNELS), default=Channel.COUNTER)
    return_way = ButtonsField(
        _l("Result is returned"), choices=_words(RETURN_WAYS), default=ReturnWay.COUNTER
    )
    notice = TextAreaField(
        _l("What is missing, or the ground of the refusal"), filters=[clean_lines]
    )
    note = _text(_l("Note"), 500)
    files = UploadsField(_l("Files"))

    COPIES = [(one.value, label) for one, label in COPIES.items()]
    has_other_papers = False
    """What was ticked was ticked of other papers than those that are asked for now."""

    def offer(self, content: Content | None) -> None:
        """The cases of the procedure that was chosen, and nothing ticked where its papers are
        others than those that were shown."""
        names = [one.name for one in content.variants] if content else [""]
        self.variant.choices = [(name, name or _("the usual case")) for name in names]
        if self.variant.data not in names:
            self.variant.data = names[0]
        if self.shown_id.data != self.procedure_id.data or self._shows_other(content):
            self.has_other_papers = True
            self.forget_papers()
        self.shown_id.data, self.shown_variant.data = self.procedure_id.data, self.variant.data

    def _shows_other(self, content: Content | None) -> bool:
        shown = self.shown_variant.data
        if content is None or shown is None:
            return False
        return content.papers_of(shown) != content.papers_of(self.variant.data)

    def forget_papers(self) -> None:
        self.papers.forget()
        self.all_here.data = False

    def intake(self, content: Content, uploads: Sequence[str]) -> Intake:
        """What is brought, as it was typed."""
        papers = content.papers_of(self.variant.data)
        sets = self.sets.data or ""
        return Intake(
            procedure_id=self.procedure_id.data or 0,
            applicant=Applicant(
                name=self.name.data or "",
                identity="".join((self.identity.data or "").split()),
                kind=ApplicantKind(self.kind.data),
                born_on=self.born_on.data,
                gender=self.gender.data or "",
                address=self.address.data or "",
                phone=self.phone.data or "",
                email=self.email.data or "",
            ),
            papers=self.papers.taken(papers, all_here=self.all_here.data),
            variant=self.variant.data,
            channel=Channel(self.channel.data),
            return_way=ReturnWay(self.return_way.data),
            sets=int(sets) if sets.isascii() and sets.isdecimal() and len(sets) < 4 else 0,
            submitter=self.submitter.data or "",
            note=self.note.data or "",
            uploads=uploads,
        )
