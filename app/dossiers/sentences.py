"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "dossiers",
    N_("Dossiers"),
    {
        "dossiers.opened": N_("%(actor)s opened the dossier %(code)s, %(title)s"),
        "dossiers.changed": N_("%(actor)s changed the dossier %(code)s: %(fields_words)s"),
        "dossiers.document_added": N_("%(actor)s put %(document)s into the dossier %(code)s"),
        "dossiers.document_removed": N_(
            "%(actor)s took %(document)s out of the dossier %(code)s: %(reason)s"
        ),
        "dossiers.closed": N_("%(actor)s closed the dossier %(code)s"),
        "dossiers.reopened": N_("%(actor)s opened the dossier %(code)s again: %(reason)s"),
    },
    right="dossiers.keep",
)
