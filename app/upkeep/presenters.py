"""Jobs, lanes and rounds as the shared components show them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import url_for

from app.core.jobs import Job
from app.core.lists import Everything, Page
from app.upkeep.queries import LaneState
from app.upkeep.rules import LANE_WORDS
from app.web import listing
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.i18n import ngettext


def stuck_list(found: Page[Any]) -> listing.TablePage:
    return listing.TablePage(
        label=_("Effects that do not come about"),
        columns=(
            listing.Column(_("Since")),
            listing.Column(_("Effect")),
            listing.Column(_("Tries"), number=True),
            listing.Column(_("Next try")),
            listing.Column(_("What is wrong")),
        ),
        rows=[_stuck_row(row.Job) for row in found.rows],
        empty=listing.Empty(
            _("Nothing is stuck."),
            _("What failed for good, failed three times, or waits for a quarter of an hour, "
              "stands here."),
            "check-circle",
        ),
        pager=listing.Listed("upkeep.outbox", Everything()).pager(found),
    )  # fmt: skip


def _stuck_row(row: Job) -> listing.TableRow:
    """The effect by the name in the code: whoever mends it looks for that."""
    return listing.TableRow(
        cells=(
            moment(row.event.created_at if row.event else row.started_at),
            listing.Cell(row.handler, note=_about(row)),
            str(row.tries),
            moment(row.turn_at) or _("No more: it has failed."),
            _error(row) or _("Not tried yet: perhaps no worker runs."),
        ),
        actions=_decisions(row),
    )


def _about(row: Job) -> str:
    """Which document, file or message: numbers only, whatever else the event says."""
    if row.event is None:
        return _("by the clock")
    ids = [f"{name} {value}" for name, value in row.event.payload.items() if name.endswith("_id")]
    return ", ".join([row.event.topic, *ids])


def _error(row: Job) -> str:
    return _(row.error[:300]) if row.error else ""


def _decisions(row: Job) -> tuple[listing.Action, ...]:
    if row.state == "running":
        return ()
    again = listing.Action(
        _("Try again") if row.event_id else _("Run now"),
        url_for("upkeep.try_again", job_id=row.id),
        icon="arrow-repeat",
        method="post",
        quiet=True,
    )
    giving_up = listing.Action(
        _("Give it up"), url_for("upkeep.give_up", job_id=row.id), quiet=True, dialog=True
    )
    return (again, giving_up) if row.event_id else (again,)


def running_columns() -> tuple[listing.Column, ...]:
    return (
        listing.Column(_("Since")),
        listing.Column(_("Effect")),
        listing.Column(_("Lane")),
        listing.Column(_("Progress"), number=True),
    )


def running_table(rows: Sequence[Job]) -> list[listing.TableRow]:
    return [
        listing.TableRow(
            cells=(
                moment(row.started_at),
                listing.Cell(row.handler, note=_about(row)),
                _(LANE_WORDS[row.lane]),
                progress(row),
            )
        )
        for row in rows
    ]


def progress(row: Job) -> str:
    """How much of it is done: "12 of 42"; nothing where it has no parts."""
    if row.parts_total is None:
        return ""
    return _("%(done)s of %(total)s", done=row.parts_done, total=row.parts_total)


def lane_columns() -> tuple[listing.Column, ...]:
    return (
        listing.Column(_("Lane")),
        listing.Column(_("Waiting"), number=True),
        listing.Column(_("The first since")),
    )


def lanes_table(lanes: Iterable[LaneState]) -> list[listing.TableRow]:
    return [
        listing.TableRow((_(LANE_WORDS[lane.name]), str(lane.waiting), moment(lane.since)))
        for lane in lanes
    ]


def round_columns() -> tuple[listing.Column, ...]:
    return (
        listing.Column(_("By the clock")),
        listing.Column(_("Lane")),
        listing.Column(_("Last run")),
        listing.Column(_("Took"), number=True),
        listing.Column(_("What is wrong")),
        listing.Column(_("Next")),
    )


def rounds_table(rows: Iterable[Job], titles: Mapping[str, str]) -> list[listing.TableRow]:
    """Each by its title where this release knows it, otherwise by its name in the code."""
    return [
        listing.TableRow(
            cells=(
                listing.Cell(_(titles.get(row.handler, row.handler)), note=row.handler),
                _(LANE_WORDS[row.lane]),
                moment(row.started_at) or _("not yet"),
                _took(row),
                _error(row),
                _next(row),
            ),
            actions=_decisions(row),
        )
        for row in rows
    ]


def _took(row: Job) -> str:
    if row.state == "running":
        return progress(row) or _("runs now")
    if row.started_at is None or row.ended_at is None:
        return ""
    return _duration(row.ended_at - row.started_at)


def _duration(span: timedelta) -> str:
    """Tenths below ten seconds, otherwise whole seconds or minutes."""
    seconds = span.total_seconds()
    if seconds < 10:
        return _("%(seconds)s s", seconds=f"{seconds:.1f}".replace(".", ","))
    if seconds < 120:
        return _("%(seconds)s s", seconds=round(seconds))
    return ngettext("%(num)s minute", "%(num)s minutes", round(seconds / 60))


def _next(row: Job) -> str:
    if row.state == "running":
        return ""
    return moment(row.turn_at) or _("when called for")
