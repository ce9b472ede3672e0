"""The page of a draft: its circuit, its text, what changed, what the check says, who said what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.approval.presenters.steps import circuit_steps, history
from app.approval.presenters.turn import (
    my_turn,
    quotes,
    returned,
    sent_back_here,
    turn_form,
    way_actions,
)
from app.approval.queries import turns_of
from app.approval.rules.circuit import OPINION, SIGN, has_approval
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.presenters import due_title, why_set
from app.deadlines.queries import horizon_of
from app.deadlines.rules.colours import Horizon, due_colour
from app.drafting.models import DraftAttachment, DraftVersion
from app.drafting.policy import is_author, may_send, may_write
from app.drafting.presenters.differences import differences
from app.drafting.presenters.findings import check_note, checks, other_symbol, sign_question
from app.drafting.presenters.marks import MarkedFile
from app.drafting.queries.drafts import DraftView
from app.drafting.rules.content import Details
from app.drafting.rules.layout import Finding
from app.files.presenters import Reading, content_view
from app.files.service import FileContent
from app.records.queries import face_of
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.listing import (
    Action,
    Difference,
    DocumentHead,
    Fact,
    FileView,
    Quote,
    Version,
    Why,
)
from app.web.records import link_to
from app.web.sequels import sequel_marks
from documents.drafting import Change

STATE_WORDS = {
    "drafting": N_("Being written"),
    "circulating": N_("In the circuit"),
    "signed": N_("Signed, waits for its number"),
    "issued": N_("Issued"),
    "cancelled": N_("Given up"),
}
RETURNED = N_("Sent back")
"""Instead of "being written", as long as its author has not sent it again."""


def standing(state: str, *, is_returned: bool) -> str:
    """Where the draft stands, in a word or two."""
    return _(RETURNED if is_returned else STATE_WORDS[state])


@dataclass(frozen=True)
class Shown:
    """What the view worked out for the page beside the draft itself."""

    version: DraftVersion
    """The version that is read, usually the newest."""
    reading: Reading
    """What is known of the pages that are read."""
    older: DraftVersion | None
    """What `version` is compared with: the one last looked at, or the one before."""
    changes: Sequence[Change]
    findings: Sequence[Finding]
    horizon: Horizon
    marked: Sequence[MarkedFile] = ()
    """What the files hold that no page shows."""
    attachment: DraftAttachment | None = None
    """What is read instead of the text."""
    printed_block: tuple[str, ...] = ()
    """The signature block, when it is this actor's turn to sign for another."""


def draft_page(actor: Actor, view: DraftView, shown: Shown) -> dict[str, Any]:
    """What the template is given."""
    is_newest = shown.version is view.latest
    approval = view.approval
    turn = my_turn(actor, approval) if is_newest else None
    edit_href = url_for("drafting.edit", draft_id=view.draft.id) if _may_edit(actor, view) else ""
    return {
        "head": _head(view, shown),
        "steps": circuit_steps(actor, approval),
        "file": _file(view, shown),
        "files": _tabs(view, shown),
        "changes": _changes(view, shown),
        "changes_title": _changes_title(shown),
        "compare_href": _compare_href(view, shown),
        "checks": checks(shown.findings, edit_href if is_newest else ""),
        "check_note": check_note(shown.findings),
        "marked": shown.marked,
        "symbol": other_symbol(shown.findings),
        "settles": bool(edit_href) and is_newest,
        "restarts": restarts_round(view),
        "returned": _back(view) or (sent_back_here(approval) if turn else None),
        "quotes": quotes(approval),
        "versions": _versions(view),
        "history": history(approval),
        "actions": () if turn else _actions(actor, view),
        "turn": turn_form(actor, approval, turn) if turn else None,
        "sign_question": sign_question(shown.findings) if turn and turn.kind == SIGN else "",
        "turn_edit_href": edit_href if turn and turn.kind != OPINION else "",
        "printed_block": shown.printed_block,
        "draft": view.draft,
        "shown_number": shown.version.number,
        "is_newest": is_newest,
        "newest_href": url_for("drafting.show", draft_id=view.draft.id),
        "document_href": _document_href(view),
    }


def restarts_round(view: DraftView) -> bool:
    """Whether another version undoes approvals that were given."""
    return view.draft.state == "circulating" and has_approval(turns_of(view.live_steps))


def _back(view: DraftView) -> Quote | None:
    """Why it came back; of a draft that was given up since, nobody asks any more."""
    return returned(view.approval) if view.draft.state == "drafting" else None


def _may_edit(actor: Actor, view: DraftView) -> bool:
    return may_write(actor, view.draft, view.live_steps)


def _head(view: DraftView, shown: Shown) -> DocumentHead:
    draft, state = view.draft, None
    if draft.due_at is not None and draft.state in ("drafting", "circulating"):
        state = due_colour(draft.due_at, shown.horizon)
    kind = view.type_name
    if view.answers_reference:
        kind = _("%(type)s, reply to %(reference)s", type=kind, reference=view.answers_reference)
    due = _("To be sent by %(at)s", at=moment(draft.due_at)) if draft.due_at else ""
    return DocumentHead(
        subject=draft.subject,
        reference=_("Version %(number)s", number=shown.version.number),
        kind_text=kind,
        urgency=draft.urgency,
        state=state,
        due_text=due,
        due_title=due_title(draft.due_at),
        due_href=url_for("work.why", record_id=draft.record_id),
        facts=tuple(_facts(view)),
        back=Fact(_("Drafts"), href=url_for("drafting.index")),
    )


