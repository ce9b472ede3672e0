"""Putting number and date into a document that was taken apart: written, never read."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from documents.drafting.wording import date_words, padded_number

NUMBER_TAG = "congvan.number"
DATE_TAG = "congvan.date"


@dataclass(frozen=True)
class Parts:
    """A .docx in pieces: its main part is cut where number and date belong."""

    main_name: str
    parts: tuple[tuple[str, bytes], ...]
    """Name and content of every other part, in the order of the package."""
    pieces: tuple[bytes, ...]
    places: tuple[str, ...]
    """What belongs between the pieces, NUMBER_TAG and DATE_TAG in the order of the text."""

    def stamped(self, *, number: str, day: date) -> bytes:
        """Put the document together with its number and date; the places are gone with it."""
        words = {NUMBER_TAG: padded_number(number), DATE_TAG: date_words(day)}
        filled = [escape(words[place]).encode() for place in self.places]
        main = b"".join(
            piece + word for piece, word in zip(self.pieces, (*filled, b""), strict=True)
        )
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in (*self.parts, (self.main_name, main)):
                archive.writestr(name, content)
        return target.getvalue()
