"""Cases as the components' view models: the list, and what a record's page says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.presenters import due_title
from app.deadlines.queries import horizon_of
from app.deadlines.rules.colours import Horizon, due_colour
from app.deadlines.rules.reasons import moment_words, reasons
from app.deadlines.rules.words import due_words, finished_words, left_words
from app.deadlines.wording import words
from app.onestop.cases import queries
from app.onestop.cases.filters import CaseFilter
from app.onestop.cases.inputs import Copy, Status
from app.onestop.cases.models import Case
from app.onestop.cases.policy import may_handle
from app.onestop.cases.presenters.sheet import RECEIPT, form_of
from app.onestop.cases.queries import CASES, Moved
from app.onestop.cases.rules import codes
from app.onestop.cases.rules.clocks import Clocks
from app.onestop.cases.rules.statuses import MOVES, OPEN, STATUSES, WAITING
from app.onestop.cases.wording import APPLICANTS, COPIES, GO_ON
from app.onestop.cases.wording import MOVES as MOVE_WORDS
from app.onestop.procedures.wording import CHANNELS
from app.organisation.queries import person_names
from app.web.formats import day, moment, short_day
from app.web.i18n import gettext as _
from app.web.listing import (
    Action,
    Addition,
    DocumentHead,
    Empty,
    Fact,
    Listed,
    ListPage,
    Part,
    Row,
    Why,
)
from app.web.records import link_to

TAB_WORDS = {
    "open": N_("Being solved"),
    "late": N_("Late cases"),
    "waiting": N_("With the applicant"),
    "ready": N_("Results to return"),
    "done": N_("Ended cases"),
    "all": N_("All cases"),
}
FIRST = {
    Status.REGISTERED: Status.RECEIVED,
    Status.RECEIVED: Status.PROCESSING,
    Status.PROCESSING: Status.FINISHED,
    Status.SUPPLEMENT: Status.PROCESSING,
    Status.PAYMENT: Status.PROCESSING,
    Status.FINISHED: Status.RETURNED,
}
"""The usual next move: the one that stands out."""


def list_page(
    wanted: CaseFilter, found: Page[Any], counts: Mapping[str, int], horizon: Horizon
) -> ListPage:
    here = Listed(CASES.name, wanted)
    channels = [(one.value, _(label)) for one, label in CHANNELS.items()]
    return ListPage(
        rows=tuple(row(item, horizon) for item in found.rows),
        label=_(TAB_WORDS[wanted.tab]),
        empty=Empty(
            _("No case here"), _("What is received at the counter stands here."), "person-vcard"
        ),
        pager=here.pager(found),
        tabs=here.tabs(TAB_WORDS, counts),
        words=here.words("words", _("Code, name or procedure, also without marks")),
        chips=[here.chip("channel", _("How it comes in"), channels)],
        order=here.order({"received": N_("Longest here first")}, N_("Due first")),
    )


def row(item: Any, horizon: Horizon) -> Row:
    """A case in any list."""
    status = Status(item.status)
    return Row(
        href=link_to("case", item.id),
        subject=item.subject,
        state=_colour(status, item, horizon),
        state_text=_(STATUSES[status]),
        due_text=_due_text(status, item, horizon),
        due_title=due_title(item.due_at),
        due_href=url_for("work.why", record_id=item.id),
        number=item.code.rpartition("-")[2],
        number_note=short_day(item.registered_at),
        reference=item.code,
        issuer=item.name,
    )


def found(session: Session, actor: Actor, ids: Sequence[int]) -> Mapping[int, Row]:
    """Cases among the hits of a search."""
    horizon = horizon_of(session, actor.agency_id)
    return {item.id: row(item, horizon) for item in queries.rows_of(session, actor, ids)}


def _colour(status: Status, item: Any, horizon: Horizon) -> str:
    if status in OPEN:
        return "open" if _stands(status, item) else due_colour(item.due_at, horizon)
    if status in (Status.FINISHED, Status.RETURNED):
        is_late = item.due_at and item.finished_at and item.finished_at > item.due_at
        return "donelate" if is_late else "done"
    return "new" if status is Status.REGISTERED else "ended"


def _stands(status: Status, item: Any) -> bool:
    """Whether its clock stands: what was late before the citizen was asked stays late."""
    return status in WAITING and item.due_at is None


def _due_text(status: Status, item: Any, horizon: Horizon) -> str:
    if item.finished_at is not None:
        return words(finished_words(item.due_at, item.finished_at, horizon.calendar))
    if _stands(status, item):
        return str(_("the clock stands"))
    return words(due_words(item.due_at, horizon)) if status in OPEN else ""


# -- Its page --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clock:
    """One of the two clocks: whose, until when, how it stands, and why."""

    label: str
    at: str
    left: str
    state: str
    reasons: Sequence[str]
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the story."""

    at: str
    label: str
    by: str
    words: Sequence[str]
    is_undone: bool


@dataclass(frozen=True)
class Shown:
    clocks: Sequence[Clock]
    facts: Sequence[tuple[str, str]]
    papers: Sequence[tuple[str, str, int]]
    lines: Sequence[Line]
    undo_href: str = ""


