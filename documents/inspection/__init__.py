"""Deciding by its content whether a file may enter the office; `inspect` is imported alone."""

from documents.inspection.findings import Inspection, Member
from documents.inspection.limits import Limits
from documents.inspection.names import clean_filename

__all__ = ["Inspection", "Limits", "Member", "clean_filename"]
