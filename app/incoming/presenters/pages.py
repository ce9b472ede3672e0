"""Incoming documents as the components show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from flask import url_for

from app.core.lists import Page
from app.core.policy import Actor
from app.core.sequels import Sequels
from app.core.text import N_
from app.core.words import URGENCY_WORDS, WITHOUT_NUMBER, written_number
from app.correspondence.presenters.head import kind_words
from app.deadlines.presenters import due_sentence, due_title, pressing_text, pressing_title
from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.wholes import PRESSED, Parts, closed_colour, closed_due, pressing
from app.deadlines.rules.words import finished_words
from app.deadlines.wording import words
from app.files.queries import FileRow
from app.incoming import rules
from app.incoming.filters import IncomingFilter
from app.incoming.models import IncomingDocument
from app.incoming.presenters.actions import document_actions
from app.incoming.queries import INCOMING, Choices, IncomingRow, Twin
from app.web.formats import day, file_size, short_day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import (
    Action,
    Cell,
    Chip,
    Column,
    DocumentHead,
    Empty,
    Fact,
    Listed,
    ListPage,
    Row,
    TableRow,
)
from app.web.records import bulk_actions, link_to
from app.web.sequels import sequel_marks
from app.work.list_position import ONWARD
from app.work.presenters import View, actions_of
from app.work.queries import LineRow

STATE_WORDS = {
    "waiting": N_("To be accepted"),
    "refused": N_("Refused"),
    "registered": N_("To be directed"),
    "cancelled": N_("Registration cancelled"),
}
ENDED = frozenset({"refused", "recalled"})
TAB_WORDS = {
    "open": N_("Not closed"),
    "waiting": N_("Waiting to be accepted"),
    "to_direct": N_("Awaiting a directive"),
    "in_progress": N_("In progress"),
    "overdue": N_("Overdue"),
    "done": N_("Closed"),
    "all": N_("All"),
}
DUE_WORDS = {
    "late": N_("Overdue"),
    "soon": N_("Due soon"),
    "week": N_("Due within 7 days"),
    "none": N_("Without a due date"),
}
PEEK_ACTIONS = 2


# -- The list ----------------------------------------------------------------------------------


def list_page(
    actor: Actor,
    wanted: IncomingFilter,
    page: Page[IncomingRow],
    horizon: Horizon,
    offered: Choices,
    counted: Mapping[str, int],
) -> ListPage:
    here = Listed(INCOMING.name, wanted)
    total = counted.get(wanted.tab)
    return ListPage(
        rows=list_rows(actor, wanted, page.rows, horizon),
        label=_("Incoming documents"),
        empty=_empty(actor, wanted, here),
        pager=here.pager(page),
        total_text=_total(total) if total is not None else "",
        tabs=here.tabs(tab_words(actor), counted),
        chips=chips(here, offered),
        order=here.order({"due": N_("Due first"), "-urgency": N_("Most urgent first")}),
        bulk=bulk_actions(actor),
    )


def tab_words(actor: Actor) -> Mapping[str, str]:
    may = actor.may("incoming.register")
    return {tab: word for tab, word in TAB_WORDS.items() if tab != "waiting" or may}


def chips(here: Listed[IncomingFilter], offered: Choices) -> list[Chip]:
    return [
        here.chip("register_id", _("Register"), offered.registers),
        here.chip("year", _("Year"), [(year, str(year)) for year in offered.years]),
        here.chip("urgency", _("Urgency"), [(n, _(word)) for n, word in enumerate(URGENCY_WORDS)]),
        here.chip("due", _("Due"), [(code, _(word)) for code, word in DUE_WORDS.items()]),
        here.chip("issuer", _("Issuer"), [(name, name) for name in offered.issuers]),
        here.switch("presented_to_me", _("Presented to me")),
    ]


def _total(documents: int) -> str:
    """How many documents, as against the lines of work that are counted elsewhere."""
    return str(ngettext("%(num)s document", "%(num)s documents", documents))


def list_rows(
    actor: Actor, wanted: IncomingFilter, rows: Iterable[IncomingRow], horizon: Horizon
) -> tuple[Row, ...]:
    """These rows of the list, each leading on to the next where they are dealt with in turn."""
    return tuple(list_row(row, horizon, _kept(actor, wanted, row.id)) for row in rows)


def _kept(actor: Actor, wanted: IncomingFilter, document_id: int) -> dict[str, Any]:
    """A leader who directs one gets the next of this list: its filter goes along."""
    if wanted.tab != "to_direct" or not actor.may("assignments.direct"):
        return {}
    return kept_onward(wanted, document_id)


def kept_onward(wanted: IncomingFilter, document_id: int) -> dict[str, Any]:
    """Where to go once this document of the list is dealt with, for the address of its page."""
    return {ONWARD: url_for("incoming.onward", document_id=document_id, **wanted.to_args())}


def list_row(
    row: IncomingRow, horizon: Horizon, kept: Mapping[str, Any] = MappingProxyType({})
) -> Row:
    """A document as every list shows it; `kept` goes along to its page."""
    state, state_text = _state_of(row, horizon)
    due_text, due_title = _due(row, horizon)
    return Row(
        href=link_to("incoming", row.id, **kept),
        subject=row.subject,
        state=state,
        state_text=state_text,
        due_text=due_text,
        due_title=due_title,
        due_href=url_for("work.why", record_id=row.id) if due_text else "",
        number=written_number(row.number),
        number_note=short_day(row.arrived_on or row.created_at),
        number_label=_("arrival number"),
        reference=row.reference or _(WITHOUT_NUMBER),
        issuer=row.issuer,
        urgency=row.urgency,
        who=_who(row),
        unread=row.opened_at is None and row.state not in ("closed", "refused", "recalled"),
        select_value=str(row.id),
        peek_href=url_for("incoming.peek", document_id=row.id, **kept),
        marks=_marks(row),
        due_at=row.own_due,
        since=row.created_at,
    )


def _state_of(row: IncomingRow, horizon: Horizon) -> tuple[str | None, str | None]:
    """Colour and, where the colour's own word does not say it, the word."""
    if row.state in ENDED:
        return None, None
    if row.state == "closed":
        return closed_colour(row.due_at, row.closed_at, row.work), None
    colour = pressing(row.own_due, row.work, horizon).colour
    if row.state in ("waiting", "registered") and colour not in PRESSED:
        return "new", _(STATE_WORDS[row.state])
    return colour, None


