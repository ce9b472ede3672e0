"""What messages bring: notices and text messages."""

from app.core.feature import Entry, Feature, Named, Reading
from app.core.text import N_
from app.messages import models
from app.messages.catalogue import OCCASIONS
from app.messages.health import health
from app.messages.jobs import jobs
from app.messages.queries import DELIVERIES, HAS_UNREAD, NOTICES
from app.messages.sentences import TRAIL
from app.messages.service import read_record
from app.messages.settings import SETTINGS
from app.messages.tiles import TILES

FEATURE = Feature(
    name="messages",
    blueprint=Named("app.messages.views:blueprint"),
    init=Named("app.messages.views:init"),
    models=(models,),
    settings=SETTINGS,
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Notices"),
            endpoint="messages.index",
            permissions=("desk.read",),
            icon="megaphone",
            section="kept",
            place=30,
        ),
        Entry(
            label=N_("SMS"),
            endpoint="messages.sms",
            permissions=("system.watch",),
            icon="chat-left-text",
            section="administration",
            place=60,
        ),
    ),
    tiles=TILES,
    occasions=OCCASIONS,
    reading=(Reading(HAS_UNREAD, read_record),),
    lists=(NOTICES, DELIVERIES),
    on_record=Named("app.messages.presenters:on_record"),
    health=(health,),
    jobs_with=jobs,
)
