"""What becomes of an office file: a PDF, or a reason why not."""

from dataclasses import dataclass

from documents.errors import N_, EngineError, FileProblem
from documents.remarks import Remark


@dataclass(frozen=True)
class Printed:
    """The PDF that stands for a file, and what its reader should know."""

    pdf: bytes
    remarks: tuple[Remark, ...] = ()


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
