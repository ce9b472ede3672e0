"""Pages of access."""

from app.access.views import (  # noqa: F401  (their routes)
    accounts,
    delegations,
    entry,
    kept,
    person,
    roles,
)
from app.access.views.blueprint import blueprint
from app.access.views.gate import init

__all__ = ["blueprint", "init"]
