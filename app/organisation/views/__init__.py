"""Pages of organisation."""

from app.organisation.views import agencies, posts, units  # noqa: F401  (their routes)
from app.organisation.views.blueprint import blueprint

__all__ = ["blueprint"]
