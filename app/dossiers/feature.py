"""What dossiers bring."""

from app.core.feature import HANDLING, Entry, Feature, Named, Permission
from app.core.text import N_
from app.dossiers import models
from app.dossiers.holdings import HOLDINGS
from app.dossiers.indexed import dossier_facts
from app.dossiers.messages import MESSAGES
from app.dossiers.policy import forfeited
from app.dossiers.queries import DOSSIERS
from app.dossiers.sentences import TRAIL
from app.records import service as records

FEATURE = Feature(
    name="dossiers",
    blueprint=Named("app.dossiers.views:blueprint"),
    answers={records.forfeited: forfeited},
    lists=(DOSSIERS,),
    exports={"dossiers.index": Named("app.dossiers.presenters.export:EXPORT")},
    holdings=HOLDINGS,
    messages=MESSAGES,
    models=(models,),
    permissions=(Permission("dossiers.keep", N_("Keep dossiers"), HANDLING),),
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Dossiers"),
            endpoint="dossiers.index",
            permissions=("dossiers.keep",),
            icon="folder2",
            section="kept",
            place=10,
        ),
    ),
    bulk=Named("app.dossiers.presenters:bulk_actions"),
    exact_hits=Named("app.dossiers.presenters:exact_hits"),
    facts_in_index=dossier_facts,
    on_record=Named("app.dossiers.presenters:on_record"),
)
