"""What search brings: the index, and the page that asks it."""

from app.core.feature import READERS, AskedPage, Feature, Named, Permission, Suggestions
from app.core.text import N_
from app.search import models
from app.search.filters import PAGE, SearchFilter
from app.search.invariants import INVARIANTS
from app.search.jobs import JOBS, rounds
from app.search.messages import MESSAGES
from app.search.sentences import TRAIL

FEATURE = Feature(
    name="search",
    blueprint=Named("app.search.views:blueprint"),
    models=(models,),
    permissions=(Permission("search.use", N_("Search"), READERS),),
    commands=(Named("app.search.commands:rebuild_index"),),
    invariants=INVARIANTS,
    trail=(TRAIL,),
    suggestions=(
        Suggestions(
            label=N_("Subject"),
            icon="file-earmark-text",
            place=35,
            found=Named("app.search.presenters.typing:subjects"),
        ),
        Suggestions(
            label=N_("Searched for before"),
            icon="clock-history",
            place=40,
            found=Named("app.search.presenters.typing:past"),
        ),
    ),
    on_record=Named("app.search.presenters.record:on_record"),
    asked_pages=(
        AskedPage(
            name=PAGE,
            title=N_("Search"),
            filter=SearchFilter,
            opens="search.saved",
            beside=Named("app.search.presenters.followed:beside"),
        ),
    ),
    messages=MESSAGES,
    jobs=JOBS,
    jobs_with=rounds,
)
