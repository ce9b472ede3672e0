"""What files bring: a record of any kind may carry some, which are read, shown and found."""

from app.core.feature import Feature, Named
from app.files import models
from app.files.invariants import INVARIANTS
from app.files.jobs import JOBS, jobs
from app.files.queries import passages
from app.files.sentences import TRAIL
from app.files.settings import SETTINGS

FEATURE = Feature(
    name="files",
    blueprint=Named("app.files.views:blueprint"),
    models=(models,),
    settings=SETTINGS,
    on_record=Named("app.files.presenters:on_record"),
    commands=(Named("app.files.commands:check_files"),),
    passages=passages,
    invariants=INVARIANTS,
    jobs=JOBS,
    trail=(TRAIL,),
    jobs_with=jobs,
)
