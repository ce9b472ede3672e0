"""Showing files: as PDF, as pictures of pages, as plain HTML; what reads them is imported alone."""

from documents.rendition.problems import NoSuchPage, UnreadableImage, picture_type

__all__ = ["NoSuchPage", "UnreadableImage", "picture_type"]
