"""What incoming documents bring: registering, deliveries, closing."""

from app.core.feature import Entry, Feature, Named, Permission
from app.core.text import N_
from app.incoming import models
from app.incoming.sentences import TRAIL

FEATURE = Feature(
    name="incoming",
    blueprint=Named("app.incoming.views:blueprint"),
    models=(models,),
    permissions=(
        Permission(
            "incoming.register",
            N_("Register incoming documents, accept or refuse deliveries"),
            ("clerk",),
        ),
        Permission("incoming.close", N_("Close incoming documents"), ("clerk", "leader")),
    ),
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Incoming"),
            endpoint="incoming.index",
            permissions=("documents.read",),
            icon="inbox",
            section="daily",
            place=30,
            in_bar=True,
        ),
    ),
)
