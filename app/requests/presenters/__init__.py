"""Requests as the components' view models: the list, and what a record's page says of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.presenters import due_title
from app.deadlines.rules.colours import Horizon, due_colour
from app.deadlines.rules.words import due_words
from app.deadlines.wording import words
from app.requests.filters import RequestFilter
from app.requests.policy import asks, board_on
from app.requests.presenters.answer import answer_head
from app.requests.presenters.board import (
    CLOSED_WORDS,
    asked_facts,
    board,
    is_told,
    over_words,
    reply_at,
)
from app.requests.presenters.lines import urged_words
from app.requests.presenters.table import table_page
from app.requests.presenters.whys import whys
from app.requests.queries import REQUESTS, Progress, request_on
from app.requests.rules import ASKED_BY, ASKED_BY_AS
from app.web.formats import short_day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import (
    Action,
    Addition,
    Empty,
    Fact,
    Listed,
    ListPage,
    Row,
)
from app.web.sequels import sequel_marks, sequel_words

TAB_WORDS = {
    "mine": N_("Asked by me"),
    "decide": N_("Answers to approve"),
    "awaited": N_("Answers awaited"),
    "late": N_("Overdue somewhere"),
    "answer": N_("Asked of us"),
    "agency": N_("Asked by the agency"),
    "closed": N_("Closed requests"),
}


def list_page(
    actor: Actor,
    wanted: RequestFilter,
    found: Page[Any],
    progress: Mapping[int, Progress],
    counts: Mapping[str, int],
    horizon: Horizon,
) -> ListPage:
    here = Listed(REQUESTS.name, wanted)
    text = _("A request to many stands here until every answer is approved; then it closes itself.")
    return ListPage(
        rows=tuple(_row(item, progress[item.id], horizon) for item in found.rows),
        label=_(TAB_WORDS[wanted.tab]),
        empty=Empty(_("No request here"), text, "question-circle"),
        pager=here.pager(found),
        tabs=here.tabs({tab: TAB_WORDS[tab] for tab in tabs_of(actor)}, counts),
        words=here.words("text", _("Words of the subject, with or without marks")),
    )


def options(documents: Iterable[Any]) -> list[tuple[int, str]]:
    """Documents as a menu names them, with what followed each."""
    return [
        (one.id, " – ".join(filter(None, said)))
        for one in documents
        for said in [(one.reference, one.issuer, one.subject[:80], sequel_words(one.sequels))]
    ]


def tabs_of(actor: Actor) -> list[str]:
    """Those that can hold anything for this actor."""
    wide = {"agency": actor.may("documents.read_agency")}
    return [tab for tab in TAB_WORDS if wide.get(tab, True)]


def _row(item: Any, progress: Progress, horizon: Horizon) -> Row:
    states, is_open = progress.states, item.state == "open"
    is_owed = is_open and progress.owed > 0
    waiting, guessed = (states.get("answered", 0), progress.guessed) if is_open else (0, 0)
    done = _("%(done)s of %(all)s approved", done=states.get("approved", 0), all=progress.total)
    marks = [] if not item.is_asker else [
        *([Fact(ngettext("%(num)s waits for approval", "%(num)s wait for approval", waiting))]
          if waiting else []),
        *([Fact(ngettext("%(num)s to be confirmed", "%(num)s to be confirmed", guessed))]
          if guessed else []),
    ]  # fmt: skip
    closed = CLOSED_WORDS.get(item.state, "")
    return Row(
        href=url_for("requests.show", request_id=item.id),
        subject=item.subject if item.is_told else over_words(item.state),
        state=due_colour(progress.due_at, horizon) if is_owed else "open" if is_open else "ended",
        state_text=_waits(waiting, guessed) if is_open and not is_owed else None,
        due_text=words(due_words(progress.due_at, horizon)) if is_owed
        else _(closed, day=short_day(item.closed_at)) if closed else "",
        due_title=due_title(progress.due_at) if is_owed else "",
        due_href=url_for("requests.why", request_id=item.id) if is_owed else "",
        number=str(item.number or ""),
        number_note=short_day(item.issued_on or item.created_at),
        reference=item.reference or "",
        issuer=item.agency_name,
        who=done if item.sees_all else "",
        marks=(*marks, *sequel_marks(item.sequels or ())),
    )  # fmt: skip


def _waits(answered: int, guessed: int) -> str | None:
    """What of a request of which nobody owes anything waits for whoever asked."""
    if answered:
        return _("Waiting for approval")
    return _("To be confirmed") if guessed else None


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition | None:
    """Its board as a fact; asking many by it."""
    request = opened.ask(board_on, session, actor, opened.record_id)
    facts: Iterable[Fact] = ()
    actions: Sequence[Action] = ()
    if request is not None:
        href = url_for("requests.show", request_id=request.id)
        facts = [Fact(_("Board of its answers"), "question-circle", href)]
        is_asker = asks.for_row(actor, request)
        label = _("Board of its answers") if is_asker else _("What is asked of you")
        actions = [Action(label, href, "question-circle")]
    elif _may_ask(actor, opened) and opened.ask(request_on, session, opened.record_id) is None:
        href = url_for("requests.ask", record_id=opened.record_id)
        actions = [Action(_("Ask many"), href, "question-circle", dialog=True, quiet=True)]
    return Addition(facts=tuple(facts), facts_place=80, actions=actions, actions_place=45)


def _may_ask(actor: Actor, opened: Opened) -> bool:
    is_here = opened.kind.name in ASKED_BY and actor.works_for(opened.record.agency_id)
    return is_here and opened.record.state in ASKED_BY_AS and actor.may("requests.ask")


__all__ = [
    "answer_head",
    "asked_facts",
    "board",
    "is_told",
    "list_page",
    "on_record",
    "options",
    "reply_at",
    "table_page",
    "urged_words",
    "whys",
]
