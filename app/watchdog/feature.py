"""What the watchdog brings: the page of what must never be false, and its keepers' notices."""

from app.core.feature import Entry, Feature, Named
from app.core.text import N_
from app.watchdog import models
from app.watchdog.invariants import INVARIANTS
from app.watchdog.jobs import rounds
from app.watchdog.messages import MESSAGES
from app.watchdog.queries import ILL_ONES
from app.watchdog.sentences import TRAIL
from app.watchdog.settings import SETTINGS
from app.watchdog.tiles import TILES

FEATURE = Feature(
    name="watchdog",
    blueprint=Named("app.watchdog.views:blueprint"),
    models=(models,),
    settings=SETTINGS,
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Watchdog"),
            endpoint="watchdog.index",
            permissions=("system.watch",),
            icon="shield-check",
            section="administration",
            place=70,
            counting=lambda: ILL_ONES,
        ),
    ),
    tiles=TILES,
    messages=MESSAGES,
    jobs_with=rounds,
    invariants=INVARIANTS,
    commands=(
        Named("app.watchdog.commands:doctor"),
        Named("app.watchdog.commands:backup"),
    ),
)
