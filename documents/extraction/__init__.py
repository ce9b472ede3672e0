"""The words of a file, for search and for comparison."""

from documents.extraction.extract import ExtractedText, ExtractionFailed, extract_text

__all__ = ["ExtractedText", "ExtractionFailed", "extract_text"]
