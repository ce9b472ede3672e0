"""What search adds to the page of a document: a way to what is like it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import repeat

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.correspondence.indexed import DIRECTION_PRINTED
from app.correspondence.presenters.record import LINKED, LINKED_PLACE, linked_part
from app.correspondence.queries import CITATIONS_SHOWN, cited_elsewhere, links_of, to_be_linked
from app.search.asking import Asking
from app.web.i18n import gettext as _
from app.web.listing import Addition, Fact, Part
from search_index import IndexUnreadable


def on_record(_session: Session, actor: Actor, opened: Opened) -> Addition | None:
    """Asked of the index once the reader comes to it: the page does not wait for that."""
    if opened.kind.name not in DIRECTION_PRINTED or not actor.may("search.use"):
        return None
    part = Part(
        name=LINKED,
        label=_("Replies, related"),
        template="search/_alike.html",
        content=url_for("search.alike", document_id=opened.record_id, _anchor="alike"),
        place=LINKED_PLACE,
    )
    return Addition(parts=(part,))


@dataclass(frozen=True)
class Related:
    """What is fetched later: documents like one, as those that it is linked with are shown, and
    references that it cites beside them, each with a search for it."""

    alike: Part
    cited: Sequence[Fact]


def related(asking: Asking, document_id: int) -> Related:
    session, reader = asking.session, asking.reader
    links = links_of(session, reader, document_id)
    cited = cited_elsewhere(session, reader, document_id, links)[:CITATIONS_SHOWN]
    searches = [Fact(key, href=url_for("search.index", q=key)) for key in cited]
    return Related(_alike(asking, document_id, [one.id for one in links.all()]), searches)


def _alike(asking: Asking, document_id: int, linked: Collection[int]) -> Part:
    """None while the index is being built."""
    try:
        ids = asking.alike(document_id, linked)
    except IndexUnreadable:
        ids = ()
    known = to_be_linked(asking.session, asking.reader, ids)
    alike = [known[one] for one in ids if one in known]
    said = [_("like it: %(subject)s", subject=one.subject) for one in alike]
    return linked_part(asking.session, list(zip(alike, said, repeat(False))))
