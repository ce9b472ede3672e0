"""Everything about one document on one page, composed of what each feature says about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.audit.presenters import time_entries
from app.audit.queries import timeline
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence import presenters as files
from app.correspondence import queries as correspondence
from app.correspondence.models import Document
from app.correspondence.pages import has_html
from app.correspondence.queries import FileRow, LinkedDocument, Links
from app.desk import actions
from app.desk.drafts import drafts_part
from app.desk.queries import Opened
from app.dossiers.presenters import memberships
from app.dossiers.queries import dossiers_of
from app.incoming import policy as arriving
from app.incoming.models import IncomingDocument
from app.messages.presenters import sms_facts, sms_summary
from app.messages.queries import sms_of
from app.outgoing import presenters as outgoing
from app.outgoing import queries as issued
from app.outgoing.models import OutgoingDocument
from app.records import presenters as reading
from app.web.formats import day, moment
from app.web.listing import (
    ROLE_WORDS,
    Action,
    DocumentHead,
    Empty,
    Fact,
    FileView,
    Position,
    Tab,
    TimeEntry,
    Version,
)
from app.work import due_dates, rules
from app.work import presenters as lines
from app.work import queries as work
from app.work.list_position import beside, carried, place
from app.work.presenters import DirectiveView
from app.work.queries import Horizon, LineRow
from app.work.tree import Tree

STATE_WORDS = {
    "waiting": N_("Waiting to be accepted by the clerk"),
    "refused": N_("Refused"),
    "cancelled": N_("Registration cancelled"),
    "registered": N_("Awaits a directive"),
    "recalled": N_("Recalled by its issuer"),
    "closed": N_("Document closed"),
    "signed": N_("Signed, waiting for its number"),
    "returned": N_("Returned to its drafter"),
    "replaced": N_("Replaced by another document"),
}
SHORT_REFERENCE = 40
TOLD_AT_MOST = 200


@dataclass(frozen=True)
class LinkedView:
    """A document at the other end of a link, folded, its pages readable in place."""

    title: str
    note: str
    subject: str
    href: str
    file: FileView | None
    text_href: str
    is_open: bool


@dataclass(frozen=True)
class DocumentPage:
    """What templates/desk/document.html shows."""

    title: str
    head: DocumentHead
    actions: Sequence[Action]
    position: Position | None
    tabs: Sequence[Tab]
    file: FileView | None
    files: Sequence[FileView]
    directives: Sequence[DirectiveView]
    has_work: bool
    """False for what is not handled by lines of work: an outgoing document without any."""
    nobody_leads: bool
    no_work: Empty
    no_file: Empty
    no_links: Empty
    linked: Sequence[LinkedView]
    recipients: Sequence[outgoing.RecipientLine] | None
    drafts: Sequence[Version]
    messages: Sequence[Mapping[str, str]]
    messages_note: str
    timeline: Sequence[TimeEntry]
    why: str
    """On what grounds this reader may read it."""
    readers: Sequence[tuple[str, str]]
    """Everybody who may, each with their grounds; empty where that is not this reader's to know."""


def document_page(session: Session, actor: Actor, opened: Opened) -> DocumentPage:
    document = opened.document
    at = work.horizon(session, document.agency_id)
    rows = work.lines_of(session, document.id)
    directs = arriving.directs(actor, document)
    view = lines.View(actor, correspondence.standing_of(document), directs, at)
    directives = work.directives_of(session, document.id)
    shown, tabs = _files(session, document)
    linked = _linked(session, actor, document)
    recipients = _recipients(session, actor, document)
    drafts = drafts_part(session, actor, document)
    told = time_entries(timeline(session, document.id, TOLD_AT_MOST))
    sent = sms_of(session, document.id)
    kept_in = memberships(dossiers_of(session, actor, document.id))
    return DocumentPage(
        title=document.reference or document.subject[:SHORT_REFERENCE],
        head=_head(document, rows, at, kept_in),
        actions=actions.of_document(session, view, document, rows),
        position=_position(session, actor),
        tabs=_tabs(rows, linked, recipients, drafts, told),
        file=shown,
        files=tabs,
        directives=lines.directive_views(view, directives, rows),
        has_work=bool(rows) or recipients is None,
        nobody_leads=_nobody_leads(document, rows),
        no_work=_no_work(directs),
        no_file=_no_file(),
        no_links=_no_links(document),
        linked=linked,
        recipients=recipients,
        drafts=drafts,
        messages=sms_facts(sent),
        messages_note=sms_summary(sent),
        timeline=told,
        why=reading.why(actor, opened.readers),
        readers=reading.reader_lines(opened.readers, opened.names),
    )


