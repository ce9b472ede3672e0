"""Refusing, closing, reopening, cancelling; the files of a registered document."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.correspondence.queries import has_reply
from app.files.queries import files_of
from app.files.receiving import look
from app.incoming import presenters, queries, rules, service
from app.incoming.forms import FilesForm
from app.incoming.models import IncomingDocument
from app.incoming.views.blueprint import blueprint, own
from app.web import ReasonForm, VersionedForm, actor, page, refusals, requires, session
from app.web.addresses import asked_id
from app.web.i18n import gettext as _
from app.web.records import link_to

Verb = Callable[[IncomingDocument, str, int | None], None]
STATES = {name: move.sources for name, move in rules.MOVES.items()} | {
    "reopen": {"closed", "recalled"}
}


def _ask_why(
    document_id: int, dialog: str, verb: Verb, said: str, onward: str = ""
) -> ResponseReturnValue:
    """A dialog that asks for the reason of a verb, carries it out, and goes on from there."""
    document = own(document_id, STATES[dialog])
    form = ReasonForm(data={"version": document.version})
    if form.validate_on_submit():
        with refusals(form):
            verb(document, form.reason.data, form.version.data)
            flash(said, "success")
            return redirect(onward or link_to("incoming", document.id))
    return page(
        f"incoming/{dialog}.html",
        form=form,
        document=document,
        facts=presenters.closing_facts(
            reply_missing=document.reply_required and not has_reply(session(), document.id),
            open_lines=queries.open_line_count(session(), document.id),
        ),
    )


@blueprint.route("/<int:document_id>/refuse", methods=["GET", "POST"])
@requires("incoming.register")
def refuse(document_id: int) -> ResponseReturnValue:
    """Send a delivery back with a reason; the others that wait come next."""

    def verb(document: IncomingDocument, reason: str, version: int | None) -> None:
        service.refuse(session(), actor(), document, reason, version)

    said, onward = _("Refused; its sender is told why."), url_for(".index", tab="waiting")
    return _ask_why(document_id, "refuse", verb, said, onward)


@blueprint.route("/<int:document_id>/cancel", methods=["GET", "POST"])
@requires("incoming.register")
def cancel(document_id: int) -> ResponseReturnValue:
    """Take back a registration made by mistake."""

    def verb(document: IncomingDocument, reason: str, version: int | None) -> None:
        service.cancel(session(), actor(), document, reason, version)

    return _ask_why(document_id, "cancel", verb, _("Cancelled; its number is void in the book."))


@blueprint.route("/<int:document_id>/close", methods=["GET", "POST"])
@requires("incoming.close")
def close(document_id: int) -> ResponseReturnValue:
    """Nothing more is to be done on it."""

    def verb(document: IncomingDocument, reason: str, version: int | None) -> None:
        service.close(session(), actor(), document, reason, version)

    return _ask_why(document_id, "close", verb, _("Closed."))


@blueprint.post("/<int:document_id>/follow-recall")
@requires("incoming.close")
def follow_recall(document_id: int) -> ResponseReturnValue:
    """Put an accepted document away because its sender recalled it."""
    version = VersionedForm().version.data
    service.follow_recall(session(), actor(), own(document_id), version)
    flash(_("Put away; open work on it was called off."), "success")
    return redirect(link_to("incoming", document_id))


@blueprint.post("/<int:document_id>/corrects")
@requires("incoming.register")
def note_correction(document_id: int) -> ResponseReturnValue:
    """This letter corrects the wording of that document."""
    original_id = asked_id("original") or 0
    service.note_correction(session(), actor(), own(document_id), original_id)
    undo = url_for(".take_correction_off", document_id=document_id, original=original_id)
    flash({"text": _("Noted: both show each other."), "undo": undo}, "toast")  # type: ignore[arg-type]
    return redirect(link_to("incoming", document_id))


@blueprint.post("/<int:document_id>/corrects/undo")
@requires("incoming.register")
def take_correction_off(document_id: int) -> ResponseReturnValue:
    """It does not correct that document after all."""
    service.take_correction_off(session(), actor(), own(document_id), asked_id("original") or 0)
    flash(_("Taken off: it corrects nothing."), "success")
    return redirect(link_to("incoming", document_id))


@blueprint.post("/<int:document_id>/replaces")
@requires("incoming.register")
def note_replacement(document_id: int) -> ResponseReturnValue:
    """This letter replaces that document."""
    original_id = asked_id("original") or 0
    service.note_replacement(session(), actor(), own(document_id), original_id)
    undo = url_for(".take_replacement_off", document_id=document_id, original=original_id)
    flash({"text": _("Noted: both show each other."), "undo": undo}, "toast")  # type: ignore[arg-type]
    return redirect(link_to("incoming", document_id))


@blueprint.post("/<int:document_id>/replaces/undo")
@requires("incoming.register")
def take_replacement_off(document_id: int) -> ResponseReturnValue:
    """It does not replace that document after all."""
    service.take_replacement_off(session(), actor(), own(document_id), asked_id("original") or 0)
    flash(_("Taken off: it replaces nothing."), "success")
    return redirect(link_to("incoming", document_id))


@blueprint.route("/<int:document_id>/reopen", methods=["GET", "POST"])
@requires("incoming.close")
def reopen(document_id: int) -> ResponseReturnValue:
    """Something more is to be done on it after all."""

    def verb(document: IncomingDocument, reason: str, version: int | None) -> None:
        service.reopen(session(), actor(), document, reason, version)

    return _ask_why(document_id, "reopen", verb, _("Opened again."))


@blueprint.route("/<int:document_id>/files", methods=["GET", "POST"])
@requires("incoming.register", first=look)
def files(document_id: int) -> ResponseReturnValue:
    """Add files to a registered document, or see and take off those it has."""
    document = own(document_id, rules.OPEN_STATES)
    form = FilesForm()
    if form.validate_on_submit():
        with refusals(form):
            service.add_files(session(), actor(), document, form.files.take())
            flash(_("The files were added."), "success")
            return redirect(link_to("incoming", document.id))
    form.files.keep()
    rows = presenters.file_rows(document, files_of(session(), document.id))
    return page(
        "incoming/files.html",
        form=form,
        document=document,
        columns=presenters.file_columns(),
        rows=rows,
    )


@blueprint.post("/<int:document_id>/files/<int:file_id>/remove")
@requires("incoming.register")
def remove_file(document_id: int, file_id: int) -> ResponseReturnValue:
    document = own(document_id)
    service.remove_file(session(), actor(), document, file_id)
    flash(_("The file was taken off; it stays in the trail."), "success")
    return redirect(url_for(".files", document_id=document.id))
