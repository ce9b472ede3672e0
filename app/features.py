"""The features of the office in order: the one place that names them all."""

from app.access.feature import FEATURE as access
from app.approval.feature import FEATURE as approval
from app.audit.feature import FEATURE as audit
from app.core.feature import Features
from app.correspondence.feature import FEATURE as correspondence
from app.deadlines.feature import FEATURE as deadlines
from app.desk.feature import FEATURE as desk
from app.dossiers.feature import FEATURE as dossiers
from app.drafting.feature import FEATURE as drafting
from app.files.feature import FEATURE as files
from app.incoming.feature import FEATURE as incoming
from app.leave.feature import FEATURE as leave
from app.lists.feature import FEATURE as lists
from app.messages.feature import FEATURE as messages
from app.moves.feature import FEATURE as moves
from app.onestop.cases.feature import FEATURE as cases
from app.onestop.counter.feature import FEATURE as counter
from app.onestop.lookup.feature import FEATURE as lookup
from app.onestop.procedures.feature import FEATURE as procedures
from app.organisation.feature import FEATURE as organisation
from app.outgoing.feature import FEATURE as outgoing
from app.records.feature import FEATURE as records
from app.registers.feature import FEATURE as registers
from app.requests.feature import FEATURE as requests
from app.search.feature import FEATURE as search
from app.settings.feature import FEATURE as settings
from app.upkeep.feature import FEATURE as upkeep
from app.urgent.feature import FEATURE as urgent
from app.watchdog.feature import FEATURE as watchdog
from app.work.feature import FEATURE as work

FEATURES = Features(
    (
        desk,
        records,
        deadlines,
        files,
        correspondence,
        incoming,
        work,
        approval,
        drafting,
        outgoing,
        requests,
        registers,
        dossiers,
        procedures,
        cases,
        counter,
        lookup,
        search,
        audit,
        organisation,
        access,
        leave,
        moves,
        messages,
        urgent,
        settings,
        lists,
        upkeep,
        watchdog,
    )
)
