"""Pages of drafting."""

from app.drafting.views import (  # noqa: F401  (their routes)
    correcting,
    editing,
    files,
    lists,
    previewing,
    reading,
    settling,
)
from app.drafting.views.blueprint import blueprint

__all__ = ["blueprint"]
