"""What correspondence adds to the page of a document: what it is linked with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.correspondence.models import Document
from app.correspondence.queries import LinkedDocument, Links, links_of
from app.correspondence.queries.sequels import letters_of, sequels_of
from app.correspondence.rules import Passage, corrected_in
from app.files.pages import has_html
from app.files.presenters import file_view
from app.files.queries import FileRow, main_files_of
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.listing import Addition, Empty, FilePane, FileView, Part
from app.web.records import link_to
from app.web.sequels import sequel_marks, sequel_words

LINKED = "linked"
LINKED_PLACE = 30


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


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition | None:
    if not isinstance(opened.record, Document):
        return None
    links = links_of(session, actor, opened.record_id)
    part = linked_part(session, _named(links), empty=_no_links(opened.record))
    nothing = FilePane(file=None, files=(), empty=_no_file())  # unless files add one that is filled
    sequels = sequels_of(session, [opened.record_id]).get(opened.record_id, ())
    hrefs = {
        one.reference: link_to(one.kind, one.id)
        for one in (*links.corrected_by, *links.replaced_by)
    }
    told = [one for one in sequels if one.kind != "recalled"]  # its kind says that with the reason
    corrected = [one for one in told if one.kind == "corrected"]
    parts = (part, _both_versions(session, opened.record_id, hrefs)) if corrected else (part,)
    return Addition(pane=nothing, parts=parts, facts=sequel_marks(told, hrefs), facts_place=5)


@dataclass(frozen=True)
class CorrectedView:
    """A letter of correction on the page of what it corrects: both versions, passage by passage."""

    title: str
    href: str
    passages: Sequence[Passage]


def _both_versions(session: Session, document_id: int, hrefs: Mapping[str, str]) -> Part:
    """The document stays as it was issued; what its corrections say stands beside it."""
    letters = [
        CorrectedView(mark.text, mark.href or "", corrected_in(text))
        for one, text in letters_of(session, document_id)
        for mark in sequel_marks([one], hrefs)
    ]
    return Part(
        name="corrected",
        label=_("Corrected passages"),
        template="correspondence/_corrected.html",
        content=letters,
        count=len(letters),
        place=15,
    )


def linked_part(
    session: Session,
    links: Sequence[tuple[LinkedDocument, str, bool]],
    empty: Empty | None = None,
) -> Part:
    """Linked documents, each with what it is to this one, and whether it stands open."""
    shown = [one.id for one, _words, _open in links if one.is_readable]
    main = main_files_of(session, shown)
    return Part(
        name=LINKED,
        label=_("Replies, related"),
        template="correspondence/_linked.html",
        content=[_linked_view(one, words, main, is_open) for one, words, is_open in links],
        count=len(links),
        place=LINKED_PLACE,
        empty=empty,
    )


def _named(links: Links) -> Sequence[tuple[LinkedDocument, str, bool]]:
    """The answer stands open."""
    return [
        *((one, _("answers this document"), True) for one in links.replies),
        *((one, _("is answered by this document"), True) for one in links.requests),
        *((one, _("replaces this document"), True) for one in links.replaced_by),
        *((one, _("is replaced by this document"), False) for one in links.replaces),
        *((one, _("corrects this document"), True) for one in links.corrected_by),
        *((one, _("is corrected by this document"), True) for one in links.corrects),
        *((one, _("is related"), False) for one in links.related),
        *((one, _("is cited by this document"), False) for one in links.cites),
        *((one, _("cites this document"), False) for one in links.cited_by),
        *((one, _("looked like this document"), False) for one in links.twins),
    ]


def _linked_view(
    one: LinkedDocument, words: str, main: Mapping[int, FileRow], is_open: bool
) -> LinkedView:
    file = main.get(one.id)
    return LinkedView(
        title=_named_by_type(one),
        note=", ".join(part for part in _note(one, words) if part),
        subject=one.subject if one.is_readable else "",
        href=link_to(one.kind, one.id) if one.is_readable else "",
        file=file_view(file, current=_has_pages(file)) if file else None,
        text_href=url_for("files.file_text", file_id=file.id) if file else "",
        is_open=is_open,
    )


def _named_by_type(one: LinkedDocument) -> str:
    """ "Công văn số 807/UBND-VX"; the type alone of what has no number."""
    if not one.reference:
        return one.type_name
    return f"{_('%(type)s no.', type=one.type_name)} {one.reference}"


def _note(one: LinkedDocument, words: str) -> tuple[str, ...]:
    return words, one.issuer, day(one.issued_on), sequel_words(one.sequels)


def _has_pages(file: FileRow) -> bool:
    """Shown in place; an office file without pages is read as text by its link instead."""
    return bool(file.pdf_sha256) or not has_html(file.media_type)


def _no_file() -> Empty:
    text = _("The clerk can add a scan or the document itself when correcting its entry.")
    return Empty(_("No file."), text, "file-earmark")


def _no_links(document: Document) -> Empty:
    if document.kind == "outgoing" and not document.reply_required:
        text = _("What it answers or replaces, and what answers it, stands here.")
        return Empty(_("Linked to no other document."), text, "link-45deg")
    text = _("When a reply is issued it stands here, readable in place.")
    return Empty(_("No reply yet."), text, "reply")