def whys_on(session: Session, actor: Actor, record_id: int, _asked: int | None) -> Sequence[Why]:
    """By when a draft is to be sent, and how that date came."""
    face = face_of(session, record_id)
    if face.kind != "draft" or face.due_at is None:
        return ()
    said = _("Whoever drafts it set by when it is to be sent.")
    if face.answers:
        said = _("A reply is proposed for the day on which the work is due that it answers.")
    horizon = horizon_of(session, actor.agency_id)
    return [why_set(_("The draft, to be sent"), face.due_at, horizon, said)]


def _facts(view: DraftView) -> list[Fact]:
    draft = view.draft
    facts = [
        Fact(standing(draft.state, is_returned=_back(view) is not None)),
        Fact(_("Drafted by %(name)s", name=view.name(draft.author_id)), icon="person"),
    ]
    if draft.answers_id is not None and view.answers_reference:
        href = link_to("incoming", draft.answers_id)
        facts.append(Fact(view.answers_reference, icon="arrow-return-right", href=href))
        facts += sequel_marks(view.answers_sequels)
    if draft.document_id is not None:
        facts.append(Fact(_("Signed document"), icon="send", href=_document_href(view)))
    return facts


def _document_href(view: DraftView) -> str:
    if view.draft.document_id is None:
        return ""
    return link_to("outgoing", view.draft.document_id)


def _file(view: DraftView, shown: Shown) -> FileView:
    """What is read: the version, or one of its attachments."""
    if shown.attachment is not None:
        return _attachment(view, shown, shown.attachment, shown.reading)
    return _text(view, shown.version, shown.reading)


def _tabs(view: DraftView, shown: Shown) -> tuple[FileView, ...]:
    """The text and its attachments, to be read one after the other."""
    text = _text(view, shown.version, Reading(), current=shown.attachment is None)
    others = (
        _attachment(view, shown, one, Reading(), current=one is shown.attachment)
        for one in view.attachments_of(shown.version)
    )
    return (text, *others)


def _text(
    view: DraftView, version: DraftVersion, reading: Reading, *, current: bool = True
) -> FileView:
    values: dict[str, Any] = {"draft_id": view.draft.id, "number": version.number}
    return content_view(
        FileContent(version.name, version.sha256, version.media_type, version.size),
        reading,
        url_for("drafting.version_file", **values),
        lambda page: url_for("drafting.version_page", **values, page_number=page),
        view_href=url_for("drafting.show", draft_id=view.draft.id, version=version.number),
        current=current,
    )


def _attachment(
    view: DraftView, shown: Shown, file: DraftAttachment, reading: Reading, *, current: bool = True
) -> FileView:
    values: dict[str, Any] = {"draft_id": view.draft.id, "attachment_id": file.id}
    beside = None if shown.version is view.latest else shown.version.number
    return content_view(
        FileContent(file.name, file.sha256, file.media_type, file.size, file.page_count),
        reading,
        url_for("drafting.attachment", **values),
        lambda page: url_for("drafting.attachment_page", **values, page_number=page),
        view_href=url_for(
            "drafting.show", draft_id=view.draft.id, version=beside, attachment=file.id
        ),
        current=current,
    )


def _changes(view: DraftView, shown: Shown) -> tuple[Difference, ...] | None:
    """None where there is nothing to compare with."""
    if shown.older is None:
        return None
    old, new = (Details.from_json(v.details) for v in (shown.older, shown.version))
    return differences(old, new, shown.changes, view.file_names)


def _changes_title(shown: Shown) -> str:
    if shown.older is None:
        return ""
    return _("Different from version %(number)s", number=shown.older.number)


def _compare_href(view: DraftView, shown: Shown) -> str:
    if shown.older is None:
        return ""
    pair: dict[str, Any] = {"old": shown.older.number, "new": shown.version.number}
    return url_for("drafting.compare", draft_id=view.draft.id, **pair)


def _versions(view: DraftView) -> tuple[Version, ...]:
    return tuple(_version(view, version) for version in reversed(view.versions))


def _version(view: DraftView, version: DraftVersion) -> Version:
    note = f"{view.name(version.made_by_id)}, {moment(version.made_at)}"
    if version.note:
        note += f". {_(version.note)}"
    return Version(
        label=_("Version %(number)s", number=version.number),
        note=note,
        href=url_for("drafting.show", draft_id=view.draft.id, version=version.number),
    )


def _actions(actor: Actor, view: DraftView) -> tuple[Action, ...]:
    """What this person may do now, besides deciding in their turn."""
    draft = view.draft
    values: dict[str, Any] = {"draft_id": draft.id}
    author = is_author(actor, draft)
    sends = draft.state == "drafting" and may_send(actor, draft)
    found = list(way_actions(view.approval, may_send=sends, is_author=author))
    if _may_edit(actor, view):
        found.append(Action(_("Edit"), url_for("drafting.edit", **values), icon="pencil"))
        href = url_for("drafting.upload", **values)
        found.append(Action(_("Upload a .docx"), href, icon="upload", quiet=True, dialog=True))
    if author and draft.state == "drafting":
        href = url_for("drafting.cancel", **values)
        found.append(Action(_("Give up"), href, icon="trash", quiet=True, dialog=True))
    if draft.document_id is not None:
        found.append(
            Action(_("Open the document"), _document_href(view), icon="send", primary=True)
        )
    return tuple(found)
