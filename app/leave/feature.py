"""What leave brings: days off that are asked for, decided and taken back."""

from app.core.feature import Entry, Feature, Named
from app.core.text import N_
from app.leave import models
from app.leave.holdings import HOLDINGS
from app.leave.invariants import INVARIANTS
from app.leave.messages import MESSAGES
from app.leave.queries import LEAVE, made_by_leave
from app.leave.sentences import TRAIL
from app.leave.tiles import TILES, counting_asked
from app.organisation.queries import bodies

FEATURE = Feature(
    name="leave",
    blueprint=Named("app.leave.views:blueprint"),
    models=(models,),
    on_holder=Named("app.leave.presenters:on_holder"),
    trail=(TRAIL,),
    lists=(LEAVE,),
    tiles=TILES,
    messages=MESSAGES,
    invariants=INVARIANTS,
    holdings=HOLDINGS,
    answers={bodies.belongs_to_leave: made_by_leave},
    navigation=(
        Entry(
            label=N_("Leave"),
            endpoint=LEAVE.name,
            permissions=("desk.read",),
            icon="calendar3",
            section="kept",
            place=80,
            counting=counting_asked,
        ),
    ),
)
