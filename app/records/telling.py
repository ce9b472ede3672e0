"""How people are told of a record of any kind: what every message about one says."""

from collections.abc import Collection
from typing import Any

from app.core.feature import Face, Telling
from app.core.words import called


def tell_of(face: Face, people: Collection[int], key: str, words: str, **values: Any) -> Telling:
    """The words may name its reference and subject, beside these values."""
    known = {"reference": called(face.reference, face.number), "subject": face.subject}
    return Telling(
        people=people,
        key=key,
        words=words,
        path=face.path,
        record_id=face.record_id,
        values={**known, **values},
    )
