"""The editor's page: which fields a type has, who receives, what is attached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from app.core import clock
from app.core.errors import Problem
from app.core.sequels import Sequels
from app.core.text import N_
from app.core.words import COPY_TYPES, called
from app.drafting.models import DraftAttachment
from app.drafting.presenters.differences import files_between
from app.drafting.queries.drafts import DraftView
from app.drafting.queries.editor import Offered
from app.drafting.rules.content import ADDRESSED_TYPES, DECISION, INVITATION, Details
from app.incoming.models import IncomingDocument
from app.web.formats import file_size
from app.web.i18n import gettext as _
from app.web.listing import Fact
from app.web.records import link_to
from app.web.sequels import warning

BLANK_ROWS = 2
HINTS = {
    "addressees": N_("One to a line. They stand under “Kính gửi”."),
    "authority": N_("Of the head: signed as head. Of the collective: signed on its behalf (TM.)."),
    "bases": N_("One to a line, each beginning with “Căn cứ”. Marks at the end are added."),
    "body": N_(
        "A line to a paragraph. Lines that begin with Điều 1., I., 1. or a) are laid out as such; "
        "the final mark ./. is added. Lines of cells parted by | (STT | Nội dung | Số lượng), or "
        "pasted from a spreadsheet, become a table; the first is its head. A line “Phụ lục I”, "
        "with its title on the next one, begins an appendix on a page of its own."
    ),
    "guests": N_("One to a line, each with post and agency."),
    "meeting": N_("What the meeting is about, as the invitation says it."),
}
COPY_HINTS = {
    "body": N_(
        "What is copied, as it stands above the form of the copy. Leave it empty where the form is "
        "printed on the last page of the document itself."
    )
}


@dataclass(frozen=True)
class Editing:
    """What is being written, and on what terms."""

    choices: Offered
    type_code: str
    with_template: bool
    answers: IncomingDocument | None = None
    view: DraftView | None = None
    restarts: bool = False
    """Saving undoes approvals already given."""
    stale_since: int | None = None
    """The version this person began from, when another was saved meanwhile."""
    replaces_id: int | None = None
    sequels: Sequels = ()
    """What followed the document that is answered."""
    """Files already sent with a form that came back."""
    kept_ids: frozenset[int] | None = None
    """Attachments left ticked in a form that came back."""


@dataclass(frozen=True)
class KeptFile:
    """An attachment the draft already has."""

    id: int
    name: str
    size_text: str
    href: str
    is_kept: bool


def due_day(due_at: datetime | None) -> date | None:
    return clock.local(due_at).date() if due_at is not None else None


def wording_fields(type_code: str) -> tuple[str, ...]:
    """The form's fields of the text, in the order in which they are printed."""
    if type_code == INVITATION:
        return "guests", "meeting", "chair", "time", "place", "notes"
    if type_code == DECISION:
        return "authority", "bases", "body"
    if type_code in COPY_TYPES:
        return ("body",)
    return (*(("addressees",) if type_code in ADDRESSED_TYPES else ()), "bases", "body")


def editor(what: Editing) -> dict[str, Any]:
    """What the template of the editor is given."""
    view = what.view
    return {
        "title": _title(what),
        "back": _back(what),
        "warning": warning(_title(what), what.sequels),
        "wording_fields": wording_fields(what.type_code) if what.with_template else (),
        "with_template": what.with_template,
        "is_new": view is None,
        "type_code": what.type_code,
        "agency_names": [(one.name, one.short_name) for one in what.choices.agencies],
        "blank_rows": BLANK_ROWS,
        "kept": _kept(view, what.kept_ids) if view is not None else (),
        "restarts": what.restarts,
        "approved_by": _approved_by(view) if what.restarts and view is not None else "",
        "compare_href": _compare_href(view, what.stale_since) if view is not None else "",
        "hints": HINTS | (COPY_HINTS if what.type_code in COPY_TYPES else {}),
        "preview_url": url_for(".preview", **_context(what)),
        "other_way": _other_way(what),
    }


def _title(what: Editing) -> str:
    if what.view is not None:
        return _("Draft: version %(number)s", number=what.view.latest.number + 1)
    if what.answers is not None:
        reference = called(what.answers.reference, what.answers.number, what.answers.subject)
        return _("Reply to %(reference)s", reference=reference)
    if what.replaces_id is not None:
        return _("Draft a replacement")
    return _("New draft")


def _back(what: Editing) -> str:
    if what.view is not None:
        return url_for(".show", draft_id=what.view.draft.id)
    if what.answers is not None:
        return link_to("incoming", what.answers.id)
    return url_for(".index")


def _context(what: Editing) -> dict[str, Any]:
    return {"draft": what.view.draft.id} if what.view is not None else {}


def _other_way(what: Editing) -> Fact | None:
    """From the form to an uploaded file and back."""
    if what.view is not None:
        href = url_for(".upload", draft_id=what.view.draft.id)
        return Fact(_("Upload a .docx instead"), icon="upload", href=href)
    values: dict[str, Any] = {"replaces": what.replaces_id} if what.replaces_id else {}
    if what.answers is not None:
        values["answers"] = what.answers.id
    if what.with_template:
        values["with"] = "file"
        href = url_for(".new", **values, type=what.type_code)
        return Fact(_("I have a .docx already"), icon="upload", href=href)
    return Fact(_("Write it in the form"), icon="pencil", href=url_for(".new", **values))


def _kept(view: DraftView, ids: frozenset[int] | None) -> tuple[KeptFile, ...]:
    return tuple(
        _kept_file(view, file, is_kept=ids is None or file.id in ids) for file in view.attachments
    )


def _kept_file(view: DraftView, file: DraftAttachment, *, is_kept: bool) -> KeptFile:
    href = url_for(".attachment", draft_id=view.draft.id, attachment_id=file.id)
    return KeptFile(file.id, file.name, file_size(file.size), href, is_kept)


def files_meanwhile(view: DraftView, began_with: int) -> list[Problem]:
    """Which files the other person took off or added since the version one began with."""
    old, who = view.version(began_with), view.name(view.latest.made_by_id)
    if old is None:
        return []
    before, after = (Details.from_json(version.details) for version in (old, view.latest))
    messages = (
        N_("%(who)s took off: %(files)s."),
        N_("%(who)s added: %(files)s. It stays unless you untick it."),
    )
    between = files_between(before, after, view.file_names)
    return [
        Problem(message, {"who": who, "files": ", ".join(files)})
        for message, files in zip(messages, between, strict=True)
        if files
    ]


def added_since(view: DraftView, began_with: int) -> frozenset[int]:
    """Files that one has not seen are not dropped by not having ticked them."""
    old = view.version(began_with)
    before = old.details.get("attachments", ()) if old is not None else ()
    return frozenset(view.latest.details.get("attachments", ())) - frozenset(before)


def _approved_by(view: DraftView) -> str:
    """The names of those whose approval a change would undo."""
    done: Sequence[int] = [
        step.acted_by_id or step.person_id
        for step in view.live_steps
        if step.state == "done" and step.kind != "opinion"
    ]
    return ", ".join(dict.fromkeys(view.approval.name(person_id) for person_id in done))


def _compare_href(view: DraftView, since: int | None) -> str:
    if not since:
        return ""
    return url_for(".compare", draft_id=view.draft.id, old=since, new=view.latest.number)
