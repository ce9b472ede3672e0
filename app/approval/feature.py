"""What approval brings: circuits, turns, opinions and remarks on anything that has versions."""

from app.approval import models
from app.approval.holdings import HOLDINGS
from app.approval.invariants import INVARIANTS
from app.approval.jobs import JOBS
from app.approval.messages import MESSAGES
from app.approval.queries.said import passages
from app.approval.queries.waiting import TURNS
from app.approval.sentences import TRAIL
from app.approval.settings import SETTINGS
from app.approval.tiles import FIRST, TILES, counting_turns
from app.core.feature import HANDLING, Entry, Feature, Named, Permission
from app.core.text import N_

FEATURE = Feature(
    name="approval",
    blueprint=Named("app.approval.views:blueprint"),
    models=(models,),
    settings=SETTINGS,
    permissions=(
        Permission("drafts.approve", N_("Review, initial and give opinions on drafts"), HANDLING),
        Permission("drafts.sign", N_("Sign documents"), ("leader", "unit_head")),
    ),
    trail=(TRAIL,),
    passages=passages,
    navigation=(
        Entry(
            label=N_("To approve"),
            endpoint=TURNS.name,
            permissions=("drafts.approve", "drafts.sign"),
            icon="vector-pen",
            section="daily",
            place=45,
            in_bar=True,
            counting=counting_turns,
        ),
    ),
    tiles=TILES,
    first=FIRST,
    lists=(TURNS,),
    on_record=Named("app.approval.presenters.record:on_record"),
    whys=Named("app.approval.presenters.steps:whys_on"),
    holdings=HOLDINGS,
    invariants=INVARIANTS,
    messages=MESSAGES,
    jobs=JOBS,
)
