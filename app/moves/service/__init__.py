"""The verbs of moves: handing over, reorganising, taking either back."""

from app.moves.service.handing import hand_over, take_back
from app.moves.service.reorganising import Reorganisation, reorganise

__all__ = ["Reorganisation", "hand_over", "reorganise", "take_back"]
