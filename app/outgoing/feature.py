"""What outgoing documents bring: numbers, issuing, receivers and their answers."""

from app.core.feature import Entry, Feature, Named, Permission
from app.core.text import N_
from app.outgoing import models
from app.outgoing.sentences import TRAIL

FEATURE = Feature(
    name="outgoing",
    blueprint=Named("app.outgoing.views:blueprint"),
    models=(models,),
    permissions=(
        Permission(
            "outgoing.issue", N_("Number and issue documents, recall and replace them"), ("clerk",)
        ),
    ),
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Outgoing"),
            endpoint="outgoing.index",
            permissions=("documents.read",),
            icon="send",
            section="daily",
            place=40,
        ),
    ),
)
