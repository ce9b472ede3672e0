"""The page of a procedure: what one of its versions says, and its versions in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.core import clock
from app.core.policy import Actor
from app.core.text import N_
from app.onestop.procedures.forms import PARTS
from app.onestop.procedures.inputs import Channel, Content, Paper, Variant
from app.onestop.procedures.models import ProcedureVersion
from app.onestop.procedures.policy import MANAGE
from app.onestop.procedures.presenters import said
from app.onestop.procedures.rules.versions import (
    Published,
    Standing,
    in_force,
    newer_since,
    standing,
    why_none,
)
from app.onestop.procedures.wording import CHANNELS, ONLINE, PAPER_KINDS, STANDINGS, TIMINGS
from app.web.forms import say
from app.web.i18n import gettext as _
from app.web.listing import Action, Cell, Column, Fact, Tab, TableRow, Version

Table = tuple[Sequence[Column], Sequence[TableRow]]
_STATES = {
    Standing.IN_FORCE: "track",
    Standing.COMING: "open",
    Standing.DRAFT: "new",
    Standing.ENDED: "done",
}


@dataclass(frozen=True, slots=True)
class Head:
    state: str
    state_text: str
    facts: Sequence[Fact]


def standing_of(version: ProcedureVersion) -> Standing:
    is_published = version.published_at is not None
    return standing(version.valid_from, version.valid_to, is_published, clock.today())


def head(version: ProcedureVersion, content: Content, level: str) -> Head:
    stands = standing_of(version)
    facts = [
        Fact(_("version %(number)s", number=version.number)),
        Fact(days(version)),
        Fact(version.procedure.field.name, "folder2"),
        Fact(level, "building"),
        Fact(_(ONLINE[content.online]), "globe"),
    ]
    return Head(_STATES[stands], _(STANDINGS[stands]), [one for one in facts if one.text])


def notice(version: ProcedureVersion, published: Sequence[Published]) -> str:
    """What whoever looks at it must know: nothing may be received now, or not by this version."""
    today = clock.today()
    if in_force(published, today) is None:
        return say(why_none(published, today))
    if standing_of(version) is not Standing.ENDED:
        return ""
    newer = newer_since(published, version.number, today)
    assert newer is not None, "another holds today"
    message = _(
        "Version %(number)s holds since %(day)s. Cases received under this one go on under it.",
        number=newer.number,
        day=said.day(newer.starts),
    )
    return str(message)


def days(version: ProcedureVersion) -> str:
    """ "from 01/07/2025", "01/07/2025 – 30/11/2026"."""
    if version.valid_from is None:
        return ""
    if version.valid_to is None:
        return str(_("from %(day)s", day=said.day(version.valid_from)))
    return f"{said.day(version.valid_from)} – {said.day(version.valid_to)}"


# -- What may be done ------------------------------------------------------------------------------


def actions(actor: Actor, version: ProcedureVersion, newest: ProcedureVersion) -> list[Action]:
    trial = Action(_("Try a sample case"), _to("trial", version), "stopwatch")
    if not actor.may(MANAGE):
        return [trial]
    stands = standing_of(version)
    if stands is Standing.DRAFT:
        return [
            Action(
                _("Publish"), _to("publish", version), "check2-circle", primary=True,
                dialog=True,
            ),
            Action(_("Edit"), _to("edit", version), "pencil"),
            trial,
            Action(
                _("Throw the draft away"), _to("drop", version), "trash",
                method="post", quiet=True, confirm=_("Throw away what this draft says?"),
            ),
        ]  # fmt: skip
    found = [trial]
    if newest.published_at is not None:
        href = url_for("procedures.begin_next", procedure_id=version.procedure_id)
        found.insert(0, Action(_("Write the next version"), href, "pencil", method="post"))
    if stands is Standing.COMING:
        href = _to("call_back", version)
        found.append(Action(_("Make it a draft again"), href, "arrow-counterclockwise",
                            method="post"))  # fmt: skip
    if stands is not Standing.ENDED:
        href = _to("end", version)
        found.append(Action(_("End it"), href, "calendar-x", quiet=True, dialog=True))
    return found


def _to(view: str, version: ProcedureVersion) -> str:
    return url_for(f"procedures.{view}", procedure_version_id=version.id)


def part_tabs(version: ProcedureVersion, current: str) -> list[Tab]:
    return [
        Tab(
            str(_(form.title)),
            url_for("procedures.edit", procedure_version_id=version.id, part=part),
            None,
            part == current,
        )
        for part, form in PARTS.items()
    ]


# -- What it says ----------------------------------------------------------------------------------


def papers(content: Content) -> Table:
    columns = (
        Column(_("Paper")),
        Column(_("How")),
        Column(_("Originals"), number=True),
        Column(_("Photocopies"), number=True),
        Column(_("Electronic"), number=True),
    )
    return columns, [_paper(one) for one in content.papers]


def _paper(paper: Paper) -> TableRow:
    notes = [
        paper.form_code,
        paper.condition or ("" if paper.is_required else str(_("not always"))),
        _("only in the case: %(name)s", name=paper.variant) if paper.variant else "",
        _("reused once digitised") if paper.is_reusable else "",
    ]
    counts = (paper.originals, paper.copies, paper.electronic)
    return TableRow(
        (
            Cell(paper.name, note=" · ".join(str(one) for one in notes if one)),
            str(_(PAPER_KINDS[paper.kind])),
            *(str(one) if one else "–" for one in counts),
        ),
        muted=not paper.is_required,
    )


def limits(content: Content) -> Table:
    """A row for each case, a column for each channel that differs from the counter."""
    channels = [Channel.COUNTER, *(one for one in Channel if _differs(content, one))]
    columns = [Column(_("Case"))] if len(content.variants) > 1 else []
    columns += [Column(_(CHANNELS[one])) for one in channels]
    return columns, [_limit_row(content, one, channels) for one in content.variants]


def _differs(content: Content, channel: Channel) -> bool:
    return any(one.limit(channel) != one.counter for one in content.variants)


def _limit_row(content: Content, variant: Variant, channels: Sequence[Channel]) -> TableRow:
    note = ""
    if variant.extension:
        more = said.limit(variant.extension)
        why = variant.extension_reason
        note = str(_("%(span)s more: %(reason)s", span=more, reason=why))
    cells: list[Cell | str] = [variant.name or str(_("the usual case"))]
    cells = cells if len(content.variants) > 1 else []
    texts = [said.limit(variant.limit(one)) for one in channels]
    return TableRow((*cells, Cell(texts[0], note=note), *texts[1:]))


def fees(content: Content) -> Table:
    channels = [
        Channel.COUNTER,
        *(c for c in Channel if any(one.amount(c) != one.counter for one in content.fees)),
    ]
    columns = (Column(_("Fee")), *(Column(_(CHANNELS[one]), number=True) for one in channels))
    rows = [
        TableRow(
            (
                Cell(fee.name, note=_fee_note(fee)),
                *(said.price(fee, fee.amount(one)) for one in channels),
            )
        )
        for fee in content.fees
    ]
    return columns, rows


def _fee_note(fee: Any) -> str:
    notes = [
        str(_(TIMINGS[fee.timing])),
        _("at most %(amount)s", amount=said.money(fee.most)) if fee.most else "",
        _("only in the case: %(name)s", name=fee.variant) if fee.variant else "",
        fee.note,
    ]
    return " · ".join(str(one) for one in notes if one)


def exemptions(content: Content) -> list[str]:
    free, less = N_("%(group)s: free"), N_("%(group)s: %(percent)s%% less")
    return [
        " – ".join(
            filter(
                None,
                (
                    str(_(free if one.percent == 100 else less, group=one.group,
                          percent=one.percent)),
                    one.ground,
                ),
            )
        )
        for one in content.exemptions
    ]  # fmt: skip


def versions(found: Sequence[ProcedureVersion], current: ProcedureVersion) -> list[Version]:
    return [
        Version(
            _("Version %(number)s", number=one.number),
            " · ".join(filter(None, (str(_(STANDINGS[standing_of(one)])), days(one), one.ending))),
            None
            if one is current
            else url_for("procedures.show", procedure_id=one.procedure_id, number=one.number),
            "" if one is current else str(_("Look at it")),
        )
        for one in found
    ]