def _due(row: IncomingRow, horizon: Horizon) -> tuple[str, str]:
    if row.state in ENDED:
        return "", ""
    if row.state == "closed" and row.closed_at is not None:
        missed = closed_due(row.due_at, row.work)
        return words(finished_words(missed, row.closed_at, horizon.calendar)), due_title(row.due_at)
    pressed = pressing(row.own_due, row.work, horizon)
    return pressing_text(pressed, horizon), pressing_title(row.own_due, row.work)


def _who(row: IncomingRow) -> str:
    if row.holder:
        return row.holder
    if row.state == "registered":
        if row.presented_to:
            return _("Presented to %(name)s", name=row.presented_to)
        return _("Presented to nobody yet")
    return ""


def _marks(row: IncomingRow) -> tuple[Fact, ...]:
    marks = [*sequel_marks(row.sequels)]
    if row.other_agency:
        marks.insert(0, Fact(row.other_agency, "building"))
    if row.state == "refused":
        # What is refused never arrived; what arrived and is refused was registered by mistake.
        state = "refused" if row.arrived_on is None else "cancelled"
        marks.append(Fact(_(STATE_WORDS[state]), "x-lg"))
    if row.answer is not None:
        by = _("answered by %(reference)s", reference=row.answer) if row.answer else _("answered")
        marks.append(Fact(by, "reply"))
    elif row.reply_required and row.state in rules.OPEN_STATES:
        marks.append(Fact(_("reply required"), "reply"))
    return tuple(marks)


def _empty(actor: Actor, wanted: IncomingFilter, here: Listed[IncomingFilter]) -> Empty:
    if not wanted.is_plain:
        return Empty(
            _("Nothing under these filters"),
            _("Take a filter off, or look in another view."),
            action=Action(_("Take all filters off"), here.plain_href),
        )
    if wanted.tab == "waiting":
        return Empty(
            _("No delivery is waiting"),
            _("What other agencies of this installation issue to yours stands here until you "
              "accept it or send it back."),
        )  # fmt: skip
    if actor.may("incoming.register"):
        return Empty(
            _("No documents here"),
            _("Register the first one: drop its file, fill in its line, save."),
            action=Action(_("Register a document"), url_for("incoming.register"), "plus-lg", True),
        )
    return Empty(
        _("No documents here"), _("Documents given to you or to your unit will stand here.")
    )


