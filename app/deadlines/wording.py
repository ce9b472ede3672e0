"""What is said of a due date, in the reader's language."""

from app.deadlines.rules.said import Words
from app.web.i18n import gettext as _


def words(said: Words) -> str:
    """The words in the reader's language."""
    values = {
        name: words(value) if isinstance(value, Words) else value
        for name, value in said.params.items()
    }
    return str(_(said.message, **values))
