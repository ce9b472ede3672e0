"""What records bring: the identity under everything that is read, worked on, filed and found."""

from app.audit import queries as audit
from app.core.feature import Feature, Named
from app.records import models
from app.records.queries import openable
from app.records.sentences import TRAIL

FEATURE = Feature(
    name="records",
    models=(models,),
    trail=(TRAIL,),
    answers={audit.openable: openable},
    on_record=Named("app.records.presenters:on_record"),
)
