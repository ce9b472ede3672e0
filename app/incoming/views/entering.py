"""Registering, accepting and correcting: one form, three ends."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Problem, Refused
from app.core.words import written_number
from app.correspondence.queries import type_options
from app.correspondence.rules import Likeness, reference_key
from app.files.presenters import chosen_file, file_view
from app.files.queries import FileRow, files_of, text_of
from app.files.receiving import first_words, look
from app.incoming import presenters, queries, rules, service
from app.incoming.forms import RegisterForm, fresh_values, known_values
from app.incoming.inputs import Entry
from app.incoming.models import IncomingDocument
from app.incoming.views.blueprint import blueprint, own
from app.registers.presenters import nothing_opened
from app.registers.queries import next_number, registers_in_use, series_of_register
from app.web import actor, page, refusals, requires, session
from app.web.addresses import asked_id
from app.web.i18n import gettext as _
from app.web.records import link_to
from documents.asked_day import BODY_CHARS, AskedDay, read_asked_day
from documents.letterhead import read_head

Verb = Callable[[Entry], object]


@blueprint.route("/register", methods=["GET", "POST"])
@requires("incoming.register", first=look)
def register() -> ResponseReturnValue:
    """Enter a new document; "save and next" keeps register, issuer and to whom."""
    leaders = _leaders()
    form = RegisterForm(data=_start(leaders))
    made: list[IncomingDocument] = []
    if _carried_out(form, lambda entry: made.append(service.register(session(), actor(), entry))):
        document = made[0]
        number = written_number(document.number)
        flash(_("Registered under arrival number %(number)s.", number=number), "success")
        _warn_unpresented(document)
        return redirect(_onward(form, document))
    return _form_page(form, None, leaders)


@blueprint.route("/<int:document_id>/accept", methods=["GET", "POST"])
@requires("incoming.register", first=look)
def accept(document_id: int) -> ResponseReturnValue:
    """Register what another agency of the installation sent."""
    document = own(document_id)
    if document.state != "waiting" and request.method == "GET":
        return redirect(link_to("incoming", document.id))
    leaders = _leaders()
    main = chosen_file(files_of(session(), document.id), None)
    asked = _asked_day(document, main)
    form = _held(RegisterForm(data=_proposed(document, leaders, main, asked)), document)
    version = form.version.data
    if _carried_out(
        form, lambda entry: service.accept(session(), actor(), document, entry, version), document
    ):
        number = written_number(document.number)
        flash(_("Accepted under arrival number %(number)s.", number=number), "success")
        _warn_unpresented(document)
        return redirect(_after_accepting(form, document))
    return _form_page(form, document, leaders, asked)


@blueprint.route("/<int:document_id>/correct", methods=["GET", "POST"])
@requires("incoming.register", first=look)
def correct(document_id: int) -> ResponseReturnValue:
    """Put a registered line right; its arrival number stays."""
    document = own(document_id, rules.OPEN_STATES)
    form = _held(RegisterForm(data=known_values(document)), document)
    version = form.version.data
    if _carried_out(
        form, lambda entry: service.correct(session(), actor(), document, entry, version), document
    ):
        flash(_("Corrected. What it was before stays in the trail."), "success")
        return redirect(link_to("incoming", document.id))
    return _form_page(form, document, _leaders())


@blueprint.get("/twins")
@requires("incoming.register")
def twins() -> ResponseReturnValue:
    """Fetched while typing: documents that look like this one."""
    form = RegisterForm(request.args, meta={"csrf": False})
    found = queries.likely_twins(session(), actor(), _likeness(form), asked_id("except"))
    return page("incoming/_twins.html", form=form, twins=_shown(found))


@blueprint.get("/proposed")
@requires("incoming.register")
def proposed() -> ResponseReturnValue:
    """Fetched once the first file is here: what its first page says of it."""
    types = {name: code for code, name in type_options(session())}
    text = first_words(request.args.get("upload", ""), BODY_CHARS)
    head = read_head(text, types)
    asked = read_asked_day(text, head.issued_on or clock.today())
    issuers = queries.known_issuers(session(), actor().agency_id)
    return jsonify(presenters.proposed_fields(head, asked, types, issuers))


@blueprint.get("/next-number")
@requires("incoming.register")
def arrival_number() -> ResponseReturnValue:
    """Fetched when register or day change: the number that saving would give now."""
    form = RegisterForm(request.args, meta={"csrf": False})
    return page("incoming/_number.html", number=_number_preview(form))


# -- One form ----------------------------------------------------------------------------------


def _carried_out(form: RegisterForm, verb: Verb, document: IncomingDocument | None = None) -> bool:
    """Do it if the form was sent and nothing stands against it; else gather every reason."""
    if not form.is_to_be_done():
        return False
    is_sound = form.validate()
    with refusals(form):
        problems: list[Problem] = []
        entry = replace(form.entry(), uploads=form.files.take(problems))
        if problems or not is_sound:
            raise Refused(*problems, *service.entry_problems(session(), actor(), entry, document))
        verb(entry)
        return True
    return False


def _form_page(
    form: RegisterForm,
    document: IncomingDocument | None,
    leaders: Sequence[queries.Leader],
    asked: AskedDay | None = None,
) -> Response:
    registers = _registers()
    if not registers:
        nothing = nothing_opened(actor(), _("No register for incoming documents yet"))
        return page("incoming/no_register.html", form=form, nothing=nothing)
    agency_id = actor().agency_id
    form.files.keep()
    form.offer(registers, type_options(session()), presenters.leader_options(leaders))
    entry = replace(form.entry(), uploads=tuple(form.files.data))
    found = service.twins_of(session(), actor(), entry, document)
    files = files_of(session(), document.id) if document else []
    main = chosen_file(files, None)
    return page(
        "incoming/register.html",
        form=form,
        document=document,
        twins=_shown(found) if _asks_for_twins(form, document) else [],
        issuers=queries.known_issuers(session(), agency_id),
        number=_number_of(form, document),
        file=file_view(main) if main else form.files.preview,
        saved=_last_saved(),
        asked=presenters.words_of(asked) if asked and form.due_on.data == asked.day else "",
    )


def _asks_for_twins(form: RegisterForm, document: IncomingDocument | None) -> bool:
    """A document that has its number was looked at when it got it."""
    if document is not None and document.number is not None:
        return False
    return form.is_submitted() or document is not None


def _shown(found: list[queries.Twin]) -> list[tuple[queries.Twin, str]]:
    return [(twin, presenters.twin_text(twin)) for twin in found]


def _likeness(form: RegisterForm) -> Likeness:
    entry = form.entry()
    return Likeness(reference_key(entry.reference), entry.issuer, entry.issued_on, entry.subject)


# -- What the form starts with -----------------------------------------------------------------


def _registers() -> list[tuple[int, str]]:
    rows = registers_in_use(session(), actor().agency_id, "incoming")
    return [(register.id, register.name) for register in rows]


def _usual_register() -> int | None:
    return next((register_id for register_id, _name in _registers()), None)


def _leaders() -> Sequence[queries.Leader]:
    return queries.leaders(session(), actor().agency_id)


def _start(leaders: Sequence[queries.Leader]) -> dict[str, object]:
    """What the address carries over from the document before, else what is usual."""
    known = [register_id for register_id, _name in _registers()]
    wanted = asked_id("register")
    usual = known[0] if known else None
    leader_id = asked_id("to")
    if leader_id not in {leader.id for leader in leaders}:
        leader_id = queries.usual_leader(session(), actor().agency_id, leaders)
    issuer = request.args.get("issuer", "")[:200]
    return fresh_values(wanted if wanted in known else usual, leader_id, issuer)


def _asked_day(document: IncomingDocument, main: FileRow | None) -> AskedDay | None:
    """What the letter's own words ask, where its sender named no day."""
    if document.due_at is not None or main is None:
        return None
    text = text_of(session(), main.sha256)
    return read_asked_day(text, document.issued_on or clock.today())


