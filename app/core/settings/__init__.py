"""Limits and words that an agency may change: what a setting is, and which value holds today.

They lie down here because the lowest features have some too; the screen is `app/settings/`. A
feature declares its own in its `settings.py`, and brings them in its `feature.py`.
"""

from app.core.settings.declared import FIELD, Kind, OneOf, Setting, Whole, Words, YesNo
from app.core.settings.held import SettingValue, in_force, value, values_to_come

__all__ = [
    "FIELD",
    "Kind",
    "OneOf",
    "Setting",
    "SettingValue",
    "Whole",
    "Words",
    "YesNo",
    "in_force",
    "value",
    "values_to_come",
]
