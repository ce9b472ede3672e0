"""What the counter brings: the page on which cases are received."""

from app.core.feature import Entry, Feature, Named
from app.core.text import N_
from app.onestop.cases.policy import HANDLE

FEATURE = Feature(
    name="onestop.counter",
    blueprint=Named("app.onestop.counter.views:blueprint"),
    navigation=(
        Entry(
            label=N_("Receive cases"),
            endpoint="counter.index",
            permissions=(HANDLE,),
            icon="qr-code",
            section="daily",
            place=59,
        ),
    ),
)
