"""Flask glue shared by all features."""

from app.web.access import actor, public, requires, signed_in
from app.web.database import session, write_transaction
from app.web.engines import engines
from app.web.features import features
from app.web.forms import OfficeForm, page, refusals, refused

__all__ = [
    "OfficeForm",
    "actor",
    "engines",
    "features",
    "page",
    "public",
    "refusals",
    "refused",
    "requires",
    "session",
    "signed_in",
    "write_transaction",
]
