"""The parts of a version, each with its own form: what it says, and what a draft says with it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from app.core.text import N_, clean
from app.onestop.procedures.forms.rows import (
    Blank,
    RowsField,
    copies,
    limit,
    money,
    working_hours,
    yes_no,
)
from app.onestop.procedures.inputs import (
    Certainty,
    Content,
    Exemption,
    Fee,
    Online,
    Paper,
    PaperKind,
    Pausing,
    Role,
    Step,
    Template,
    TemplateKind,
    Timing,
    Variant,
)
from app.onestop.procedures.wording import (
    CERTAINTIES,
    ONLINE,
    PAPER_KINDS,
    PAUSES,
    ROLES,
    TEMPLATE_KINDS,
    TIMINGS,
)
from app.web import VersionedForm
from app.web.fields import ChoiceField


def _text(label: Any, most: int) -> StringField:
    return StringField(label, filters=[clean], validators=[Length(max=most)])


def _long(label: Any, most: int) -> TextAreaField:
    return TextAreaField(label, filters=[clean], validators=[Length(max=most)])


def _certainty() -> ChoiceField:
    words = [(one.value, _l(word)) for one, word in CERTAINTIES.items()]
    return ChoiceField(_l("How sure this is"), choices=words)


class PartForm(VersionedForm):
    """One part of what a version says. The part's words, and its fields of lines."""

    title: str
    rows: tuple[str, ...] = ()

    def offer(self, content: Content, levels: Sequence[tuple[str, str]]) -> None:
        """Give its menus what may be chosen: the levels there are, the cases of this version."""
        cases = {one.name: one.name for one in content.variants if one.name}
        for rows in self.fields_of_rows:
            rows.offered = {"variant": cases, "level": dict(levels)}

    @property
    def fields_of_rows(self) -> list[RowsField]:
        return [self[name] for name in self.rows]

    def show(self, content: Content) -> None:
        """Let the form say what stands there now."""
        raise NotImplementedError

    def put(self, content: Content) -> Content:
        """The content with what was typed in place of that part."""
        raise NotImplementedError


class GeneralForm(PartForm):
    title = N_("General")

    name = _long(_l("Name of the procedure"), 500)
    level = ChoiceField(_l("Who decides"))
    online = ChoiceField(
        _l("On the portal"), choices=[(one.value, _l(word)) for one, word in ONLINE.items()]
    )
    result = _long(_l("Result"), 500)
    ground = _text(_l("Ground"), 500)
    note = _long(_l("Note"), 1000)

    def offer(self, content: Content, levels: Sequence[tuple[str, str]]) -> None:
        self.level.choices = [("", ""), *levels]

    def show(self, content: Content) -> None:
        self.name.data, self.level.data = content.name, content.level
        self.online.data, self.result.data = content.online.value, content.result
        self.ground.data, self.note.data = content.ground, content.note

    def put(self, content: Content) -> Content:
        return replace(
            content,
            name=self.name.data or "",
            level=self.level.data or "",
            online=Online(self.online.data),
            result=self.result.data or "",
            ground=self.ground.data or "",
            note=self.note.data or "",
        )


class NewForm(GeneralForm):
    code = _text(_l("Code"), 40)
    field = _text(_l("Field"), 120)
    is_national = ChoiceField(
        _l("Whose code it is"), choices=[("yes", _l("national")), ("no", _l("the agency's own"))]
    )


class VariantsField(RowsField):
    KIND, PREFIX = Variant, "variant"
    BLANKS = (
        Blank(name="name", label=N_("Case, if there are several"), most=200, span=12),
        limit("counter", N_("Limit at the counter")),
        limit("online", N_("On the portal, if another")),
        limit("post", N_("By post, if another")),
        limit("extension", N_("More, where verified")),
        Blank(name="extension_reason", label=N_("For what reason"), most=300, span=12),
    )


class VariantsForm(PartForm):
    title, rows = N_("Cases and limits"), ("variants",)

    certainty = _certainty()
    variants = VariantsField(_l("Cases and limits"))

    def show(self, content: Content) -> None:
        self.certainty.data = content.limit_certainty.value
        self.variants.show(content.variants)

    def put(self, content: Content) -> Content:
        """A case that lost its name keeps no paper or fee of its own: they say whose they are."""
        certainty = Certainty(self.certainty.data)
        return replace(content, variants=self.variants.values, limit_certainty=certainty)


class PapersField(RowsField):
    KIND, PREFIX = Paper, "paper"
    BLANKS = (
        Blank(name="name", label=N_("Paper"), most=500, span=12),
        Blank(name="kind", label=N_("How handed in"), span=2, choices=PAPER_KINDS, read=PaperKind,
              empty=PaperKind.SUBMIT),
        copies("originals", N_("Originals")),
        copies("copies", N_("Photocopies")),
        copies("electronic", N_("Electronic")),
        yes_no("is_required", N_("Always needed"), usual=True),
        yes_no("is_reusable", N_("Reused once digitised"), usual=False, span=3),
        Blank(name="form_code", label=N_("Form"), span=2),
        Blank(name="condition", label=N_("When, if not always"), most=300, span=6),
        Blank(name="variant", label=N_("Only in the case"), most=200, span=6, choices={}),
    )  # fmt: skip


