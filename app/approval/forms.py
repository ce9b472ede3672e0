"""Forms of approval: they parse and check shapes; the office's rules judge what they say."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.approval.inputs import Decision, RoundEntry, TypedStep
from app.approval.rules.circuit import KINDS, MOST_STEPS, PlannedStep
from app.core.text import clean, clean_lines, typed_day_or_none
from app.web import OfficeForm
from app.web.fields import ActField, NumberKeptField


class SharedForm(OfficeForm):
    """A form about something that others work on at the same time."""

    was_overtaken = False
    """Somebody else saved or decided first; what was typed came back."""


class CircuitForm(SharedForm):
    """The steps of a circuit as parallel lists `kind`, `who` (a post), `place`, `until`."""

    do = ActField("send")
    comment = TextAreaField(
        _l("Message to whoever reads it next"), filters=[clean_lines], validators=[Length(max=2000)]
    )
    base_version = NumberKeptField()
    steps = HiddenField(_l("Steps"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.typed = typed_steps() if request.method == "POST" else ()

    def entry(self, person_of: dict[int, int]) -> RoundEntry:
        return RoundEntry(
            steps=planned_steps(self.typed, person_of),
            base_version=self.base_version.data or 0,
            comment=self.comment.data or "",
        )


def typed_steps() -> tuple[TypedStep, ...]:
    kinds, posts = request.form.getlist("kind"), request.form.getlist("who")
    untils, together = request.form.getlist("until"), request.form.getlist("beside")
    rows = []
    for at, (kind, post) in enumerate(zip(kinds, posts, strict=False)):
        if kind in KINDS and post.isdecimal():
            until = clean(untils[at])[:10] if at < len(untils) else ""
            beside = at < len(together) and together[at] == "1"
            rows.append(TypedStep(kind, int(post), until, beside))
    return tuple(rows[: MOST_STEPS + 1])


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
        due_on = typed_day_or_none(line.until) if line.until else None
        steps.append(
            PlannedStep(
                kind=line.kind,
                person_id=person_of.get(line.post_id, 0),
                post_id=line.post_id,
                position=position,
                due_on=due_on,
                no_day=line.until if due_on is None else "",
            )
        )
    return tuple(steps)


class DecisionForm(SharedForm):
    """What a person says in their turn."""

    do = ActField("approve", "return")
    step_id = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    seen_version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    comment = TextAreaField(
        _l("Your opinion"), filters=[clean_lines], validators=[Length(max=5000)]
    )
    to_step = IntegerField(_l("If you return it, to"), validators=[Optional()])

    def decision(self) -> Decision:
        return Decision(
            step_id=self.step_id.data,
            seen_version=self.seen_version.data,
            comment=self.comment.data or "",
        )


class RemarkForm(SharedForm):
    """A remark on the version one is reading."""

    text = TextAreaField(_l("Comment"), filters=[clean_lines], validators=[Length(max=5000)])
    version_number = HiddenField()
