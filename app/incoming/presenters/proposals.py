"""What the first page of a letter proposes for the line of the register, to be looked at."""

from collections.abc import Mapping, Sequence

from app.core.text import fold
from app.web.i18n import gettext as _
from documents.asked_day import AskedDay
from documents.letterhead import Head

Fields = dict[str, dict[str, str]]


def proposed_fields(
    head: Head, asked: AskedDay | None, types: Mapping[str, str], issuers: Sequence[str]
) -> Fields:
    """By field of the form, as uploads.js wants it; `types` are codes by name.

    An issuer is written as the register has written it before. What was not found is left out.
    """
    known = {fold(name): name for name in reversed(issuers)}
    found = {
        "number": head.number,
        "symbol": head.symbol,
        "issued_on": head.issued_on.strftime("%d/%m/%Y") if head.issued_on else "",
        "issuer": known.get(fold(head.issuer), head.issuer),
        "type_code": types.get(head.kind, ""),
        "subject": head.subject,
        "urgency": str(head.urgency or ""),
    }
    note = _("read from the file")
    fields = {name: _to_check(value, note) for name, value in found.items() if value}
    if asked:
        fields["due_on"] = _to_check(asked.day.strftime("%d/%m/%Y"), words_of(asked))
    return fields


def words_of(asked: AskedDay) -> str:
    """Why this day is proposed: the letter's own words."""
    return _("“%(words)s”", words=asked.words)


def _to_check(value: str, note: str) -> dict[str, str]:
    return {"value": value, "conf": "check", "note": note}
