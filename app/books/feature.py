"""What books bring: registers as they are printed."""

from app.core.feature import Feature, Named

FEATURE = Feature(name="books", blueprint=Named("app.books.views:blueprint"))
