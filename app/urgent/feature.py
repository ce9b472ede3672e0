"""What urgent brings: messages that climb until somebody confirms."""

from app.core.feature import Entry, Feature, Named, Permission, Reading
from app.core.text import N_
from app.messages.service.telling import TAKES_UP
from app.outgoing.service.issuing import URGENT_AHEAD
from app.urgent import models, service
from app.urgent.holdings import HOLDINGS
from app.urgent.invariants import INVARIANTS
from app.urgent.jobs import JOBS
from app.urgent.policy import KEEP, SEND
from app.urgent.queries import ASKED_HERE
from app.urgent.queries.lists import TARGETS, USE
from app.urgent.sentences import TRAIL
from app.urgent.settings import SETTINGS
from app.urgent.tiles import PANELS, TILES

FEATURE = Feature(
    name="urgent",
    blueprint=Named("app.urgent.views:blueprint"),
    init=Named("app.urgent.views:init"),
    models=(models,),
    permissions=(
        Permission(SEND, N_("Send urgent messages"), ("clerk", "leader", "unit_head")),
        Permission(
            KEEP,
            N_("Keep the duty roster, the call list and the list of urgent use"),
            ("clerk", "leader"),
        ),
    ),
    settings=SETTINGS,
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Urgent messages"),
            endpoint="urgent.index",
            permissions=(SEND, KEEP),
            icon="telephone",
            section="kept",
            place=35,
        ),
    ),
    tiles=TILES,
    panels=PANELS,
    reading=(Reading(ASKED_HERE, service.note_opened),),
    lists=(TARGETS, USE),
    exports={USE.name: Named("app.urgent.presenters.lists:EXPORT")},
    on_record=Named("app.urgent.presenters.record:on_record"),
    jobs=JOBS,
    answers={TAKES_UP: service.take_up, URGENT_AHEAD: service.ahead},
    invariants=INVARIANTS,
    holdings=HOLDINGS,
    demo=Named("app.urgent.demo:tell"),
)
