"""What the layout check looks at, of a version or of what is being typed."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sqlalchemy.orm import Session

from app.core.settings import value
from app.correspondence.models import DocumentType
from app.drafting.models import Draft, DraftVersion
from app.drafting.queries.receivers import unclear, unreceived
from app.drafting.rules.content import Details, Wording, authority_of
from app.drafting.rules.layout import Finding, Sheet
from app.drafting.settings import LONG_SUBJECT
from app.files.queries import grade_on, text_of
from app.organisation.queries import issuer
from app.organisation.rules import speaks_for_collective
from app.outgoing.settings import SECRECY_WORDS
from documents.checking.points import Point
from documents.drafting import Block, BlockKind, parse_body


def sheet(
    session: Session,
    agency_id: int,
    unit_id: int | None,
    details: Details,
    wording: Wording | None,
) -> Sheet:
    """A draft of this agency and unit as the rules of layout see it."""
    by = issuer(session, agency_id, unit_id)
    blocks = parse_body(wording.body) if wording is not None else ()
    main = tuple(takewhile(lambda block: block.kind is not BlockKind.APPENDIX, blocks))
    return Sheet(
        type_code=details.type_code,
        subject=details.subject,
        recipients=details.recipients,
        signer_name=details.signature.name,
        signature_lines=details.signature.lines,
        signs_for_collective=speaks_for_collective(
            by.collective_name, authority_of(details.type_code, wording)
        ),
        wording=wording,
        unit_symbol=by.unit_symbol,
        unreceived=_unreceived(session, agency_id, details, wording) if wording is not None else (),
        unclear=_unclear(session, agency_id, details, wording or ""),
        main=wording and _main(wording, main),
        has_appendices=len(main) < len(blocks),
        ends_with_table=bool(main) and main[-1].kind is BlockKind.TABLE,
        long_subject=value(session, LONG_SUBJECT, agency_id),
        unwanted=value(session, SECRECY_WORDS, agency_id),
    )


def _unreceived(
    session: Session, agency_id: int, details: Details, said: Wording | str
) -> tuple[str, ...]:
    missing = unreceived(session, agency_id, details.type_code, details.recipients, said)
    return tuple(one.name for one in missing)


def _unclear(
    session: Session, agency_id: int, details: Details, said: Wording | str
) -> tuple[str, ...]:
    return unclear(session, agency_id, details.type_code, details.recipients, said)


def _main(wording: Wording, blocks: Sequence[Block]) -> Wording:
    """What is printed up to the signature."""
    bases = (block.text for block in blocks if block.kind is BlockKind.BASIS)
    body = "\n".join(block.line for block in blocks if block.kind is not BlockKind.BASIS)
    return replace(wording, bases="\n".join((wording.bases, *bases)), body=body)


def sheet_of(
    session: Session,
    draft: Draft,
    version: DraftVersion,
    paragraphs: Sequence[str] = (),
    points: Sequence[Point] | None = (),
    symbols: tuple[str, str] = ("", ""),
) -> Sheet:
    """One version of a draft; the `paragraphs` of an uploaded file say whom it addresses, `points`
    what its layout is: None where it could not be read."""
    wording = Wording.from_json(version.fields) if version.fields is not None else None
    details = Details.from_json(version.details)
    looked_at = sheet(session, draft.agency_id, draft.unit_id, details, wording)
    if wording is not None:
        return looked_at
    words = "\n".join(paragraphs) or text_of(session, version.sha256)
    return replace(
        looked_at,
        file=None if points is None else [Finding(**vars(point)) for point in points],
        symbols=symbols,
        grade=grade_on(session, version.sha256),
        unreceived=_unreceived(session, draft.agency_id, details, words),
        unclear=_unclear(session, draft.agency_id, details, words),
        is_read=bool(words),
    )


def printed_type(session: Session, details: Details) -> str:
    """What stands above the text, "Báo cáo"; empty for a công văn, which has no name of its own."""
    kind = session.get_one(DocumentType, details.type_code)
    return kind.name if kind.abbreviation else ""
