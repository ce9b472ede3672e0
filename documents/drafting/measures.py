"""The room that a component's text has."""

from documents.drafting.linebreaks import Measure
from documents.drafting.metrics import face
from documents.drafting.rules import Rule


def measure(rule: Rule, room_mm: float, *, compact: bool = False) -> Measure:
    """Give the room of a rule's text."""
    cut = face(bold=rule.bold, italic=rule.italic)
    return Measure(room_mm, rule.size(compact=compact), cut)
