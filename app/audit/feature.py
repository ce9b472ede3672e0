"""What the trail brings: its pages, the proof that nobody altered it, and who was refused what."""

from app.audit import models
from app.audit.jobs import JOBS
from app.audit.queries import REFUSED, TRAIL
from app.audit.tiles import TILES
from app.core.feature import Entry, Feature, Named, Permission
from app.core.text import N_

FEATURE = Feature(
    name="audit",
    blueprint=Named("app.audit.views:blueprint"),
    init=Named("app.audit.views:init"),
    lists=(TRAIL, REFUSED),
    exports={"audit.refused": Named("app.audit.presenters:REFUSED_EXPORT")},
    tiles=TILES,
    jobs=JOBS,
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
        Entry(
            label=N_("Refused attempts"),
            endpoint="audit.refused",
            permissions=("system.watch",),
            icon="shield-lock",
            section="administration",
            place=85,
        ),
    ),
    commands=(Named("app.audit.commands:verify_audit"),),
    on_record=Named("app.audit.presenters:on_record"),
)
