"""Rows of outgoing documents as the components' view models."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Row as DatabaseRow
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.core.text import N_
from app.core.working_time import WorkCalendar
from app.correspondence.models import Document
from app.outgoing import rules
from app.outgoing.models import OutgoingDocument
from app.outgoing.queries import FilterOptions, Filters, RecipientFact
from app.registers.models import TakenNumber
from app.web.formats import day, moment, short_day
from app.web.listing import (
    Action,
    Chip,
    DocumentHead,
    Empty,
    Fact,
    ListPage,
    Row,
    Tab,
)

STATE_WORDS = {
    "signed": N_("Waiting for its number"),
    "returned": N_("Returned to its drafter"),
    "issued": N_("Issued"),
    "recalled": N_("Recalled"),
    "replaced": N_("Replaced"),
}
STATE_ICONS = {
    "returned": "arrow-return-left",
    "recalled": "slash-circle",
    "replaced": "arrow-repeat",
}
RECIPIENT_WORDS = {
    "planned": N_("Planned"),
    "sent": N_("Sent"),
    "delivered": N_("Waiting for its clerk"),
    "accepted": N_("Accepted"),
    "refused": N_("Refused"),
    "recalled": N_("Recalled"),
}
RECIPIENT_ICONS = {
    "planned": "circle",
    "sent": "send",
    "delivered": "inbox",
    "accepted": "check-lg",
    "refused": "x-lg",
    "recalled": "slash-circle",
}
CHANNEL_WORDS = {
    "system": N_("in this system"),
    "paper": N_("on paper"),
    "email": N_("by e-mail"),
}
TAB_WORDS = {
    "waiting": N_("Waiting for a number"),
    "issued": N_("Issued"),
    "awaited": N_("I await an answer"),
    "refused": N_("Refused by a receiver"),
    "withdrawn": N_("Recalled, replaced, returned"),
}


# -- The list --------------------------------------------------------------------------------------


def list_page(
    filters: Filters,
    found: Iterable[DatabaseRow[Any]],
    receivers: Mapping[int, Sequence[RecipientFact]],
    newer: bool,
    older: bool,
    calendar: WorkCalendar,
) -> ListPage:
    """The page of rows with the addresses of its neighbours."""
    rows = tuple(_row(item, receivers.get(item.id, ()), calendar) for item in found)
    ends = list(found)
    return ListPage(
        rows=rows,
        label=_(TAB_WORDS[filters.tab]),
        empty=_empty(filters.tab),
        newer_href=_href(filters, before=None, after=ends[0].id) if newer and ends else None,
        older_href=_href(filters, before=ends[-1].id, after=None) if older and ends else None,
    )


def _row(item: DatabaseRow[Any], receivers: Sequence[RecipientFact], calendar: WorkCalendar) -> Row:
    state, state_text, due_text, due_title = _standing(item, receivers, calendar)
    return Row(
        href=url_for("desk.document", document_id=item.id),
        subject=item.subject,
        state=state,
        state_text=state_text,
        due_text=due_text,
        due_title=due_title,
        number=f"{item.number:02d}" if item.number is not None else "",
        number_note=short_day(item.issued_on),
        number_label=_("Number"),
        reference=item.reference,
        issuer=item.type_name,
        urgency=item.urgency,
        who=_who(item, receivers),
        peek_href=url_for("outgoing.peek", document_id=item.id),
        marks=_marks(item),
    )


def _marks(item: Any) -> tuple[Fact, ...]:
    if item.state not in STATE_ICONS:
        return ()
    return (Fact(_(STATE_WORDS[item.state]), STATE_ICONS[item.state]),)


def _who(item: DatabaseRow[Any], receivers: Sequence[RecipientFact]) -> str:
    parts = [item.signer_name, item.unit_name or "", receivers_text(receivers)]
    return ", ".join(part for part in parts if part)


def receivers_text(receivers: Sequence[RecipientFact], shown: int = 2) -> str:
    """ "to UBND xã A, UBND xã B and 3 others" """
    live = [item.name for item in receivers if item.resent_as_id is None]
    if not live:
        return ""
    names = ", ".join(live[:shown])
    rest = len(live) - shown
    if rest > 0:
        more = ngettext("and %(num)s other", "and %(num)s others", rest)
        return _("to %(names)s %(more)s", names=names, more=more)
    return _("to %(names)s", names=names)


def _standing(
    item: Any, receivers: Sequence[RecipientFact], calendar: WorkCalendar
) -> tuple[str | None, str | None, str, str]:
    """State, its words, what is due and its exact moment."""
    if item.state == "signed":
        return _standing_unnumbered(item.signed_at, calendar)
    refused = [one for one in receivers if one.state == "refused" and one.resent_as_id is None]
    if item.state == "issued" and refused:
        text = ngettext("%(num)s receiver refused", "%(num)s receivers refused", len(refused))
        return "late", text, "", refused[0].reason
    if item.state == "issued":
        return _standing_awaited([one for one in receivers if one.is_awaited])
    return None, None, "", ""


def _standing_unnumbered(
    signed_at: datetime | None, calendar: WorkCalendar
) -> tuple[str, str, str, str]:
    words = _("No number yet")
    if signed_at is None:
        return "new", words, "", ""
    signed_on = clock.local(signed_at).date()
    last = rules.last_day_to_issue(signed_on, calendar)
    title = _("Signed on %(day)s; to be issued by %(last)s", day=day(signed_on), last=day(last))
    colour = rules.waiting_colour(last, clock.today())
    return colour, words, _("signed %(day)s", day=short_day(signed_on)), title


def _standing_awaited(
    awaited: Sequence[RecipientFact],
) -> tuple[str | None, str | None, str, str]:
    if not awaited:
        return None, None, "", ""
    dues = sorted(one.due_at for one in awaited if one.due_at is not None)
    text = ngettext("%(num)s answer awaited", "%(num)s answers awaited", len(awaited))
    if not dues:
        return "open", text, _("no due date"), ""
    title = _("Due %(moment)s", moment=moment(dues[0]))
    return rules.awaited_colour(dues[0], clock.now()), text, due_words(dues[0]), title


def due_words(due_at: datetime) -> str:
    """ "2 days left", "today, 17:00", "3 days late" """
    days = (clock.local(due_at).date() - clock.today()).days
    if days == 0:
        return _("today, %(hour)s", hour=clock.local(due_at).strftime("%H:%M"))
    if days > 0:
        return ngettext("%(num)s day left", "%(num)s days left", days)
    return ngettext("%(num)s day late", "%(num)s days late", -days)


def _empty(tab: str) -> Empty:
    texts = {
        "waiting": _("A signed document comes here for its number, or is entered from paper."),
        "issued": _("Documents stand here once they have a number."),
        "awaited": _("When a receiver is asked to answer, its line stands here until it does."),
        "refused": _("A receiver's clerk may refuse a document with a reason; it is shown here."),
        "withdrawn": _("Recalled and replaced documents keep their numbers and are listed here."),
    }
    return Empty(_("Nothing here"), texts[tab], "send")


def _href(filters: Filters, **changes: Any) -> str:
    values = {item.name: getattr(filters, item.name) for item in fields(filters)}
    values |= changes
    return url_for(".index", **{name: value for name, value in values.items() if value})


def tabs(filters: Filters, counts: Mapping[str, int]) -> list[Tab]:
    """The saved views; each counted one opens exactly the rows it counts."""
    return [
        Tab(
            label=_(words),
            href=_href(filters.first_page(), tab=tab),
            count=counts.get(tab),
            current=tab == filters.tab,
        )
        for tab, words in TAB_WORDS.items()
    ]


def chips(filters: Filters, options: FilterOptions) -> list[Chip]:
    """Filters as links; one that is on offers to be taken off."""
    first = filters.first_page()
    return [
        _chip(first, "year", _("Year"), options.years),
        _chip(first, "register_id", _("Register"), options.registers),
        _chip(first, "type_code", _("Type"), options.types),
        _chip(first, "unit_id", _("Drafting unit"), options.units),
        _chip(first, "signer", _("Signed by"), options.signers),
        Chip(_("Drafted by me"), _href(first, mine=not filters.mine), filters.mine),
    ]


def _chip(filters: Filters, name: str, label: str, options: Sequence[tuple[Any, str]]) -> Chip:
    chosen = getattr(filters, name)
    if chosen:
        words = dict(options).get(chosen, str(chosen))
        return Chip(f"{label}: {words}", _href(filters, **{name: None}), on=True)
    choices = tuple(Chip(words, _href(filters, **{name: value})) for value, words in options)
    return Chip(label, choices=choices)


# -- One document ----------------------------------------------------------------------------------


def head(
    document: OutgoingDocument, receivers: Sequence[RecipientFact], calendar: WorkCalendar
) -> DocumentHead:
    """The head of an outgoing document for previews and dialogs."""
    state, words, due_text, due_title = _standing(document, receivers, calendar)
    facts = _marks(document)
    if words and document.state == "issued":
        facts += (Fact(words, title=due_title or None),)
    return DocumentHead(
        subject=document.subject,
        reference=document.reference,
        direction="out" if document.number is not None else None,
        stamp_number=f"{document.number:02d}" if document.number is not None else "",
        stamp_date=day(document.issued_on),
        kind_text=document.type.name,
        issuer=document.issuer,
        urgency=document.urgency,
        state=state if due_text else None,
        due_text=due_text,
        due_title=due_title,
        facts=facts,
    )


@dataclass(frozen=True)
class RecipientLine:
    """One receiver on the document's page."""

    name: str
    channel: str
    state_text: str
    icon: str
    when: str
    reason: str
    asks: str
    """What it was asked: "to answer by 30/11/2026"; empty when nothing."""
    colour: str | None
    """The colour of a line whose answer is still awaited."""
    answer_text: str
    answer_href: str | None
    actions: tuple[Action, ...]


