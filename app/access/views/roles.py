"""The matrix of roles and permissions."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access.forms import MatrixForm
from app.access.presenters import roles as presenters
from app.access.queries import granted, roles
from app.access.service.roles import set_permissions
from app.access.views.blueprint import blueprint
from app.web import actor, features, page, refusals, requires, session
from app.web.i18n import ngettext


@blueprint.route("/admin/roles", methods=["GET", "POST"])
@requires("access.manage")
def matrix() -> ResponseReturnValue:
    """The form carries the cells as they were seen: only what was touched is changed."""
    form, catalogue = MatrixForm(), features().permissions
    wanted = None
    if form.validate_on_submit():
        wanted = presenters.cells(request.form.getlist("cell"))
        with refusals(form):
            seen = presenters.cells(request.form.getlist("seen"))
            count = set_permissions(session(), actor(), catalogue, seen, wanted)
            flash(ngettext("%(num)s change saved.", "%(num)s changes saved.", count), "success")
            return redirect(url_for(".matrix"))
    shown = presenters.matrix(catalogue.values(), roles(session()), granted(session()), wanted)
    return page("access/roles.html", form, matrix=shown)