class PapersForm(PartForm):
    title, rows = N_("Papers"), ("papers",)

    certainty = _certainty()
    papers = PapersField(_l("Papers"))

    def show(self, content: Content) -> None:
        self.certainty.data = content.paper_certainty.value
        self.papers.show(content.papers)

    def put(self, content: Content) -> Content:
        certainty = Certainty(self.certainty.data)
        return replace(content, papers=self.papers.values, paper_certainty=certainty)


class FeesField(RowsField):
    KIND, PREFIX = Fee, "fee"
    BLANKS = (
        Blank(name="name", label=N_("Fee"), most=120, span=4),
        Blank(name="unit", label=N_("For each, if not for the case"), most=60, span=4),
        Blank(name="timing", label=N_("Paid"), span=4, choices=TIMINGS, read=Timing,
              empty=Timing.INTAKE),
        money("counter", N_("At the counter")),
        money("online", N_("On the portal, if another")),
        money("post", N_("By post, if another")),
        money("most", N_("At most")),
        Blank(name="variant", label=N_("Only in the case"), most=200, span=4, choices={}),
        Blank(name="note", label=N_("How it is counted, by what resolution"), most=500, span=12),
    )  # fmt: skip


class ExemptionsField(RowsField):
    KIND, PREFIX = Exemption, "exempt"
    BLANKS = (
        Blank(name="group", label=N_("Who pays less"), most=300, span=6),
        Blank(name="percent", label=N_("Less, in per cent"), most=3, span=2, empty=100,
              mode="numeric", wrong=N_("“%(text)s” is no share from 1 to 100."),
              read=lambda text: int(text) if text in map(str, range(1, 101)) else None),
        Blank(name="ground", label=N_("Ground"), most=300, span=4),
    )  # fmt: skip


class FeesForm(PartForm):
    title, rows = N_("Fees"), ("fees", "exemptions")

    certainty = _certainty()
    fees = FeesField(_l("Fees"))
    exemptions = ExemptionsField(_l("Exemptions"))

    def show(self, content: Content) -> None:
        self.certainty.data = content.fee_certainty.value
        self.fees.show(content.fees)
        self.exemptions.show(content.exemptions)

    def put(self, content: Content) -> Content:
        fees, exemptions = self.fees.values, self.exemptions.values
        certainty = Certainty(self.certainty.data)
        return replace(content, fees=fees, exemptions=exemptions, fee_certainty=certainty)


class StepsField(RowsField):
    KIND, PREFIX = Step, "step"
    BLANKS = (
        Blank(name="name", label=N_("Step"), most=200, span=4),
        Blank(name="role", label=N_("Who"), span=3, choices=ROLES, read=Role, empty=Role.OFFICER),
        working_hours("minutes", N_("Hours")),
        Blank(name="pause", label=N_("The clock of the case"), span=4, choices=PAUSES,
              read=Pausing, empty=Pausing.NO),
        Blank(name="unit", label=N_("Unit, if it is always the same"), most=200, span=8),
        Blank(name="level", label=N_("Done at, if elsewhere"), most=20, span=4, choices={}),
    )  # fmt: skip


class StepsForm(PartForm):
    title, rows = N_("Process"), ("steps",)

    certainty = _certainty()
    steps = StepsField(_l("Process"))

    def show(self, content: Content) -> None:
        self.certainty.data = content.step_certainty.value
        self.steps.show(content.steps)

    def put(self, content: Content) -> Content:
        certainty = Certainty(self.certainty.data)
        return replace(content, steps=self.steps.values, step_certainty=certainty)


class TemplatesField(RowsField):
    KIND, PREFIX = Template, "template"
    BLANKS = (
        Blank(name="kind", label=N_("Result or letter"), span=3, choices=TEMPLATE_KINDS,
              read=TemplateKind, empty=TemplateKind.RESULT),
        Blank(name="name", label=N_("Name"), most=300, span=6),
        Blank(name="code", label=N_("Kept under the code"), span=3),
    )  # fmt: skip


class TemplatesForm(PartForm):
    title, rows = N_("Templates"), ("templates",)

    templates = TemplatesField(_l("Templates"))

    def show(self, content: Content) -> None:
        self.templates.show(content.templates)

    def put(self, content: Content) -> Content:
        return replace(content, templates=self.templates.values)


PARTS: dict[str, type[PartForm]] = {
    "general": GeneralForm,
    "variants": VariantsForm,
    "papers": PapersForm,
    "fees": FeesForm,
    "steps": StepsForm,
    "templates": TemplatesForm,
}
