"""What reading a file gives."""

from collections.abc import Iterable
from dataclasses import dataclass

from documents.errors import N_, EngineError, FileProblem
from documents.remarks import Remark

#: Counted up when files are read better than before: what was read until then is read again.
READER = 2
#: No more of a text is read.
LIMIT_CHARS = 2_000_000
#: What a reader gives, one after the other: the text of a page, or something to be said.
Found = str | Remark


class ExtractionFailed(EngineError):
    """The file cannot be read as what it claims to be."""

    def __init__(self, reason: str) -> None:
        message = N_("The text of the file cannot be read: %(reason)s")
        super().__init__(FileProblem("extraction_failed", message, {"reason": reason}))


@dataclass(frozen=True)
class ExtractedText:
    """Text in NFC by pages; a page without a text layer, such as a scan, is an empty one."""

    pages: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def of(cls, found: Iterable[Found]) -> "ExtractedText":
        """Part the pages from what is to be said, each of it once."""
        pages, said = [], {}
        for one in found:
            if isinstance(one, str):
                pages.append(one)
            else:
                said[one.code] = one
        return cls(tuple(pages), tuple(said.values()))

    @property
    def text(self) -> str:
        """All pages in one, parted by empty lines."""
        return "\n\n".join(page for page in self.pages if page)
