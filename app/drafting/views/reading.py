"""Reading a draft: its page, two versions side by side, comments, other files."""

from collections.abc import Sequence

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.approval.policy import acting_post
from app.approval.presenters.turn import my_turn
from app.approval.rules import circuit
from app.core.errors import Forbidden
from app.core.policy import Actor
from app.core.sequels import Sequels
from app.correspondence.queries.sequels import ended_among
from app.correspondence.rules import cited_in
from app.deadlines.queries import horizon_of
from app.drafting import service
from app.drafting.forms import UploadForm
from app.drafting.models import Draft, DraftAttachment, DraftVersion
from app.drafting.policy import draft_of_record, get_draft, may_write
from app.drafting.presenters.compare import compare_page
from app.drafting.presenters.findings import sign_question
from app.drafting.presenters.marks import MarkedFile, marked_file
from app.drafting.presenters.page import Shown, draft_page, restarts_round
from app.drafting.queries.drafts import DraftView, draft_view
from app.drafting.queries.sheets import printed_type, sheet_of
from app.drafting.rules.content import Details
from app.drafting.rules.layout import Finding, check, ended_citations
from app.drafting.service.signatures import actual_block, authority_in
from app.drafting.service.versions import latest_version
from app.drafting.texts import Texts
from app.drafting.views.blueprint import blueprint
from app.files.presenters import Reading
from app.files.queries import rendition_of, text_of
from app.files.receiving import look
from app.files.service import marks_in, unsettled
from app.files.serving import kept_pages, know_inside
from app.web import (
    OfficeForm,
    actor,
    engines,
    only_reading,
    own_sandbox,
    page,
    refusals,
    requires,
    session,
    signed_in,
    write_transaction,
)
from app.web.addresses import asked_id
from app.web.forms import say
from app.web.i18n import gettext as _
from app.web.records import note_opened


@blueprint.get("/drafts/<int:draft_id>")
@requires("documents.read")
def show(draft_id: int) -> ResponseReturnValue:
    """A draft with its circuit; that this person has seen this version is noted."""
    view = draft_view(session(), actor(), draft_id)
    know_inside(service.contents_of(session(), view.draft, view.latest))
    response = render(view, OfficeForm(formdata=None))
    latest, record_id = view.latest.number, view.draft.record_id
    if latest not in view.looked_at:
        with write_transaction() as own:
            service.note_look(own, actor(), draft_id, latest)
    note_opened(record_id)
    return response


def render(view: DraftView, form: OfficeForm) -> Response:
    """The page of a draft, at the version the address names or the newest."""
    if request.method == "POST":
        only_reading()
    version = view.version(asked_id("version"))
    if version is None:
        abort(404)
    values = draft_page(actor(), view, _shown(view, version))
    return page("drafting/show.html", form, **values, typed=_typed(form))


def _typed(form: OfficeForm) -> str:
    """What stood in the form that came back, in whichever of the page's two boxes it fits now."""
    for name in ("comment", "text"):
        if name in form and form[name].data:
            return str(form[name].data)
    return ""


def _shown(view: DraftView, version: DraftVersion) -> Shown:
    older = _older(view, version)
    attachment = _chosen_attachment(view, version)
    return Shown(
        version=version,
        reading=_reading(attachment or version),
        attachment=attachment,
        older=older,
        changes=_texts().changes(older.sha256, version.sha256) if older else (),
        findings=_findings(view.draft, version),
        marked=_marked(view, version),
        horizon=horizon_of(session(), view.draft.agency_id),
        printed_block=_printed_block(actor(), view),
    )


def _findings(draft: Draft, version: DraftVersion) -> Sequence[Finding]:
    """What of its layout is right and wrong, and what it cites that holds no more."""
    return [*_of_layout(draft, version), *ended_citations(_ended(draft, version))]


def _ended(draft: Draft, version: DraftVersion) -> Sequence[tuple[str, Sequels]]:
    said = "\n".join(str(part) for part in (version.fields or {}).values())
    text = said or text_of(session(), version.sha256) or ""
    return ended_among(session(), actor(), cited_in(text), but=draft.replaces_id)


def _of_layout(draft: Draft, version: DraftVersion) -> Sequence[Finding]:
    """Of an uploaded file, as far as it can be read."""
    if version.fields is not None:
        return check(sheet_of(session(), draft, version))
    details = Details.from_json(version.details)
    type_name = printed_type(session(), details)
    texts, head = _texts(), service.head_of(session(), draft, details)
    words = texts.paragraphs(version.sha256)
    points = texts.layout(version.sha256, type_name, details.signature.name)
    symbols = (texts.symbol(version.sha256), head.symbol)
    return check(sheet_of(session(), draft, version, words, points, symbols))