def _proposed(
    document: IncomingDocument,
    leaders: Sequence[queries.Leader],
    main: FileRow | None,
    asked: AskedDay | None,
) -> dict[str, object]:
    """A delivery's columns, but for the register it has not come to yet."""
    known = known_values(document)
    own = {
        "due_on": asked.day if asked else known["due_on"],
        "pages": known["pages"] or (main.page_count if main else None),
        "register_id": _usual_register(),
        "arrived_on": clock.today(),
        "presented_to_id": queries.usual_leader(session(), actor().agency_id, leaders),
    }
    return {**known, **own}


def _held(form: RegisterForm, document: IncomingDocument) -> RegisterForm:
    """What another agency sent stays as they sent it."""
    if document.recipient_id is not None:
        form.keep_delivered()
    return form


def _number_of(form: RegisterForm, document: IncomingDocument | None) -> str:
    if document is not None and document.number is not None:
        return written_number(document.number)
    return _number_preview(form)


def _number_preview(form: RegisterForm) -> str:
    """The number saving would give now; another clerk may be quicker."""
    register_id, day = form.register_id.data, form.arrived_on.data or clock.today()
    if register_id not in {number for number, _name in _registers()}:
        return ""
    series = series_of_register(session(), register_id, form.type_code.data or "")
    return f"{next_number(session(), series.id, day.year):02d}" if series else ""


# -- Where to go on ----------------------------------------------------------------------------


def _onward(form: RegisterForm, document: IncomingDocument) -> str:
    if form.then.data != "next":
        return link_to("incoming", document.id)
    register, issuer, to = document.register_id, document.issuer, document.presented_to_id
    return url_for(".register", register=register, issuer=issuer, to=to, saved=document.id)


def _warn_unpresented(document: IncomingDocument) -> None:
    if document.presented_to_id is None:
        flash(_("It is presented to nobody, so it is on nobody's desk."), "warning")


def _last_saved() -> str:
    """The document registered just before, for a look back."""
    saved = asked_id("saved")
    return link_to("incoming", saved) if saved else ""


def _after_accepting(form: RegisterForm, document: IncomingDocument) -> str:
    """Finish one, get the next: the oldest delivery that waits, when the clerk asked for it."""
    if form.then.data != "next":
        return link_to("incoming", document.id)
    waiting = queries.next_waiting(session(), actor(), document.id)
    if waiting is None:
        return url_for(".index", tab="waiting")
    return url_for(".accept", document_id=waiting)
