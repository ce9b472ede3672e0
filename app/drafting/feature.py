"""What drafting brings: drafts, their versions and their way round."""

from app.core.feature import HANDLING, Entry, Feature, Named, Permission, Stranded
from app.core.text import N_
from app.drafting import models
from app.drafting.invariants import INVARIANTS
from app.drafting.jobs import JOBS
from app.drafting.messages import MESSAGES
from app.drafting.models import CONTENTS
from app.drafting.queries.lists import counting_waiting
from app.drafting.queries.stranded import COUNTING_STRANDED
from app.drafting.sentences import TRAIL
from app.drafting.settings import SETTINGS
from app.drafting.tiles import FIRST, TILES

FEATURE = Feature(
    name="drafting",
    blueprint=Named("app.drafting.views:blueprint"),
    models=(models,),
    settings=SETTINGS,
    contents=CONTENTS,
    permissions=(
        Permission("drafts.write", N_("Draft documents"), HANDLING),
        Permission("drafts.approve", N_("Review, initial and give opinions on drafts"), HANDLING),
        Permission("drafts.sign", N_("Sign documents"), ("leader", "unit_head")),
    ),
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Drafts"),
            endpoint="drafting.index",
            permissions=("drafts.write",),
            icon="pen",
            section="daily",
            place=50,
            in_bar=True,
            counting=counting_waiting,
        ),
    ),
    tiles=TILES,
    first=FIRST,
    on_record=Named("app.drafting.presenters.record:on_record"),
    stranded=(Stranded(COUNTING_STRANDED, Named("app.drafting.presenters.stranded:stranded")),),
    invariants=INVARIANTS,
    messages=MESSAGES,
    jobs=JOBS,
)
