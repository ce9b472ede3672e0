"""What may stand in a field of a question: the values there are, and those that are none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from flask import url_for
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.core.text import fold
from app.core.words import URGENCY_PRINTED
from app.correspondence.indexed import DIRECTION_PRINTED, STATE_PRINTED
from app.correspondence.queries import type_options
from app.outgoing.queries import units_of
from app.search.asking import Asking
from app.search.filters import SearchFilter
from app.web.i18n import gettext as _
from search_index import IndexUnreadable
from search_index.query.form import FACTS_OF, apart, holds, said_of_fields, together

MOST_OFFERED = 4
_OF_THE_DAY = {"Quá hạn": "late", "Sắp đến hạn": "soon", "Mới": "new"}
"""Colours of a row: they depend on the day and the reader, so that no index can hold them."""

Listed = Mapping[str, Sequence[str]]
Offer = tuple[str, str]
"""A question, or a page, in words, and its address."""


@dataclass(frozen=True)
class Remark:
    """How a question was taken, and links to what may be meant."""

    text: str
    offers: tuple[Offer, ...] = ()


def listed(session: Session, actor: Actor) -> Listed:
    """The values of each field that has a list of them, by the name of the field."""
    return {
        "loai": [name for _code, name in type_options(session)],
        "donvi": [name for _id, name in units_of(session, actor.agency_id, clock.today())],
        "trangthai": list(dict.fromkeys(STATE_PRINTED.values())),
        "dokhan": [word.capitalize() for word in URGENCY_PRINTED if word],
        "huong": list(DIRECTION_PRINTED.values()),
    }


CLOSED = ("loai", "trangthai", "dokhan", "huong")
"""Of these fields there are no other values than those that are listed."""


def read(asking: Asking, wanted: SearchFilter, choices: Listed) -> SearchFilter:
    """The question with the words behind a field in its value, where they make one that is known;
    as it is while there is no index."""
    known = {**choices, "trangthai": [*choices["trangthai"], *_OF_THE_DAY]}
    try:
        return wanted.but(words=asking.read(wanted.words, known))
    except IndexUnreadable:
        return wanted


def unknown(
    asking: Asking, wanted: SearchFilter, choices: Listed, labels: Mapping[str, str]
) -> Iterator[Remark]:
    """Each field whose value nothing has, and the nearest values that there are."""
    try:
        for name, value in said_of_fields(wanted.words):
            is_whole = name in FACTS_OF and not value.endswith("*")
            if is_whole and not asking.is_known(name, value, choices):
                yield _unknown(asking, wanted, choices, labels[name], (name, value))
    except IndexUnreadable:
        return


def _unknown(
    asking: Asking, wanted: SearchFilter, choices: Listed, label: str, said: tuple[str, str]
) -> Remark:
    name, value = said
    text = _("Nothing has “%(value)s” in the field %(field)s.", value=value, field=label)
    for words, colour in _OF_THE_DAY.items() if name == "trangthai" else ():
        if holds(words, value):
            states = ", ".join(choices[name])
            asked = _(
                "What is due is seen on the page Work; here one asks for: %(states)s.",
                states=states,
            )
            may_look = asking.reader.may("assignments.work")
            work = ((words, url_for("work.index", colour=colour)),) if may_look else ()
            return Remark(f"{text} {asked}", work)
    return Remark(text, tuple(_offers(wanted, said, _nearest(asking, name, value, choices))))


def _nearest(asking: Asking, name: str, value: str, choices: Listed) -> Sequence[str]:
    """The values written most like this one, else the first there are."""
    there = choices[name] if name in CLOSED else asking.values(name)
    by_fold = {fold(one): one for one in there}
    like = get_close_matches(fold(value), by_fold, MOST_OFFERED, cutoff=0.5)
    return [by_fold[one] for one in like] or there[:MOST_OFFERED]


def _offers(wanted: SearchFilter, said: tuple[str, str], others: Sequence[str]) -> Iterator[Offer]:
    name, _value = said
    rest, fields = apart(wanted.words)
    for other in others:
        words = together(rest, {**fields, name: other})
        yield other, url_for("search.index", **wanted.but(words=words).to_args())
