"""What a version must say before it may be published: every reason at once. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta

from app.core.errors import Problem
from app.core.text import N_
from app.onestop.procedures.inputs import Content, Fee, Pausing, Role, Step
from app.onestop.procedures.rules.trial import longest, working_time

AN_HOUR = timedelta(hours=1)


def writing_problems(content: Content, levels: Iterable[str]) -> Iterator[Problem]:
    """Why it cannot even be kept as a draft."""
    if not content.name:
        yield Problem(N_("Write the name of the procedure."), field="name")
    if content.level not in set(levels):
        yield Problem(N_("Choose who decides."), field="level")
    if not content.variants:
        yield Problem(N_("There is at least one case: the usual one."), field="variants")
    names = Counter(one.name.casefold() for one in content.variants)
    for name, count in names.items():
        if count > 1:
            message = N_("Two cases are called “%(name)s”.")
            yield Problem(message, {"name": name or "–"}, field="variants")
    yield from _unknown_cases(content)


def _unknown_cases(content: Content) -> Iterator[Problem]:
    known = {"", *(one.name for one in content.variants)}
    named = [("papers", one) for one in content.papers] + [("fees", one) for one in content.fees]
    for part, one in named:
        if one.variant not in known:
            message = N_("“%(thing)s” names the case “%(name)s”, which there is not.")
            yield Problem(message, {"thing": one.name, "name": one.variant}, field=part)


def publishing_problems(content: Content, day_length: timedelta) -> Iterator[Problem]:
    """Why nobody could work by it."""
    if not content.papers:
        yield Problem(N_("No paper is named that a person has to bring or show."), field="papers")
    for variant in content.variants:
        if variant.extension and not variant.extension_reason:
            yield Problem(N_("Say for what reason it may take longer."), field="variants")
    yield from (problem for one in content.fees for problem in _fee_problems(one))
    yield from _exemption_problems(content)
    yield from _step_problems(content.steps)
    yield from _too_long(content, day_length)


def _exemption_problems(content: Content) -> Iterator[Problem]:
    if content.exemptions and not content.fees:
        message = N_("There are exemptions, but no fee of which anybody could be exempt.")
        yield Problem(message, field="fees")


def _fee_problems(fee: Fee) -> Iterator[Problem]:
    if fee.counter is None and not fee.note:
        message = N_("“%(name)s” has neither an amount nor a word on how it is counted.")
        yield Problem(message, {"name": fee.name}, field="fees")


def _step_problems(steps: Iterable[Step]) -> Iterator[Problem]:
    rows = list(steps)
    if not rows:
        yield Problem(N_("The process has no step."), field="steps")
        return
    if rows[0].role is not Role.COUNTER:
        yield Problem(N_("The process begins at the counter, which receives."), field="steps")
    if rows[-1].role is not Role.COUNTER:
        yield Problem(N_("The process ends at the counter, which returns."), field="steps")
    for one in rows:
        if one.role is Role.TAX and one.pause is not Pausing.TAX:
            message = N_("“%(name)s”: with the tax office the clock of the case stands.")
            yield Problem(message, {"name": one.name}, field="steps")


def _too_long(content: Content, day_length: timedelta) -> Iterator[Problem]:
    """The steps together take longer than is promised."""
    needed = working_time(content.steps)
    for variant in content.variants:
        most = longest(variant.counter, day_length) if variant.counter else None
        if most is not None and needed > most:
            message = N_("The steps take %(needed)s working hours, the limit is %(most)s.")
            values = {"needed": f"{needed / AN_HOUR:g}", "most": f"{most / AN_HOUR:g}"}
            yield Problem(message, values, field="steps")
