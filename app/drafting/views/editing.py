"""Writing: a new draft, a reply, another version; from the template or with an uploaded file."""

from dataclasses import replace

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.audit.queries import last_act
from app.core.errors import Forbidden, Problem, Stale
from app.core.text import N_
from app.correspondence.models import Document
from app.correspondence.policy import get_document
from app.correspondence.queries.sequels import sequels_of
from app.drafting import service
from app.drafting.forms import CancelForm, DraftForm, kept_attachments, version_values
from app.drafting.inputs import DraftEntry
from app.drafting.policy import get_draft, is_author, may_write
from app.drafting.presenters.editor import (
    Editing,
    added_since,
    due_day,
    editor,
    files_meanwhile,
)
from app.drafting.presenters.page import restarts_round
from app.drafting.queries.drafts import DraftView, draft_view
from app.drafting.queries.editor import (
    Offered,
    Proposal,
    copy_held,
    copy_of,
    offered,
    proposal,
    replacement,
    reply_to,
)
from app.drafting.queries.receivers import unreceived
from app.drafting.rules.content import TEMPLATE_TYPES, Wording
from app.drafting.service.start import answerable, replaceable
from app.drafting.views.blueprint import blueprint
from app.files.queries import text_of
from app.files.receiving import look
from app.incoming.models import IncomingDocument
from app.requests.files import report_text
from app.requests.policy import get_asked, get_request
from app.requests.queries.boards import board
from app.web import actor, engines, page, refusals, requires, session
from app.web.addresses import asked_id
from app.web.i18n import gettext as _


def look_and_lay_out(draft_id: int | None = None) -> None:
    """What takes long of saving a draft, while others may still write: files, and the layout."""
    look()
    agency_id, unit_id = place_of(draft_id)
    form = DraftForm()
    offer(form, offered(session(), agency_id, unit_id, template_only=True))
    if form.body.raw_data and form.do.data == "save" and form.validate():
        entry = form.entry(with_wording=True, tokens=())
        service.lay_out(session(), agency_id, unit_id, entry)


def place_of(draft_id: int | None) -> tuple[int, int | None]:
    """The agency and unit that print a draft, or the one that this actor begins."""
    if draft_id is not None:
        draft = get_draft(session(), draft_id, actor())
        return draft.agency_id, draft.unit_id
    post = actor().main_post
    if post is None:
        raise Forbidden(Problem(N_("You hold no post in an agency.")))
    return post.agency_id, post.unit_id


@blueprint.route("/drafts/new", methods=["GET", "POST"])
@requires("drafts.write", first=look_and_lay_out)
def new() -> ResponseReturnValue:
    """A draft that is only beginning: by itself, or as the answer to a request."""
    asked = _asked_request()
    with_template = request.args.get("with") != "file"
    choices = _offered_to_actor(with_template)
    form = _form(choices, _proposed(choices, asked, with_template))
    if form.do.data == "retype":
        return _show_new(_retyped(choices, asked), choices, asked, with_template)
    if form.do.data == "receive":
        _add_receivers(form, place_of(None)[0], form.wording())
        return _show_new(form, choices, asked, with_template)
    if form.validate_on_submit():
        with refusals(form):
            draft = service.start(
                session(),
                engines().storage,
                actor(),
                _entry(form, with_template, main=not with_template),
                answers_id=asked.id if asked else None,
                replaces_id=asked_id("replaces"),
                copy_of_id=asked_id("copy_of"),
            )
            flash(_("The draft is kept as version 1."), "success")
            return redirect(url_for(".show", draft_id=draft.id))
    return _show_new(form, choices, asked, with_template)


def _entry(form: DraftForm, with_template: bool, *, main: bool = False) -> DraftEntry:
    return form.entry(with_wording=with_template, tokens=form.files.take(), main=main)


def _asked_request() -> IncomingDocument | None:
    """The request named in the address, when it may be answered."""
    answers_id = asked_id("answers")
    if (line_id := asked_id("replies")) is not None:
        asking = get_asked(session(), line_id, actor())
        answers_id = copy_held(session(), actor(), asking.record_id)
    return answerable(session(), actor(), answers_id) if answers_id is not None else None


def _offered_to_actor(template_only: bool) -> Offered:
    return offered(session(), *place_of(None), template_only=template_only)


def _type_code() -> str:
    wanted = request.form.get("type_code") or request.args.get("type", "")
    return wanted if wanted in TEMPLATE_TYPES else TEMPLATE_TYPES[0]


def _proposed(choices: Offered, asked: IncomingDocument | None, with_template: bool) -> Proposal:
    replaces_id = asked_id("replaces")
    if replaces_id is not None:
        return replacement(session(), replaceable(session(), actor(), replaces_id))
    if (copied := asked_id("copy_of")) is not None:
        document = get_document(session(), Document, copied, actor())
        return copy_of(session(), _type_code(), choices, document)
    begun = proposal(session(), actor(), _type_code(), choices, asked)
    if asked is None and (line_id := asked_id("replies")) is not None:
        asking = get_asked(session(), line_id, actor())
        document = get_document(session(), Document, asking.record_id, actor())
        return reply_to(session(), _type_code(), choices, document, begun)
    gathered = asked_id("gathers")
    return _gathering(begun, gathered) if gathered is not None else begun


def _gathering(begun: Proposal, request_id: int) -> Proposal:
    """A draft of what a request to many gathered, for whoever asked."""
    asking = get_request(session(), request_id, actor())
    lines = board(session(), actor(), request_id)
    wording = replace(begun.wording, body=report_text(asking, lines))
    return replace(begun, subject=begun.subject or asking.subject, wording=wording)