def recipient_lines(
    actor: Actor,
    document: OutgoingDocument,
    facts: Iterable[RecipientFact],
    readable: Mapping[int, str],
) -> list[RecipientLine]:
    """Everybody who receives it, with their state, their answer, and what may be done about it.

    `readable` are the references of those answers that the actor may open, by id.
    """
    may_act = _is_clerk_of(actor, document) and document.state == "issued"
    return [_line(document.id, fact, readable, may_act) for fact in facts]


def _line(
    document_id: int, fact: RecipientFact, readable: Mapping[int, str], may_act: bool
) -> RecipientLine:
    text, href = _answer(fact, readable)
    return RecipientLine(
        name=fact.name,
        channel=_(CHANNEL_WORDS[fact.channel]),
        state_text=_("Sent again") if fact.resent_as_id else _(RECIPIENT_WORDS[fact.state]),
        icon=RECIPIENT_ICONS[fact.state],
        when=moment(fact.changed_at),
        reason=fact.reason,
        asks=_asks(fact),
        colour=rules.awaited_colour(fact.due_at, clock.now()) if fact.is_awaited else None,
        answer_text=text,
        answer_href=href,
        actions=_line_actions(document_id, fact) if may_act else (),
    )


def _asks(fact: RecipientFact) -> str:
    if not fact.reply_required:
        return ""
    if fact.due_at is None:
        return _("to answer")
    return _("to answer by %(day)s", day=day(fact.due_at))


