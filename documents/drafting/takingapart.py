"""Taking a document apart around the places of its number and date, before these are known."""

import io
import secrets
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from documents.drafting.marks import fill_mark, find_marks
from documents.drafting.stamping import DATE_TAG, NUMBER_TAG, Parts
from documents.settling.parts import forget_authors
from documents.wordml import open_docx


def take_apart(path: Path) -> Parts | None:
    """Give the pieces of a .docx; None where it has not both places. Raises UnreadableDocx."""
    document = open_docx(path)
    found = find_marks(document.element.body)
    if {tag for tag, _control in found} != {NUMBER_TAG, DATE_TAG}:
        return None
    described = document.core_properties
    now, title, author = datetime.now(UTC), described.title, described.author
    forget_authors(document.part.package, now, title=title, author=author)
    sign = f"place{secrets.token_hex(16)}"
    for _tag, control in found:
        fill_mark(control, sign)
    target = io.BytesIO()
    document.save(target)
    main_name = document.part.partname.lstrip("/")
    with zipfile.ZipFile(target) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    main = contents.pop(main_name)
    pieces, places = main.split(sign.encode()), tuple(tag for tag, _control in found)
    return Parts(main_name, tuple(contents.items()), tuple(pieces), places)
