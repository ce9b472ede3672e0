"""Putting number and date into a document that was taken apart: written, never read."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from documents.drafting.wording import date_words, padded_number

NUMBER_TAG = "congvan.number"
DATE_TAG = "congvan.date"
PLACE_TAG = "congvan.place"

_TAG = re.compile("|".join(map(re.escape, (NUMBER_TAG, DATE_TAG, PLACE_TAG))))


@dataclass(frozen=True)
class Parts:
    """A .docx in pieces: its main part is cut where number and date belong."""

    main_name: str
    parts: tuple[tuple[str, bytes], ...]
    """Name and content of every other part, in the order of the package."""
    pieces: tuple[bytes, ...]
    places: tuple[str, ...]
    """What belongs between the pieces, the tags in the order of the text."""
    symbol: str = ""
    """What a text from elsewhere has behind the room for its number; empty in one made here."""
    lines: tuple[str, ...] = ()
    """The lines of such a text into which something is written, with the tags in their places."""

    def stamped(self, *, number: str, day: date, place: str) -> bytes:
        """Put the document together with its number and date; the places are gone with it.

        `place` is where the agency sits, for a head that has dots before its date.
        """
        words = _words(number, day, place)
        filled = [escape(words[tag]).encode() for tag in self.places]
        main = b"".join(
            piece + word for piece, word in zip(self.pieces, (*filled, b""), strict=True)
        )
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in (*self.parts, (self.main_name, main)):
                archive.writestr(name, content)
        return target.getvalue()

    def written(self, *, number: str, day: date, place: str) -> tuple[str, ...]:
        """The lines of a text from elsewhere as they read with this number and date."""
        words = _words(number, day, place)
        return tuple(_TAG.sub(lambda tag: words[tag[0]], line) for line in self.lines)


def _words(number: str, day: date, place: str) -> dict[str, str]:
    return {NUMBER_TAG: padded_number(number), DATE_TAG: date_words(day), PLACE_TAG: place}
