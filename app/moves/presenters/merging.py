"""A merger of two agencies as it is looked at before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import agency_token
from app.moves import queries
from app.moves.forms import MergeForm
from app.moves.presenters.heads import HeadChoice, head_choices, stand_down
from app.organisation.queries import agency_names, holder_names, pages
from app.organisation.queries.pages import PostRow
from app.organisation.service.succession import lasting_units
from app.web.i18n import gettext as _
from app.web.listing import Column, TableRow

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChosenRow:
    """A unit or a post: its key in the form, what it is, and what was chosen for it of what."""

    key: str
    title: str
    note: str
    to: str
    options: Options


@dataclass(frozen=True)
class Merging:
    """What goes along when an agency is merged, and what may be chosen of it."""

    said: tuple[str, ...]
    heads: tuple[HeadChoice, ...]
    units: tuple[ChosenRow, ...]
    posts: tuple[ChosenRow, ...]
    columns: tuple[Column, ...]
    things: tuple[TableRow, ...]


def merging(session: Session, form: MergeForm, agency_id: int) -> Merging | None:
    """None where it is not said yet into which agency it goes."""
    into_id = form.into.data
    if into_id is None or into_id == agency_id:
        return None
    names = agency_names(session, [agency_id, into_id])
    if len(names) < 2:
        return None
    heads = _heads(session, form, agency_id, into_id)
    return Merging(
        said=(*_said(names[agency_id], names[into_id]), *stand_down(heads)),
        heads=heads,
        units=_units(session, form, agency_id, into_id),
        posts=_posts(session, form, agency_id, names[into_id]),
        columns=(Column(_("Sort")), Column(_("Things"), number=True), Column(_("What follows"))),
        things=_things(session, agency_id, names[into_id]),
    )


def _heads(
    session: Session, form: MergeForm, agency_id: int, into_id: int
) -> tuple[HeadChoice, ...]:
    place = queries.carried_to(agency_id, into_id, form.units(), form.ending())
    rows = queries.heads_of(session, (agency_id, into_id))
    together = queries.heads_together(rows, place)
    return head_choices(together, holder_names(session, together), form.heads.data or {})


def _said(name: str, to: str) -> tuple[str, ...]:
    return (
        _("%(name)s ended yesterday, and %(to)s succeeds it.", name=name, to=to),
        _("Its papers, books and numbers keep its name; who has the same right in the successor"
          " reads them and deals with them."),
        _("People keep their accounts. Calendar and settings are those of the successor."),
    )  # fmt: skip


def _units(
    session: Session, form: MergeForm, agency_id: int, into_id: int
) -> tuple[ChosenRow, ...]:
    """At first each goes into the one of its name, if there is such a one."""
    options = pages.unit_options(session, into_id, clock.today())
    by_name = {name: f"u{number}" for number, name in options}
    targets = (
        ("", _("goes on as a unit of its own")),
        *((f"u{number}", name) for number, name in options),
    )
    typed = form.chosen_for("unit")
    is_first = not form.things.data
    rows = [
        (one, by_name.get(one.name, "") if is_first else typed.get(one.id, ""))
        for one in lasting_units(session, agency_id)
    ]
    return tuple(ChosenRow(f"unit:{one.id}", one.name, one.symbol, to, targets) for one, to in rows)


def _posts(session: Session, form: MergeForm, agency_id: int, to: str) -> tuple[ChosenRow, ...]:
    typed = form.chosen_for("post")
    rows = pages.posts_of_agency(session, agency_id)
    return tuple(_post_row(one, typed, to) for one in rows)


def _post_row(post: PostRow, typed: Mapping[int, str], to: str) -> ChosenRow:
    goes_on = _("goes with its unit") if post.unit_id else to
    options = ("", goes_on), ("-", _("ends: the person leaves"))
    note = ", ".join(filter(None, (post.title, post.unit)))
    return ChosenRow(f"post:{post.id}", post.person, note, typed.get(post.id, ""), options)


def _things(session: Session, agency_id: int, to: str) -> tuple[TableRow, ...]:
    """What is open, by sort, and what becomes of it."""
    goes = _("goes to %(name)s as it stands", name=to)
    rows = []
    for group in queries.held_by(session, agency_token(agency_id), agency_id):
        stays = group.things[0].stays
        follows = _(stays) if stays else goes
        rows.append(TableRow((_(group.holding.words), str(len(group.things)), follows)))
    return tuple(rows)
