"""Forms of procedures: each part of a version by itself, from when it holds, and taking over."""

from app.onestop.procedures.forms.days import BringForm, EndForm, PublishForm, TakeForm
from app.onestop.procedures.forms.parts import PARTS, GeneralForm, NewForm, PartForm

__all__ = [
    "PARTS",
    "BringForm",
    "EndForm",
    "GeneralForm",
    "NewForm",
    "PartForm",
    "PublishForm",
    "TakeForm",
]
