"""What the trail brings: its pages, and the proof that nobody altered it."""

from app.audit import models
from app.audit.queries import TRAIL
from app.core.feature import Entry, Feature, Named, Permission
from app.core.text import N_

FEATURE = Feature(
    name="audit",
    blueprint=Named("app.audit.views:blueprint"),
    init=Named("app.audit.views:init"),
    lists=(TRAIL,),
    models=(models,),
    permissions=(
        Permission(
            "audit.read", N_("Read the audit trail of the agency"), ("leader", "administrator")
        ),
    ),
    navigation=(
        Entry(
            label=N_("Audit trail"),
            endpoint="audit.index",
            permissions=("audit.read",),
            icon="journal-check",
            section="administration",
            place=80,
        ),
    ),
    commands=(Named("app.audit.commands:verify_audit"),),
    on_record=Named("app.audit.presenters:on_record"),
)
