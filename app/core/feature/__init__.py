"""What a feature says it brings: the values of its `feature.py`, and how they are collected."""

from app.core.feature.books import Book
from app.core.feature.collected import Features, Twice
from app.core.feature.named import Named
from app.core.feature.offers import (
    EVERYBODY,
    HANDLING,
    Entry,
    Feature,
    First,
    Health,
    Invariant,
    Panel,
    PanelContent,
    Permission,
    Reading,
    Stranded,
    Tile,
    Trail,
)
from app.core.feature.questions import Question, install, installed
from app.core.feature.records import (
    DOCUMENTS,
    Approvable,
    Face,
    Faces,
    Indexed,
    Opened,
    Proposed,
    RecordKind,
    Standing,
    Workable,
)
from app.core.feature.telling import NOTICE, SMS, MessageKind, Telling, UrgentTelling

__all__ = [
    "DOCUMENTS",
    "EVERYBODY",
    "HANDLING",
    "NOTICE",
    "SMS",
    "Approvable",
    "Book",
    "Entry",
    "Face",
    "Faces",
    "Feature",
    "Features",
    "First",
    "Health",
    "Indexed",
    "Invariant",
    "MessageKind",
    "Named",
    "Opened",
    "Panel",
    "PanelContent",
    "Permission",
    "Proposed",
    "Question",
    "Reading",
    "RecordKind",
    "Standing",
    "Stranded",
    "Telling",
    "Tile",
    "Trail",
    "Twice",
    "UrgentTelling",
    "Workable",
    "install",
    "installed",
]
