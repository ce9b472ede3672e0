"""Pages of incoming documents."""

from app.incoming.views import entering, lists, moving
from app.incoming.views.blueprint import blueprint

__all__ = ["blueprint", "entering", "lists", "moving"]