# -- Head ------------------------------------------------------------------------------------------


def _head(
    document: Document, rows: Sequence[LineRow], at: Horizon, kept_in: Sequence[Fact]
) -> DocumentHead:
    direction = {"incoming": "in", "outgoing": "out"}.get(document.kind)
    stamped = document.number is not None
    dated = _("%(type)s of %(day)s", type=document.type.name, day=day(document.issued_on))
    return DocumentHead(
        subject=document.subject,
        reference=document.reference,
        direction=direction if stamped else None,
        stamp_number=f"{document.number:02d}" if document.number is not None else "",
        stamp_date=day(_stamp_day(document)),
        kind_text=dated if document.issued_on else document.type.name,
        issuer=document.issuer,
        urgency=document.urgency,
        state=_state(rows, at),
        due_text=_due_text(document, at),
        due_title=lines.words(due_dates.full_words(document.due_at)) if document.due_at else "",
        facts=(*_holder(rows), *_facts(document), *kept_in),
        back=_back(document),
    )


def _stamp_day(document: Document) -> date | None:
    if isinstance(document, IncomingDocument):
        return document.arrived_on
    return document.issued_on


def _state(rows: Sequence[LineRow], at: Horizon) -> str | None:
    """The worst colour among the lines, as in lists."""
    colours = {
        rules.colour(r.state, r.opened_at, r.due_at, r.finished_at, at.now, at.soon_limit)
        for r in rows
    }
    return next((colour for colour in rules.WORST_FIRST if colour in colours), None)


def _due_text(document: Document, at: Horizon) -> str:
    if document.due_at is None:
        return ""
    if document.state == "closed":
        return str(_("Due %(day)s", day=day(document.due_at)))
    left = lines.words(due_dates.due_words(document.due_at, at.now, at.calendar))
    return str(_("Due %(day)s, %(left)s", day=moment(document.due_at), left=left))


def _holder(rows: Sequence[LineRow]) -> tuple[Fact, ...]:
    """Who has the lead in hand now: on a phone the lines themselves stand below the pages."""
    leads = Tree(rows).lead_lines()
    if not leads:
        return ()
    return (Fact(f"{_(ROLE_WORDS['lead'])}: {leads[-1].name}", "person", "#work"),)


def _facts(document: Document) -> tuple[Fact, ...]:
    facts = []
    if document.state in STATE_WORDS:
        said, reason = _(_state_words(document)), _reason(document)
        facts.append(Fact(f"{said}: {reason}" if reason else said, "info-circle"))
    if document.reply_required:
        facts.append(Fact(_("Reply required"), "reply"))
    if document.note:
        facts.append(Fact(document.note, "sticky"))
    return tuple(facts)


def _state_words(document: Document) -> str:
    """Who called it back depends on whose document it is, as does who would not have it."""
    if document.kind == "outgoing" and document.state == "recalled":
        return N_("Recalled")
    if isinstance(document, IncomingDocument) and document.state == "refused":
        return STATE_WORDS["cancelled" if document.recipient_id is None else "refused"]
    return STATE_WORDS[document.state]


def _reason(document: Document) -> str:
    """Why it ended, as it was said."""
    if isinstance(document, OutgoingDocument):
        return document.recall_reason or "" if document.state == "recalled" else ""
    if isinstance(document, IncomingDocument) and document.state == "refused":
        return document.refused_reason
    return document.closed_reason if document.state in ("closed", "recalled") else ""


def _back(document: Document) -> Fact:
    if document.kind == "outgoing":
        return Fact(_("Outgoing documents"), href=url_for("outgoing.index"))
    return Fact(_("Incoming documents"), href=url_for("incoming.index"))


def _nobody_leads(document: Document, rows: Sequence[LineRow]) -> bool:
    top = [row for row in rows if row.parent_id is None and row.state in ("open", "done")]
    working = [row for row in top if row.role != "information"]
    return document.state == "directed" and bool(working) and all(r.role != "lead" for r in top)


def _position(session: Session, actor: Actor) -> Position | None:
    here = place()
    if here is None:
        return None
    found = beside(session, actor, here)
    counted = found.total is not None
    return Position(
        _("%(place)s of %(total)s", place=found.place, total=found.total) if counted else "",
        here.page_of(found.newer) if found.newer else None,
        here.page_of(found.older) if found.older else None,
    )


