"""What the desk brings: the first page, the page of a document."""

from app.core.feature import EVERYBODY, Entry, Feature, Named, Permission
from app.core.text import N_
from app.desk.invariants import INVARIANTS

FEATURE = Feature(
    name="desk",
    blueprint=Named("app.desk.views:blueprint"),
    init=Named("app.desk.views:init"),
    permissions=(Permission("desk.read", N_("Open one's own desk"), EVERYBODY),),
    navigation=(
        Entry(
            label=N_("My desk"),
            endpoint="desk.home",
            permissions=("desk.read",),
            icon="journal-text",
            section="daily",
            place=10,
            in_bar=True,
        ),
    ),
    invariants=INVARIANTS,
)
