"""What the Vietnamese interface says for an English message, read from the features' catalogues."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent
KEYWORDS = {"_": None, "_l": None, "N_": None, "gettext": None, "lazy_gettext": None}
PLURAL = {"ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@cache
def catalogue() -> dict[str, str]:
    """English message to its Vietnamese, over all features (the later feature wins, as in
    the application); plural messages by their singular."""
    said: dict[str, str] = {}
    for path in sorted(ROOT.glob("app/**/translations/vi/LC_MESSAGES/messages.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                english = message.id if isinstance(message.id, str) else message.id[0]
                vietnamese = message.string if isinstance(message.string, str) else ""
                vietnamese = vietnamese or next(iter(message.string or ()), "")
                if english and vietnamese:
                    said[english] = vietnamese
    return said


def vi(english: str, **values: object) -> str:
    """The words a person reads on the Vietnamese screen for this message of ours."""
    words = catalogue()[english]
    return words % values if "%" in words else words


@cache
def english_messages() -> frozenset[str]:
    """Every message of the sources that ought to read otherwise in Vietnamese."""
    return frozenset(
        text for text in _extracted() if catalogue().get(text) != text and _has_words(text)
    )


def _extracted() -> Iterator[str]:
    for path in (ROOT / "app").rglob("*.py"):
        yield from _messages(path, "python")
    for path in (ROOT / "templates").rglob("*.html"):
        yield from _messages(path, "jinja2.ext.babel_extract")


def _messages(path: Path, method: str) -> Iterator[str]:
    options = {"trimmed": "true", "silent": "false"} if path.suffix == ".html" else {}
    for _line, found, _comments, _context in extract_from_file(
        method, str(path), keywords={**KEYWORDS, **PLURAL}, options=options
    ):
        yield from ([found] if isinstance(found, str) else [text for text in found if text])


def _has_words(text: str) -> bool:
    return re.search(r"[A-Za-z]{2}", PLACEHOLDER.sub("", text)) is not None


@cache
def _pattern() -> re.Pattern[str]:
    """Matches a whole text that is one of the English messages, whatever fills its gaps."""
    parts = [
        ".+".join(re.escape(piece) for piece in PLACEHOLDER.split(text)[::2]).replace("%%", "%")
        for text in english_messages()
    ]
    return re.compile("|".join(f"(?:{part})" for part in parts), re.DOTALL)


def left_in_english(texts: list[str]) -> list[str]:
    """Those texts of a Vietnamese page that are still our English messages."""
    return sorted({text for text in texts if _pattern().fullmatch(text)})
