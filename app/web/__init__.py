"""Flask glue shared by all features."""

from app.web.access import actor, public, requires, signed_in
from app.web.database import only_reading, session, write_transaction
from app.web.engines import engines, own_sandbox
from app.web.features import features
from app.web.forms import OfficeForm, ReasonForm, VersionedForm, page, refusals, refused

__all__ = [
    "OfficeForm",
    "ReasonForm",
    "VersionedForm",
    "actor",
    "engines",
    "features",
    "only_reading",
    "own_sandbox",
    "page",
    "public",
    "refusals",
    "refused",
    "requires",
    "session",
    "signed_in",
    "write_transaction",
]
