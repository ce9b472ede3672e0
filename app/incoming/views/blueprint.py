"""The blueprint of incoming documents, and how its pages come by a document."""

from collections.abc import Collection

from flask import Blueprint, request

from app.core.errors import Forbidden
from app.correspondence.policy import get_document
from app.incoming import service
from app.incoming.models import IncomingDocument
from app.web import actor, session

blueprint = Blueprint("incoming", __name__, url_prefix="/incoming")


def own(document_id: int, states: Collection[str] = ()) -> IncomingDocument:
    """A document of the actor's own agency: others that they may read, they may not change.

    `states` are those in which the page can be sent: in any other it says why it cannot, instead
    of showing its form. What is sent all the same is for the service to refuse.
    """
    document = get_document(session(), IncomingDocument, document_id, actor())
    if not actor().works_for(document.agency_id):
        raise Forbidden
    if states and request.method == "GET":
        service.must_be(document, states)
    return document
