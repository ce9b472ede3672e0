"""The blueprint of incoming documents, and how its pages come by a document."""

from flask import Blueprint

from app.core.errors import Forbidden
from app.correspondence.policy import get_document
from app.incoming.models import IncomingDocument
from app.web import actor, session

blueprint = Blueprint("incoming", __name__, url_prefix="/incoming")


def own(document_id: int) -> IncomingDocument:
    """A document of the actor's own agency: others that they may read, they may not change."""
    document = get_document(session(), IncomingDocument, document_id, actor())
    if document.agency_id != actor().agency_id:
        raise Forbidden
    return document
