"""The page of a draft: its circuit, its text, what changed, what the check says, who said what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.rules.colours import Horizon, due_colour
from app.drafting.models import CircuitStep, DraftAttachment, DraftVersion
from app.drafting.policy import acting_post, is_author, may_write, turn_of_actor
from app.drafting.presenters.differences import differences
from app.drafting.presenters.findings import check_note, checks
from app.drafting.presenters.steps import KIND_VERBS, circuit_steps, history, who_acted
from app.drafting.queries.drafts import DraftView
from app.drafting.rules import circuit
from app.drafting.rules.content import Details
from app.drafting.rules.layout import Finding
from app.drafting.service.rounds import turns_of
from app.files.presenters import Reading, content_view
from app.files.service import FileContent
from app.web.formats import moment
from app.web.listing import (
    Action,
    Choice,
    Difference,
    DocumentHead,
    Fact,
    FileView,
    Quote,
    Version,
)
from app.web.records import link_to
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
    at: Horizon
    attachment: DraftAttachment | None = None
    """What is read instead of the text."""
    printed_block: tuple[str, ...] = ()
    """The signature block, when it is this actor's turn to sign for another."""


def draft_page(actor: Actor, view: DraftView, shown: Shown) -> dict[str, Any]:
    """What the template is given."""
    is_newest = shown.version is view.latest
    turn = my_turn(actor, view) if is_newest else None
    edit_href = url_for(".edit", draft_id=view.draft.id) if _may_edit(actor, view) else ""
    return {
        "head": _head(view, shown),
        "steps": circuit_steps(actor, view) if view.draft.round else (),
        "file": _file(view, shown),
        "files": _tabs(view, shown),
        "changes": _changes(shown),
        "changes_title": _changes_title(shown),
        "compare_href": _compare_href(view, shown),
        "checks": checks(shown.findings, edit_href if is_newest else ""),
        "check_note": check_note(shown.findings),
        "returned": _returned(view) or (_sent_back_here(view) if turn else None),
        "quotes": quotes(view),
        "versions": _versions(view),
        "history": history(view),
        "actions": () if turn else _actions(actor, view),
        "turn": _turn(actor, view, turn, shown) if turn else None,
        "draft": view.draft,
        "shown_number": shown.version.number,
        "is_newest": is_newest,
        "newest_href": url_for(".show", draft_id=view.draft.id),
        "document_href": _document_href(view),
    }


def my_turn(actor: Actor, view: DraftView) -> CircuitStep | None:
    """The step in which it is this actor's turn, in their own or another's name."""
    if view.draft.state != "circulating":
        return None
    turns = (step for step in view.live_steps if turn_of_actor.for_row(actor, step))
    return next(turns, None)


def _may_edit(actor: Actor, view: DraftView) -> bool:
    return may_write(actor, view.draft, view.live_steps)


def _head(view: DraftView, shown: Shown) -> DocumentHead:
    draft, state = view.draft, None
    if draft.due_at is not None and draft.state in ("drafting", "circulating"):
        state = due_colour(draft.due_at, shown.at)
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
        facts=tuple(_facts(view)),
        back=Fact(_("Drafts"), href=url_for(".index")),
    )


def _facts(view: DraftView) -> list[Fact]:
    draft = view.draft
    facts = [
        Fact(standing(draft.state, is_returned=_returned(view) is not None)),
        Fact(_("Drafted by %(name)s", name=view.name(draft.author_id)), icon="person"),
    ]
    if draft.answers_id is not None and view.answers_reference:
        href = link_to("incoming", draft.answers_id)
        facts.append(Fact(view.answers_reference, icon="arrow-return-right", href=href))
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
        return _attachment(view, shown.attachment, shown.reading)
    return _text(view, shown.version, shown.reading)


def _tabs(view: DraftView, shown: Shown) -> tuple[FileView, ...]:
    """The text and its attachments, to be read one after the other."""
    text = _text(view, shown.version, Reading(), current=shown.attachment is None)
    others = (
        _attachment(view, one, Reading(), current=one is shown.attachment)
        for one in view.attachments
    )
    return (text, *others)


def _text(
    view: DraftView, version: DraftVersion, reading: Reading, *, current: bool = True
) -> FileView:
    values: dict[str, Any] = {"draft_id": view.draft.id, "number": version.number}
    return content_view(
        FileContent(version.name, version.sha256, version.media_type, version.size),
        reading,
        url_for(".version_file", **values),
        lambda page: url_for(".version_page", **values, page_number=page),
        view_href=url_for(".show", draft_id=view.draft.id, version=version.number),
        current=current,
    )


def _attachment(
    view: DraftView, file: DraftAttachment, reading: Reading, *, current: bool = True
) -> FileView:
    values: dict[str, Any] = {"draft_id": view.draft.id, "attachment_id": file.id}
    return content_view(
        FileContent(file.name, file.sha256, file.media_type, file.size, file.page_count),
        reading,
        url_for(".attachment", **values),
        lambda page: url_for(".attachment_page", **values, page_number=page),
        view_href=url_for(".show", draft_id=view.draft.id, attachment=file.id),
        current=current,
    )


def _changes(shown: Shown) -> tuple[Difference, ...] | None:
    """None where there is nothing to compare with."""
    if shown.older is None:
        return None
    old, new = (Details.from_json(v.details) for v in (shown.older, shown.version))
    return differences(old, new, shown.changes)


