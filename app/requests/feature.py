"""What requests bring: one question to many, the board of its answers, closing by itself."""

from app.core.feature import HANDLING, Entry, Feature, Named, Permission, Reading
from app.core.policy import ANYBODY
from app.core.text import N_
from app.requests import models
from app.requests.filters import RequestFilter
from app.requests.holdings import HOLDINGS
from app.requests.invariants import INVARIANTS
from app.requests.jobs import JOBS
from app.requests.kind import KINDS
from app.requests.messages import MESSAGES
from app.requests.queries import IS_NEWS, REQUESTS
from app.requests.sentences import TRAIL
from app.requests.service import seen_on_page
from app.requests.tiles import TILES

FEATURE = Feature(
    name="requests",
    blueprint=Named("app.requests.views:blueprint"),
    models=(models,),
    permissions=(
        Permission(
            "requests.ask",
            N_("Ask many for answers, urge them, approve what they answer"),
            HANDLING,
        ),
    ),
    trail=(TRAIL,),
    tiles=TILES,
    kinds=KINDS,
    lists=(REQUESTS,),
    on_record=Named("app.requests.presenters:on_record"),
    whys=Named("app.requests.presenters.whys:whys_on"),
    reading=(Reading(IS_NEWS, seen_on_page),),
    navigation=(
        Entry(
            label=N_("Requests and answers"),
            endpoint="requests.index",
            permissions=("documents.read",),
            icon="question-circle",
            section="daily",
            place=50,
            counting=lambda: REQUESTS.counting(ANYBODY, RequestFilter()),
        ),
    ),
    messages=MESSAGES,
    jobs=JOBS,
    holdings=HOLDINGS,
    invariants=INVARIANTS,
)
