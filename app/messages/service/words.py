"""What messages say outside of the application, where no request knows a language."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core.catalogues import whole_catalogue
from app.core.settings import value
from app.core.text import N_
from app.messages.settings import OUTSIDE, REFERENCE

WITHHELD = N_("(read it in the office)")
CONTENT = ("subject", "reason", "text")
"""Values of a message that quote what a document, or somebody about it, says."""


def say(language: str, message: str, values: Mapping[str, Any]) -> str:
    """The message in this language; a value that is WITHHELD in it too."""
    known = whole_catalogue(language)
    said = {name: known.ugettext(one) if one == WITHHELD else one for name, one in values.items()}
    text: str = known.ugettext(message)
    return text % said if said else text


def outside(session: Session, agency_id: int | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """What of these may leave the house, by the rule of the agency."""
    if value(session, OUTSIDE, agency_id) != REFERENCE:
        return dict(values)
    return {name: WITHHELD if name in CONTENT else one for name, one in values.items()}
