"""Taking a document apart around the places of its number and date, before these are known."""

import io
import secrets
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from documents.drafting.marks import fill_mark, find_marks
from documents.drafting.stamping import DATE_TAG, NUMBER_TAG, Parts
from documents.drafting.typedplaces import fill_room, find_room, set_symbol
from documents.settling.parts import forget_authors
from documents.wordml import open_docx


def with_symbol(path: Path, symbol: str) -> tuple[str, bytes]:
    """Give the symbol that a .docx bears behind its number, "" where it has no such line, and the
    file with this one instead; without one asked for, nothing. Raises UnreadableDocx."""
    document, target = open_docx(path), io.BytesIO()
    borne = set_symbol(document.element.body, symbol)
    if symbol and borne:
        document.save(target)
    return borne, target.getvalue()


def take_apart(path: Path) -> Parts | None:
    """Give the pieces of a .docx, cut at our places or where it leaves room for number and date.

    None where it has not both. Raises UnreadableDocx.
    """
    document = open_docx(path)
    body = document.element.body
    found = find_marks(body)
    is_ours = {tag for tag, _control in found} == {NUMBER_TAG, DATE_TAG}
    room = None if is_ours else find_room(body)
    if not is_ours and room is None:
        return None
    described = document.core_properties
    named = {"title": described.title, "author": described.author} if is_ours else {}
    forget_authors(document.part.package, datetime.now(UTC), **named)
    sign = f"place{secrets.token_hex(16)}"
    symbol, lines = "", tuple[str, ...]()
    if room is None:
        tags = tuple(tag for tag, _control in found)
        for _tag, control in found:
            fill_mark(control, sign)
    else:
        tags = tuple(place.tag for place in room.places)
        symbol, lines = room.symbol, fill_room(room, sign)
    target = io.BytesIO()
    document.save(target)
    main_name = document.part.partname.lstrip("/")
    with zipfile.ZipFile(target) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    main = contents.pop(main_name)
    pieces = tuple(main.split(sign.encode()))
    return Parts(main_name, tuple(contents.items()), pieces, tags, symbol, lines)
