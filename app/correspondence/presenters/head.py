"""The head of a document's page, as far as its kinds have it in common."""

from datetime import date

from flask_babel import gettext as _

from app.core.words import written_number
from app.correspondence.models import Document
from app.web.formats import day
from app.web.listing import DocumentHead, Fact


def document_head(
    document: Document, *, direction: str, stamped_on: date | None, state: str, back: Fact
) -> DocumentHead:
    """`state` says how it stands, in words; it is left out where the lines of work say it."""
    dated = _("%(type)s of %(day)s", type=document.type.name, day=day(document.issued_on))
    stamped = document.number is not None
    return DocumentHead(
        subject=document.subject,
        reference=document.reference,
        direction=direction if stamped else None,
        stamp_number=written_number(document.number),
        stamp_date=day(stamped_on),
        kind_text=dated if document.issued_on else document.type.name,
        issuer=document.issuer,
        urgency=document.urgency,
        facts=_facts(document, state),
        back=back,
    )


def _facts(document: Document, state: str) -> tuple[Fact, ...]:
    facts = []
    if state:
        facts.append(Fact(state, "info-circle"))
    if document.reply_required:
        facts.append(Fact(_("Reply required"), "reply"))
    if document.note:
        facts.append(Fact(document.note, "sticky"))
    return tuple(facts)
