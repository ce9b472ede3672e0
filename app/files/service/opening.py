"""Files inside others, to be read in place: taken out, read and drawn once, then kept."""

import io
import json
from dataclasses import asdict, dataclass

from app.files.inputs import FileContent
from app.files.kept import Kept
from app.files.pages import Pages
from app.files.service.bundling import take_member
from app.files.service.reading import ReadContent, grade_remarks, read_content
from documents.extraction import READER
from documents.remarks import Remark
from documents.sandbox import Sandbox
from documents.storage import DiskStorage, Storage


@dataclass(frozen=True)
class Inner:
    """A file inside another: what it is, what was found in it, and who draws it."""

    content: FileContent
    found: ReadContent
    pages: Pages


def is_open(kept: Kept, whole: FileContent, number: int) -> bool:
    """Whether this file was opened before: then to open it again takes no time."""
    return Kept(kept.beside(whole.sha256) / "pages").has(_key(number))


def _key(number: int) -> str:
    return f"{number}-{READER}"


def open_inside(
    storage: Storage, sandbox: Sandbox, kept: Kept, whole: FileContent, number: int
) -> Inner:
    """Open one file of a zip or a mail (the first is 1).

    Raises NotFound and Refused as `take_member` does. Outside any transaction: to take it out and
    print it takes seconds. All that is made of it lies beside what is made of the whole, and goes
    with it.
    """
    folder = kept.beside(whole.sha256)
    inside, drawn = DiskStorage(folder / "files"), Kept(folder / "pages")

    def look() -> bytes:
        member = take_member(storage, sandbox, whole, number)
        blob = inside.put(io.BytesIO(member.content))
        content = FileContent(
            member.name, blob.sha256, member.media_type, blob.size, member.page_count
        )
        found = read_content(inside, sandbox, blob.sha256, member.media_type)
        return json.dumps([asdict(content), asdict(found)]).encode()

    content, found = json.loads(drawn.get(_key(number), look))
    remarks = tuple(Remark(**remark) for remark in found.pop("remarks"))
    said = (*remarks, *grade_remarks(found["text"]))
    return Inner(
        FileContent(**content),
        ReadContent(**found, remarks=said),
        Pages(inside, sandbox, drawn),
    )
