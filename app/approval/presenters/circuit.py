"""The composer of a circuit."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for

from app.approval.inputs import TypedStep
from app.approval.policy import Matter
from app.approval.queries import Approver
from app.approval.rules.circuit import KINDS
from app.core import clock
from app.core.feature import Face
from app.web.formats import short_day
from app.web.i18n import gettext as _
from app.web.listing import Choice

BLANK_LINES = 2


def composer(
    about: Matter, face: Face, people: Sequence[Approver], lines: Sequence[TypedStep]
) -> dict[str, Any]:
    """What the template is given: proposed lines, blank ones, and everyone who can be asked."""
    return {
        "lines": lines or [TypedStep()],
        "blank": TypedStep(),
        "blank_lines": BLANK_LINES,
        "kinds": [Choice(_(words), kind) for kind, words in KINDS.items()],
        "people": [_person(one) for one in people],
        "today": clock.today(),
        "close": request.script_root + face.path,
        "mend": request.script_root + face.path + about.ways.mend_path,
        "action": url_for(".circuit", record_id=about.record_id),
        "sub": ". ".join(part for part in (face.sort, face.subject) if part),
    }


def _person(one: Approver) -> Choice:
    label = f"{one.name}, {one.place}"
    if one.away_until is not None:
        label += f" ({_('away until %(day)s', day=short_day(one.away_until))})"
    return Choice(label, str(one.post_id))
