"""Why an office file did not become a PDF."""

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
