"""Pages of access."""

from app.access.views import entry, person  # noqa: F401  (their routes)
from app.access.views.blueprint import blueprint
from app.access.views.gate import init

__all__ = ["blueprint", "init"]
