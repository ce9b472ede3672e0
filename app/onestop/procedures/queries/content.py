"""What versions say, as plain values: one statement for each of their lists, however many."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, case, or_, select
from sqlalchemy.orm import Session

from app.core.asking import TODAY
from app.deadlines.rules.spans import Span
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
from app.onestop.procedures.models import (
    FeeExemption,
    Procedure,
    ProcedureFee,
    ProcedurePaper,
    ProcedureStep,
    ProcedureTemplate,
    ProcedureVariant,
    ProcedureVersion,
)

_IDS: Any = bindparam("ids", expanding=True)


def _of(model: Any) -> Any:
    return select(model).where(model.version_id.in_(_IDS)).order_by(model.version_id, model.place)


HOLDS_TODAY = and_(
    ProcedureVersion.published_at.is_not(None),
    ProcedureVersion.valid_from <= TODAY,
    or_(ProcedureVersion.valid_to.is_(None), ProcedureVersion.valid_to >= TODAY),
)


_VARIANTS, _PAPERS, _FEES = _of(ProcedureVariant), _of(ProcedurePaper), _of(ProcedureFee)
_EXEMPTIONS, _STEPS, _TEMPLATES = _of(FeeExemption), _of(ProcedureStep), _of(ProcedureTemplate)


def content_of(session: Session, version: ProcedureVersion) -> Content:
    """All that this version says."""
    return contents_of(session, [version])[version.id]


def contents_of(session: Session, versions: Collection[ProcedureVersion]) -> Mapping[int, Content]:
    """The same of several, by their ids."""
    ids = [one.id for one in versions]
    names = {one.id: one.name for one in session.scalars(_VARIANTS, {"ids": ids})}
    read = _Reading(session, ids, names)
    variants = read.lists(_VARIANTS, _variant)
    papers, fees = read.lists(_PAPERS, read.paper), read.lists(_FEES, read.fee)
    exemptions, steps = read.lists(_EXEMPTIONS, _exemption), read.lists(_STEPS, _step)
    templates = read.lists(_TEMPLATES, _template)
    return {
        one.id: Content(
            name=one.name,
            level=one.level_code,
            online=Online(one.online),
            result=one.result,
            ground=one.ground,
            note=one.note,
            limit_certainty=Certainty(one.limit_certainty),
            fee_certainty=Certainty(one.fee_certainty),
            paper_certainty=Certainty(one.paper_certainty),
            step_certainty=Certainty(one.step_certainty),
            variants=variants[one.id],
            papers=papers[one.id],
            fees=fees[one.id],
            exemptions=exemptions[one.id],
            steps=steps[one.id],
            templates=templates[one.id],
        )
        for one in versions
    }


def known_contents(session: Session, codes: Collection[str]) -> Mapping[str, Content]:
    """What holds today, or else the newest version says, of those of these codes that there are."""
    rows = (
        select(Procedure.code, ProcedureVersion)
        .join(ProcedureVersion, ProcedureVersion.procedure_id == Procedure.id)
        .where(Procedure.code.in_(codes))
        .order_by(Procedure.code, case((HOLDS_TODAY, 1), else_=0), ProcedureVersion.number)
    )
    found = {one.code: one.ProcedureVersion for one in session.execute(rows)}
    contents = contents_of(session, found.values())
    return {code: contents[version.id] for code, version in found.items()}


class _Reading:
    """The lists of some versions, by the versions' ids."""

    def __init__(self, session: Session, ids: Sequence[int], names: Mapping[int, str]) -> None:
        self._session, self._ids, self._names = session, ids, names

    def lists(self, rows: Any, value: Callable[[Any], Any]) -> Mapping[int, tuple[Any, ...]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for row in self._session.scalars(rows, {"ids": self._ids}):
            found[row.version_id].append(value(row))
        return defaultdict(tuple, {key: tuple(values) for key, values in found.items()})

    def paper(self, row: ProcedurePaper) -> Paper:
        return Paper(
            row.name, PaperKind(row.kind), row.originals, row.copies, row.electronic,
            row.is_required, row.condition, row.is_reusable, row.form_code,
            self._name(row.variant_id),
        )  # fmt: skip

    def fee(self, row: ProcedureFee) -> Fee:
        return Fee(
            row.name, row.counter_amount, row.online_amount, row.post_amount, row.unit, row.most,
            Timing(row.timing), row.note, self._name(row.variant_id),
        )  # fmt: skip

    def _name(self, variant_id: int | None) -> str:
        return self._names[variant_id] if variant_id is not None else ""


def _variant(row: ProcedureVariant) -> Variant:
    return Variant(
        row.name,
        _span(row.counter_limit),
        _span(row.online_limit),
        _span(row.post_limit),
        _span(row.extension),
        row.extension_reason,
    )


def _span(kept: str) -> Span | None:
    return Span.of(kept) if kept else None


def _exemption(row: FeeExemption) -> Exemption:
    return Exemption(row.group, row.percent, row.ground)


def _step(row: ProcedureStep) -> Step:
    level = row.level_code or ""
    return Step(row.name, Role(row.role), row.unit, level, row.minutes, Pausing(row.pause))


def _template(row: ProcedureTemplate) -> Template:
    return Template(TemplateKind(row.kind), row.name, row.code)