def _answer(fact: RecipientFact, readable: Mapping[int, str]) -> tuple[str, str | None]:
    if fact.answered_at is None:
        return "", None
    when = moment(fact.answered_at)
    if fact.answer_id is not None and fact.answer_id in readable:
        text = _("answered by %(reference)s", reference=readable[fact.answer_id])
        return text, url_for("desk.document", document_id=fact.answer_id)
    if fact.answer_note:
        return _("answered: %(note)s", note=fact.answer_note), None
    return _("answered %(when)s", when=when), None


def _line_actions(document_id: int, fact: RecipientFact) -> tuple[Action, ...]:
    actions = []
    here: dict[str, Any] = {"document_id": document_id, "recipient_id": fact.id}
    if fact.state == "refused" and fact.resent_as_id is None:
        href = url_for("outgoing.resend", **here)
        actions.append(Action(_("Send again"), href, "send", method="post"))
    if fact.is_awaited:
        href = url_for("outgoing.answer", **here)
        actions.append(Action(_("Note its answer"), href, "reply", dialog=True))
    return tuple(actions)


def document_actions(session: Session, actor: Actor, document: Document) -> list[Action]:
    """What this person may do now with this outgoing document, the likeliest first."""
    if not isinstance(document, OutgoingDocument):
        return []
    if document.state == "signed" and _is_clerk_of(actor, document):
        return _unnumbered_actions(document)
    if document.state == "issued":
        return _issued_actions(actor, document)
    return []


