"""One outgoing document: its head, its receivers, and what may be done with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.core.sequels import Sequels
from app.core.text import N_
from app.core.words import written_number
from app.correspondence.models import Document
from app.correspondence.presenters.head import kind_words
from app.deadlines.queries import horizon_of
from app.deadlines.rules.colours import Horizon, due_colour
from app.outgoing.models import OutgoingDocument
from app.outgoing.presenters.state import marks, state_of
from app.outgoing.queries import RecipientFact
from app.web.formats import day, moment
from app.web.i18n import gettext as _
from app.web.listing import (
    Action,
    DocumentHead,
    Fact,
    Why,
)
from app.web.records import link_to

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
    "members": N_("each of its members"),
}


def head(
    document: OutgoingDocument,
    receivers: Sequence[RecipientFact],
    horizon: Horizon,
    sequels: Sequels = (),
) -> DocumentHead:
    """The head of an outgoing document for previews and dialogs."""
    state, words, due_text, due_title = state_of(document, receivers, horizon)
    facts = marks(document, sequels)
    if words:
        facts = (Fact(words, title=due_title or None), *facts)
    return DocumentHead(
        subject=document.subject,
        reference=document.reference,
        direction="out" if document.number is not None else None,
        stamp_number=written_number(document.number),
        stamp_date=day(document.issued_on),
        **kind_words(document),
        issuer=document.issuer,
        urgency=document.urgency,
        state=state if due_text and state != "new" else None,  # "new" is "not seen": of lines
        due_text=due_text,
        due_title=due_title,
        due_href=url_for("work.why", record_id=document.id),
        facts=facts,
    )


def due_part(
    document: OutgoingDocument, receivers: Sequence[RecipientFact], horizon: Horizon
) -> dict[str, Any]:
    """Colour and due date of the answers still awaited, or of the number it waits for."""
    state, said, due_text, due_title = state_of(document, receivers, horizon)
    if not due_text or state is None or state == "new":  # "new" is "not seen": of lines
        return {}
    why = url_for("work.why", record_id=document.id)
    said = f"{said}: {due_text}"
    return {"state": state, "due_text": said, "due_title": due_title, "due_href": why}


def whys_on(session: Session, actor: Actor, record_id: int, _asked: int | None) -> Sequence[Why]:
    """Until when a signed document is to be issued; of the answers awaited the board says why."""
    document = session.get(OutgoingDocument, record_id)
    if document is None or document.state != "signed":
        return ()
    _state, _said, text, title = state_of(document, (), horizon_of(session, actor.agency_id))
    return [Why(_("The number"), text, [title] if title else [])]


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
    horizon: Horizon,
) -> list[RecipientLine]:
    """Everybody who receives it, with their state, their answer, and what may be done about it.

    `readable` are the references of those answers that the actor may open, by id.
    """
    may_act = _is_clerk_of(actor, document) and document.state == "issued"
    return [_line(document.id, fact, readable, may_act, horizon) for fact in facts]


def _line(
    document_id: int,
    fact: RecipientFact,
    readable: Mapping[int, str],
    may_act: bool,
    horizon: Horizon,
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
        colour=due_colour(fact.due_at, horizon) if fact.is_awaited else None,
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
    if fact.is_owed and fact.may_be_answered:
        return _("may have answered: to be confirmed"), None
    if fact.answered_at is None:
        return "", None
    when = moment(fact.answered_at)
    if fact.answer_id is not None and fact.answer_id in readable:
        text = _("answered by %(reference)s", reference=readable[fact.answer_id])
        return text, link_to("incoming", fact.answer_id)
    if fact.answer_note:
        return _("answered: %(note)s", note=fact.answer_note), None
    return _("answered %(when)s", when=when), None


def _line_actions(document_id: int, fact: RecipientFact) -> tuple[Action, ...]:
    actions = []
    here: dict[str, Any] = {"document_id": document_id, "recipient_id": fact.id}
    if fact.state == "refused" and fact.resent_as_id is None:
        href = url_for("outgoing.resend", **here)
        actions.append(Action(_("Send again"), href, "send", method="post"))
    if fact.is_owed:
        href = url_for("outgoing.answer", **here)
        actions.append(Action(_("Note its answer"), href, "reply", dialog=True))
    if fact.answered_at is not None and (fact.answer_note or fact.answer_id):
        href = url_for("outgoing.take_answer_off", **here)
        actions.append(Action(_("Take its answer off"), href, method="post", quiet=True))
    return tuple(actions)


def document_actions(session: Session, actor: Actor, document: Document) -> list[Action]:
    """What this person may do now with this outgoing document, the likeliest first."""
    if not isinstance(document, OutgoingDocument):
        return []
    if document.state == "signed" and _is_clerk_of(actor, document):
        return _unnumbered_actions(document)
    if document.state in ("issued", "recalled") and _is_clerk_of(actor, document):
        return _issued_actions(document)
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


def _issued_actions(document: OutgoingDocument) -> list[Action]:
    here: dict[str, Any] = {"document_id": document.id}
    replacing = Action(
        _("Replace by a paper document"),
        url_for("outgoing.enter", replaces=document.id),
        "arrow-repeat",
        quiet=True,
    )
    if document.state == "recalled":
        href = url_for("outgoing.take_back_recall", **here)
        version = (("version", str(document.version)),)
        undo = Action(
            _("Take the recall back"), href, "arrow-counterclockwise", method="post", fields=version
        )
        return [undo, replacing]
    return [
        Action(
            _("Add recipients"),
            url_for("outgoing.add_recipients", **here),
            "person-plus",
            dialog=True,
        ),
        replacing,
        Action(
            _("Recall"),
            url_for("outgoing.recall", **here),
            "slash-circle",
            dialog=True,
            quiet=True,
        ),
    ]


def _is_clerk_of(actor: Actor, document: OutgoingDocument) -> bool:
    return actor.may("outgoing.issue") and actor.works_for(document.agency_id)