def doubt(record_id: int) -> str:
    """What is asked before the newest version of a draft is signed; empty where nothing is."""
    draft = draft_of_record(session(), record_id)
    return sign_question(_findings(draft, latest_version(session(), draft.id)))


def _marked(view: DraftView, version: DraftVersion) -> Sequence[MarkedFile]:
    """What this version holds that no page shows, file by file."""
    found = []
    for one in service.contents_of(session(), view.draft, version):
        marks = marks_in(session(), one.sha256)
        unknown = "" if marks else "".join(map(say, unsettled(session(), [one])))
        if marks or unknown:
            found.append(marked_file(one.name, one.media_type, marks, unknown))
    return found


def _texts() -> Texts:
    return Texts(engines().storage, own_sandbox(), kept_pages())


def _chosen_attachment(view: DraftView, version: DraftVersion) -> DraftAttachment | None:
    """The attachment the address names, when it lay with the version that is shown."""
    wanted = asked_id("attachment")
    return next((file for file in view.attachments_of(version) if file.id == wanted), None)


def _reading(file: DraftVersion | DraftAttachment) -> Reading:
    """The pages of a file, and its words for small screens."""
    words = ""
    if isinstance(file, DraftVersion):
        words = "\n".join(_texts().paragraphs(file.sha256))
    return Reading.of(rendition_of(session(), file.sha256), words)


def _older(view: DraftView, version: DraftVersion) -> DraftVersion | None:
    """The newest version that this person had seen before this one, else the one just before it."""
    seen = [number for number in view.looked_at if number < version.number]
    return view.version(seen[-1] if seen else version.number - 1)


def _printed_block(person: Actor, view: DraftView) -> tuple[str, ...]:
    """What will stand above the signature, when this person signs for another."""
    step = my_turn(person, view.approval)
    post = acting_post(person, step) if step is not None else None
    if step is None or step.kind != circuit.SIGN or post is None or not post.is_delegated:
        return ()
    return actual_block(session(), person, post, authority_in(view.latest)).lines


def shown_again(record_id: int, form: OfficeForm) -> Response:
    """What was said about a draft, in one's turn or beside it, came back: on its own page."""
    draft = draft_of_record(session(), record_id)
    return render(draft_view(session(), actor(), draft.id), form)


_MOVED = {
    "circuit": "approval.circuit",
    "decide": "approval.decide",
    "call-back": "approval.call_back",
    "comments": "approval.remark",
}


@blueprint.route("/drafts/<int:draft_id>/<what>", methods=["GET", "POST"])
@signed_in
def moved(draft_id: int, what: str) -> ResponseReturnValue:
    """Where these pages were before other things than drafts were approved; forms go along."""
    if what not in _MOVED:
        abort(404)
    record_id = get_draft(session(), draft_id, actor()).record_id
    code = 307 if request.method == "POST" else 302
    return redirect(url_for(_MOVED[what], record_id=record_id), code)


@blueprint.get("/drafts/<int:draft_id>/compare")
@requires("documents.read")
def compare(draft_id: int) -> ResponseReturnValue:
    """Two versions: what was added, what was removed."""
    view = draft_view(session(), actor(), draft_id)
    new = view.version(asked_id("new"))
    old = view.version(asked_id("old") or view.latest.number - 1)
    if new is None or old is None:
        abort(404)
    changes = _texts().changes(old.sha256, new.sha256)
    return page("drafting/compare.html", **compare_page(view, old, new, changes))


@blueprint.route("/drafts/<int:draft_id>/upload", methods=["GET", "POST"])
@requires("drafts.write", first=look)
def upload(draft_id: int) -> ResponseReturnValue:
    """A .docx worked on elsewhere becomes the next version; it keeps its own look."""
    view = draft_view(session(), actor(), draft_id)
    if not may_write(actor(), view.draft, view.live_steps):
        raise Forbidden
    form = UploadForm(data={"base_version": view.latest.number})
    if form.validate_on_submit():
        with refusals(form):
            entry = form.entry(view.latest, view.draft.due_at, form.files.take())
            version, _is_new = service.save_version(
                session(), engines().storage, actor(), draft_id, entry
            )
            flash(_("Saved as version %(number)s.", number=version.number), "success")
            return redirect(url_for(".show", draft_id=draft_id))
    form.files.keep()
    view = draft_view(session(), actor(), draft_id)
    restarts = restarts_round(view)
    form.restarts_round.data = "1" if restarts else ""
    return page("drafting/upload.html", form, draft=view.draft, restarts=restarts)
