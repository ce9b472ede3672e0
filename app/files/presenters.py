"""Files, uploads and linked documents as the components show them."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.core.text import N_
from app.files import rules
from app.files.models import Rendition, Upload
from app.files.pages import USUAL_WIDTH_PX, Pages, has_html
from app.files.queries import FileRow, files_of, question, text_of
from app.files.service import FileContent, Inner, content_of, told
from app.files.serving import announce_pages, pages
from app.records.queries import face_of
from app.web import listing
from app.web.addresses import asked_id
from app.web.formats import file_size
from app.web.i18n import gettext as _
from app.web.records import link_to
from documents.media import BUNDLES, PDF, PICTURES, ZIP
from search_index import Query, excerpt

PAGES_COMING = N_("Its pages are being made; they will be here in a moment.")
PAGES_AFTER_SENDING = N_("Its pages are made once this form is sent.")
PAGES_SHOWN = 200
"""A file of more pages is read up to here in place, and whole by downloading it."""


@dataclass(frozen=True)
class Reading:
    """What the worker found out about a content; empty while it has not come to it."""

    pdf_sha256: str | None = None
    page_count: int | None = None
    error: str = ""
    is_done: bool = False
    text: str = ""
    remarks: str = ""

    @classmethod
    def of(cls, rendition: Rendition | None, text: str = "") -> "Reading":
        if rendition is None:
            return cls(text=text)
        found = rendition.pdf_sha256, rendition.page_count, rendition.error
        return cls(*found, is_done=True, text=text, remarks=rendition.remarks)


def content_view(
    content: FileContent,
    reading: Reading,
    href: str,
    page_href: Callable[[int], str],
    *,
    view_href: str | None = None,
    current: bool = True,
    holder: "Holder | None" = None,
    waiting: str = PAGES_COMING,
    drawn: Pages | None = None,
) -> listing.FileView:
    """Any stored content as a file that is read in place: a record's, a draft's, an upload's.

    `page_href` gives the address of a page's picture, `holder` those of the files inside; `drawn`
    is who draws it where the office's own storage has it not. Only the current one is looked into.
    """
    count = _page_count(content, reading)
    shown = current and count is not None
    if shown:
        announce_pages()
    return listing.FileView(
        name=content.name,
        href=href,
        size_text=file_size(content.size),
        pages=_pages_of(count or 0, reading.text, page_href) if shown else (),
        page_count=count,
        view_href=view_href,
        current=current,
        note=_note(content, reading, waiting) if current and not shown else "",
        is_coming=not reading.is_done and content.media_type != ZIP,
        html=_html(content, drawn or pages()) if current and not shown else "",
        remarks=_remarks(reading.remarks) if current else (),
        members=holder.members() if current and holder else (),
    )


def _page_count(content: FileContent, reading: Reading) -> int | None:
    if content.media_type in PICTURES:
        return 1
    if content.media_type == PDF:
        return content.page_count
    return reading.page_count if reading.pdf_sha256 else None


def _pages_of(
    count: int, text: str, page_href: Callable[[int], str]
) -> tuple[listing.FilePage, ...]:
    last = min(count, PAGES_SHOWN)
    texts = text.split(rules.PAGE_BREAK, last - 1) if text and last else []
    texts += [""] * (last - len(texts))
    # Hidden sheets have a text but no page; it stands behind that of the last.
    return tuple(
        listing.FilePage(
            src=page_href(number), text=rules.flowing(words.replace(rules.PAGE_BREAK, "\n"))
        )
        for number, words in enumerate(texts, 1)
    )


def _note(content: FileContent, reading: Reading, waiting: str) -> str:
    if content.media_type == ZIP:  # it has no pages to wait for: what lies in it is listed
        return ""
    return "" if reading.is_done and not reading.error else str(_(reading.error or waiting))


def _remarks(kept: str) -> tuple[str, ...]:
    """What service.reading.told wrote, in the reader's language."""
    return tuple(_(message, **params) for message, params in json.loads(kept or "[]"))


def _html(content: FileContent, drawn: Pages) -> str:
    """A Word file without pages as our own markup; the engine escaped every word of it."""
    return Markup(drawn.html(content.sha256)) if has_html(content.media_type) else ""


# -- Files inside others -----------------------------------------------------------------------


@dataclass(frozen=True)
class Holder:
    """A file that may hold others, and where these are read; `values` fill its addresses."""

    content: FileContent
    endpoint: str
    values: dict[str, Any]
    back_href: str = ""
    """The page on which the whole is read."""

    def href(self, what: str, number: int, **values: Any) -> str:
        return url_for(f"{self.endpoint}{what}", number=number, **self.values, **values)

    def names(self) -> list[str]:
        if self.content.media_type not in BUNDLES:
            return []
        return pages().members(self.content.sha256, self.content.media_type)

    def members(self) -> tuple[listing.FileMember, ...]:
        """Each with where it is taken out, where its holder waits for a form."""
        taken = self.endpoint == UPLOAD_INSIDE
        return tuple(
            listing.FileMember(
                name,
                self.href("", number),
                self.href("_view", number),
                url_for("files.take_out", number=number, **self.values) if taken else "",
            )
            for number, name in enumerate(self.names(), 1)
        )


FILE_INSIDE, UPLOAD_INSIDE = "files.file_inside", "files.upload_inside"


def file_holder(session: Session, file: FileRow) -> Holder:
    face = face_of(session, file.record_id)
    href = link_to(face.kind, face.record_id, file=file.id)
    return Holder(content_of(file), FILE_INSIDE, {"file_id": file.id}, href)


def upload_holder(upload: Upload) -> Holder:
    back = url_for("files.upload_preview", token=upload.token)
    return Holder(content_of(upload), UPLOAD_INSIDE, {"token": upload.token}, back)


