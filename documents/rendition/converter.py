"""What turns office files into PDF, and what stands in where nothing can."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from documents.errors import N_, EngineError, FileProblem


class ConversionFailed(EngineError):
    """This file could not be converted; another may be."""

    def __init__(self, reason: str) -> None:
        message = N_("The file could not be converted to PDF: %(reason)s")
        super().__init__(FileProblem("conversion_failed", message, {"reason": reason}))


class ConversionUnavailable(EngineError):
    """No converter is installed here; no file will be converted."""

    def __init__(self) -> None:
        message = N_("This server has no converter to PDF installed.")
        super().__init__(FileProblem("conversion_unavailable", message))


class Converter(Protocol):
    """Turns office files into PDF."""

    def to_pdf(self, path: Path, media_type: str) -> bytes:
        """Convert one file; raise ConversionFailed or ConversionUnavailable."""

    def to_pdfs(self, paths: Sequence[Path], media_type: str) -> dict[Path, bytes]:
        """Convert several of one type, which is quicker; what fails is left out, never raised."""


class NoConverter:
    """Stands where LibreOffice is missing."""

    def to_pdf(self, path: Path, media_type: str) -> bytes:
        """Raise ConversionUnavailable."""
        raise ConversionUnavailable

    def to_pdfs(self, paths: Sequence[Path], media_type: str) -> dict[Path, bytes]:
        """Give nothing."""
        return {}
