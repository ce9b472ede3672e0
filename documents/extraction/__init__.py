"""The words of a file, for search and for comparison; what reads them is imported alone."""

from documents.extraction.found import READER, ExtractedText, ExtractionFailed

__all__ = ["READER", "ExtractedText", "ExtractionFailed"]
