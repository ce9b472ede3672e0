"""What lists bring: views that people keep, and sheets that leave the office, of every list."""

from app.core.feature import Feature, Named
from app.lists import models

FEATURE = Feature(
    name="lists",
    blueprint=Named("app.lists.views:blueprint"),
    init=Named("app.lists.views:init"),
    models=(models,),
)
