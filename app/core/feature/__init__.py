"""What a feature says it brings: the values of its `feature.py`, and how they are collected."""

from app.core.feature.collected import Features, Twice
from app.core.feature.named import Named
from app.core.feature.offers import EVERYBODY, HANDLING, Entry, Feature, Permission, Trail

__all__ = [
    "EVERYBODY",
    "HANDLING",
    "Entry",
    "Feature",
    "Features",
    "Named",
    "Permission",
    "Trail",
    "Twice",
]
