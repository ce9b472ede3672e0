"""Pages of outgoing documents."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Forbidden, NotFound, Refused
from app.core.lists import Place
from app.correspondence.policy import get_document
from app.correspondence.queries import type_options
from app.correspondence.queries.sequels import sequels_of
from app.deadlines.queries import horizon_of
from app.files.presenters import file_view
from app.files.queries import files_of, text_of
from app.files.receiving import look
from app.organisation.queries import agencies
from app.outgoing import presenters, queries, rules, service
from app.outgoing.filters import OutgoingFilter
from app.outgoing.forms import AnswerForm, IssueForm, PaperForm, RecipientFields
from app.outgoing.models import OutgoingDocument
from app.outgoing.queries import OUTGOING
from app.web import (
    ReasonForm,
    VersionedForm,
    actor,
    engines,
    only_reading,
    own_sandbox,
    page,
    refusals,
    requires,
    session,
)
from app.web.addresses import asked_id
from app.web.i18n import gettext as _
from app.web.listing import FileView
from app.web.records import link_to
from app.work.list_position import carried

blueprint = Blueprint("outgoing", __name__, url_prefix="/outgoing")


@blueprint.get("")
@requires("documents.read")
def index() -> ResponseReturnValue:
    usual = "waiting" if actor().may("outgoing.issue") else "issued"
    wanted = OutgoingFilter.from_args(request.args, tab=usual)
    found = OUTGOING.page(session(), actor(), wanted, Place.from_args(request.args))
    beside = queries.beside(session(), [row.id for row in found.rows])
    options = queries.filter_options(session(), actor(), clock.today())
    counts = OUTGOING.tab_counts(session(), actor(), wanted)
    horizon = horizon_of(session(), actor().agency_id)
    return page(
        "outgoing/index.html",
        page=presenters.list_page(actor(), wanted, found, beside, horizon, options, counts),
        may_enter=actor().may("outgoing.issue"),
    )


@blueprint.get("/<int:document_id>/peek")
@requires("documents.read")
def peek(document_id: int) -> ResponseReturnValue:
    document = _document(document_id)
    facts = queries.recipients_of(session(), [document.id]).get(document.id, [])
    facts = queries.as_reached(session(), document, facts)
    answers = queries.readable_answers(session(), actor(), facts)
    sequels = sequels_of(session(), [document.id]).get(document.id, ())
    horizon = horizon_of(session(), document.agency_id)
    return page(
        "outgoing/peek.html",
        document=document,
        head=presenters.head(document, facts, horizon, sequels),
        open_href=link_to("outgoing", document.id, **carried()),
        actions=presenters.document_actions(session(), actor(), document),
        lines=presenters.recipient_lines(actor(), document, facts, answers, horizon),
        file=_main_file_view(document),
    )


@blueprint.route("/enter", methods=["GET", "POST"])
@requires("outgoing.issue", first=look)
def enter() -> ResponseReturnValue:
    form = _paper_form()
    made: list[OutgoingDocument] = []
    if _carried_out(
        form, lambda entry: made.append(service.enter_signed(session(), actor(), entry))
    ):
        flash(_("Entered. It waits for its number."), "success")
        return redirect(url_for(".issue", document_id=made[0].id))
    return _paper_page(form, None)


@blueprint.route("/<int:document_id>/correct", methods=["GET", "POST"])
@requires("outgoing.issue", first=look)
def correct(document_id: int) -> ResponseReturnValue:
    document = _own(document_id, "signed")
    form = _paper_form(document)
    if _carried_out(
        form,
        lambda entry: service.correct(session(), actor(), document, entry, form.version.data),
    ):
        flash(_("Corrected."), "success")
        return redirect(link_to("outgoing", document.id))
    return _paper_page(form, document)


def _take_apart(document_id: int) -> None:
    """Open the main file while nobody waits for the number."""
    g.stamps = service.Stamps(engines().storage, own_sandbox())
    step = g.stamps.prepare if request.method == "POST" else g.stamps.read
    step(session(), _own(document_id).id)


@blueprint.route("/<int:document_id>/issue", methods=["GET", "POST"])
@requires("outgoing.issue", first=_take_apart)
def issue(document_id: int) -> ResponseReturnValue:
    document = _own(document_id)
    if document.state != "signed" and request.method == "GET":
        return redirect(link_to("outgoing", document.id))
    if request.method == "GET":
        _take_apart(document_id)
    form = _issue_form(document)
    if form.validate_on_submit():
        with refusals(form):
            try:
                service.issue(session(), actor(), document, form.entry(), g.stamps)
            except service.Unasked as unasked:
                return _issue_page(document, form, unasked.prospect)
            flash(_("Issued as %(reference)s.", reference=document.reference), "success")
            return redirect(_onward(form, document))
    return _issue_page(document, form)


@blueprint.route("/<int:document_id>/return", methods=["GET", "POST"])
@requires("outgoing.issue")
def return_to_drafter(document_id: int) -> ResponseReturnValue:
    document = _own(document_id, "signed")
    form = _reason_form(document)
    if form.validate_on_submit():
        with refusals(form):
            reason, version = form.reason.data, form.version.data
            service.return_to_drafter(session(), actor(), document, reason, version)
            flash(_("Returned; it must be approved again before it comes back."), "success")
            return redirect(url_for(".index", tab="waiting"))
    return page("outgoing/return.html", form=form, document=document)


@blueprint.route("/<int:document_id>/recall", methods=["GET", "POST"])
@requires("outgoing.issue")
def recall(document_id: int) -> ResponseReturnValue:
    document = _own(document_id, "issued")
    form = _reason_form(document)
    if form.validate_on_submit():
        with refusals(form):
            service.recall(session(), actor(), document, form.reason.data, form.version.data)
            undo = url_for(".take_back_recall", document_id=document.id)
            text = _("%(reference)s was recalled.", reference=document.reference)
            flash({"text": text, "undo": undo}, "toast")  # type: ignore[arg-type]
            return redirect(link_to("outgoing", document.id))
    facts = queries.recipients_of(session(), [document.id]).get(document.id, [])
    return page("outgoing/recall.html", form=form, document=document, facts=facts)


@blueprint.post("/<int:document_id>/recall/undo")
@requires("outgoing.issue")
def take_back_recall(document_id: int) -> ResponseReturnValue:
    """Until a receiver has put its copy away."""
    document = _own(document_id)
    service.take_back_recall(session(), actor(), document, VersionedForm().version.data or None)
    flash(_("%(reference)s holds again.", reference=document.reference), "success")
    return redirect(link_to("outgoing", document.id))


@blueprint.route("/<int:document_id>/recipients", methods=["GET", "POST"])
@requires("outgoing.issue")
def add_recipients(document_id: int) -> ResponseReturnValue:
    document = _own(document_id, "issued")
    form = RecipientFields()
    form.offer_agencies(_agencies_to_choose(document))
    if form.validate_on_submit():
        with refusals(form):
            added = service.add_recipients(session(), actor(), document, form.added())
            flash(_("Sent to %(names)s.", names=", ".join(row.name for row in added)), "success")
            return redirect(link_to("outgoing", document.id))
    return page("outgoing/recipients.html", form=form, document=document)


@blueprint.post("/<int:document_id>/recipients/<int:recipient_id>/resend")
@requires("outgoing.issue")
def resend(document_id: int, recipient_id: int) -> ResponseReturnValue:
    again = service.resend(session(), actor(), _own(document_id), recipient_id)
    flash(_("Sent again to %(name)s.", name=again.name), "success")
    return redirect(link_to("outgoing", document_id))


@blueprint.route("/<int:document_id>/recipients/<int:recipient_id>/answer", methods=["GET", "POST"])
@requires("outgoing.issue")
def answer(document_id: int, recipient_id: int) -> ResponseReturnValue:
    document = _own(document_id, "issued")
    facts = queries.recipients_of(session(), [document.id]).get(document.id, [])
    fact = next((one for one in facts if one.id == recipient_id), None)
    if fact is None:
        raise NotFound
    form = AnswerForm()
    form.incoming_id.offer(
        presenters.answer_choices(queries.recent_incoming(session(), actor(), fact.name))
    )
    if form.validate_on_submit():
        with refusals(form):
            chosen, note = form.incoming_id.data, form.note.data
            service.note_answered(session(), actor(), document, fact.id, chosen, note)
            undo = url_for(".take_answer_off", document_id=document.id, recipient_id=fact.id)
            text = _("The answer of %(name)s is noted.", name=fact.name)
            flash({"text": text, "undo": undo}, "toast")  # type: ignore[arg-type]
            return redirect(link_to("outgoing", document.id))
    return page("outgoing/answer.html", form=form, document=document, fact=fact)


@blueprint.post("/<int:document_id>/recipients/<int:recipient_id>/answer/undo")
@requires("outgoing.issue")
def take_answer_off(document_id: int, recipient_id: int) -> ResponseReturnValue:
    service.take_answer_off(session(), actor(), _own(document_id), recipient_id)
    flash(_("Taken off: it has yet to answer."), "success")
    return redirect(link_to("outgoing", document_id))


# -- Loading ---------------------------------------------------------------------------------------


def _document(document_id: int) -> OutgoingDocument:
    return get_document(session(), OutgoingDocument, document_id, actor())


def _own(document_id: int, *states: str) -> OutgoingDocument:
    """A document the actor may work on as clerk: one of their own agency.

    `states` are those in which the page can be sent: in any other it says why it cannot.
    """
    document = _document(document_id)
    if not actor().works_for(document.agency_id):
        raise Forbidden
    if states and request.method == "GET":
        service.must_be(document, *states)
    return document


def _agencies_to_choose(document: OutgoingDocument | None) -> list[tuple[int, str]]:
    """Agencies of this installation that do not receive the document yet, and are not its own."""
    facts = queries.recipients_of(session(), [document.id])[document.id] if document else []
    taken = {fact.agency_id for fact in facts} | {actor().agency_id}
    return [(one.id, one.short_name) for one in agencies(session()) if one.id not in taken]


# -- Entering a paper document ---------------------------------------------------------------------


def _paper_form(document: OutgoingDocument | None = None) -> PaperForm:
    form = PaperForm(data=_paper_values(document))
    form.type_code.choices = type_options(session())
    form.unit_id.offer(queries.units_of(session(), actor().agency_id, clock.today()))
    form.offer_agencies(_agencies_to_choose(document))
    return form


def _paper_values(document: OutgoingDocument | None) -> dict[str, object]:
    if document is None:
        asked = map(asked_id, rules.LINKS)
        return {"signed_on": clock.today(), **queries.link_names(session(), actor(), *asked)}
    signed_on = clock.local(document.signed_at).date() if document.signed_at else None
    return {
        **{name: getattr(document, name) for name in ("version", "type_code", "subject")},
        **{name: getattr(document, name) for name in ("unit_id", "urgency")},
        **{name: getattr(document, name) for name in ("signer_name", "signer_title")},
        "signed_on": signed_on,
        **queries.link_names(session(), actor(), *document.linked_ids),
        "reply_required": False,
    }


def _carried_out(form: PaperForm, verb: Callable[[service.PaperEntry], object]) -> bool:
    """Do it if the form was sent and nothing stands against it; else gather every reason."""
    if not form.is_to_be_done():
        return False
    is_sound = form.validate()
    with refusals(form):
        linked, problems = queries.linked(session(), actor(), form.links())
        entry = form.entry(linked)
        problems += service.paper_problems(session(), actor(), entry)
        uploads = form.files.take(problems)
        if problems or not is_sound:
            raise Refused(*problems)
        verb(replace(entry, uploads=uploads))
        return True
    return False


def _paper_page(form: PaperForm, document: OutgoingDocument | None) -> ResponseReturnValue:
    form.files.keep()
    return page(
        "outgoing/enter.html",
        form=form,
        document=document,
        file=form.files.preview or (_main_file_view(document) if document else None),
    )


def _main_file_view(document: OutgoingDocument) -> FileView | None:
    files = files_of(session(), document.id)
    if not files:
        return None
    return file_view(files[0], text_of(session(), files[0].sha256))


# -- Issuing ---------------------------------------------------------------------------------------


def _issue_form(document: OutgoingDocument) -> IssueForm:
    facts = queries.recipients_of(session(), [document.id]).get(document.id, [])
    addressed = queries.unreceived(session(), document, g.stamps.words)
    form = IssueForm(data=_issue_values(document, facts) | {"addressed": addressed})
    form.addressed.choices = [(name, name) for name in addressed]
    form.offer_agencies(_agencies_to_choose(document))
    form.number_from.choices = [("next", _("The next number"))]
    form.number_from.choices += presenters.reserved_choices(
        queries.reserved_for(session(), document)
    )
    return form


def _issue_values(
    document: OutgoingDocument, facts: list[queries.RecipientFact]
) -> dict[str, object]:
    return {
        "version": document.version,
        "copies": document.copies,
        "archive_copy": document.archive_copy,
        "note": document.note,
        "rows": presenters.recipient_rows(facts),
    }


def _issue_page(
    document: OutgoingDocument, form: IssueForm, ahead: service.Prospect | None = None
) -> ResponseReturnValue:
    """The form; `ahead` is what will be done, and is asked before."""
    only_reading()
    form.sure.data = ahead.said if ahead else ""
    horizon = horizon_of(session(), document.agency_id)
    facts = queries.recipients_of(session(), [document.id]).get(document.id, [])
    facts = queries.as_reached(session(), document, facts)
    return page(
        "outgoing/issue.html",
        form=form,
        ahead=ahead,
        document=document,
        head=presenters.head(document, facts, horizon),
        number=queries.number_preview(session(), document, clock.today()),
        may_leave_out=actor().may("registers.manage"),
        late=presenters.lateness(document.signed_at, horizon.calendar, clock.today()),
        today=clock.today(),
        names={str(fact.id): fact for fact in facts},
        channels=presenters.channel_words(),
        linked=queries.references(
            session(), actor(), [document.answers_id, document.replaces_id, document.corrects_id]
        ),
        file=_main_file_view(document),
    )


def _onward(form: IssueForm, document: OutgoingDocument) -> str:
    """Finish one, get the next: the oldest document that waits, when the clerk asked for it."""
    if form.then.data == "next":
        waiting = queries.next_waiting(session(), actor(), document.id)
        if waiting is not None:
            return url_for(".issue", document_id=waiting)
    return link_to("outgoing", document.id)


def _reason_form(document: OutgoingDocument) -> ReasonForm:
    return ReasonForm(data={"version": document.version})
