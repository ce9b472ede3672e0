"""What the files of a document cite, noted when they are read."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.correspondence.models import Citation
from app.correspondence.rules import cited_in, replaced_in
from app.files.models import FileText, RecordFile


def note_citations(session: Session, payload: Mapping[str, Any]) -> None:
    """Handler of files that were read: the references that they name, anew for each content."""
    texts = (
        select(FileText.sha256, FileText.text)
        .join(RecordFile, RecordFile.sha256 == FileText.sha256)
        .where(RecordFile.record_id == payload["record_id"], RecordFile.removed_at.is_(None))
    )
    for sha256, text in session.execute(texts.distinct()).all():
        session.execute(delete(Citation).where(Citation.sha256 == sha256))
        keys, replaced = sorted(cited_in(text)), replaced_in(text)
        session.add_all(
            Citation(sha256=sha256, reference_key=key, replacing=replaced.get(key, ""))
            for key in keys
        )
