"""The list of work as view models."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.deadlines.rules.colours import Horizon
from app.organisation import queries as organisation
from app.web.listing import ROLE_WORDS, STATE_WORDS, Action, Chip, Empty, ListPage, Tab
from app.work import queries as work
from app.work.list_position import Place
from app.work.presenters.lists import work_row
from app.work.presenters.wording import work_total
from app.work.queries import WorkFilter
from app.work.queries.worklist import WorkPage


@dataclass(frozen=True)
class WorkList:
    """What templates/work/index.html shows."""

    tabs: list[Tab]
    chips: list[Chip]
    page: ListPage


def work_list(
    session: Session, actor: Actor, wanted: WorkFilter, found: WorkPage, at: Horizon
) -> WorkList:
    counts = _counts(session, actor, wanted, at)
    here = Place(_href(wanted), 0)
    rows = tuple(work_row(row, actor, at, here) for row in found.rows)
    page = ListPage(
        rows=rows,
        label=_("Lines of work"),
        empty=_no_work(actor, wanted),
        newer_href=_href(wanted, after=found.newer_than) if found.newer_than else None,
        older_href=_href(wanted, before=found.older_than) if found.older_than else None,
        total_text=_total(session, actor, wanted, counts, at),
    )
    return WorkList(_tabs(wanted, counts), _chips(session, actor, wanted), page)


def _counts(session: Session, actor: Actor, wanted: WorkFilter, at: Horizon) -> Mapping[str, int]:
    """Open lines by colour; finished ones grow without end and are not counted."""
    if wanted.standing == "done":
        return {}
    return work.colour_counts(session, actor, wanted.but(colour=""), at)


def _total(
    session: Session, actor: Actor, wanted: WorkFilter, counts: Mapping[str, int], at: Horizon
) -> str:
    if not counts:
        return ""
    total = counts[wanted.colour] if wanted.colour else sum(counts.values())
    return work_total(total, work.count_records(session, actor, wanted, at))


def _href(wanted: WorkFilter, **more: Any) -> str:
    return url_for("work.index", **wanted.to_args(), **more)


def _tabs(wanted: WorkFilter, counts: Mapping[str, int]) -> list[Tab]:
    colours: tuple[str, ...] = ("late", "soon", "new", "track", "open")
    if wanted.standing not in ("open", "ripe"):
        colours = ("done", "donelate", "ended") if wanted.standing == "done" else ()
    total = sum(counts.values()) if counts else None
    everything = Tab(_("All"), _href(wanted.but(colour="")), total, not wanted.colour)
    return [
        everything,
        *(
            Tab(_(STATE_WORDS[c]), _href(wanted.but(colour=c)), counts.get(c), wanted.colour == c)
            for c in colours
        ),
    ]


def _chips(session: Session, actor: Actor, wanted: WorkFilter) -> list[Chip]:
    scopes = {"mine": _("Mine"), "given": _("Given by me")}
    if actor.may("assignments.direct"):
        scopes["agency"] = _("Whole agency")
    standings = {
        "open": _("Open lines"),
        "ripe": _("Finished below"),
        "done": _("Finished"),
        "returned": _("Returned"),
    }
    plain = wanted.but(colour="")
    chips = [
        Chip(scopes.get(wanted.scope, ""), choices=_choices(plain, "scope", scopes)),
        Chip(standings[wanted.standing], choices=_choices(plain, "standing", standings)),
    ]
    roles = {code: _(word) for code, word in ROLE_WORDS.items()}
    if wanted.role:
        chips.append(Chip(roles[wanted.role], _href(wanted.but(role="")), on=True))
    else:
        chips.append(Chip(_("Role"), choices=_choices(wanted, "role", roles)))
    if wanted.holder and actor.agency_id is not None:
        names = organisation.receiver_names(session, actor.agency_id)
        name = names.get(wanted.holder, _("Who holds it no longer works here"))
        chips.append(Chip(name, _href(wanted.but(holder="")), on=True))
    return chips


def _choices(wanted: WorkFilter, name: str, words: dict[str, str]) -> tuple[Chip, ...]:
    return tuple(
        Chip(word, _href(wanted.but(**{name: value})), getattr(wanted, name) == value)
        for value, word in words.items()
    )


def _no_work(actor: Actor, wanted: WorkFilter) -> Empty:
    whole = WorkFilter(scope="agency")
    others = None
    if wanted.scope != whole.scope and actor.may("assignments.direct"):
        others = Action(_("All work of the agency"), _href(whole), icon="diagram-3")
    if wanted.scope == "given":
        text = _("What you give out by a directive, or pass on, stands here until it is done.")
        return Empty(_("Nothing that you gave out."), text, "diagram-3", others)
    text = _("What a directive gives you, or your head passes on to you, stands here by colour.")
    return Empty(_("No work here."), text, "inbox", others)
