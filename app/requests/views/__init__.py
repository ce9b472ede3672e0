"""Pages of requests: the list, the board, the table of answers, and what is done on them."""

from app.requests.views import lines, pages  # noqa: F401  (their routes)
from app.requests.views.blueprint import blueprint

__all__ = ["blueprint"]
