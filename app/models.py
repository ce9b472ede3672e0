"""Every table, imported once so that the metadata is whole."""

from app.access import models as access
from app.audit import models as audit
from app.core import once, outbox, settings
from app.core.db import Base
from app.correspondence import models as correspondence
from app.deadlines import models as deadlines
from app.dossiers import models as dossiers
from app.drafting import models as drafting
from app.incoming import models as incoming
from app.messages import models as messages
from app.organisation import models as organisation
from app.outgoing import models as outgoing
from app.records import models as records
from app.registers import models as registers
from app.search import models as search
from app.work import models as work

metadata = Base.metadata

__all__ = [
    "access",
    "audit",
    "correspondence",
    "deadlines",
    "dossiers",
    "drafting",
    "incoming",
    "messages",
    "metadata",
    "once",
    "organisation",
    "outbox",
    "outgoing",
    "records",
    "registers",
    "search",
    "settings",
    "work",
]