def _form(choices: Offered, proposed: Proposal) -> DraftForm:
    form = DraftForm(data={"type_code": _type_code(), **proposed.values()})
    offer(form, choices)
    return form


def offer(form: DraftForm, choices: Offered) -> None:
    """Fill the menus, and know agencies by their names."""
    form.type_code.choices = list(choices.types)
    form.signer_post_id.offer(
        [(person.post_id, f"{person.name}, {person.place}") for person in choices.signers]
    )
    form.recipients.know(choices.agency_index)


def _retyped(choices: Offered, asked: IncomingDocument | None) -> DraftForm:
    """Another type was chosen: what was typed stays, untouched proposals follow the new type."""
    before = request.form.get("was_type", TEMPLATE_TYPES[0])
    old = proposal(session(), actor(), before, choices, asked).values()
    new_values = proposal(session(), actor(), _type_code(), choices, asked).values()
    typed = _form(choices, Proposal())
    for name, proposed in new_values.items():
        field = typed._fields[name]
        if name != "recipients" and (not field.data or _words(field.data) == _words(old[name])):
            field.data, field.raw_data = proposed, None
    return typed


def _add_receivers(form: DraftForm, agency_id: int, said: Wording | str) -> None:
    """In one press: whom the text names, and those for whom a group stands."""
    plans, type_code = form.recipients.plans, form.type_code.data or ""
    form.recipients.receive(unreceived(session(), agency_id, type_code, plans, said))


def _words(value: object) -> str:
    return str(value or "").strip()


def _show_new(
    form: DraftForm, choices: Offered, asked: IncomingDocument | None, with_template: bool
) -> Response:
    form.files.keep()
    what = Editing(
        choices=choices,
        type_code=_type_code() if with_template else form.type_code.data or _type_code(),
        with_template=with_template,
        answers=asked,
        replaces_id=asked_id("replaces"),
        sequels=sequels_of(session(), [asked.id]).get(asked.id, ()) if asked else (),
    )
    return page("drafting/edit.html", form, **editor(what))


@blueprint.route("/drafts/<int:draft_id>/edit", methods=["GET", "POST"])
@requires("drafts.write", first=look_and_lay_out)
def edit(draft_id: int) -> ResponseReturnValue:
    """The next version of a draft."""
    view = draft_view(session(), actor(), draft_id)
    _must_write(view)
    form = DraftForm(data=version_values(view.draft, view.latest, due_day(view.draft.due_at)))
    with_template = view.latest.fields is not None
    choices = _offered_for(view, with_template)
    offer(form, choices)
    if form.do.data == "receive":
        said = form.wording() if with_template else text_of(session(), view.latest.sha256)
        _add_receivers(form, view.draft.agency_id, said)
    if form.do.data == "save" and form.validate_on_submit():
        with refusals(form):
            return _save(form, draft_id, with_template)
    form.files.keep()
    view = draft_view(session(), actor(), draft_id)
    return _show_edit(form, view, choices, with_template)


def _must_write(view: DraftView) -> None:
    """Who signed, gave it up or took the turn while somebody was writing is named to them."""
    if may_write(actor(), view.draft, view.live_steps):
        return
    acts = last_act(session(), "draft", view.draft.id, among="")
    if request.method == "POST" and acts:
        raise Stale(acts[0].actor_name, acts[0].at, acts)
    raise Forbidden(Problem(N_("It is not your turn to write in this draft.")))


def _offered_for(view: DraftView, with_template: bool) -> Offered:
    draft = view.draft
    return offered(session(), draft.agency_id, draft.unit_id, template_only=with_template)


def _save(form: DraftForm, draft_id: int, with_template: bool) -> ResponseReturnValue:
    entry = _entry(form, with_template)
    version, is_new = service.save_version(session(), engines().storage, actor(), draft_id, entry)
    words = _("Saved as version %(number)s.", number=version.number)
    flash(words if is_new else _("Nothing had changed; no new version was made."), "success")
    return redirect(url_for(".show", draft_id=draft_id))


def _show_edit(
    form: DraftForm,
    view: DraftView,
    choices: Offered,
    with_template: bool,
) -> Response:
    """The editor; a form that was overtaken saves on top of the other's version next time."""
    kept_ids = _kept_ids()
    if form.was_overtaken:
        began_with = form.base_version.sent
        form.problems += files_meanwhile(view, began_with)
        kept_ids = (kept_ids or frozenset()) | added_since(view, began_with)
    restarts = restarts_round(view)
    form.restarts_round.data = "1" if restarts else ""
    what = Editing(
        choices=choices,
        type_code=form.type_code.data or view.draft.type_code,
        with_template=with_template,
        view=view,
        restarts=restarts,
        stale_since=form.base_version.sent if form.was_overtaken else None,
        kept_ids=kept_ids,
    )
    return page("drafting/edit.html", form, **editor(what))


def _kept_ids() -> frozenset[int] | None:
    """Attachments still ticked, in a form that came back."""
    if request.method != "POST":
        return None
    return frozenset(kept_attachments())


@blueprint.route("/drafts/<int:draft_id>/cancel", methods=["GET", "POST"])
@requires("drafts.write")
def cancel(draft_id: int) -> ResponseReturnValue:
    """Give a draft up, with the reason."""
    draft = get_draft(session(), draft_id, actor())
    if not is_author(actor(), draft):
        raise Forbidden
    if request.method == "GET":
        service.may_be_given_up(draft)
    form = CancelForm()
    if form.validate_on_submit():
        with refusals(form):
            service.cancel(session(), actor(), draft_id, form.reason.data or "")
            flash(_("Given up. It can still be read."), "success")
            return redirect(url_for(".index", tab="mine"))
    return page("drafting/cancel.html", form, draft=draft)
