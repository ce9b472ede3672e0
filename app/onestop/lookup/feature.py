"""What the look-up brings: the page on which citizens see how their case stands."""

from app.core.feature import Feature, Named

FEATURE = Feature(
    name="onestop.lookup",
    blueprint=Named("app.onestop.lookup.views:blueprint"),
    init=Named("app.onestop.lookup.views:init"),
)
