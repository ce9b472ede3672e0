"""Which messages are looked at."""

from dataclasses import dataclass

from app.core.lists.filters import Filter, tab


@dataclass(frozen=True)
class SmsFilter(Filter):
    tab: str = tab(("sms", "email", "notice", "all", "failed"), "sms", before="state")