def inside_view(holder: Holder, number: int, inner: Inner | None) -> listing.FileView:
    """One of the files inside, as it is read in place; None while it is being opened."""
    if inner is None:
        name = dict(enumerate(holder.names(), 1)).get(number, "")
        href, note = holder.href("", number), _(PAGES_COMING)
        return listing.FileView(name=name, href=href, current=True, is_coming=True, note=note)
    found = inner.found
    reading = Reading(
        found.pdf_sha256, found.page_count, found.error, True, found.text, told(found.remarks)
    )

    def page_href(page_number: int) -> str:
        return holder.href("_page", number, page_number=page_number, w=USUAL_WIDTH_PX)

    href = holder.href("", number)
    return content_view(inner.content, reading, href, page_href, drawn=inner.pages)


def inside_tabs(holder: Holder, chosen: int) -> tuple[listing.FileView, ...]:
    """All of them as the tabs above the chosen one."""
    return tuple(
        listing.FileView(name=name, href=holder.href("_view", number), current=number == chosen)
        for number, name in enumerate(holder.names(), 1)
    )


# -- Files of records --------------------------------------------------------------------------


def file_view(
    file: FileRow, text: str = "", *, current: bool = True, view_href: str | None = None
) -> listing.FileView:
    """A file of a record for `components/file.html`; `text` is queries.text_of(its hash)."""
    reading = Reading(
        file.pdf_sha256,
        file.page_count,
        file.conversion_error,
        file.is_converted,
        text,
        file.remarks,
    )

    def page_href(number: int) -> str:
        values: dict[str, Any] = {"file_id": file.id, "number": number, "w": USUAL_WIDTH_PX}
        return url_for("files.file_page", **values)

    holder = Holder(content_of(file), FILE_INSIDE, {"file_id": file.id})
    return content_view(
        holder.content,
        reading,
        url_for("files.file", file_id=file.id),
        page_href,
        view_href=view_href,
        current=current,
        holder=holder,
    )


def chosen_file(files: Sequence[FileRow], wanted: int | None) -> FileRow | None:
    """The file asked for, else the first; None where there is none."""
    return next((file for file in files if file.id == wanted), files[0] if files else None)


def file_tabs(
    files: Sequence[FileRow], chosen: FileRow | None, view_href: Callable[[int], str]
) -> tuple[listing.FileView, ...]:
    """All files of a record as the tabs above the chosen one."""
    return tuple(
        file_view(file, current=False, view_href=view_href(file.id))
        if chosen is None or file.id != chosen.id
        else _current_tab(file, view_href(file.id))
        for file in files
    )


def _current_tab(file: FileRow, view_href: str) -> listing.FileView:
    return listing.FileView(name=file.name, href=view_href, view_href=view_href, current=True)


def on_record(session: Session, _actor: Actor, opened: Opened) -> listing.Addition | None:
    """Beside the page of a record of any kind: the file chosen in the address, all as tabs."""
    rows = files_of(session, opened.record_id)
    chosen = chosen_file(rows, asked_id("file"))
    if chosen is None:
        return None
    kept: dict[str, Any] = request.args.to_dict()

    def href(file_id: int) -> str:
        """The place in a list stays in the address when another file is chosen."""
        return link_to(opened.kind.name, opened.record_id, **{**kept, "file": file_id})

    shown = file_view(chosen, text_of(session, chosen.sha256))
    return listing.Addition(
        pane=listing.FilePane(
            file=_searched(session, shown, request.args.get("find", "")),
            files=file_tabs(rows, chosen, href),
            all_href=url_for("files.all_files", file_id=chosen.id) if len(rows) > 1 else "",
        )
    )


def _searched(session: Session, file: listing.FileView, words: str) -> listing.FileView:
    """The same with what is looked for marked in the text of its pages."""
    if not words.strip():
        return file
    query = question(session, words)
    pages = tuple(replace(page, marked=tuple(_marked(page.text, query))) for page in file.pages)
    return replace(file, pages=pages, is_searched=True)


def _marked(text: str, query: Query) -> Iterator[tuple[tuple[str, bool], ...]]:
    for paragraph in filter(str.strip, text.split("\n")):
        pieces = excerpt(paragraph, query, len(paragraph))
        yield tuple((piece.text, piece.hit) for piece in pieces)


# -- Uploads -----------------------------------------------------------------------------------


def upload_view(upload: Upload, reading: Reading) -> listing.FileView:
    """An upload read in place before the form it belongs to is sent."""
    holder = upload_holder(upload)

    def page_href(number: int) -> str:
        values: dict[str, Any] = {"token": upload.token, "number": number, "w": USUAL_WIDTH_PX}
        return url_for("files.upload_page", **values)

    href = url_for("files.upload_file", token=upload.token)
    return content_view(
        holder.content, reading, href, page_href, holder=holder, waiting=PAGES_AFTER_SENDING
    )


def upload_item(upload: Upload) -> listing.Upload:
    """An upload in the list of a form that came back."""
    return listing.Upload(
        token=upload.token,
        name=upload.name,
        size_text=file_size(upload.size),
        pages=upload.page_count,
        preview_href=url_for("files.upload_preview", token=upload.token),
        sum=upload.sha256,
    )


def upload_answer(upload: Upload) -> dict[str, object]:
    """What the script asks for after sending a file."""
    item = upload_item(upload)
    return {
        "token": item.token,
        "name": item.name,
        "size": item.size_text,
        "pages": item.pages,
        "sum": item.sum,
        "problems": [],
        "preview_url": item.preview_href,
    }


# -- Lists -------------------------------------------------------------------------------------