def head(_session: Session, _actor: Actor, opened: Opened) -> DocumentHead:
    case: Case = opened.record
    status = Status(case.status)
    return DocumentHead(
        subject=case.subject,
        reference=case.code,
        issuer=case.name,
        kind_text=_(STATUSES[status]),
        state=_colour(status, case, opened.horizon),
        due_text=_due_text(status, case, opened.horizon),
        due_title=due_title(case.due_at),
        due_href=url_for("work.why", record_id=case.id),
        facts=(Fact(_("Look-up code %(code)s", code=codes.said(case.public_code)), "qr-code"),),
        back=Fact(_("Cases"), href=url_for("cases.index")),
    )


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition | None:
    if not isinstance(opened.record, Case):
        return None
    case = opened.record
    shown = _shown(session, actor, case, opened.horizon)
    part = Part(
        name="case",
        label=_("The case"),
        template="onestop/cases/_part.html",
        content=shown,
        count=len(shown.papers),
        place=5,
    )
    return Addition(parts=(part,), actions=_actions(actor, case))


def whys_on(session: Session, _actor: Actor, record_id: int, _asked: int | None) -> Sequence[Why]:
    """Why a case is promised for that moment, and until when its step should be done."""
    case = session.get(Case, record_id)
    if case is None:
        return ()
    clocks = _clocks(case, queries.clocks_of(session, case), horizon_of(session, case.agency_id))
    return [Why(one.label, one.at, [*one.reasons, *filter(None, [one.note])]) for one in clocks]


def move_label(status: Status, target: Status) -> str:
    return str(
        _(GO_ON if status in WAITING and target is Status.PROCESSING else MOVE_WORDS[target])
    )


def _actions(actor: Actor, case: Case) -> list[Action]:
    status = Status(case.status)
    label = _("Print the receipt") if form_of(case) == RECEIPT else _("Print the notice")
    paper = Action(label, url_for("cases.printed", case_id=case.id), "printer", quiet=True)
    if not may_handle(actor, case):
        return [paper]
    moves = sorted(MOVES.get(status, ()), key=lambda one: one is not FIRST[status])
    return [
        *(
            Action(
                move_label(status, target),
                url_for("cases.move", case_id=case.id, status=int(target)),
                primary=target is FIRST[status],
                quiet=target is not FIRST[status],
                dialog=True,
            )
            for target in moves
        ),
        paper,
    ]


def _shown(session: Session, actor: Actor, case: Case, horizon: Horizon) -> Shown:
    moves, clocks = queries.story(session, case.id), queries.clocks_of(session, case)
    names = person_names(session, {one.by_id for one in moves})
    last = queries.last_move(moves)
    is_mine = last is not None and last.source is not None and last.by_id in actor.person_ids
    can_undo = is_mine and may_handle(actor, case)
    return Shown(
        clocks=[*_clocks(case, clocks, horizon)],
        facts=[(label, value) for label, value in _facts(case) if value],
        papers=[
            (one.name, str(_(COPIES[Copy(one.copy)])), one.quantity)
            for one in queries.papers(session, case.id)
        ],
        lines=[_line(one, names) for one in moves],
        undo_href=url_for("cases.take_back", case_id=case.id) if can_undo else "",
    )


def _line(one: Moved, names: Mapping[int, str]) -> Line:
    return Line(
        moment(one.at),
        str(_(STATUSES[one.target])),
        names.get(one.by_id, ""),
        one.words.splitlines(),
        one.undone_at is not None,
    )


def _clocks(case: Case, clocks: Clocks, horizon: Horizon) -> list[Clock]:
    """The citizen's first, then the holder's; each says why it ends when it does."""
    found, due = [], clocks.due
    if due is not None:
        at = case.due_at or due.first
        is_open = case.status in OPEN
        left = words(left_words(at, horizon)) if case.due_at and is_open else ""
        found.append(
            Clock(
                _("Promised to the applicant"),
                words(moment_words(at)) if due.at else _("the clock stands"),
                left or (_due_text(Status(case.status), case, horizon)),
                _colour(Status(case.status), case, horizon),
                [words(one) for one in reasons(due)],
                _("First promised: %(at)s.", at=words(moment_words(due.first)))
                if due.at != due.first
                else "",
            )
        )
    step = clocks.step
    if step is not None:
        values = {"number": step.number, "total": step.total, "name": step.step.name}
        found.append(
            Clock(
                _("Step %(number)s of %(total)s: %(name)s", **values),
                words(moment_words(step.ends)) if step.ends else _("the clock stands"),
                words(left_words(step.ends, horizon)) if step.ends else "",
                due_colour(step.ends, horizon) if step.ends else "open",
                [_("At this step since %(at)s.", at=words(moment_words(step.since)))],
            )
        )
    return found


def _facts(case: Case) -> list[tuple[str, str]]:
    kind = next(label for one, label in APPLICANTS.items() if one == case.applicant_kind)
    channel = next(label for one, label in CHANNELS.items() if one == case.channel)
    return [
        (_("Applicant"), f"{case.name} ({_(kind).lower()})"),
        (_("Born on"), " · ".join(filter(None, (day(case.born_on), case.gender)))),
        (_("Identity or tax number"), case.identity),
        (_("Address"), case.address),
        (_("Telephone"), case.phone),
        (_("Handed in by"), case.submitter),
        (_("How it comes in"), str(_(channel))),
        (_("Case of the procedure"), case.variant),
        (_("Note"), case.note),
    ]
