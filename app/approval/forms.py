"""Forms of approval: they parse and check shapes; the office's rules judge what they say."""

from collections.abc import Iterable, Iterator

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from app.approval.inputs import Decision, RoundEntry, TypedStep
from app.approval.rules.circuit import KINDS, MOST_STEPS, PlannedStep
from app.core.days import Short, typed_day_or_none
from app.core.text import N_, clean_lines, typed_id
from app.deadlines.due_fields import remarks_on
from app.web import OfficeForm
from app.web.fields import ActField, ChoiceField, IdField, LinesField, NumberKeptField, day_problems
from app.web.i18n import gettext


class StepsField(LinesField):
    """The steps of a circuit: what is asked, of which post, whether beside the line above."""

    PARTS = {"kind": 10, "who": 10, "beside": 1, "until": 10}
    MOST = MOST_STEPS

    @property
    def steps(self) -> tuple[TypedStep, ...]:
        return tuple(
            TypedStep(kind, typed_id(post), until, beside == "1")
            for kind, post, beside, until in self.lines
        )

    def remarks(self) -> list[str]:
        return remarks_on(typed_day_or_none(step.until, Short.NEXT) for step in self.steps)

    def is_filled(self, *parts: str) -> bool:
        """What is asked stands in a menu, so that it is said in empty lines too."""
        kind, *rest = parts
        return kind not in KINDS or any(rest)

    def problems_of(self, *parts: str) -> Iterator[str]:
        kind, post, beside, until = parts
        if kind not in KINDS or beside not in ("", "1"):
            yield gettext(ChoiceField.NOT_OFFERED)
        if not post:
            yield gettext(N_("Nobody is chosen."))
        elif typed_id(post) is None:
            yield gettext(ChoiceField.NOT_OFFERED)
        yield from day_problems(until)


class CircuitForm(OfficeForm):
    """Who is asked for what, in which order."""

    do = ActField("send")
    comment = TextAreaField(
        _l("Message to whoever reads it next"), filters=[clean_lines], validators=[Length(max=2000)]
    )
    base_version = NumberKeptField()
    steps = StepsField(_l("Steps"))

    @property
    def typed(self) -> tuple[TypedStep, ...]:
        return self.steps.steps

    def entry(self, person_of: dict[int, int]) -> RoundEntry:
        return RoundEntry(
            steps=planned_steps(self.typed, person_of),
            base_version=self.base_version.data or 0,
            comment=self.comment.data or "",
        )


def planned_steps(
    typed: tuple[TypedStep, ...], person_of: dict[int, int]
) -> tuple[PlannedStep, ...]:
    """Lines as steps: each at the next place, those asked beside the one above at the same."""
    steps: list[PlannedStep] = []
    position = 0
    for line in typed:
        if line.post_id is None:
            continue
        if not (line.with_previous and steps):
            position += 1
        steps.append(
            PlannedStep(
                kind=line.kind,
                person_id=person_of.get(line.post_id, 0),
                post_id=line.post_id,
                position=position,
                due_on=typed_day_or_none(line.until, Short.NEXT),
            )
        )
    return tuple(steps)


class DecisionForm(OfficeForm):
    """What a person says in their turn."""

    do = ActField("approve", "return")
    step_id = IdField(validators=[InputRequired()])
    seen_version = IdField(validators=[InputRequired()])
    comment = TextAreaField(
        _l("Your opinion"), filters=[clean_lines], validators=[Length(max=5000)]
    )
    to_step = IdField(_l("If you return it, to"))

    def decision(self) -> Decision:
        return Decision(
            step_id=self.step_id.data or 0,
            seen_version=self.seen_version.data or 0,
            comment=self.comment.data or "",
        )


class SeveralForm(OfficeForm):
    """What of the ticked rows is decided, once it was asked about some of them."""

    do = ActField("all", "others", usual="all")


def seen_turns(ticked: Iterable[int], seen: Iterable[str]) -> dict[int, Decision]:
    """What is decided on each of the ticked records: the turn and the version that its row showed.

    A row that showed none decides on nothing that there is.
    """
    shown = {record_id: Decision(0, 0) for record_id in ticked}
    for text in seen:
        record_id, step_id, version = (typed_id(part) or 0 for part in f"{text}::".split(":")[:3])
        if record_id in shown:
            shown[record_id] = Decision(step_id, version)
    return shown


def seen_names(seen: Iterable[str]) -> dict[int, str]:
    """What each row called its record: all that is known of one that is no longer to be read."""
    parted = [text.split(":", 3) for text in seen]
    return {typed_id(parts[0]) or 0: parts[3] for parts in parted if len(parts) > 3}


class RemarkForm(OfficeForm):
    """A remark on the version one is reading."""

    text = TextAreaField(_l("Comment"), filters=[clean_lines], validators=[Length(max=5000)])
    version_number = NumberKeptField()
