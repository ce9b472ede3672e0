"""What reading a file gives."""

from dataclasses import dataclass

from documents.errors import N_, EngineError, FileProblem


class ExtractionFailed(EngineError):
    """The file cannot be read as what it claims to be."""

    def __init__(self, reason: str) -> None:
        message = N_("The text of the file cannot be read: %(reason)s")
        super().__init__(FileProblem("extraction_failed", message, {"reason": reason}))


@dataclass(frozen=True)
class ExtractedText:
    """Text in NFC by pages; a page without a text layer, such as a scan, is an empty one."""

    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        """All pages in one, parted by empty lines."""
        return "\n\n".join(page for page in self.pages if page)
