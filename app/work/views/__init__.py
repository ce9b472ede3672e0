"""Pages of work."""

from app.work.views import extending, pages  # noqa: F401  (their routes)
from app.work.views.shared import blueprint

__all__ = ["blueprint"]
