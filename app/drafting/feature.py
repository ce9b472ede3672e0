"""What drafting brings: drafts and their versions, a kind of record that is sent round."""

from app.core.feature import HANDLING, Entry, Feature, Named, Permission
from app.core.policy import ANYBODY
from app.core.text import N_
from app.drafting import models
from app.drafting.holdings import HOLDINGS
from app.drafting.indexed import holding, passages
from app.drafting.invariants import INVARIANTS
from app.drafting.jobs import JOBS
from app.drafting.kind import KIND
from app.drafting.messages import MESSAGES
from app.drafting.models import CONTENTS
from app.drafting.queries.lists import DRAFTS, RETURNED
from app.drafting.sentences import TRAIL
from app.drafting.settings import SETTINGS
from app.drafting.tiles import FIRST, TILES
from app.files.service import reading
from app.requests.policy import drafted_at

FEATURE = Feature(
    name="drafting",
    blueprint=Named("app.drafting.views:blueprint"),
    models=(models,),
    settings=SETTINGS,
    contents=CONTENTS,
    permissions=(Permission("drafts.write", N_("Draft documents"), HANDLING, sends_files=True),),
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
            counting=lambda: DRAFTS.counting(ANYBODY, RETURNED),
        ),
    ),
    tiles=TILES,
    lists=(DRAFTS,),
    first=FIRST,
    on_record=Named("app.drafting.presenters.record:on_record"),
    whys=Named("app.drafting.presenters.page:whys_on"),
    kinds=(KIND,),
    passages=passages,
    answers={reading.holding: holding, drafted_at: lambda: "drafting.new"},
    holdings=HOLDINGS,
    invariants=INVARIANTS,
    messages=MESSAGES,
    jobs=JOBS,
)
