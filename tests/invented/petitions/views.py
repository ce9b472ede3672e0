"""Pages of petitions."""

from datetime import date

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from app.web import actor, page, requires, session
from app.web.records import link_to
from tests.invented.petitions import presenters, queries, service

blueprint = Blueprint("petitions", __name__, template_folder="templates")


@blueprint.get("/petitions")
@requires("petitions.keep")
def index() -> ResponseReturnValue:
    found = queries.listing(session(), actor())
    return page("petitions/index.html", rows=[presenters.row_of(one) for one in found])


@blueprint.post("/petitions")
@requires("petitions.keep")
def receive() -> ResponseReturnValue:
    sender, subject = request.form["sender"], request.form["subject"]
    due_on = request.form.get("due", type=date.fromisoformat)
    uploads = request.form.getlist("uploads")
    petition = service.receive(session(), actor(), sender, subject, due_on, uploads)
    return redirect(link_to("petition", petition.id))


@blueprint.post("/petitions/<int:record_id>/answer")
@requires("petitions.keep")
def answer(record_id: int) -> ResponseReturnValue:
    queries.load(session(), actor(), record_id)
    service.propose_answer(session(), actor(), record_id, request.form["answer"])
    return redirect(link_to("petition", record_id))


@blueprint.post("/petitions/<int:record_id>/withdraw")
@requires("petitions.keep")
def withdraw(record_id: int) -> ResponseReturnValue:
    queries.load(session(), actor(), record_id)
    service.withdraw(session(), actor(), record_id)
    return redirect(link_to("petition", record_id))
