"""Pages of procedures."""

from app.onestop.procedures.views import exchange, pages  # noqa: F401  (their routes)
from app.onestop.procedures.views.blueprint import blueprint

__all__ = ["blueprint"]