def _unnumbered_actions(document: OutgoingDocument) -> list[Action]:
    here: dict[str, Any] = {"document_id": document.id}
    actions = [Action(_("Issue"), url_for("outgoing.issue", **here), "send", primary=True)]
    if document.drafter_id is None:
        actions.append(Action(_("Correct"), url_for("outgoing.correct", **here), "pencil"))
    words = _("Return to the drafter") if document.drafter_id else _("Return to the unit")
    href = url_for("outgoing.return_to_drafter", **here)
    actions.append(Action(words, href, "arrow-return-left", dialog=True))
    return actions


def _issued_actions(actor: Actor, document: OutgoingDocument) -> list[Action]:
    if not _is_clerk_of(actor, document):
        return []
    here: dict[str, Any] = {"document_id": document.id}
    return [
        Action(
            _("Add recipients"),
            url_for("outgoing.add_recipients", **here),
            "person-plus",
            dialog=True,
        ),
        Action(
            _("Replace by a paper document"),
            url_for("outgoing.enter", replaces=document.id),
            "arrow-repeat",
            quiet=True,
        ),
        Action(
            _("Recall"),
            url_for("outgoing.recall", **here),
            "slash-circle",
            dialog=True,
            quiet=True,
        ),
    ]


def _is_clerk_of(actor: Actor, document: OutgoingDocument) -> bool:
    return actor.may("outgoing.issue") and document.agency_id == actor.agency_id


# -- Issuing ---------------------------------------------------------------------------------------


def reserved_choices(reserved: Sequence[TakenNumber]) -> list[tuple[str, str]]:
    """Numbers kept for a document to come, as options of a select."""
    return [
        (
            str(row.id),
            _(
                "%(number)s/%(year)s, kept: %(reason)s",
                number=f"{row.number:02d}",
                year=row.year,
                reason=row.reason,
            ),
        )
        for row in reserved
    ]


def channel_words() -> dict[str, str]:
    """How a receiver is reached, in the reader's language."""
    return {channel: _(words) for channel, words in CHANNEL_WORDS.items()}


def recipient_rows(facts: Sequence[RecipientFact]) -> list[dict[str, Any]]:
    """Planned receivers as the rows of the issuing form."""
    return [
        {
            "row_id": fact.id,
            "keep": True,
            "reply_required": fact.reply_required,
            "due_on": clock.local(fact.due_at).date() if fact.due_at is not None else None,
        }
        for fact in facts
    ]


def lateness(signed_at: datetime | None, calendar: WorkCalendar, today: date) -> str:
    """A warning when the day on which it had to be issued is past."""
    if signed_at is None:
        return ""
    signed_on = clock.local(signed_at).date()
    last = rules.last_day_to_issue(signed_on, calendar)
    if today <= last:
        return ""
    return _(
        "Signed on %(day)s: it had to be issued by %(last)s, the next working day "
        "(Decree 30/2020, article 18).",
        day=day(signed_on),
        last=day(last),
    )
