"""Every table, imported once so that the metadata is whole."""

from app.access import models as access
from app.assignments import models as assignments
from app.audit import models as audit
from app.core import once, outbox
from app.core.db import Base
from app.core.jobs import models as jobs
from app.correspondence import models as correspondence
from app.dossiers import models as dossiers
from app.drafting import models as drafting
from app.incoming import models as incoming
from app.notifications import models as notifications
from app.organisation import models as organisation
from app.outgoing import models as outgoing
from app.registers import models as registers
from app.search import models as search

metadata = Base.metadata

__all__ = [
    "access",
    "assignments",
    "audit",
    "correspondence",
    "dossiers",
    "drafting",
    "incoming",
    "jobs",
    "metadata",
    "notifications",
    "once",
    "organisation",
    "outbox",
    "outgoing",
    "registers",
    "search",
]
