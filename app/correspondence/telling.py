"""How people are told of a document: what every message about one says."""

from collections.abc import Collection
from typing import Any

from app.core.feature import Telling
from app.core.words import called
from app.correspondence.models import Document
from app.correspondence.queries import PATH


def tell_of(
    document: Document, people: Collection[int], key: str, words: str, **values: Any
) -> Telling:
    """The words may name its reference and subject, beside these values."""
    known = {"reference": called(document.reference, document.number)}
    return Telling(
        people=people,
        key=key,
        words=words,
        path=f"{PATH}/{document.id}",
        record_id=document.id,
        values={**known, "subject": document.subject, **values},
    )
