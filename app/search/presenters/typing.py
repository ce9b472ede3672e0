"""What is offered while one types into the search box."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Suggestion, installed
from app.core.policy import Actor
from app.core.sequels import Sequels
from app.core.text import fold, likeliest
from app.correspondence.queries.sequels import sequels_of
from app.search import queries
from app.search.asking import Asking
from app.search.presenters.hits import Pieces
from app.web import engines
from app.web.i18n import gettext as _
from app.web.listing import Row
from app.web.sequels import sequel_words
from search_index import IndexUnreadable

MOST_PAST = 5
MOST_SUBJECTS = 3
LIKELY = 12
"""Hits among whose subjects those are looked for that are begun so."""
PAST_SHOWN = 10


@dataclass(frozen=True)
class Offered:
    """One suggestion: its words in pieces, those that were typed marked, and where it leads."""

    pieces: Pieces
    said: str
    href: str


@dataclass(frozen=True)
class Group:
    label: str
    icon: str
    offered: tuple[Offered, ...]


def suggestions(session: Session, actor: Actor, typed: str) -> list[Group]:
    """What this reader may mean by what they typed so far, in the groups that features bring."""
    terms = fold(typed).split()
    groups = (
        Group(
            _(group.label),
            group.icon,
            tuple(_offered(one, terms) for one in group.found.found()(session, actor, typed)),
        )
        for group in installed().suggestions
    )
    return [group for group in groups if group.offered]


def _offered(one: Suggestion, terms: Sequence[str]) -> Offered:
    href = one.href or url_for("search.index", q=one.asked or one.shown)
    return Offered(_begun(one.shown, terms), one.said, href)


def _begun(shown: str, terms: Sequence[str]) -> Pieces:
    """The words that what was typed begins are marked, with the spaces between."""
    words = re.split(r"(\s+)", shown)
    return tuple((word, any(fold(word).startswith(term) for term in terms)) for word in words)


def subjects(session: Session, actor: Actor, typed: str) -> list[Suggestion]:
    """Documents of whose subject words begin so; each leads to its page."""
    if not any(letter.isalpha() for letter in typed):
        return []  # numbers are offered as such
    try:
        ids = Asking(session, engines().search, actor).begun(typed, LIKELY)
    except IndexUnreadable:
        return []
    found, sequels = queries.rows_of(session, actor, ids), sequels_of(session, ids)
    rows = {row.subject: (row, sequels.get(one, ())) for one, (_kind, row) in found.items()}
    begun = (rows[one] for one in likeliest(rows, typed, MOST_SUBJECTS))
    return [Suggestion(row.subject, _said(row, told), href=row.href) for row, told in begun]


def _said(row: Row, sequels: Sequels) -> str:
    return ", ".join(filter(None, (row.reference, sequel_words(sequels))))


def past(session: Session, actor: Actor, typed: str) -> list[Suggestion]:
    """The reader's own last searches: all of them while nothing is typed."""
    kept = queries.past_searches(session, actor)
    shown = likeliest(kept, typed, MOST_PAST) if typed else kept[:PAST_SHOWN]
    return [Suggestion(words) for words in shown if words != typed]