def _tabs(
    rows: Sequence[LineRow],
    linked: Sequence[LinkedView],
    recipients: Sequence[outgoing.RecipientLine] | None,
    drafts: Sequence[Version],
    told: Sequence[TimeEntry],
) -> list[Tab]:
    tabs = []
    if rows or recipients is None:
        tabs.append(Tab(_("Work"), "#work", len(rows), True))
    if recipients is not None:
        tabs.append(Tab(_("Recipients"), "#recipients", len(recipients)))
    tabs.append(Tab(_("Replies, related"), "#linked", len(linked)))
    if drafts:
        tabs.append(Tab(_("Drafts"), "#drafts", len(drafts)))
    tabs.append(Tab(_("Trail"), "#trail", len(told)))
    return tabs


# -- Files and what is linked ----------------------------------------------------------------------


def _files(session: Session, document: Document) -> tuple[FileView | None, Sequence[FileView]]:
    """The file chosen in the address, ready to be read, and all of them as tabs."""
    rows = correspondence.files_of(session, document.id)
    chosen = files.chosen_file(rows, request.args.get("file", type=int))
    if chosen is None:
        return None, ()
    text = correspondence.text_of(session, chosen.sha256)

    def href(file_id: int) -> str:
        return url_for("desk.document", document_id=document.id, **_kept(file=file_id))

    return files.file_view(chosen, text), files.file_tabs(rows, chosen, href)


def _kept(**values: Any) -> dict[str, Any]:
    """The place in a list stays in the address when another file is chosen."""
    return {**carried(), **values}


def _linked(session: Session, actor: Actor, document: Document) -> list[LinkedView]:
    links = correspondence.links_of(session, actor, document.id)
    found = [*_planned(session, actor, document), *_named(links)]
    main = correspondence.main_files_of(session, [one.id for one, _words, _open in found])
    return [_linked_view(one, words, main, opened) for one, words, opened in found]


def _planned(
    session: Session, actor: Actor, document: Document
) -> Sequence[tuple[LinkedDocument, str, bool]]:
    """What a signed document is linked with once it is issued."""
    if not isinstance(document, OutgoingDocument) or document.state != "signed":
        return ()
    words = {
        document.answers_id: _("will be answered by this document"),
        document.replaces_id: _("will be replaced by this document"),
    }
    ids = [one for one in words if one is not None]
    found = correspondence.to_be_linked(session, actor, ids)
    return [(found[one], words[one], True) for one in ids if one in found]


def _named(links: Links) -> Sequence[tuple[LinkedDocument, str, bool]]:
    """Each linked document with what it is to this one; the answer stands open."""
    return [
        *((one, _("answers this document"), True) for one in links.replies),
        *((one, _("is answered by this document"), True) for one in links.requests),
        *((one, _("replaces this document"), True) for one in links.replaced_by),
        *((one, _("is replaced by this document"), False) for one in links.replaces),
        *((one, _("is related"), False) for one in links.related),
    ]


def _linked_view(
    one: LinkedDocument, words: str, main: Mapping[int, FileRow], opened: bool
) -> LinkedView:
    file = main.get(one.id)
    return LinkedView(
        title=one.reference or one.type_name,
        note=", ".join(part for part in (words, one.issuer, day(one.issued_on)) if part),
        subject=one.subject,
        href=url_for("desk.document", document_id=one.id),
        file=files.file_view(file, current=_has_pages(file)) if file else None,
        text_href=url_for("correspondence.file_text", file_id=file.id) if file else "",
        is_open=opened,
    )


def _has_pages(file: FileRow) -> bool:
    """Shown in place; an office file without pages is read as text by its link instead."""
    return bool(file.pdf_sha256) or not has_html(file.media_type)


def _recipients(
    session: Session, actor: Actor, document: Document
) -> Sequence[outgoing.RecipientLine] | None:
    if not isinstance(document, OutgoingDocument):
        return None
    facts = issued.recipients_of(session, [document.id]).get(document.id, [])
    known = issued.readable_answers(session, actor, facts)
    return outgoing.recipient_lines(actor, document, facts, known)


# -- Empty places ----------------------------------------------------------------------------------


def _no_work(directs: bool) -> Empty:
    text = _("Lines of work stand here once a leader has written a directive.")
    if directs:
        text = _("Write a directive: who leads, who co-handles and who is informed stand here.")
    return Empty(_("Given to nobody yet."), text, "diagram-3")


def _no_file() -> Empty:
    text = _("The clerk can add a scan or the document itself when correcting its entry.")
    return Empty(_("No file."), text, "file-earmark")


def _no_links(document: Document) -> Empty:
    if document.kind == "outgoing" and not document.reply_required:
        text = _("What it answers or replaces, and what answers it, stands here.")
        return Empty(_("Linked to no other document."), text, "link-45deg")
    text = _("When a reply is issued it stands here, readable in place.")
    return Empty(_("No reply yet."), text, "reply")
