"""What the layout check looks at, of a version or of what is being typed."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.core.settings import value
from app.drafting.models import Draft, DraftVersion
from app.drafting.rules.content import Details, Wording, authority_of
from app.drafting.rules.layout import Sheet
from app.drafting.settings import LONG_SUBJECT
from app.files.queries import grade_on
from app.organisation.models import Agency, Unit
from app.organisation.rules import speaks_for_collective
from app.outgoing.settings import SECRECY_WORDS
from documents.drafting import BlockKind, parse_body


def sheet(
    session: Session,
    agency_id: int,
    unit_id: int | None,
    details: Details,
    wording: Wording | None,
) -> Sheet:
    """A draft of this agency and unit as the rules of layout see it."""
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    return Sheet(
        type_code=details.type_code,
        subject=details.subject,
        recipients=details.recipients,
        signer_name=details.signature.name,
        signature_lines=details.signature.lines,
        signs_for_collective=speaks_for_collective(
            session.get_one(Agency, agency_id).collective_name,
            authority_of(details.type_code, wording),
        ),
        wording=wording,
        unit_symbol=unit.symbol if unit else "",
        ends_with_table=wording is not None and _ends_with_table(wording.body),
        long_subject=value(session, LONG_SUBJECT, agency_id),
        unwanted=value(session, SECRECY_WORDS, agency_id),
    )


def _ends_with_table(body: str) -> bool:
    return any(block.kind is BlockKind.TABLE for block in parse_body(body)[-1:])


def sheet_of(session: Session, draft: Draft, version: DraftVersion) -> Sheet:
    """One version of a draft."""
    wording = Wording.from_json(version.fields) if version.fields is not None else None
    details = Details.from_json(version.details)
    found = sheet(session, draft.agency_id, draft.unit_id, details, wording)
    return found if wording is not None else replace(found, grade=grade_on(session, version.sha256))
