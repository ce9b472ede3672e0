"""The verbs of moves: handing over, reorganising, merging agencies, taking each back."""

from app.moves.service.handing import hand_over, take_back
from app.moves.service.merging import Merger, merge
from app.moves.service.reorganising import Reorganisation, reorganise

__all__ = ["Merger", "Reorganisation", "hand_over", "merge", "reorganise", "take_back"]
