"""What does not come about behind the pages, and what a person decides about it."""

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.lists import Everything, Place
from app.upkeep import presenters, queries, service
from app.web import ReasonForm, actor, page, refusals, requires, session
from app.web.i18n import gettext as _
from app.web.i18n import ngettext

blueprint = Blueprint("upkeep", __name__)


@blueprint.get("/admin/system")
@requires("system.watch")
def system() -> ResponseReturnValue:
    """What works behind the pages: lanes, what runs, what the clock brings."""
    return page(
        "upkeep/system.html",
        lane_columns=presenters.lane_columns(),
        lanes=presenters.lanes_table(queries.lane_states(session())),
        running_columns=presenters.running_columns(),
        running=presenters.running_table(queries.running_jobs(session())),
        round_columns=presenters.round_columns(),
        rounds=presenters.rounds_table(queries.rounds(session()), current_app.extensions["rounds"]),
    )


@blueprint.get("/admin/outbox")
@requires("system.watch")
def outbox() -> ResponseReturnValue:
    """What should have happened after a change, and did not."""
    place = Place.from_args(request.args)
    found = queries.STUCK.page(session(), actor(), Everything(), place)
    return page("upkeep/outbox.html", page=presenters.stuck_list(found))


@blueprint.post("/admin/outbox/again")
@requires("system.watch")
def try_all_again() -> ResponseReturnValue:
    count = service.try_all_again(session(), actor())
    flash(ngettext("%(num)s effect is tried again.", "%(num)s effects are tried again.", count))
    return redirect(url_for(".outbox"))


@blueprint.post("/admin/outbox/<int:job_id>/again")
@requires("system.watch")
def try_again(job_id: int) -> ResponseReturnValue:
    job = service.try_again(session(), actor(), job_id)
    flash(_("%(name)s is tried again.", name=job.handler))
    return redirect(url_for(".outbox" if job.event_id else ".system"))


@blueprint.route("/admin/outbox/<int:job_id>/give-up", methods=["GET", "POST"])
@requires("system.watch")
def give_up(job_id: int) -> ResponseReturnValue:
    """Decide that a job will not be done."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            job = service.give_job_up(session(), actor(), job_id, form.reason.data)
            flash(_("%(name)s was given up.", name=job.handler))
            return redirect(url_for(".outbox"))
    return page("upkeep/give_up.html", form=form, job=queries.job(session(), job_id))
