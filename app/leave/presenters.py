"""Leave as its pages show it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core import clock
from app.core.lists import Page
from app.core.policy import Actor, person_token
from app.core.text import N_
from app.leave.filters import LeaveFilter
from app.leave.models import LeaveRequest
from app.leave.policy import decides
from app.leave.queries import LEAVE, GoneStandIn, falls_due
from app.leave.rules import ASKED, LACKS, OPEN, half_days
from app.records.queries import faces_for
from app.web.formats import day, moment
from app.web.i18n import gettext as _
from app.web.listing import Action, Cell, Column, Empty, Fact, Listed, TablePage, TableRow

TAB_WORDS = {
    "mine": N_("My leave"),
    "decide": N_("To decide"),
    "away": N_("Away today"),
    "all": N_("All"),
}
STATES = {
    "asked": N_("asked, not decided yet"),
    "approved": N_("approved"),
    "refused": N_("refused"),
    "taken_back": N_("taken back"),
}


def leave_list(
    wanted: LeaveFilter, found: Page[Any], counts: Mapping[str, int], names: Mapping[int, str]
) -> TablePage:
    here = Listed(LEAVE.name, wanted)
    columns = (
        Column(_("Who")),
        Column(_("Days")),
        Column(_("Reason")),
        Column(_("Stands in")),
        Column(_("State")),
    )
    return TablePage(
        label=_("Leave"),
        columns=columns,
        rows=tuple(_row(row, names) for row in found.rows),
        empty=Empty(
            _("No leave here"), _("Ask for days off; the head of your unit decides."), "calendar3"
        ),
        pager=here.pager(found),
        tabs=here.tabs(TAB_WORDS, counts),
    )


def _row(row: Any, names: Mapping[int, str]) -> TableRow:
    href = url_for("leave.show", leave_id=row.id)
    state = Cell(_(STATES[row.state]), note=row.answer)
    who = Cell(names[row.person_id], href)
    muted = row.state not in OPEN
    stand_in = names.get(row.stand_in_id, "")
    return TableRow((who, days(row), row.reason, stand_in, state), muted=muted)


def days(row: Any) -> str:
    """From when to when, halves named."""
    first, last = day(row.starts_on), day(row.ends_on)
    if row.from_noon:
        first = _("noon of %(day)s", day=first)
    if row.until_noon:
        last = _("noon of %(day)s", day=last)
    count = half_days(row) / 2
    said = f"{count:g}".replace(".", ",")
    return _("%(first)s – %(last)s (%(count)s days)", first=first, last=last, count=said)


def facts(request: LeaveRequest, names: Mapping[int, str], deciders: Iterable[int]) -> list[Fact]:
    found = [Fact(days(request), "calendar3"), Fact(_(STATES[request.state]))]
    if request.state == ASKED:
        who = ", ".join(sorted(names[one] for one in deciders))
        found.append(Fact(_("%(name)s decides", name=who), "person"))
    if request.decided_by_id is not None:
        by, at = names[request.decided_by_id], moment(request.decided_at)
        found.append(Fact(_("%(name)s, %(at)s", name=by, at=at), "person"))
    return found


def said_of(
    request: LeaveRequest, names: Mapping[int, str], gone: Iterable[GoneStandIn]
) -> list[str]:
    """What follows from it, and what was answered."""
    said = [_("Reason: %(reason)s", reason=request.reason)]
    if request.stand_in_id is not None:
        name = names[request.stand_in_id]
        said.append(_("%(name)s stands in.", name=name))
        if request.delegates:
            said.append(_("%(name)s acts in the post, in everything but signing.", name=name))
        if request.reroutes:
            said.append(_("New work meant for them goes to %(name)s meanwhile.", name=name))
    for one in gone:
        said.append(
            _(
                "%(name)s %(lacks)s: take the leave back and ask with somebody else.",
                name=one.stand_in,
                lacks=_(LACKS[one.lacks]),
            )
        )
    if request.answer:
        said.append(_("Answer: %(text)s", text=request.answer))
    return said


def falling_due(session: Session, actor: Actor, request: LeaveRequest) -> list[tuple[str, str]]:
    """For whoever decides: what of the asker's work falls due then, by text and address."""
    if request.state != ASKED or not decides.for_row(actor, request):
        return []
    span = request.starts_on, request.ends_on
    found = falls_due(session, request.person_id, request.agency_id, *span)
    shown = faces_for(session, actor, [record_id for record_id, _due in found])
    hidden = _("a document you may not read")
    said = []
    for record_id, due_at in found:
        face = shown.get(record_id)
        is_shown = face is not None and face.path
        what, href = (face.called, face.path) if face is not None and is_shown else (hidden, "")
        said.append((_("%(what)s, due %(day)s", what=what, day=day(due_at)), href))
    return said


def actions(actor: Actor, request: LeaveRequest, names: Mapping[int, str]) -> Sequence[Action]:
    """What this actor may do with it now."""
    fields = (("version", str(request.version)),)
    found = []
    may_decide = decides.for_row(actor, request)
    if request.state == ASKED and may_decide:
        href = url_for("leave.approve", leave_id=request.id)
        to_refuse = url_for("leave.refuse", leave_id=request.id)
        found += [
            Action(_("Refuse"), to_refuse, icon="x-lg", dialog=True),
            Action(_("Approve"), href, "check-lg", primary=True, method="post", fields=fields),
        ]
    is_open = request.state == ASKED or (request.state in OPEN and request.ends_on >= clock.today())
    is_own = request.person_id == actor.person_id
    if is_open and (is_own or (may_decide and request.state != ASKED)):
        asked = _("Take this leave back? What of it is past stays.")
        if request.delegation_id is not None:
            stand_in = names[request.stand_in_id or 0]
            asked += " " + _("%(name)s acts in the post no more.", name=stand_in)
        href = url_for("leave.take_back", leave_id=request.id)
        word = _("Take back") if is_own else _("Call back to work")
        found.insert(
            0, Action(word, href, "arrow-counterclockwise", False, "post", asked, fields=fields)
        )
    return found


def on_holder(holder: str, actor: Actor) -> Sequence[Action]:
    """On one's own page."""
    if holder != person_token(actor.person_id) or actor.agency_id is None:
        return ()
    return (Action(_("Ask for leave"), url_for("leave.ask"), icon="calendar3", dialog=True),)
