"""What correspondence brings: documents and who reads them."""

from app.core.feature import READERS, Feature, Named, Permission, Reading, Suggestions
from app.core.text import N_
from app.correspondence import models
from app.correspondence.invariants import INVARIANTS
from app.correspondence.jobs import JOBS
from app.correspondence.queries import NOT_OPENED, type_options, type_symbols
from app.correspondence.sentences import TRAIL
from app.correspondence.service import open_document
from app.deadlines.queries import usual
from app.registers import queries as registers

FEATURE = Feature(
    name="correspondence",
    models=(models,),
    permissions=(
        Permission(
            "documents.read",
            N_("Open documents given to oneself or to one's unit"),
            READERS,
        ),
        Permission(
            "documents.read_agency", N_("Open every document of the agency"), ("clerk", "leader")
        ),
    ),
    trail=(TRAIL,),
    answers={
        registers.type_options: type_options,
        registers.type_symbols: type_symbols,
        usual.type_options: type_options,
    },
    on_record=Named("app.correspondence.presenters.record:on_record"),
    reading=(Reading(NOT_OPENED, open_document),),
    suggestions=(
        Suggestions(
            label=N_("Numbers and symbols"),
            icon="file-earmark-text",
            place=10,
            found=Named("app.correspondence.presenters.suggested:references"),
        ),
        Suggestions(
            label=N_("Issuers"),
            icon="building",
            place=20,
            found=Named("app.correspondence.presenters.suggested:issuers"),
        ),
    ),
    invariants=INVARIANTS,
    jobs=JOBS,
)
