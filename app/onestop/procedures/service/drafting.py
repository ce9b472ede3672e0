"""Writing what a procedure will say: one draft at a time, from the version before it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core.errors import Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.onestop.procedures.inputs import Content
from app.onestop.procedures.models import (
    FeeExemption,
    Procedure,
    ProcedureFee,
    ProcedureField,
    ProcedurePaper,
    ProcedureStep,
    ProcedureTemplate,
    ProcedureVariant,
    ProcedureVersion,
)
from app.onestop.procedures.policy import MANAGE
from app.onestop.procedures.queries import content_of, levels, versions_of
from app.onestop.procedures.rules.content import writing_problems
from app.onestop.procedures.service.common import lock, take, tell

_ROWS = (
    ProcedurePaper,
    ProcedureFee,
    FeeExemption,
    ProcedureStep,
    ProcedureTemplate,
    ProcedureVariant,
)
"""What a version has of its own; variants last, which the others name."""
PARTS = {
    "general": N_("what it is"),
    "variants": N_("cases and limits"),
    "papers": N_("papers"),
    "fees": N_("fees"),
    "steps": N_("process"),
    "templates": N_("templates"),
    "all": N_("all of it"),
}


def begin(
    session: Session, actor: Actor, code: str, field: str, content: Content, *, is_national: bool
) -> ProcedureVersion:
    """A procedure that the catalogue does not have, as a draft.

    Refused where its code is taken, or what it says hangs together with nothing.
    """
    actor.needs(MANAGE)
    problems = [*_code_problems(session, code, field), *_problems(session, content)]
    refuse_for(problems)
    procedure = Procedure(code=code, is_national=is_national, field=_field(session, field))
    session.add(procedure)
    session.flush()
    return _begun(session, actor, procedure, 1, content)


def begin_next(session: Session, actor: Actor, procedure_id: int) -> ProcedureVersion:
    """A draft that says what the newest version says. Refused where there is one already."""
    actor.needs(MANAGE)
    procedure = lock(session, procedure_id)
    newest = versions_of(session, procedure_id)[0]
    if newest.published_at is None:
        raise Refused(Problem(N_("There is a draft already. Publish it, or throw it away.")))
    content = content_of(session, newest)
    return _begun(session, actor, procedure, newest.number + 1, content)


def write(
    session: Session,
    actor: Actor,
    version_id: int,
    content: Content,
    seen: int | None = None,
    part: str = "all",
) -> ProcedureVersion:
    """Put this into a draft in place of what it said; `part` is named in the trail.

    Refused for what was published, and for what hangs together with nothing. Raises Stale.
    """
    version = take(session, actor, version_id, seen)
    must_be_draft(version)
    refuse_for(list(_problems(session, content)))
    for model in _ROWS:
        session.execute(delete(model).where(model.version_id == version.id))
    _fill(session, version, content)
    version.version += 1
    tell(session, actor, "written", version, part_word=PARTS[part])
    return version


def drop(session: Session, actor: Actor, version_id: int) -> int | None:
    """Throw a draft away; a procedure that had nothing else goes with it. What is left of it."""
    version = take(session, actor, version_id)
    must_be_draft(version)
    tell(session, actor, "dropped", version)
    for model in _ROWS:
        session.execute(delete(model).where(model.version_id == version.id))
    procedure = version.procedure
    session.delete(version)
    session.flush()
    if versions_of(session, procedure.id):
        return procedure.id
    session.delete(procedure)
    return None


def must_be_draft(version: ProcedureVersion) -> None:
    if version.published_at is not None:
        message = N_("A published version is not changed: cases may stand under it.")
        raise Refused(Problem(message))


def _begun(
    session: Session, actor: Actor, procedure: Procedure, number: int, content: Content
) -> ProcedureVersion:
    version = ProcedureVersion(procedure=procedure, number=number)
    _fill(session, version, content)
    tell(session, actor, "begun", version)
    return version


def _code_problems(session: Session, code: str, field: str) -> Iterable[Problem]:
    if not code:
        yield Problem(N_("Write the code of the procedure."), field="code")
    elif session.scalar(select(func.count()).where(Procedure.code == code)):
        yield Problem(N_("There is a procedure %(code)s already."), {"code": code}, field="code")
    if not field:
        yield Problem(N_("Choose the field, or name a new one."), field="field")


def _problems(session: Session, content: Content) -> Iterable[Problem]:
    yield from writing_problems(content, [code for code, _name in levels(session)])


def _field(session: Session, name: str) -> ProcedureField:
    found = session.scalar(select(ProcedureField).where(ProcedureField.name == name))
    if found is None:
        found = ProcedureField(name=name)
        session.add(found)
    return found


def _fill(session: Session, version: ProcedureVersion, content: Content) -> None:
    version.name, version.level_code, version.online = content.name, content.level, content.online
    version.result, version.ground, version.note = content.result, content.ground, content.note
    version.limit_certainty = content.limit_certainty
    version.fee_certainty = content.fee_certainty
    version.paper_certainty = content.paper_certainty
    version.step_certainty = content.step_certainty
    session.add(version)
    session.flush()
    variants = [_variant_row(version, place, one) for place, one in enumerate(content.variants)]
    session.add_all(variants)
    session.flush()
    ids = {one.name: one.id for one in variants if one.name}
    session.add_all(_rows(version, content, ids))
    session.flush()


def _variant_row(version: ProcedureVersion, place: int, one: Any) -> ProcedureVariant:
    spans = {"counter_limit": one.counter, "online_limit": one.online, "post_limit": one.post}
    kept = {name: span.kept if span else "" for name, span in spans.items()}
    return ProcedureVariant(
        version_id=version.id,
        place=place,
        name=one.name,
        extension=one.extension.kept if one.extension else "",
        extension_reason=one.extension_reason,
        **kept,
    )


def _rows(
    version: ProcedureVersion, content: Content, variants: Mapping[str, int]
) -> Iterable[Any]:
    for place, paper in enumerate(content.papers):
        yield ProcedurePaper(
            version_id=version.id, place=place, variant_id=variants.get(paper.variant),
            name=paper.name, kind=paper.kind, originals=paper.originals, copies=paper.copies,
            electronic=paper.electronic, is_required=paper.is_required, condition=paper.condition,
            is_reusable=paper.is_reusable, form_code=paper.form_code,
        )  # fmt: skip
    for place, fee in enumerate(content.fees):
        yield ProcedureFee(
            version_id=version.id, place=place, variant_id=variants.get(fee.variant),
            name=fee.name, counter_amount=fee.counter, online_amount=fee.online,
            post_amount=fee.post, unit=fee.unit, most=fee.most, timing=fee.timing, note=fee.note,
        )  # fmt: skip
    for place, free in enumerate(content.exemptions):
        yield FeeExemption(
            version_id=version.id, place=place, group=free.group, percent=free.percent,
            ground=free.ground,
        )  # fmt: skip
    for place, step in enumerate(content.steps):
        yield ProcedureStep(
            version_id=version.id, place=place, name=step.name, role=step.role, unit=step.unit,
            level_code=step.level or None, minutes=step.minutes, pause=step.pause,
        )  # fmt: skip
    for place, template in enumerate(content.templates):
        yield ProcedureTemplate(
            version_id=version.id, place=place, kind=template.kind, name=template.name,
            code=template.code,
        )  # fmt: skip
