"""What the directive dialog offers: people with their load, due dates, sentences."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.deadlines.rules.choices import due_choices as choices_of
from app.deadlines.rules.colours import Horizon, is_late
from app.deadlines.rules.reasons import span_words
from app.deadlines.wording import words
from app.organisation import queries as organisation
from app.web.formats import day, short_day
from app.web.i18n import gettext as _
from app.web.listing import (
    Action,
    Choice,
    Column,
    Empty,
    Given,
    TableRow,
)
from app.work import queries
from app.work.inputs import ReceiverEntry
from app.work.models import Assignment

Coming = Mapping[str, organisation.ComingAbsence]
LOOKED_AHEAD = timedelta(days=14)
"""How far absences are looked for where the work has no due date, or a past one."""


def coming_absences(session: Session, agency_id: int, due_at: datetime | None) -> Coming:
    """Who will be away while this work is done."""
    now = clock.now()
    until = now + LOOKED_AHEAD if due_at is None or is_late(due_at, now) else due_at
    return organisation.coming_absences(session, agency_id, clock.local(until).date())


def picker_index(
    session: Session,
    agency_id: int,
    wanted: Collection[str],
    horizon: Horizon,
    coming: Coming,
    *,
    all_first: bool,
) -> list[dict[str, object]]:
    """What the people picker loads once: everyone who may be given work here, with their load.

    Units stand beside it; leaders, or with `all_first` all people, before anything is typed.
    """
    loads = queries.holder_loads(session, agency_id, horizon)
    return [
        {
            "id": option.token,
            "name": option.name,
            "sub": option.note,
            "folded": option.folded,
            "open": loads[option.token].open if option.token in loads else 0,
            "late": loads[option.token].late if option.token in loads else 0,
            "away": _away(option, coming),
            "first": option.leads_agency or (all_first and not option.is_unit),
        }
        for option in organisation.receivers(session, agency_id)
        if option.token in wanted
    ]


def unit_choices(
    session: Session,
    options: Iterable[organisation.ReceiverOption],
    wanted: Collection[str],
    horizon: Horizon,
    agency_id: int,
    coming: Coming,
) -> list[Choice]:
    """The units to tick, each with what it has open and late, and whether its head is away."""
    loads = queries.holder_loads(session, agency_id, horizon)
    return [
        Choice(one.name, one.token, note=_load(loads.get(one.token), _away(one, coming)))
        for one in options
        if one.is_unit and one.token in wanted
    ]


def _load(load: queries.Load | None, away: str) -> str:
    words = [str(_("%(count)s open", count=load.open if load else 0))]
    if load and load.late:
        words.append(str(_("%(count)s overdue", count=load.late)))
    return "; ".join(filter(None, (", ".join(words), away)))


def _away(option: organisation.ReceiverOption, coming: Coming) -> str:
    if option.away_until is None:
        return _away_soon(coming.get(option.token))
    until = short_day(option.away_until)
    if option.reroutes and option.deputy:
        return str(
            _(
                "Away until %(day)s; new work goes to %(name)s, who stands in",
                day=until,
                name=option.deputy,
            )
        )
    if option.deputy:
        return str(_("Away until %(day)s; %(name)s acts for them", day=until, name=option.deputy))
    return str(_("Away until %(day)s", day=until))


def _away_soon(one: organisation.ComingAbsence | None) -> str:
    if one is None:
        return ""
    days = {"first": short_day(one.first), "last": short_day(one.last)}
    if one.stand_in:
        return str(
            _("Away from %(first)s to %(last)s; stands in: %(name)s", name=one.stand_in, **days)
        )
    return str(_("Away from %(first)s to %(last)s", **days))


def given_rows(
    entries: Sequence[ReceiverEntry],
    options: Mapping[str, organisation.ReceiverOption],
    coming: Coming,
) -> list[Given]:
    """The receivers of a form that came back, as they were typed."""
    return [
        Given(
            entry.holder,
            one.name,
            ". ".join(filter(None, (one.note, _away(one, coming)))),
            entry.role,
            entry.due_text,
        )
        for entry in entries
        if (one := options.get(entry.holder)) is not None
    ]


def receiver_choices(options: Iterable[organisation.ReceiverOption]) -> list[Choice]:
    """The same people as plain options, for a browser without script."""
    return [Choice(option.name, option.token, note=option.note) for option in options]


def due_choices(
    horizon: Horizon, record_due: datetime | None, own_due: datetime | None = None
) -> list[Choice]:
    return [
        Choice(
            words(choice.words), words(span_words(choice.span)) if choice.span else day(choice.day)
        )
        for choice in choices_of(horizon, record_due, own_due)
    ]


def common_due(horizon: Horizon, record_due: datetime | None, line: Assignment | None) -> str:
    """The day with which a directive opens: the record's own, while it is still to come.

    What is passed on needs none: it follows the line above.
    """
    if line is not None or is_late(record_due, horizon.now):
        return ""
    return day(record_due)


def phrase_choices(phrases: Iterable[queries.PhraseRow]) -> list[Choice]:
    return [Choice(phrase.text, phrase.text) for phrase in phrases]


def phrase_columns() -> tuple[Column, ...]:
    return Column(_("Sentence")), Column(_("Whose"))


def no_phrases() -> Empty:
    text = _("Write one below: it will stand under every directive, one press away.")
    return Empty(_("No sentence yet."), text, "chat-left-text")


def phrase_rows(actor: Actor, phrases: Iterable[queries.PhraseRow]) -> list[TableRow]:
    """The sentences with whose they are, and the button to remove those the actor keeps."""
    return [
        TableRow(
            (phrase.text, _("My own") if phrase.is_own else _("Of the agency")),
            actions=_phrase_actions(actor, phrase),
        )
        for phrase in phrases
    ]


def _phrase_actions(actor: Actor, phrase: queries.PhraseRow) -> tuple[Action, ...]:
    if not (phrase.is_own or actor.may("assignments.direct")):
        return ()
    href = url_for("work.remove_phrase", phrase_id=phrase.id)
    return (Action(_("Remove"), href, icon="trash", method="post", quiet=True),)