# -- Preview -----------------------------------------------------------------------------------


def head(
    document: IncomingDocument,
    work: Parts,
    horizon: Horizon,
    answer: str | None = None,
    sequels: Sequels = (),
) -> DocumentHead:
    """Who, what, when, for the preview beside the list."""
    return DocumentHead(
        subject=document.subject,
        reference=document.reference or _(WITHOUT_NUMBER),
        **kind_words(document),
        issuer=document.issuer,
        urgency=document.urgency,
        facts=tuple(sequel_marks(sequels)),
        **due_part(document, work, horizon, answer),
    )


def due_part(
    document: IncomingDocument, work: Parts, horizon: Horizon, answer: str | None
) -> dict[str, Any]:
    """Colour and due date of any head of the document, in its words; answered, it owes nothing."""
    if document.state in ENDED:
        return {"state": ""}
    own_due = document.due_at if answer is None else None
    title, why = pressing_title(own_due, work), url_for("work.why", record_id=document.id)
    if document.state == "closed":
        colour = closed_colour(document.due_at, document.closed_at, work)
        said = _("Due %(day)s", day=day(document.due_at)) if document.due_at else ""
        return {"state": colour, "due_text": said, "due_title": title, "due_href": why}
    pressed = pressing(own_due, work, horizon)
    is_quiet = pressed.colour not in PRESSED and work.colour is None
    return {
        "state": None if is_quiet else pressed.colour,
        "due_text": due_sentence(pressed, horizon, own_due),
        "due_title": title,
        "due_href": why,
    }


def peek_actions(document: IncomingDocument, view: View, lines: Sequence[LineRow]) -> list[Action]:
    """What comes first of what may be done; opening the document stays the dark button."""
    own = actions_of(view, lines)
    offered = [*own, *document_actions(view.actor, document)]
    return [replace(action, primary=False) for action in offered[:PEEK_ACTIONS]]


# -- Twins -------------------------------------------------------------------------------------


def twin_text(twin: Twin) -> str:
    """ "Số đến 1283: 1947/SXD-HTĐT, Sở Xây dựng, ngày 19/11/2026, trích yếu giống 96%" """
    parts = [twin.reference or _(WITHOUT_NUMBER), twin.issuer]
    if twin.issued_on:
        parts.append(_("dated %(day)s", day=day(twin.issued_on)))
    if twin.alike:
        parts.append(_("subject %(share)s%% alike", share=twin.alike))
    if twin.same_file:
        parts.append(_("the very same file: “%(name)s”", name=twin.same_file))
    return f"{_twin_name(twin)}: {', '.join(parts)}."


def _twin_name(twin: Twin) -> str:
    if twin.number is None:
        return str(_("Waiting to be accepted"))
    return str(_("Arrival number %(number)s", number=written_number(twin.number)))


def leader_options(leaders: Iterable[Any]) -> list[tuple[int, str]]:
    return [(leader.id, f"{leader.name}, {leader.title}") for leader in leaders]


def closing_facts(*, reply_missing: bool, open_lines: int) -> list[str]:
    """What the closing dialog says before it asks why."""
    said = []
    if reply_missing:
        said.append(_("It requires a reply, and none was issued."))
    if open_lines:
        text = _("%(count)s lines of work are still open; they close with it.", count=open_lines)
        said.append(text)
    return said


def file_rows(document: IncomingDocument, files: Iterable[FileRow]) -> list[TableRow]:
    """The files of a document with what may be done to each."""
    return [
        TableRow(
            (
                Cell(file.name, url_for("files.file", file_id=file.id)),
                _("Main file") if file.kind == "main" else _("Attachment"),
                file_size(file.size),
            ),
            () if file.is_received else (_removing(document, file),),
        )
        for file in files
    ]


def _removing(document: IncomingDocument, file: FileRow) -> Action:
    return Action(
        _("Take off"),
        url_for("incoming.remove_file", document_id=document.id, file_id=file.id),
        method="post",
        confirm=_("Take “%(name)s” off this document?", name=file.name),
        quiet=True,
    )


def file_columns() -> tuple[Column, ...]:
    return Column(_("File")), Column(_("Kind")), Column(_("Size"), number=True)
