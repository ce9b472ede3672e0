"""What search adds to the page of a document: a way to what is like it."""

from itertools import repeat

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.correspondence.models import Document
from app.correspondence.presenters.record import LINKED, LINKED_PLACE, linked_part
from app.correspondence.queries import to_be_linked
from app.search.asking import Asking
from app.web.i18n import gettext as _
from app.web.listing import Addition, Part
from search_index import IndexUnreadable


def on_record(_session: Session, actor: Actor, opened: Opened) -> Addition | None:
    """Asked of the index once the reader comes to it: the page does not wait for that."""
    if not isinstance(opened.record, Document) or not actor.may("search.use"):
        return None
    part = Part(
        name=LINKED,
        label=_("Replies, related"),
        template="search/_alike.html",
        content=url_for("search.alike", document_id=opened.record_id, _anchor="alike"),
        place=LINKED_PLACE,
    )
    return Addition(parts=(part,))


def alike_part(asking: Asking, document_id: int) -> Part:
    """Documents like this one, as those that it is linked with are shown; none while the index is
    being built."""
    try:
        ids = asking.alike(document_id)
    except IndexUnreadable:
        ids = ()
    known = to_be_linked(asking.session, asking.reader, ids)
    alike = [known[one] for one in ids if one in known]
    said = [_("like it: %(subject)s", subject=one.subject) for one in alike]
    return linked_part(asking.session, list(zip(alike, said, repeat(False))))
