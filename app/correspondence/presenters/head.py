"""The head of a document's page, as far as its kinds have it in common."""

from datetime import date
from typing import Any

from app.core.words import written_number
from app.correspondence.models import Document
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.listing import DocumentHead, Fact


def document_head(
    document: Document,
    *,
    direction: str,
    stamped_on: date | None,
    state: str,
    back: Fact,
    is_owed: bool,
    answer: str | None = None,
) -> DocumentHead:
    """`state` says how it stands, in words; it is left out where the lines of work say it.

    A reply it requires `is_owed` until there is an `answer`, or nothing more is done on it.
    """
    stamped = document.number is not None
    return DocumentHead(
        subject=document.subject,
        reference=document.reference,
        direction=direction if stamped else None,
        stamp_number=written_number(document.number),
        stamp_date=day(stamped_on),
        **kind_words(document),
        issuer=document.issuer,
        urgency=document.urgency,
        facts=_facts(document, state, answer, is_owed),
        back=back,
    )


def kind_words(document: Document) -> dict[str, Any]:
    """ "Công văn số" before its number and "ngày 24/11/2026" after it; without one, both as one."""
    sort, dated = document.type.name, document.issued_on
    if document.reference:
        after = _("dated %(day)s", day=day(dated)) if dated else ""
        return {"kind": _("%(type)s no.", type=sort), "kind_text": after}
    return {"kind_text": _("%(type)s of %(day)s", type=sort, day=day(dated)) if dated else sort}


def _facts(document: Document, state: str, answer: str | None, is_owed: bool) -> tuple[Fact, ...]:
    facts = []
    if state:
        facts.append(Fact(state, "info-circle"))
    if answer is not None:
        by = _("Answered by %(reference)s", reference=answer) if answer else _("Answered")
        facts.append(Fact(by, "reply"))
    elif document.reply_required and is_owed:
        facts.append(Fact(_("Reply required"), "reply"))
    if document.note:
        facts.append(Fact(document.note, "sticky"))
    return tuple(facts)