def _changes_title(shown: Shown) -> str:
    if shown.older is None:
        return ""
    return _("Different from version %(number)s", number=shown.older.number)


def _compare_href(view: DraftView, shown: Shown) -> str:
    if shown.older is None:
        return ""
    pair: dict[str, Any] = {"old": shown.older.number, "new": shown.version.number}
    return url_for(".compare", draft_id=view.draft.id, **pair)


def quotes(view: DraftView) -> tuple[Quote, ...]:
    """What was said in the circuit and beside it, oldest first."""
    said = [
        (step.acted_at, _step_quote(view, step))
        for step in view.steps
        if step.comment and step.acted_at is not None
    ]
    said += [
        (
            comment.at,
            Quote(
                comment.text,
                view.name(comment.author_id),
                _(
                    "on version %(number)s, %(at)s",
                    number=comment.version_number,
                    at=moment(comment.at),
                ),
            ),
        )
        for comment in view.comments
    ]
    return tuple(quote for _at, quote in sorted(said, key=lambda pair: pair[0]))


def _returned(view: DraftView) -> Quote | None:
    """Why it came back, as long as its author has not sent it again."""
    if view.draft.state != "drafting":
        return None
    for step in view.live_steps:
        if step.state == "returned":
            return _step_quote(view, step)
        if step.kind == circuit.SIGN and step.state == "done":
            return _clerk_quote(view, step)
    return None


def _sent_back_here(view: DraftView) -> Quote | None:
    """Why it is this turn again: nobody has acted since a later one returned it to here."""
    acted = [step for step in view.round_steps if step.acted_at is not None]
    last = max(acted, key=lambda step: (step.acted_at, step.id), default=None)
    return _step_quote(view, last) if last is not None and last.state == "returned" else None


def _clerk_quote(view: DraftView, signed: CircuitStep) -> Quote | None:
    """It was signed and yet is with its author: the clerk gave it back, saying why."""
    reasons = (said for said in view.comments if said.is_return)
    said = next((s for s in reasons if signed.acted_at and s.at >= signed.acted_at), None)
    if said is None:
        return None
    return Quote(said.text, f"{view.name(said.author_id)}, {_('returned it')}", moment(said.at))


def _step_quote(view: DraftView, step: CircuitStep) -> Quote:
    done = _("returned it") if step.state == "returned" else _(circuit.KINDS[step.kind]).lower()
    return Quote(step.comment, f"{who_acted(view, step)}, {done}", moment(step.acted_at))


def _versions(view: DraftView) -> tuple[Version, ...]:
    return tuple(_version(view, version) for version in reversed(view.versions))


def _version(view: DraftView, version: DraftVersion) -> Version:
    note = f"{view.name(version.made_by_id)}, {moment(version.made_at)}"
    if version.note:
        note += f". {_(version.note)}"
    return Version(
        label=_("Version %(number)s", number=version.number),
        note=note,
        href=url_for(".show", draft_id=view.draft.id, version=version.number),
    )


def _actions(actor: Actor, view: DraftView) -> tuple[Action, ...]:
    """What this person may do now, besides deciding in their turn."""
    draft, found = view.draft, []
    values: dict[str, Any] = {"draft_id": draft.id}
    author = is_author(actor, draft)
    if draft.state == "drafting" and (author or draft.unit_id in actor.headed_unit_ids):
        href = url_for(".circuit", **values)
        found.append(Action(_("Send round"), href, icon="send", primary=True))
    if _may_edit(actor, view):
        found.append(Action(_("Edit"), url_for(".edit", **values), icon="pencil"))
        href = url_for(".upload", **values)
        found.append(Action(_("Upload a .docx"), href, icon="upload", quiet=True, dialog=True))
    acted = circuit.has_acted(turns_of(view.round_steps))
    if author and draft.state == "circulating" and (view.is_stuck or not acted):
        href = url_for(".call_back", **values)
        found.append(Action(_("Call back"), href, icon="arrow-counterclockwise", method="post"))
    if author and draft.state == "drafting":
        href = url_for(".cancel", **values)
        found.append(Action(_("Give up"), href, icon="trash", quiet=True, dialog=True))
    if draft.document_id is not None:
        found.append(
            Action(_("Open the document"), _document_href(view), icon="send", primary=True)
        )
    return tuple(found)


def _turn(actor: Actor, view: DraftView, step: CircuitStep, shown: Shown) -> dict[str, Any]:
    """What the form of one's turn needs."""
    turns = turns_of(view.round_steps)
    own = next(turn for turn in turns if turn.id == step.id)
    post = acting_post(actor, step)
    acting = post is not None and post.is_delegated
    return {
        "step_id": step.id,
        "kind": step.kind,
        "verb": _(KIND_VERBS[step.kind]),
        "is_opinion": step.kind == circuit.OPINION,
        "acting_for": view.name(step.person_id) if acting else "",
        "printed_block": shown.printed_block,
        "until": moment(step.due_at),
        "returns": (
            Choice(_("The author"), "", current=True, note=view.name(view.draft.author_id)),
            *(
                Choice(_(circuit.KINDS[turn.kind]), str(turn.id), note=view.name(turn.person_id))
                for turn in circuit.earlier(turns, own)
            ),
        ),
        "may_edit": _may_edit(actor, view) and step.kind != circuit.OPINION,
        "edit_href": url_for(".edit", draft_id=view.draft.id),
    }
