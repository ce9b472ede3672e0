"""The catalogue of what people are told of: each line of it may be wanted by a channel or not."""

from collections.abc import Collection
from dataclasses import dataclass

from app.core.text import N_

NOTICE, EMAIL, SMS = "notice", "email", "sms"

MY_WORK, GIVEN_WORK = N_("My work"), N_("What I gave or asked for")
SIGNING, FILED = N_("Signing"), N_("Documents and dossiers")
OFFICE, URGENT = N_("The whole agency"), N_("Urgent")
GROUPS = (MY_WORK, GIVEN_WORK, SIGNING, FILED, OFFICE, URGENT)
"""In this order; further groups follow them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A line of the catalogue of messages: something that a person may want to hear of, or not."""

    name: str
    """Stable, and kept in data: "work.given"."""
    words: str
    """A message id, as the line is called where a person chooses."""
    group: str = OFFICE
    note: str = ""
    """A message id: what else belongs to it, or when it is told."""
    email: bool = False
    """By e-mail too, where a person has not chosen otherwise."""
    sms: bool | None = False
    """By text message; None where nobody may choose that."""
    always: Collection[str] = ()
    """Channels that nobody can turn off."""


OTHER = Occasion(name="other", words=N_("Anything else"), sms=None)
"""What kinds belong to that name no occasion of their own."""
